package api

import (
	"context"
	"net/http"
	"strings"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const sectorsPath = "/api/admin/sectors"

func (s *Server) sectorRoutes(r router) {
	handle(r, operation{
		ID: "listSectors", Method: http.MethodGet, Path: sectorsPath, Access: staff().inBranch("branch_id").orKey(access.ReadFloor),
		Summary: "Lista los sectores de tus sucursales, y los que son de todas.",
	}, s.sectors)
	handle(r, operation{
		ID: "createSector", Method: http.MethodPost, Path: sectorsPath, Access: staff(managingRoles...), Success: http.StatusCreated,
		Summary: "Crea un sector. Sin sucursal es de todas, y lo crea quien es ADMIN.",
		Errors:  []int{http.StatusBadRequest, http.StatusConflict},
	}, s.createSector)
	handle(r, operation{
		ID: "deleteSector", Method: http.MethodDelete, Path: sectorsPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Borra un sector sin mesas; se puede restaurar.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.deleteSector)
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

var sector = entity[BranchSectorOutput]{
	kind: catalog.Sector,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (BranchSectorOutput, error) {
		return only(readSectors(ctx, q, dbgen.SectorsParams{TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true}))
	},
}

func readSectors(ctx context.Context, q *dbgen.Queries, p dbgen.SectorsParams) ([]BranchSectorOutput, error) {
	rows, err := q.Sectors(ctx, p)
	return each(rows, func(r dbgen.SectorsRow) BranchSectorOutput { return BranchSectorOutput(r) }), err
}

type sectorsInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
	WithDeleted
}

type sectorsOutput struct{ Body []BranchSectorOutput }

func (s *Server) sectors(ctx context.Context, in *sectorsInput) (*sectorsOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readSectors(ctx, s.store.Queries, dbgen.SectorsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, IncludeDeleted: in.IncludeDeleted,
	})
	return &sectorsOutput{rows}, postgres.Fault(err)
}

var errGlobalSector = fault.New(fault.Forbidden, "global_sector", "Los sectores de todas las sucursales los maneja quien es ADMIN.")

type createSectorInput struct{ Body BranchSectorCreate }

func (s *Server) createSector(ctx context.Context, in *createSectorInput) (*shown[BranchSectorOutput], error) {
	return sector.create(ctx, s, func(c *change) (int64, error) {
		b := in.Body
		if err := c.mayShape(ctx, b.BranchID); err != nil {
			return 0, err
		}
		return c.InsertSector(ctx, dbgen.InsertSectorParams{
			TenantID: c.who.TenantID, BranchID: b.BranchID, Name: b.Name, Prefix: strings.ToUpper(b.Prefix),
		})
	})
}

// mayShape refuses whoever may not change the sectors of a branch, or those of
// every branch.
func (c *change) mayShape(ctx context.Context, branch *int64) error {
	if branch == nil {
		if !c.who.Has(access.Admin) {
			return errGlobalSector
		}
		return nil
	}
	_, err := c.Reference(ctx, c.who, catalog.Branch, *branch)
	return err
}

func (s *Server) deleteSector(ctx context.Context, in *ByID) (*struct{}, error) {
	return nil, sector.retire(ctx, s, in.ID, func(c *change, held postgres.Entity) error {
		if held.BranchID == nil && !c.who.Has(access.Admin) {
			return errGlobalSector
		}
		tables, err := c.CountTablesOfSector(ctx, held.ID, c.who.TenantID)
		if err == nil && tables > 0 {
			err = fault.Newf(fault.Refused, "sector_has_tables", "El sector tiene %d mesas: pasalas a otro sector primero.", tables)
		}
		return err
	})
}
