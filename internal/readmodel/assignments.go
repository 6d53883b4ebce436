package readmodel

import (
	"context"
	"fmt"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// SectorAssignmentOutput is a sector that a waiter serves on a day.
type SectorAssignmentOutput struct {
	SectorID       int64   `json:"sector_id"`
	SectorName     string  `json:"sector_name"`
	SectorPrefix   string  `json:"sector_prefix"`
	BranchID       int64   `json:"branch_id"`
	AssignmentDate string  `json:"assignment_date" format:"date"`
	Shift          *string `json:"shift"` // nil: the whole day
}

// MyAssignmentsOutput lists what a waiter serves.
type MyAssignmentsOutput struct {
	WaiterID       int64                    `json:"waiter_id"`
	AssignmentDate string                   `json:"assignment_date" format:"date"`
	Sectors        []SectorAssignmentOutput `json:"sectors"`
	SectorIDs      []int64                  `json:"sector_ids"`
}

// BranchAssignmentVerifyOutput says whether a person may work in a branch today.
type BranchAssignmentVerifyOutput struct {
	IsAssigned     bool                     `json:"is_assigned"`
	BranchID       int64                    `json:"branch_id"`
	BranchName     *string                  `json:"branch_name"` // nil for a branch that is not the person's to see
	AssignmentDate string                   `json:"assignment_date" format:"date"`
	Sectors        []SectorAssignmentOutput `json:"sectors"`
	Message        string                   `json:"message"`
}

// MyTable is a table in the waiter's plain list.
type MyTable struct {
	ID         int64   `json:"id"`
	TableID    int64   `json:"table_id"` // the same number: clients read either
	Code       string  `json:"code"`
	Capacity   int     `json:"capacity"`
	Status     string  `json:"status"`
	BranchID   int64   `json:"branch_id"`
	SectorID   *int64  `json:"sector_id"`
	SectorName *string `json:"sector_name"`
}

// AssignmentFilter narrows a list of assignments; nil fields do not narrow it.
type AssignmentFilter struct {
	Date  *string // "2006-01-02"; nil is today where each branch is
	Shift *string // MORNING, AFTERNOON or NIGHT; whole-day assignments always count
}

// Assignments lists the sectors that who serves on a day.
func Assignments(
	ctx context.Context, db *postgres.Store, who access.Staff, d AssignmentFilter, at time.Time,
) (MyAssignmentsOutput, error) {
	sectors, err := listAssignments(ctx, db, who, d, nil, at)
	if err != nil {
		return MyAssignmentsOutput{}, err
	}
	out := MyAssignmentsOutput{WaiterID: who.UserID, Sectors: sectors, SectorIDs: sectorIDs(sectors)}
	switch {
	case d.Date != nil:
		out.AssignmentDate = *d.Date
	case len(sectors) > 0:
		out.AssignmentDate = sectors[0].AssignmentDate
	default:
		out.AssignmentDate, err = today(ctx, db, who, at)
	}
	return out, err
}

// VerifyAssignment checks whether a person may work in a branch today: a waiter who
// serves a sector there, a manager of it, or an admin of its tenant.
func VerifyAssignment(
	ctx context.Context, db *postgres.Store, who access.Staff, branch int64, at time.Time,
) (BranchAssignmentVerifyOutput, error) {
	out := BranchAssignmentVerifyOutput{
		BranchID: branch,
		Sectors:  []SectorAssignmentOutput{},
		Message:  "No trabajás en esta sucursal.",
	}
	here, err := db.BranchDay(ctx, dbgen.BranchDayParams{At: at, BranchID: branch, TenantID: who.TenantID})
	if postgres.IsNoRow(err) || (err == nil && who.InBranch(branch) != nil) {
		out.AssignmentDate, err = today(ctx, db, who, at)
		return out, err
	}
	if err != nil {
		return out, postgres.Fault(err)
	}
	out.BranchName, out.AssignmentDate = &here.Name, here.Day
	if out.Sectors, err = listAssignments(ctx, db, who, AssignmentFilter{}, &branch, at); err != nil {
		return out, err
	}
	switch {
	case who.Has(access.Admin, access.Manager):
		out.IsAssigned, out.Message = true, "Podés trabajar en "+here.Name+"."
	case len(out.Sectors) > 0:
		out.IsAssigned, out.Message = true, fmt.Sprintf("Hoy atendés %d sector(es) en %s.", len(out.Sectors), here.Name)
	default:
		out.Message = "Hoy no tenés sectores asignados en " + here.Name + "."
	}
	return out, nil
}

// MyTables lists the tables of the sectors that who serves on a day; who serves
// none sees all of their branches.
func MyTables(
	ctx context.Context, db *postgres.Store, who access.Staff, d AssignmentFilter, at time.Time,
) ([]MyTable, error) {
	sectors, err := listAssignments(ctx, db, who, d, nil, at)
	if err != nil {
		return nil, err
	}
	scope, err := postgres.ScopeOf(who, nil)
	if err != nil {
		return nil, err
	}
	rows, err := db.TablesOfSectors(ctx, dbgen.TablesOfSectorsParams{
		TenantID: who.TenantID, EveryBranch: scope.EveryBranch, BranchIds: scope.Branches, SectorIds: sectorIDs(sectors),
	})
	return postgres.Rows(rows, err, func(r dbgen.TablesOfSectorsRow) MyTable {
		return MyTable{
			ID: r.ID, TableID: r.ID, Code: r.Code, Capacity: int(r.Capacity), Status: r.Status,
			BranchID: r.BranchID, SectorID: r.SectorID, SectorName: postgres.OrNil(r.SectorName),
		}
	})
}

func listAssignments(
	ctx context.Context, db *postgres.Store, who access.Staff, d AssignmentFilter, branch *int64, at time.Time,
) ([]SectorAssignmentOutput, error) {
	rows, err := db.AssignmentsOfWaiter(ctx, dbgen.AssignmentsOfWaiterParams{
		TenantID: who.TenantID, WaiterID: who.UserID, Day: d.Date, Shift: d.Shift, BranchID: branch, At: at,
	})
	return postgres.Rows(rows, err, func(r dbgen.AssignmentsOfWaiterRow) SectorAssignmentOutput {
		return SectorAssignmentOutput(r)
	})
}

// today is the date in the first branch of the person's, or in UTC without one.
func today(ctx context.Context, db *postgres.Store, who access.Staff, at time.Time) (string, error) {
	if len(who.BranchIDs) > 0 {
		here, err := db.BranchDay(ctx, dbgen.BranchDayParams{At: at, BranchID: who.BranchIDs[0], TenantID: who.TenantID})
		if err == nil || !postgres.IsNoRow(err) {
			return here.Day, postgres.Fault(err)
		}
	}
	return at.UTC().Format(time.DateOnly), nil
}

func sectorIDs(sectors []SectorAssignmentOutput) []int64 {
	ids := make([]int64, len(sectors))
	for i, a := range sectors {
		ids[i] = a.SectorID
	}
	return ids
}
