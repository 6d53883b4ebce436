package api

import (
	"context"
	"net/http"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const tablesPath = "/api/admin/tables"

func (s *Server) floorTableRoutes(r router) {
	handle(r, operation{
		ID: "listTables", Method: http.MethodGet, Path: tablesPath, Access: staff().inBranch("branch_id").orKey(access.ReadFloor),
		Summary: "Lista las mesas de tus sucursales y en qué van sus rondas.",
	}, s.floorTables)
	handle(r, operation{
		ID: "getTable", Method: http.MethodGet, Path: tablesPath + "/{id}", Access: staff().orKey(access.ReadFloor),
		Summary: "Muestra una mesa.", Errors: []int{http.StatusNotFound},
	}, floorTable.show(s))
	handle(r, operation{
		ID: "createTable", Method: http.MethodPost, Path: tablesPath, Access: staff(managingRoles...), Success: http.StatusCreated,
		Summary: "Crea una mesa.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
	}, s.createTable)
	handle(r, operation{
		ID: "updateTable", Method: http.MethodPatch, Path: tablesPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Cambia una mesa; sin nadie sentado, también la pone y la saca de servicio.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict},
	}, s.updateTable)
	handle(r, operation{
		ID: "deleteTable", Method: http.MethodDelete, Path: tablesPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Borra una mesa donde no hay nadie; se puede restaurar.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.deleteTable)
	handle(r, operation{
		ID: "createTables", Method: http.MethodPost, Path: tablesPath + "/batch", Access: staff(managingRoles...), Success: http.StatusCreated,
		Summary: "Crea varias mesas por sector, numeradas a continuación de las que hay. Todas o ninguna.",
		Errors:  []int{http.StatusBadRequest, http.StatusConflict},
	}, s.createTables)
}

// TableOutput is a table as the Dashboard edits it.
type TableOutput struct {
	ID       int64   `json:"id"`
	TenantID int64   `json:"tenant_id"`
	BranchID int64   `json:"branch_id"`
	Code     string  `json:"code"`
	Capacity int32   `json:"capacity"`
	Sector   *string `json:"sector"`
	SectorID *int64  `json:"sector_id"`
	Status   string  `json:"status" enum:"FREE,ACTIVE,PAYING,OUT_OF_SERVICE"`
	IsActive bool    `json:"is_active"`
	// ActiveRoundStatuses are the rounds that are not served yet, by their ids.
	ActiveRoundStatuses map[int64]string `json:"active_round_statuses"`
}

// TableCreate is a new table.
type TableCreate struct {
	BranchID int64   `json:"branch_id" minimum:"1" example:"1"`
	Code     string  `json:"code" minLength:"1" maxLength:"20" pattern:"^[^/?#\\s]+$" example:"TER-07" doc:"Va en el código QR: sin espacios ni barras."`
	Capacity int32   `json:"capacity" required:"false" default:"4" minimum:"1" maximum:"100"`
	Sector   *string `json:"sector" required:"false" maxLength:"100" example:"Terraza" doc:"El nombre de un sector de la sucursal lo asigna."`
	SectorID *int64  `json:"sector_id" required:"false" minimum:"1"`
	IsActive bool    `json:"is_active" required:"false" default:"true"`
}

// TableUpdate changes what it names.
type TableUpdate struct {
	Code     Patch[string] `json:"code" required:"false" minLength:"1" maxLength:"20" pattern:"^[^/?#\\s]+$" example:"TER-07"`
	Capacity Patch[int32]  `json:"capacity" required:"false" minimum:"1" maximum:"100" example:"6"`
	Sector   Patch[string] `json:"sector" required:"false" maxLength:"100" example:"Terraza"`
	SectorID Patch[int64]  `json:"sector_id" required:"false" minimum:"1"`
	Status   Patch[string] `json:"status" required:"false" enum:"FREE,ACTIVE,PAYING,OUT_OF_SERVICE" example:"OUT_OF_SERVICE"`
	IsActive Patch[bool]   `json:"is_active" required:"false"`
}

var floorTable = entity[TableOutput]{
	kind: catalog.Table,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (TableOutput, error) {
		return only(readTables(ctx, q, dbgen.TablesParams{TenantID: tenant, Ids: []int64{id}, EveryBranch: true, IncludeDeleted: true}))
	},
}

func readTables(ctx context.Context, q *dbgen.Queries, p dbgen.TablesParams) ([]TableOutput, error) {
	rows, err := q.Tables(ctx, p)
	if err != nil {
		return nil, err
	}
	return eachOr(rows, func(r dbgen.TablesRow) (TableOutput, error) {
		rounds, err := postgres.DecodeJSON[map[int64]string](r.ActiveRoundStatuses, "rounds")
		return TableOutput{
			ID: r.ID, TenantID: r.TenantID, BranchID: r.BranchID, Code: r.Code, Capacity: r.Capacity, Sector: optional(r.Sector),
			SectorID: r.SectorID, Status: r.Status, IsActive: r.IsActive, ActiveRoundStatuses: rounds,
		}, err
	})
}

type floorTablesInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
	WithDeleted
}

type floorTablesOutput struct{ Body []TableOutput }

func (s *Server) floorTables(ctx context.Context, in *floorTablesInput) (*floorTablesOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readTables(ctx, s.store.Queries, dbgen.TablesParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, IncludeDeleted: in.IncludeDeleted,
	})
	return &floorTablesOutput{rows}, postgres.Fault(err)
}

type createTableInput struct{ Body TableCreate }

func (s *Server) createTable(ctx context.Context, in *createTableInput) (*shown[TableOutput], error) {
	return floorTable.create(ctx, s, func(c *change) (int64, error) {
		b := in.Body
		if _, err := c.Reference(ctx, c.who, catalog.Branch, b.BranchID); err != nil {
			return 0, err
		}
		at, err := c.place(ctx, b.BranchID, b.Sector, b.SectorID)
		if err != nil {
			return 0, err
		}
		return c.InsertTable(ctx, dbgen.InsertTableParams{
			TenantID: c.who.TenantID, BranchID: b.BranchID, Code: b.Code, Capacity: b.Capacity,
			Sector: at.name, SectorID: at.id, IsActive: b.IsActive,
		})
	})
}

type updateTableInput struct {
	ByID
	Body TableUpdate
}

func (s *Server) updateTable(ctx context.Context, in *updateTableInput) (*shown[TableOutput], error) {
	return floorTable.update(ctx, s, in.ID, func(c *change, row TableOutput) error {
		before, b := row, in.Body
		b.Code.to(&row.Code)
		b.Capacity.to(&row.Capacity)
		b.Status.to(&row.Status)
		b.IsActive.to(&row.IsActive)
		if b.Sector.Sent || b.SectorID.Sent {
			at, err := c.place(ctx, row.BranchID, b.Sector.Value, b.SectorID.Value)
			if err != nil {
				return err
			}
			row.Sector, row.SectorID = at.name, at.id
		}
		if err := c.mayServe(ctx, before, row); err != nil {
			return err
		}
		err := c.UpdateTable(ctx, dbgen.UpdateTableParams{
			TenantID: row.TenantID, ID: row.ID, Code: row.Code, Capacity: row.Capacity,
			Sector: row.Sector, SectorID: row.SectorID, Status: row.Status, IsActive: row.IsActive,
		})
		if err != nil || row.Status == before.Status {
			return err
		}
		return c.tellStatus(ctx, row)
	})
}

func (s *Server) deleteTable(ctx context.Context, in *ByID) (*struct{}, error) {
	return nil, floorTable.retire(ctx, s, in.ID, func(c *change, held postgres.Entity) error {
		return c.RequireNoLiveSession(ctx, dbgen.LiveTableParams{TenantID: c.who.TenantID, TableID: &held.ID})
	})
}
