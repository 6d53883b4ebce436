package postgres

import (
	"context"
	"fmt"

	"integrador/internal/domain/audit"
	"integrador/internal/platform/postgres/dbgen"
)

// AuditReport is what checking one tenant's log came to.
type AuditReport struct {
	audit.Head               // where the chain stands
	Unsealed   int64         `json:"unsealed"` // entries outside of it
	Broken     *audit.Broken `json:"broken"`
}

// auditPage is how many links are read at once.
const auditPage = 1000

// VerifyAudit reads a tenant's whole chain. then are heads that were written down
// elsewhere: what was rewritten from the first link on is found by them alone.
// Progress, if not nil, hears how far it is.
//
// A log that does not hold is no error; it is in the report.
func (s *Store) VerifyAudit(ctx context.Context, tenant int64, then []audit.Head, progress func(done, all int64)) (AuditReport, error) {
	head, err := s.AuditHead(ctx, tenant)
	if err != nil {
		return AuditReport{}, Fault(err)
	}
	end := audit.Head(head)
	walk := auditWalk{Store: s, tenant: tenant, until: end.Seq, noted: map[int64]string{}}
	for _, h := range then {
		walk.noted[h.Seq] = ""
	}
	report := AuditReport{Head: end}
	if report.Broken, err = walk.all(ctx, end, then, progress); err != nil {
		return report, err
	}
	report.Unsealed, err = s.UnsealedEntries(ctx, tenant)
	return report, Fault(err)
}

type auditWalk struct {
	*Store
	audit.Verifier

	tenant, until int64
	noted         map[int64]string // the hashes at the seqs that somebody wrote down
}

func (w *auditWalk) all(ctx context.Context, end audit.Head, then []audit.Head, progress func(done, all int64)) (*audit.Broken, error) {
	for w.Seq < w.until {
		before := w.Seq
		broken, err := w.page(ctx)
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
	for _, h := range then {
		if broken := asBroken(audit.CheckNoted(w.noted, h)); broken != nil {
			return broken, nil
		}
	}
	return nil, nil
}

func (w *auditWalk) page(ctx context.Context) (*audit.Broken, error) {
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
		if _, ok := w.noted[row.Seq]; ok {
			w.noted[row.Seq] = row.Hash
		}
	}
	return nil, nil
}

func asBroken(err error) *audit.Broken {
	broken, _ := err.(*audit.Broken) //nolint:errorlint // the chain gives this type and no other
	return broken
}

func linkOf(r dbgen.AuditLinksRow) audit.Link {
	l := audit.Link{Seq: r.Seq, Previous: r.PreviousHash, Hash: r.Hash, Format: audit.Format(r.Format)}
	if r.EntryID == nil {
		return l
	}
	l.Entry = &audit.Entry{
		ID: *r.EntryID, TenantID: *r.EntryTenantID, UserID: r.UserID, UserEmail: r.UserEmail, EntityType: *r.EntityType, EntityID: r.EntityID,
		Action: *r.Action, OldValues: OrNil(r.OldValues), NewValues: OrNil(r.NewValues),
		IPAddress: r.IpAddress, UserAgent: r.UserAgent, RequestID: r.RequestID, CreatedAt: *r.CreatedAt, BranchID: r.BranchID,
	}
	return l
}
