package staff

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const assignmentsPath = "/api/admin/assignments"

func (h *Handlers) assignmentRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+assignmentsPath, "listAssignments",
		"Muestra quién atiende cada sector de una sucursal un día, y quién queda libre.", httpx.Staff().InBranch("branch_id"),
		h.assignments, httpx.Fails{404})
	httpx.Route(api, "POST "+assignmentsPath+"/bulk", "createAssignments",
		"Asigna mozos a sectores; lo que ya estaba asignado se saltea. Rige enseguida.", httpx.Managers, h.assignInBulk,
		httpx.Fails{400, 404})
	httpx.Route(api, "DELETE "+assignmentsPath+"/{assignment_id}", "deleteAssignment", "Quita a un mozo de un sector.",
		httpx.Managers, h.takeBackAssignment, httpx.Succeeds(200), httpx.Fails{404})
	httpx.Route(api, "POST "+assignmentsPath+"/copy", "copyAssignments",
		"Copia las asignaciones de un día a otro: las que todavía se pueden cumplir.", httpx.Managers.InBranch("branch_id"),
		h.copyAssignments, httpx.Fails{400, 404})
	httpx.Route(api, "DELETE /api/admin/assignments-bulk", "deleteAssignments",
		"Quita todas las asignaciones de una sucursal un día.", httpx.Managers.InBranch("branch_id"), h.takeBackAssignments,
		httpx.Succeeds(200), httpx.Fails{404})
}

// BranchDay is a day of a branch, and perhaps one shift of it.
type BranchDay struct {
	BranchID int64  `query:"branch_id" required:"true" minimum:"1"`
	Date     string `query:"assignment_date" required:"true" format:"date"`
	Shift    string `query:"shift" enum:"MORNING,AFTERNOON,NIGHT"`
}

// BranchAssignmentOverview is who serves what on a day.
type BranchAssignmentOverview struct {
	BranchID          int64               `json:"branch_id"`
	BranchName        string              `json:"branch_name"`
	AssignmentDate    string              `json:"assignment_date" format:"date"`
	Shift             *string             `json:"shift"`
	Sectors           []SectorWithWaiters `json:"sectors"`
	UnassignedWaiters []AssignableWaiter  `json:"unassigned_waiters"`
}

// SectorWithWaiters is a sector and who serves it.
type SectorWithWaiters struct {
	SectorID     int64            `json:"sector_id"`
	SectorName   string           `json:"sector_name"`
	SectorPrefix string           `json:"sector_prefix"`
	Waiters      []AssignedWaiter `json:"waiters"`
}

// AssignableWaiter is a waiter of the branch.
type AssignableWaiter struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

// AssignedWaiter is one who serves a sector. Who serves it in two shifts is there
// twice.
type AssignedWaiter struct {
	AssignableWaiter
	AssignmentID int64   `json:"assignment_id"`
	Shift        *string `json:"shift" doc:"Sin turno: todo el día."`
}

// WaiterSectorAssignmentOutput is one assignment.
type WaiterSectorAssignmentOutput struct {
	ID             int64   `json:"id"`
	TenantID       int64   `json:"tenant_id"`
	BranchID       int64   `json:"branch_id"`
	SectorID       int64   `json:"sector_id"`
	SectorName     string  `json:"sector_name"`
	SectorPrefix   string  `json:"sector_prefix"`
	WaiterID       int64   `json:"waiter_id"`
	WaiterName     string  `json:"waiter_name"`
	WaiterEmail    string  `json:"waiter_email"`
	AssignmentDate string  `json:"assignment_date" format:"date"`
	Shift          *string `json:"shift"`
	IsActive       bool    `json:"is_active"`
}

type assignmentsInput struct{ BranchDay }

func (h *Handlers) assignments(
	ctx context.Context, in *assignmentsInput,
) (*httpx.Body[BranchAssignmentOverview], error) {
	who := access.StaffFrom(ctx)
	row, err := h.Store.DayOfBranch(ctx, dbgen.DayOfBranchParams{
		BranchID: in.BranchID, TenantID: who.TenantID, Day: in.Date, Shift: httpx.Optional(in.Shift),
	})
	if errors.Is(err, pgx.ErrNoRows) {
		err = catalog.Branch.Missing
	}
	if err != nil {
		return nil, postgres.Fault(err)
	}
	out := BranchAssignmentOverview{
		BranchID: row.BranchID, BranchName: row.BranchName, AssignmentDate: in.Date, Shift: httpx.Optional(in.Shift),
	}
	if out.Sectors, err = postgres.DecodeJSON[[]SectorWithWaiters](row.Sectors, "sectors"); err != nil {
		return nil, err
	}
	out.UnassignedWaiters, err = postgres.DecodeJSON[[]AssignableWaiter](row.Unassigned, "waiters")
	return httpx.Answer(out), err
}

// WaiterSectorBulkAssignment assigns waiters to sectors for a day.
type WaiterSectorBulkAssignment struct {
	BranchID       int64              `json:"branch_id" minimum:"1" example:"1"`
	AssignmentDate string             `json:"assignment_date" format:"date" example:"2026-03-01"`
	Shift          *string            `json:"shift" required:"false" enum:"MORNING,AFTERNOON,NIGHT" example:"NIGHT"`
	Assignments    []SectorAssignment `json:"assignments" minItems:"1" maxItems:"100"`
}

// SectorAssignment is who serves a sector.
type SectorAssignment struct {
	SectorID  int64   `json:"sector_id" minimum:"1" example:"1"`
	WaiterIDs []int64 `json:"waiter_ids" maxItems:"100" example:"[3,4]"`
}

// WaiterSectorBulkResult is what was assigned, and how much of it was already.
type WaiterSectorBulkResult struct {
	CreatedCount int                            `json:"created_count"`
	SkippedCount int                            `json:"skipped_count"`
	Assignments  []WaiterSectorAssignmentOutput `json:"assignments"`
}

func (h *Handlers) assignInBulk(
	ctx context.Context, in *httpx.Body[WaiterSectorBulkAssignment],
) (*httpx.Body[WaiterSectorBulkResult], error) {
	b := in.Body
	p := dbgen.AssignParams{
		TenantID: access.StaffFrom(ctx).TenantID, BranchID: b.BranchID, Day: b.AssignmentDate, Shift: b.Shift,
		SectorIds: []int64{}, WaiterIds: []int64{},
	}
	for _, a := range b.Assignments {
		for _, waiter := range a.WaiterIDs {
			p.SectorIds, p.WaiterIds = append(p.SectorIds, a.SectorID), append(p.WaiterIds, waiter)
		}
	}
	if len(p.WaiterIds) > assignMost {
		return nil, errTooManyAssignments
	}
	out := &httpx.Body[WaiterSectorBulkResult]{}
	err := h.inBranch(ctx, b.BranchID, func(c *entity.Change) error {
		if err := mayAssign(ctx, c, p); err != nil {
			return err
		}
		made, err := c.Assign(ctx, p)
		if err != nil {
			return err
		}
		out.Body, err = noteAssigned(ctx, c, p.BranchID, p.Day, made)
		out.Body.SkippedCount = len(p.WaiterIds) - len(made)
		return err
	})
	return out, err
}

type copyAssignmentsInput struct {
	BranchID int64  `query:"branch_id" required:"true" minimum:"1"`
	FromDate string `query:"from_date" required:"true" format:"date"`
	ToDate   string `query:"to_date" required:"true" format:"date"`
	Shift    string `query:"shift" enum:"MORNING,AFTERNOON,NIGHT"`
}

var errSameDay = fault.New(fault.Refused, "same_day", "El día de origen y el de destino tienen que ser distintos.")

func (h *Handlers) copyAssignments(
	ctx context.Context, in *copyAssignmentsInput,
) (*httpx.Body[WaiterSectorBulkResult], error) {
	if in.FromDate == in.ToDate {
		return nil, errSameDay
	}
	out := &httpx.Body[WaiterSectorBulkResult]{}
	err := h.inBranch(ctx, in.BranchID, func(c *entity.Change) error {
		p := dbgen.CopyAssignmentsParams{
			TenantID: c.Who.TenantID, BranchID: in.BranchID, FromDay: in.FromDate, ToDay: in.ToDate,
			Shift: httpx.Optional(in.Shift),
		}
		there, err := c.CountAssignments(ctx, dbgen.CountAssignmentsParams{
			TenantID: p.TenantID, BranchID: p.BranchID, Day: p.FromDay, Shift: p.Shift,
		})
		if err != nil {
			return err
		}
		made, err := c.CopyAssignments(ctx, p)
		if err != nil {
			return err
		}
		out.Body, err = noteAssigned(ctx, c, p.BranchID, p.ToDay, made)
		out.Body.SkippedCount = int(there) - len(made)
		return err
	})
	return out, err
}

type takeBackInput struct {
	AssignmentID int64 `path:"assignment_id" minimum:"1"`
}

// TakenBackOutput says which assignment is no more.
type TakenBackOutput struct {
	Message string `json:"message"`
	ID      int64  `json:"id"`
}

func (h *Handlers) takeBackAssignment(ctx context.Context, in *takeBackInput) (*httpx.Body[TakenBackOutput], error) {
	err := h.Writer.Write(ctx, func(c *entity.Change) error {
		branch, err := c.BranchOfAssignment(ctx, in.AssignmentID, c.Who.TenantID)
		if errors.Is(err, pgx.ErrNoRows) {
			return errNoAssignment
		}
		if err != nil {
			return err
		}
		if err := c.Who.InBranch(branch); err != nil {
			return err
		}
		n, err := c.TakeBackAssignment(ctx, in.AssignmentID, c.Who.TenantID)
		if err == nil && n == 0 {
			err = errNoAssignment // somebody else took it back meanwhile
		}
		if err != nil {
			return err
		}
		return noteTakenBack(ctx, c, branch, []int64{in.AssignmentID})
	})
	return httpx.Answer(TakenBackOutput{"Quitamos la asignación.", in.AssignmentID}), err
}

type takeBackAllInput struct{ BranchDay }

// TakenBackAllOutput says how many assignments are no more.
type TakenBackAllOutput struct {
	Message      string `json:"message"`
	DeletedCount int    `json:"deleted_count"`
}

func (h *Handlers) takeBackAssignments(
	ctx context.Context, in *takeBackAllInput,
) (*httpx.Body[TakenBackAllOutput], error) {
	out := httpx.Answer(TakenBackAllOutput{Message: "Quitamos las asignaciones del día."})
	err := h.inBranch(ctx, in.BranchID, func(c *entity.Change) error {
		gone, err := c.TakeBackAssignments(ctx, dbgen.TakeBackAssignmentsParams{
			TenantID: c.Who.TenantID, BranchID: in.BranchID, Day: in.Date, Shift: httpx.Optional(in.Shift),
		})
		if err != nil || len(gone) == 0 {
			return err
		}
		out.Body.DeletedCount = len(gone)
		return noteTakenBack(ctx, c, in.BranchID, gone)
	})
	return out, err
}
