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

// Action is what was done to an entity, as in the audit log.
type Action string

// The actions of the catalogue.
const (
	Created  Action = "CREATE"
	Updated  Action = "UPDATE"
	Deleted  Action = "DELETE"
	Restored Action = "RESTORE"
)

// Change is a change of an entity, for the audit log and for events.
type Change struct {
	Entity
	Action        Action
	Before, After any           // as JSON in the audit log; nil: nothing
	With          []CascadeRows // the parts deleted or restored with it
}

// AfterCommit is what has to be done after the change was committed.
type AfterCommit struct {
	Events []event.Event // to publish
	Menus  []string      // slugs of the branches whose cached menu is to be dropped
}

// RecordChange records a change in its transaction: who changed the row last, an entry
// of the audit log, and events for the branch of the row or, if the row belongs to the
// tenant, for all branches.
func (tx *Tx) RecordChange(ctx context.Context, who access.Staff, w Change) (AfterCommit, error) {
	if err := tx.stampAuthor(ctx, who, w); err != nil {
		return AfterCommit{}, err
	}
	if err := tx.Audit(ctx, who, w); err != nil {
		return AfterCommit{}, err
	}
	branches, err := tx.BranchesToNotify(ctx, who.TenantID, w.eventBranch())
	if err != nil {
		return AfterCommit{}, fmt.Errorf("list branches to notify: %w", err)
	}
	var after AfterCommit
	for _, b := range branches {
		for _, e := range w.events() {
			e.TenantID, e.BranchID, e.Actor = who.TenantID, b.ID, who.Actor()
			if e, err = tx.Emit(ctx, e); err != nil {
				return AfterCommit{}, err
			}
			after.Events = append(after.Events, e)
		}
	}
	if w.Kind.OnMenu {
		after.Menus, err = tx.MenusOf(ctx, []int64{who.TenantID})
	}
	return after, err
}

// eventBranch is the branch that gets the events; nil is all of them. All branches are
// notified of a change of a branch itself.
func (w Change) eventBranch() *int64 {
	if w.Kind == catalog.Branch {
		return nil
	}
	return w.BranchID
}

// stampAuthor writes who made the last change into the row.
func (tx *Tx) stampAuthor(ctx context.Context, who access.Staff, w Change) error {
	column := "updated"
	switch w.Action {
	case Deleted:
		return nil // Retire has done so
	case Created:
		column = "created"
	case Updated, Restored:
	}
	_, err := tx.Exec(ctx, fmt.Sprintf(`
UPDATE %s SET %[2]s_by_id = $3, %[2]s_by_email = $4, updated_at = now() WHERE id = $1 AND tenant_id = $2`,
		w.Kind.Table, column), w.ID, who.TenantID, who.UserID, who.Email)
	if err != nil {
		return fmt.Errorf("stamp the author of a %s: %w", w.Kind.Name, err)
	}
	return nil
}

// Audit writes the entry of the audit log.
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
		TenantID:   who.TenantID,
		UserID:     &who.UserID,
		UserEmail:  OrNil(who.Email),
		BranchID:   w.BranchID,
		EntityType: w.Kind.Name,
		EntityID:   &w.ID,
		Action:     string(w.Action),
		OldValues:  before,
		NewValues:  after,
		IpAddress:  from.Address,
		UserAgent:  from.UserAgent,
		RequestID:  from.RequestID,
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

// events are the events of the change. Restored parts are published by kind and
// completely, since dashboards reload a kind.
func (w Change) events() []event.Event {
	entity := event.Entity{EntityType: w.Kind.Name, EntityID: w.ID, EntityName: w.Name}
	one := func(t event.Type, payload any) event.Event { return event.Event{Type: t, Entity: event.Body(payload)} }
	switch w.Action {
	case Created:
		return []event.Event{one(event.EntityCreated, entity)}
	case Updated:
		return []event.Event{one(event.EntityUpdated, entity)}
	case Deleted:
		affected := AffectedBy(w.With)
		deleted := event.DeletedEntity{Entity: entity, AffectedEntities: affected}
		if len(affected) == 0 {
			return []event.Event{one(event.EntityDeleted, deleted)}
		}
		return []event.Event{
			one(event.EntityDeleted, deleted),
			one(event.CascadeDelete, event.CascadeDeletion{
				DeletedEntity: deleted, Affected: affected, AffectedCount: count(w.With),
			}),
		}
	case Restored:
	}
	out := []event.Event{one(event.EntityCreated, entity)}
	for _, g := range w.With {
		for rows := range slices.Chunk(g.Rows, maxAffected) {
			out = append(out, one(event.EntityCreated, event.RestoredEntity{
				Entity:           event.Entity{EntityType: g.Kind.Name, EntityID: rows[0].ID, EntityName: rows[0].Name},
				AffectedEntities: AffectedBy([]CascadeRows{{Kind: g.Kind, Rows: rows[1:]}}),
			}))
		}
	}
	return out
}

func count(cascade []CascadeRows) (n int) {
	for _, g := range cascade {
		n += len(g.Rows)
	}
	return n
}
