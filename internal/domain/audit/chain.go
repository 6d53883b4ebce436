package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Entry is an entry of the log as it is sealed. Pointers are nil where the column is
// null; the values are PostgreSQL's text of its JSON.
type Entry struct {
	ID         int64
	TenantID   int64
	UserID     *int64
	UserEmail  *string
	EntityType string
	EntityID   *int64
	Action     string
	OldValues  *string
	NewValues  *string
	IPAddress  *string
	UserAgent  *string
	RequestID  *string
	CreatedAt  time.Time // to the microsecond
	BranchID   *int64
}

// Format says which fields of an entry are sealed.
type Format int16

// The formats. The branch was added when there were sealed entries already.
const (
	WithoutBranch Format = 1
	WithBranch    Format = 2
)

// Link is the seal of an entry.
type Link struct {
	Seq      int64
	Previous string
	Hash     string
	Format   Format
	// Entry is nil if it is no longer in the log.
	Entry *Entry
}

// Head is the last link of a chain; zero if there is none.
type Head struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"`
}

// Canonical is the text of e that link seq seals: each field with its length in bytes,
// or "-" for null.
func (e Entry) Canonical(seq int64, format Format) string {
	number := func(n *int64) *string {
		if n == nil {
			return nil
		}
		text := strconv.FormatInt(*n, 10)
		return &text
	}
	at := e.CreatedAt.UnixMicro()
	fields := []*string{
		number(&seq), number(&e.ID), number(&e.TenantID), number(e.UserID), e.UserEmail,
		&e.EntityType, number(e.EntityID), &e.Action,
		e.OldValues, e.NewValues, e.IPAddress, e.UserAgent, e.RequestID, number(&at),
	}
	if format == WithBranch {
		fields = append(fields, number(e.BranchID))
	}
	var text strings.Builder
	for i, field := range fields {
		if i > 0 {
			text.WriteByte(',')
		}
		if field == nil {
			text.WriteByte('-')
			continue
		}
		fmt.Fprintf(&text, "%d:%s", len(*field), *field)
	}
	return text.String()
}

// Seal is the hash of e when it follows h.
func (h Head) Seal(e Entry, format Format) string {
	sum := sha256.Sum256([]byte(h.Hash + "|" + e.Canonical(h.Seq+1, format)))
	return hex.EncodeToString(sum[:])
}

// Broken is the first link at which a chain is invalid.
type Broken struct {
	Seq    int64  `json:"seq"`
	Reason string `json:"reason"` // in Spanish, for an operator
}

// Error implements error.
func (b *Broken) Error() string { return fmt.Sprintf("eslabón %d: %s", b.Seq, b.Reason) }

// Verifier verifies one tenant's chain link by link, from the first one or, if Head is
// set, from the link after it.
type Verifier struct{ Head }

// Next checks the link that follows.
//
// Errors: *Broken.
func (v *Verifier) Next(l Link) error {
	broken := func(reason string) error { return &Broken{Seq: v.Seq + 1, Reason: reason} }
	switch {
	case l.Seq != v.Seq+1:
		return broken(fmt.Sprintf("falta: después del %d viene el %d", v.Seq, l.Seq))
	case l.Previous != v.Hash:
		return broken("no continúa al anterior")
	case l.Entry == nil:
		return broken("su entrada fue borrada")
	case v.Seal(*l.Entry, l.Format) != l.Hash:
		return broken("su entrada fue alterada")
	}
	v.Head = Head{Seq: l.Seq, Hash: l.Hash}
	return nil
}

// CheckEnd checks that the verified chain ends at the stored head.
func (v *Verifier) CheckEnd(at Head) error {
	if v.Head == at {
		return nil
	}
	return &Broken{Seq: v.Seq + 1, Reason: fmt.Sprintf("la cadena termina en el %d y debería llegar al %d", v.Seq, at.Seq)}
}

// CheckNoted checks that a link of a verified chain is the same as in a checkpoint that
// was stored elsewhere. hashes are the hashes of the chain by seq.
func CheckNoted(hashes map[int64]string, checkpoint Head) error {
	if checkpoint.Seq == 0 || hashes[checkpoint.Seq] == checkpoint.Hash {
		return nil
	}
	return &Broken{Seq: checkpoint.Seq, Reason: "no es el que se anotó en el punto de control"}
}
