package venue

import (
	"context"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const tablesPath = "/api/admin/tables"

func (h *Handlers) floorTableRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+tablesPath, "listTables", "Lista las mesas de tus sucursales y en qué van sus rondas.",
		httpx.Staff().InBranch("branch_id").OrKey(access.ReadFloor), h.floorTables)
	httpx.Route(api, "GET "+tablesPath+"/{id}", "getTable", "Muestra una mesa.", httpx.Staff().OrKey(access.ReadFloor),
		floorTable.Show(h.Writer), httpx.Fails{404})
	httpx.Route(api, "POST "+tablesPath, "createTable", "Crea una mesa.", httpx.Managers,
		entity.Create(floorTable, h.Writer, insertTable), httpx.Created, httpx.Fails{400, 409})
	httpx.Route(api, "PATCH "+tablesPath+"/{id}", "updateTable",
		"Cambia una mesa; sin nadie sentado, también la pone y la saca de servicio.", httpx.Managers, h.updateTable,
		httpx.Fails{400, 404, 409})
	httpx.Route(api, "DELETE "+tablesPath+"/{id}", "deleteTable", "Borra una mesa donde no hay nadie; se puede restaurar.",
		httpx.Managers, h.deleteTable, httpx.Fails{400, 404})
	httpx.Route(api, "POST "+tablesPath+"/batch", "createTables",
		"Crea varias mesas por sector, numeradas a continuación de las que hay. Todas o ninguna.", httpx.Managers,
		h.createTables, httpx.Created, httpx.Fails{400, 409})
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
	Sector   httpx.Patch[string] `apply:"-" json:"sector" required:"false" maxLength:"100" example:"Terraza"`
	SectorID httpx.Patch[int64]  `apply:"-" json:"sector_id" required:"false" minimum:"1"`
	Status   httpx.Patch[string] `json:"status" required:"false" enum:"FREE,ACTIVE,PAYING,OUT_OF_SERVICE" example:"OUT_OF_SERVICE"`
	IsActive httpx.Patch[bool]   `json:"is_active" required:"false"`
}

var floorTable = entity.Resource[TableOutput]{
	Kind: catalog.Table,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (TableOutput, error) {
		return httpx.Only(readTables(ctx, q, dbgen.TablesParams{
			TenantID: tenant, Ids: []int64{id}, EveryBranch: true, IncludeDeleted: true,
		}))
	},
}

func readTables(ctx context.Context, q *dbgen.Queries, p dbgen.TablesParams) ([]TableOutput, error) {
	return httpx.Rows[TableOutput](q.Tables(ctx, p))
}

type floorTablesInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
	entity.WithDeleted
}

func (h *Handlers) floorTables(ctx context.Context, in *floorTablesInput) (*httpx.Body[[]TableOutput], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readTables(ctx, h.Store.Queries, dbgen.TablesParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, IncludeDeleted: in.IncludeDeleted,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

func insertTable(ctx context.Context, c *entity.Change, b TableCreate) (int64, error) {
	if _, err := c.Reference(ctx, c.Who, catalog.Branch, b.BranchID); err != nil {
		return 0, err
	}
	at, err := findSector(ctx, c, b.BranchID, b.Sector, b.SectorID)
	if err != nil {
		return 0, err
	}
	b.Sector, b.SectorID = at.name, at.id
	return entity.Insert(ctx, c, c.InsertTable, b)
}

func (h *Handlers) updateTable(ctx context.Context, in *httpx.BodyByID[TableUpdate]) (*httpx.Body[TableOutput], error) {
	return floorTable.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row TableOutput) error {
		before, b := row, in.Body
		httpx.Apply(&row, b)
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
		err := entity.Save(ctx, c, c.UpdateTable, row)
		if err != nil || row.Status == before.Status {
			return err
		}
		return emitStatus(ctx, c, row)
	})
}

func (h *Handlers) deleteTable(ctx context.Context, in *httpx.ByID) (*struct{}, error) {
	return nil, floorTable.Retire(ctx, h.Writer, in.ID, func(c *entity.Change, held postgres.Entity) error {
		if err := c.LockTableForReservations(ctx, held.ID, c.Who.TenantID); err != nil {
			return err
		}
		coming, err := c.ComingReservations(ctx, c.Who.TenantID, &held.ID)
		if err == nil && len(coming) > 0 {
			err = errReserved.With("reservation_ids", coming)
		}
		if err != nil {
			return err
		}
		return c.RequireNoLiveSession(ctx, dbgen.LiveTableParams{TenantID: c.Who.TenantID, TableID: &held.ID})
	})
}
