package venue

import (
	"context"
	"strings"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const sectorsPath = "/api/admin/sectors"

func (h *Handlers) sectorRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+sectorsPath, "listSectors", "Lista los sectores de tus sucursales, y los que son de todas.",
		httpx.Staff().InBranch("branch_id").OrKey(access.ReadFloor), h.sectors)
	httpx.Route(api, "POST "+sectorsPath, "createSector",
		"Crea un sector. Sin sucursal es de todas, y lo crea quien es ADMIN.", httpx.Managers,
		entity.Create(sector, h.Writer, insertSector), httpx.Created, httpx.Fails{400, 409})
	httpx.Route(api, "DELETE "+sectorsPath+"/{id}", "deleteSector", "Borra un sector sin mesas; se puede restaurar.",
		httpx.Managers, h.deleteSector, httpx.Fails{400, 404})
}

// BranchSectorOutput is a part of a branch's floor.
type BranchSectorOutput struct {
	ID           int64  `json:"id"`
	TenantID     int64  `json:"tenant_id"`
	BranchID     *int64 `json:"branch_id" doc:"Sin sucursal, el sector es de todas."`
	Name         string `json:"name"`
	Prefix       string `json:"prefix" doc:"Con qué empiezan los códigos de sus mesas."`
	DisplayOrder int32  `json:"display_order"`
	IsActive     bool   `json:"is_active"`
	IsGlobal     bool   `json:"is_global"`
}

// BranchSectorCreate is a new sector.
type BranchSectorCreate struct {
	BranchID *int64 `json:"branch_id" required:"false" minimum:"1" example:"1"`
	Name     string `json:"name" minLength:"1" maxLength:"100" example:"Terraza"`
	Prefix   string `json:"prefix" minLength:"1" maxLength:"8" pattern:"^[A-Za-z0-9]+$" example:"TER"`
}

var sector = entity.Resource[BranchSectorOutput]{
	Kind: catalog.Sector,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (BranchSectorOutput, error) {
		return httpx.Only(readSectors(ctx, q, dbgen.SectorsParams{
			TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true,
		}))
	},
}

func readSectors(ctx context.Context, q *dbgen.Queries, p dbgen.SectorsParams) ([]BranchSectorOutput, error) {
	return httpx.Rows[BranchSectorOutput](q.Sectors(ctx, p))
}

type sectorsInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
	entity.WithDeleted
}

func (h *Handlers) sectors(ctx context.Context, in *sectorsInput) (*httpx.Body[[]BranchSectorOutput], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readSectors(ctx, h.Store.Queries, dbgen.SectorsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, IncludeDeleted: in.IncludeDeleted,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

var errGlobalSector = fault.New(fault.Forbidden, "global_sector", "Los sectores de todas las sucursales los maneja quien es ADMIN.")

func insertSector(ctx context.Context, c *entity.Change, b BranchSectorCreate) (int64, error) {
	if err := checkManages(ctx, c, b.BranchID); err != nil {
		return 0, err
	}
	b.Prefix = strings.ToUpper(b.Prefix)
	return entity.Insert(ctx, c, c.InsertSector, b)
}

// checkManages refuses whoever may not change the sectors of a branch, or those of
// every branch.
func checkManages(ctx context.Context, c *entity.Change, branch *int64) error {
	if branch == nil {
		if !c.Who.Has(access.Admin) {
			return errGlobalSector
		}
		return nil
	}
	_, err := c.Reference(ctx, c.Who, catalog.Branch, *branch)
	return err
}

func (h *Handlers) deleteSector(ctx context.Context, in *httpx.ByID) (*struct{}, error) {
	return nil, sector.Retire(ctx, h.Writer, in.ID, func(c *entity.Change, held postgres.Entity) error {
		if held.BranchID == nil && !c.Who.Has(access.Admin) {
			return errGlobalSector
		}
		tables, err := c.CountTablesOfSector(ctx, held.ID, c.Who.TenantID)
		if err == nil && tables > 0 {
			err = fault.Newf(fault.Refused, "sector_has_tables", "El sector tiene %d mesas: pasalas a otro sector primero.", tables)
		}
		return err
	})
}
