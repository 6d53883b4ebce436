package postgres

import (
	"context"
	"fmt"

	"integrador/internal/domain/audit"
	"integrador/internal/platform/postgres/dbgen"
)

// AuditReport is the result of verifying one tenant's audit log.
type AuditReport struct {
	audit.Head               // the last link
	Unsealed   int64         `json:"unsealed"` // entries outside of the chain
	Broken     *audit.Broken `json:"broken"`
}

// auditPage is how many links are read at once.
const auditPage = 1000

// VerifyAudit verifies the whole chain of a tenant. checkpoints are heads that were
// stored elsewhere: only they detect that a chain was rewritten from its first link on.
// progress may be nil.
//
// An invalid chain is not an error but part of the report.
func (s *Store) VerifyAudit(
	ctx context.Context, tenant int64, checkpoints []audit.Head, progress func(done, all int64),
) (AuditReport, error) {
	head, err := s.AuditHead(ctx, tenant)
	if err != nil {
		return AuditReport{}, Fault(err)
	}
	end := audit.Head(head)
	v := auditVerifier{Store: s, tenant: tenant, until: end.Seq, hashes: map[int64]string{}}
	for _, h := range checkpoints {
		v.hashes[h.Seq] = ""
	}
	report := AuditReport{Head: end}
	if report.Broken, err = v.verify(ctx, end, checkpoints, progress); err != nil {
		return report, err
	}
	report.Unsealed, err = s.UnsealedEntries(ctx, tenant)
	return report, Fault(err)
}

type auditVerifier struct {
	*Store
	audit.Verifier

	tenant, until int64
	hashes        map[int64]string // at the checkpoints' seqs
}

func (w *auditVerifier) verify(
	ctx context.Context, end audit.Head, checkpoints []audit.Head, progress func(done, all int64),
) (*audit.Broken, error) {
	for w.Seq < w.until {
		before := w.Seq
		broken, err := w.verifyPage(ctx)
		if err != nil || broken != nil {
			return broken, err
		}
		if w.Seq == before {
			break // the links end before the head
		}
		if progress != nil {
			progress(w.Seq, w.until)
		}
	}
	if broken := asBroken(w.CheckEnd(end)); broken != nil {
		return broken, nil
	}
	for _, h := range checkpoints {
		if broken := asBroken(audit.CheckNoted(w.hashes, h)); broken != nil {
			return broken, nil
		}
	}
	return nil, nil
}

func (w *auditVerifier) verifyPage(ctx context.Context) (*audit.Broken, error) {
	rows, err := w.AuditLinks(ctx, dbgen.AuditLinksParams{TenantID: w.tenant, AfterSeq: w.Seq, MaxRows: auditPage})
	if err != nil {
		return nil, fmt.Errorf("read the chain of tenant %d: %w", w.tenant, Fault(err))
	}
	for _, row := range rows {
		if row.Seq > w.until {
			return nil, nil
		}
		if broken := asBroken(w.Next(linkOf(row))); broken != nil {
			return broken, nil
		}
		if _, ok := w.hashes[row.Seq]; ok {
			w.hashes[row.Seq] = row.Hash
		}
	}
	return nil, nil
}

func asBroken(err error) *audit.Broken {
	broken, _ := err.(*audit.Broken) //nolint:errorlint // audit.Verifier returns no other type
	return broken
}

func linkOf(r dbgen.AuditLinksRow) audit.Link {
	l := audit.Link{Seq: r.Seq, Previous: r.PreviousHash, Hash: r.Hash, Format: audit.Format(r.Format)}
	if r.EntryID == nil {
		return l
	}
	l.Entry = &audit.Entry{
		ID: *r.EntryID, TenantID: *r.EntryTenantID, UserID: r.UserID, UserEmail: r.UserEmail,
		EntityType: *r.EntityType, EntityID: r.EntityID,
		Action: *r.Action, OldValues: OrNil(r.OldValues), NewValues: OrNil(r.NewValues),
		IPAddress: r.IpAddress, UserAgent: r.UserAgent, RequestID: r.RequestID, CreatedAt: *r.CreatedAt, BranchID: r.BranchID,
	}
	return l
}
