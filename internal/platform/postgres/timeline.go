package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"integrador/internal/domain/access"
	"integrador/internal/domain/timeline"
	"integrador/internal/platform/postgres/dbgen"
)

// timelinePage is how many events are read at once.
const timelinePage = 1000

// Timeline reads everything that the ledger has of a session that TimelineSessions found.
func (s *Store) Timeline(ctx context.Context, of dbgen.TimelineSessionsRow) (timeline.Recorded, error) {
	r := timelineReader{Store: s, tenant: of.TenantID, session: of.ID, out: timeline.Recorded{
		TenantID: of.TenantID, SessionID: of.ID, TableCode: of.TableCode, Branch: of.BranchName, Zone: of.Timezone,
		OpenedAt: of.OpenedAt, ClosedAt: of.ClosedAt,
	}}
	steps := []func(context.Context) error{r.now, r.events, r.commands, r.dishes, r.payments, r.audit, r.people}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return r.out, Fault(fmt.Errorf("read the timeline of session %d: %w", of.ID, err))
		}
	}
	return r.out, nil
}

type timelineReader struct {
	*Store
	tenant, session int64
	out             timeline.Recorded
}

func (r *timelineReader) now(ctx context.Context) (err error) {
	r.out.Session, err = r.Load(ctx, r.tenant, r.session)
	return err
}

func (r *timelineReader) events(ctx context.Context) error {
	for {
		after := int64(0)
		if n := len(r.out.Events); n > 0 {
			after = r.out.Events[n-1].Seq
		}
		rows, err := r.SessionLogAfter(ctx, dbgen.SessionLogAfterParams{
			SessionID: &r.session, TenantID: r.tenant, AfterSeq: after, MaxRows: timelinePage,
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			r.out.Events = append(r.out.Events, eventOf(row))
		}
	}
}

func (r *timelineReader) commands(ctx context.Context) error {
	rows, err := r.TimelineCommands(ctx, r.session, r.tenant)
	for _, row := range rows {
		var receipt struct {
			Answer json.RawMessage `json:"answer"`
		}
		if err := json.Unmarshal(row.Receipt, &receipt); err != nil {
			return fmt.Errorf("decode receipt %s: %w", row.Key, err)
		}
		r.out.Commands = append(r.out.Commands, timeline.Recording{
			Key:    row.Key,
			Name:   row.Name,
			Answer: receipt.Answer,
			At:     row.RecordedAt,
		})
	}
	return err
}

func (r *timelineReader) dishes(ctx context.Context) error {
	rows, err := r.TimelineDishes(ctx, r.session, r.tenant)
	for _, row := range rows {
		r.out.Dishes = append(r.out.Dishes, timeline.Served{RoundID: row.RoundID, Dish: timeline.Dish{
			ItemID: row.ItemID, Qty: int(row.Qty), Name: row.ProductName, Unit: row.UnitPriceCents,
		}})
	}
	return err
}

func (r *timelineReader) payments(ctx context.Context) error {
	rows, err := r.TimelinePayments(ctx, r.session, r.tenant)
	for _, row := range rows {
		by := access.Actor{Role: access.System, DinerID: row.DinerID}
		switch {
		case row.RegisteredByWaiterID != nil:
			by.UserID, by.Role = row.RegisteredByWaiterID, access.Waiter
		case row.DinerID != 0 || row.RegisteredBy == string(access.Diner):
			by.Role = access.Diner
		}
		r.out.Payments = append(r.out.Payments, timeline.Asked{
			ID: row.ID, Provider: row.Provider, Status: row.Status, Cents: row.AmountCents, By: by, At: row.CreatedAt,
		})
	}
	return err
}

func (r *timelineReader) audit(ctx context.Context) error {
	rows, err := r.TimelineAudit(ctx, dbgen.TimelineAuditParams{
		TenantID:  r.tenant,
		SessionID: &r.session,
		OpenedAt:  r.out.OpenedAt,
	})
	for _, row := range rows {
		r.out.Audit = append(r.out.Audit, timeline.Entry{
			UserID: row.UserID, Email: orZero(row.UserEmail), Request: orZero(row.RequestID), Entity: row.EntityType,
			Action: row.Action, Was: row.OldValues, Is: row.NewValues, At: row.CreatedAt,
		})
	}
	return err
}

// people reads the names of the staff and diners who acted.
func (r *timelineReader) people(ctx context.Context) error {
	r.out.People = timeline.People{Staff: map[int64]string{}, Diners: map[int64]string{}}
	staff, err := r.TimelineStaff(ctx, r.tenant, actors(r.out))
	if err != nil {
		return err
	}
	for _, p := range staff {
		r.out.People.Staff[p.ID] = p.Email
	}
	diners, err := r.TimelineDiners(ctx, r.session, r.tenant)
	for _, d := range diners {
		r.out.People.Diners[d.ID] = d.Name
	}
	return err
}

func actors(l timeline.Recorded) []int64 {
	ids := map[int64]bool{}
	add := func(id *int64) {
		if id != nil {
			ids[*id] = true
		}
	}
	for _, e := range l.Events {
		add(e.Actor.UserID)
	}
	for _, a := range l.Audit {
		add(a.UserID)
	}
	for _, p := range l.Payments {
		add(p.By.UserID)
	}
	return slices.Collect(maps.Keys(ids))
}
