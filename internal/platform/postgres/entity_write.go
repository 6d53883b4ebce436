package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres/dbgen"
)

// Action is what was done to an entity, as the audit log says it.
type Action string

// The actions of the catalogue.
const (
	Created  Action = "CREATE"
	Updated  Action = "UPDATE"
	Deleted  Action = "DELETE"
	Restored Action = "RESTORE"
)

// Change is a change of an entity, for the audit log and the dashboards.
type Change struct {
	Entity
	Action        Action
	Before, After any           // as JSON in the audit log; nil: nothing
	With          []CascadeRows // what went or came along
}

// AfterCommit is what the committed change has to be followed by.
type AfterCommit struct {
	Events []event.Event // to publish
	Menus  []string      // slugs of the branches whose cached menu is old
}

// RecordChange records a change in the transaction that makes it: who changed the row
// last, a line of the audit log, the events for the dashboards of its branch, or
// of every branch if it is the tenant's.
func (tx *Tx) RecordChange(ctx context.Context, who access.Staff, w Change) (AfterCommit, error) {
	if err := tx.sign(ctx, who, w); err != nil {
		return AfterCommit{}, err
	}
	if err := tx.Audit(ctx, who, w); err != nil {
		return AfterCommit{}, err
	}
	branches, err := tx.BranchesToTell(ctx, who.TenantID, w.concerns())
	if err != nil {
		return AfterCommit{}, fmt.Errorf("find whom to tell: %w", err)
	}
	var told AfterCommit
	for _, b := range branches {
		for _, e := range w.events() {
			e.TenantID, e.BranchID, e.Actor = who.TenantID, b.ID, who.Actor()
			if e, err = tx.Emit(ctx, e); err != nil {
				return AfterCommit{}, err
			}
			told.Events = append(told.Events, e)
		}
	}
	if w.Kind.OnMenu {
		told.Menus, err = tx.MenusOf(ctx, []int64{who.TenantID})
	}
	return told, err
}

// concerns is the branch whose dashboards are told; nil is all of them. That a
// branch came, changed or went, the others are told too.
func (w Change) concerns() *int64 {
	if w.Kind == catalog.Branch {
		return nil
	}
	return w.BranchID
}

// sign writes who made the last change onto the row.
func (tx *Tx) sign(ctx context.Context, who access.Staff, w Change) error {
	column := "updated"
	switch w.Action {
	case Deleted:
		return nil // it has signed what it took
	case Created:
		column = "created"
	case Updated, Restored:
	}
	_, err := tx.Exec(ctx, fmt.Sprintf(`UPDATE %s SET %[2]s_by_id = $3, %[2]s_by_email = $4, updated_at = now() WHERE id = $1 AND tenant_id = $2`,
		w.Kind.Table, column), w.ID, who.TenantID, who.UserID, who.Email)
	if err != nil {
		return fmt.Errorf("sign a %s: %w", w.Kind.Name, err)
	}
	return nil
}

// Audit writes the change's line of the audit log.
func (tx *Tx) Audit(ctx context.Context, who access.Staff, w Change) error {
	before, err := values(w.Before)
	if err != nil {
		return err
	}
	after, err := values(w.After)
	if err != nil {
		return err
	}
	from := access.OriginFrom(ctx)
	err = tx.InsertAudit(ctx, dbgen.InsertAuditParams{
		TenantID: who.TenantID, UserID: &who.UserID, UserEmail: OrNil(who.Email), BranchID: w.BranchID, EntityType: w.Kind.Name, EntityID: &w.ID,
		Action: string(w.Action), OldValues: before, NewValues: after,
		IpAddress: from.Address, UserAgent: from.UserAgent, RequestID: from.RequestID,
	})
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}

func values(v any) (json.RawMessage, error) {
	if v == nil {
		return nil, nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode for the audit log: %w", err)
	}
	return raw, nil
}

// events are what a dashboard hears of the change. What came back along is told
// kind by kind, since dashboards load a kind anew, and to the last row.
func (w Change) events() []event.Event {
	told := event.Entity{EntityType: w.Kind.Name, EntityID: w.ID, EntityName: w.Name}
	one := func(t event.Type, payload any) event.Event { return event.Event{Type: t, Entity: event.Body(payload)} }
	switch w.Action {
	case Created:
		return []event.Event{one(event.EntityCreated, told)}
	case Updated:
		return []event.Event{one(event.EntityUpdated, told)}
	case Deleted:
		affected := AffectedBy(w.With)
		gone := event.EntityGone{Entity: told, AffectedEntities: affected}
		if len(affected) == 0 {
			return []event.Event{one(event.EntityDeleted, gone)}
		}
		return []event.Event{
			one(event.EntityDeleted, gone),
			one(event.CascadeDelete, event.Cascade{EntityGone: gone, Affected: affected, AffectedCount: count(w.With)}),
		}
	case Restored:
	}
	out := []event.Event{one(event.EntityCreated, told)}
	for _, g := range w.With {
		for rows := range slices.Chunk(g.Rows, affectedMost) {
			out = append(out, one(event.EntityCreated, event.EntityBack{
				Entity:           event.Entity{EntityType: g.Kind.Name, EntityID: rows[0].ID, EntityName: rows[0].Name},
				AffectedEntities: AffectedBy([]CascadeRows{{Kind: g.Kind, Rows: rows[1:]}}),
			}))
		}
	}
	return out
}

func count(gone []CascadeRows) (n int) {
	for _, g := range gone {
		n += len(g.Rows)
	}
	return n
}
