package venue

import (
	"context"
	"net/http"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const tablesPath = "/api/admin/tables"

func (h *Handlers) floorTableRoutes(api *httpx.API) {
	httpx.Handle(api, httpx.Operation{
		ID: "listTables", Method: http.MethodGet, Path: tablesPath, Access: httpx.Staff().InBranch("branch_id").OrKey(access.ReadFloor),
		Summary: "Lista las mesas de tus sucursales y en qué van sus rondas.",
	}, h.floorTables)
	httpx.Handle(api, httpx.Operation{
		ID: "getTable", Method: http.MethodGet, Path: tablesPath + "/{id}", Access: httpx.Staff().OrKey(access.ReadFloor),
		Summary: "Muestra una mesa.", Errors: []int{http.StatusNotFound},
	}, floorTable.Show(h.Writer))
	httpx.Handle(api, httpx.Operation{
		ID: "createTable", Method: http.MethodPost, Path: tablesPath, Access: httpx.Staff(httpx.ManagingRoles...), Success: http.StatusCreated,
		Summary: "Crea una mesa.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
	}, h.createTable)
	httpx.Handle(api, httpx.Operation{
		ID: "updateTable", Method: http.MethodPatch, Path: tablesPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Cambia una mesa; sin nadie sentado, también la pone y la saca de servicio.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict},
	}, h.updateTable)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteTable", Method: http.MethodDelete, Path: tablesPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Borra una mesa donde no hay nadie; se puede restaurar.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, h.deleteTable)
	httpx.Handle(api, httpx.Operation{
		ID: "createTables", Method: http.MethodPost, Path: tablesPath + "/batch", Access: httpx.Staff(httpx.ManagingRoles...), Success: http.StatusCreated,
		Summary: "Crea varias mesas por sector, numeradas a continuación de las que hay. Todas o ninguna.",
		Errors:  []int{http.StatusBadRequest, http.StatusConflict},
	}, h.createTables)
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
	Code     httpx.Patch[string] `json:"code" required:"false" minLength:"1" maxLength:"20" pattern:"^[^/?#\\s]+$" example:"TER-07"`
	Capacity httpx.Patch[int32]  `json:"capacity" required:"false" minimum:"1" maximum:"100" example:"6"`
	Sector   httpx.Patch[string] `json:"sector" required:"false" maxLength:"100" example:"Terraza"`
	SectorID httpx.Patch[int64]  `json:"sector_id" required:"false" minimum:"1"`
	Status   httpx.Patch[string] `json:"status" required:"false" enum:"FREE,ACTIVE,PAYING,OUT_OF_SERVICE" example:"OUT_OF_SERVICE"`
	IsActive httpx.Patch[bool]   `json:"is_active" required:"false"`
}

var floorTable = entity.Resource[TableOutput]{
	Kind: catalog.Table,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (TableOutput, error) {
		return httpx.Only(readTables(ctx, q, dbgen.TablesParams{TenantID: tenant, Ids: []int64{id}, EveryBranch: true, IncludeDeleted: true}))
	},
}

func readTables(ctx context.Context, q *dbgen.Queries, p dbgen.TablesParams) ([]TableOutput, error) {
	rows, err := q.Tables(ctx, p)
	if err != nil {
		return nil, err
	}
	return httpx.MapOrError(rows, func(r dbgen.TablesRow) (TableOutput, error) {
		rounds, err := postgres.DecodeJSON[map[int64]string](r.ActiveRoundStatuses, "rounds")
		return TableOutput{
			ID: r.ID, TenantID: r.TenantID, BranchID: r.BranchID, Code: r.Code, Capacity: r.Capacity, Sector: httpx.Optional(r.Sector),
			SectorID: r.SectorID, Status: r.Status, IsActive: r.IsActive, ActiveRoundStatuses: rounds,
		}, err
	})
}

type floorTablesInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
	entity.WithDeleted
}

type floorTablesOutput struct{ Body []TableOutput }

func (h *Handlers) floorTables(ctx context.Context, in *floorTablesInput) (*floorTablesOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readTables(ctx, h.Store.Queries, dbgen.TablesParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, IncludeDeleted: in.IncludeDeleted,
	})
	return &floorTablesOutput{rows}, postgres.Fault(err)
}

type createTableInput struct{ Body TableCreate }

func (h *Handlers) createTable(ctx context.Context, in *createTableInput) (*entity.Response[TableOutput], error) {
	return floorTable.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
		if _, err := c.Reference(ctx, c.Who, catalog.Branch, b.BranchID); err != nil {
			return 0, err
		}
		at, err := findSector(ctx, c, b.BranchID, b.Sector, b.SectorID)
		if err != nil {
			return 0, err
		}
		return c.InsertTable(ctx, dbgen.InsertTableParams{
			TenantID: c.Who.TenantID, BranchID: b.BranchID, Code: b.Code, Capacity: b.Capacity,
			Sector: at.name, SectorID: at.id, IsActive: b.IsActive,
		})
	})
}

type updateTableInput struct {
	httpx.ByID
	Body TableUpdate
}

func (h *Handlers) updateTable(ctx context.Context, in *updateTableInput) (*entity.Response[TableOutput], error) {
	return floorTable.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row TableOutput) error {
		before, b := row, in.Body
		b.Code.To(&row.Code)
		b.Capacity.To(&row.Capacity)
		b.Status.To(&row.Status)
		b.IsActive.To(&row.IsActive)
		if b.Sector.Sent || b.SectorID.Sent {
			at, err := findSector(ctx, c, row.BranchID, b.Sector.Value, b.SectorID.Value)
			if err != nil {
				return err
			}
			row.Sector, row.SectorID = at.name, at.id
		}
		if err := mayServe(ctx, c, before, row); err != nil {
			return err
		}
		err := c.UpdateTable(ctx, dbgen.UpdateTableParams{
			TenantID: row.TenantID, ID: row.ID, Code: row.Code, Capacity: row.Capacity,
			Sector: row.Sector, SectorID: row.SectorID, Status: row.Status, IsActive: row.IsActive,
		})
		if err != nil || row.Status == before.Status {
			return err
		}
		return emitStatus(ctx, c, row)
	})
}

func (h *Handlers) deleteTable(ctx context.Context, in *httpx.ByID) (*struct{}, error) {
	return nil, floorTable.Retire(ctx, h.Writer, in.ID, func(c *entity.Change, held postgres.Entity) error {
		return c.RequireNoLiveSession(ctx, dbgen.LiveTableParams{TenantID: c.Who.TenantID, TableID: &held.ID})
	})
}
