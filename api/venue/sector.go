package venue

import (
	"context"
	"net/http"
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
	httpx.Handle(api, httpx.Operation{
		ID: "listSectors", Method: http.MethodGet, Path: sectorsPath, Access: httpx.Staff().InBranch("branch_id").OrKey(access.ReadFloor),
		Summary: "Lista los sectores de tus sucursales, y los que son de todas.",
	}, h.sectors)
	httpx.Handle(api, httpx.Operation{
		ID: "createSector", Method: http.MethodPost, Path: sectorsPath, Access: httpx.Staff(httpx.ManagingRoles...), Success: http.StatusCreated,
		Summary: "Crea un sector. Sin sucursal es de todas, y lo crea quien es ADMIN.",
		Errors:  []int{http.StatusBadRequest, http.StatusConflict},
	}, h.createSector)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteSector", Method: http.MethodDelete, Path: sectorsPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Borra un sector sin mesas; se puede restaurar.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, h.deleteSector)
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
		return httpx.Only(readSectors(ctx, q, dbgen.SectorsParams{TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true}))
	},
}

func readSectors(ctx context.Context, q *dbgen.Queries, p dbgen.SectorsParams) ([]BranchSectorOutput, error) {
	rows, err := q.Sectors(ctx, p)
	return httpx.Map(rows, func(r dbgen.SectorsRow) BranchSectorOutput { return BranchSectorOutput(r) }), err
}

type sectorsInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
	entity.WithDeleted
}

type sectorsOutput struct{ Body []BranchSectorOutput }

func (h *Handlers) sectors(ctx context.Context, in *sectorsInput) (*sectorsOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readSectors(ctx, h.Store.Queries, dbgen.SectorsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, IncludeDeleted: in.IncludeDeleted,
	})
	return &sectorsOutput{rows}, postgres.Fault(err)
}

var errGlobalSector = fault.New(fault.Forbidden, "global_sector", "Los sectores de todas las sucursales los maneja quien es ADMIN.")

type createSectorInput struct{ Body BranchSectorCreate }

func (h *Handlers) createSector(ctx context.Context, in *createSectorInput) (*entity.Response[BranchSectorOutput], error) {
	return sector.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
		if err := checkManages(ctx, c, b.BranchID); err != nil {
			return 0, err
		}
		return c.InsertSector(ctx, dbgen.InsertSectorParams{
			TenantID: c.Who.TenantID, BranchID: b.BranchID, Name: b.Name, Prefix: strings.ToUpper(b.Prefix),
		})
	})
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
