package staff

import (
	"context"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// assignMost bounds the assignments of one request.
const assignMost = 500

var (
	errNoAssignment       = fault.New(fault.NotFound, "assignment_not_found", "No encontramos esa asignación.")
	errTooManyAssignments = fault.Newf(fault.Refused, "too_many_assignments", "De una vez se hacen hasta %d asignaciones.", assignMost)
	errSectorNotHere      = fault.New(fault.Refused, "sector_not_in_branch", "Uno de los sectores no es de esta sucursal.")
	errNotAWaiter         = fault.New(fault.Refused, "not_a_waiter_here", "Una de las personas no es WAITER en esta sucursal.")
)

// assignmentKind is what assignments are called in events and the audit log. They
// are made and taken back, never edited nor restored, so they are no kind of the
// catalogue.
var assignmentKind = &catalog.Kind{Name: "sector_assignment"}

// inBranch is write, for a branch that is the person's.
func (h *Handlers) inBranch(ctx context.Context, branch int64, do func(*entity.Change) error) error {
	if _, err := h.Store.Find(ctx, access.StaffFrom(ctx), catalog.Branch, branch); err != nil {
		return err
	}
	return h.Writer.Write(ctx, do)
}

// mayAssign refuses what names another branch's sector or somebody who does not
// wait tables there.
func mayAssign(ctx context.Context, c *entity.Change, p dbgen.AssignParams) error {
	foreign, err := c.SectorsNotOf(ctx, dbgen.SectorsNotOfParams{
		SectorIds: p.SectorIds, TenantID: p.TenantID, BranchID: &p.BranchID,
	})
	if err != nil {
		return err
	}
	if len(foreign) > 0 {
		return errSectorNotHere.With("sector_ids", foreign)
	}
	others, err := c.WhoMayNotServe(ctx, dbgen.WhoMayNotServeParams{
		WaiterIds: p.WaiterIds, TenantID: p.TenantID, BranchID: p.BranchID,
	})
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return errNotAWaiter.With("waiter_ids", others)
	}
	return nil
}

func assignmentsBy(ctx context.Context, c *entity.Change, ids []int64) ([]WaiterSectorAssignmentOutput, error) {
	return httpx.Rows[WaiterSectorAssignmentOutput](c.AssignmentsByID(ctx, c.Who.TenantID, ids))
}

func noteAssigned(
	ctx context.Context, c *entity.Change, branch int64, day string, made []int64,
) (WaiterSectorBulkResult, error) {
	rows, err := assignmentsBy(ctx, c, made)
	if err != nil {
		return WaiterSectorBulkResult{}, err
	}
	for _, row := range rows {
		if err := auditAssignment(ctx, c, postgres.Created, row); err != nil {
			return WaiterSectorBulkResult{}, err
		}
	}
	if len(rows) > 0 {
		err = emitAssignment(ctx, c, event.EntityCreated, branch, rows[0].ID, day)
	}
	return WaiterSectorBulkResult{CreatedCount: len(rows), Assignments: rows}, err
}

func noteTakenBack(ctx context.Context, c *entity.Change, branch int64, gone []int64) error {
	rows, err := assignmentsBy(ctx, c, gone)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := auditAssignment(ctx, c, postgres.Deleted, row); err != nil {
			return err
		}
	}
	return emitAssignment(ctx, c, event.EntityDeleted, branch, gone[0], rows[0].AssignmentDate)
}

func auditAssignment(
	ctx context.Context, c *entity.Change, action postgres.Action, row WaiterSectorAssignmentOutput,
) error {
	w := postgres.Change{Entity: postgres.Entity{Kind: assignmentKind, ID: row.ID}, Action: action, After: row}
	if action == postgres.Deleted {
		w.Before, w.After = row, nil
	}
	return c.Audit(ctx, c.Who, w)
}

// emitAssignment informs the branch's dashboards, once for all that changed: they
// load the day again. Gateways need no event: they read who serves what every two
// seconds.
func emitAssignment(ctx context.Context, c *entity.Change, what event.Type, branch, id int64, day string) error {
	told := event.Entity{EntityType: assignmentKind.Name, EntityID: id, EntityName: day}
	e := event.Event{Type: what, BranchID: branch, Entity: event.Body(told)}
	if what == event.EntityDeleted {
		e.Entity = event.Body(event.DeletedEntity{Entity: told, AffectedEntities: []event.Affected{}})
	}
	return c.Emit(ctx, e)
}
