package venue

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

var (
	errSectorElsewhere = fault.New(fault.Refused, "sector_of_another_branch", "Ese sector es de otra sucursal.")
	errReserved        = fault.New(fault.Refused, "table_has_reservations",
		"La mesa tiene reservas por venir: pasalas a otra mesa o cancelalas primero.")
	errStatusOfSession = fault.New(fault.Refused, "table_status_follows_sitting",
		"Que una mesa esté abierta o pagando lo decide quien está sentado. Acá solo se la pone o se la saca de servicio.")
)

// sectorOf is where a table stands: a sector, or a name that is none's.
type sectorOf struct {
	id   *int64
	name *string
}

// findSector finds the sector that a body names, by its id or else by its name.
func findSector(ctx context.Context, c *entity.Change, branch int64, name *string, id *int64) (sectorOf, error) {
	if id != nil {
		return sectorInBranch(ctx, c, branch, *id)
	}
	if name == nil || strings.TrimSpace(*name) == "" {
		return sectorOf{}, nil
	}
	text := strings.TrimSpace(*name)
	found, err := c.SectorCalled(ctx, dbgen.SectorCalledParams{TenantID: c.Who.TenantID, BranchID: &branch, Name: text})
	if errors.Is(err, pgx.ErrNoRows) {
		return sectorOf{name: &text}, nil
	}
	if err != nil {
		return sectorOf{}, err
	}
	return sectorInBranch(ctx, c, branch, found.ID)
}

func sectorInBranch(ctx context.Context, c *entity.Change, branch, id int64) (sectorOf, error) {
	at, err := c.Reference(ctx, c.Who, catalog.Sector, id)
	if err != nil {
		return sectorOf{}, err
	}
	if at.BranchID != nil && *at.BranchID != branch {
		return sectorOf{}, errSectorElsewhere
	}
	return sectorOf{id: &at.ID, name: &at.Name}, nil
}

// mayServe refuses to take a table out of service, or into it, while somebody
// sits there. The table is locked, so nobody sits down meanwhile.
func mayServe(ctx context.Context, c *entity.Change, before, after TableOutput) error {
	if before.Status == after.Status && (after.IsActive || !before.IsActive) {
		return nil
	}
	if before.Status != after.Status && after.Status != "FREE" && after.Status != "OUT_OF_SERVICE" {
		return errStatusOfSession
	}
	return c.RequireNoLiveSession(ctx, dbgen.LiveTableParams{TenantID: c.Who.TenantID, TableID: &after.ID})
}

// emitStatus informs the floor what a table is now.
func emitStatus(ctx context.Context, c *entity.Change, t TableOutput) error {
	return c.Emit(ctx, event.Event{
		Type: event.TableStatusChanged, BranchID: t.BranchID, TableID: &t.ID, SectorID: t.SectorID,
		Entity: event.Body(event.Table{TableCode: t.Code, TableStatus: t.Status}),
	})
}

// TableBulkCreate asks for several tables of one branch.
type TableBulkCreate struct {
	BranchID int64           `json:"branch_id" minimum:"1" example:"1"`
	Tables   []TableBulkItem `json:"tables" minItems:"1" maxItems:"20"`
}

// TableBulkItem is so many tables of a sector.
type TableBulkItem struct {
	SectorID int64 `json:"sector_id" minimum:"1" example:"1"`
	Capacity int32 `json:"capacity" minimum:"1" maximum:"100" example:"4"`
	Count    int32 `json:"count" minimum:"1" maximum:"100" example:"10"`
}

// TableBulkResult is what was made.
type TableBulkResult struct {
	CreatedCount int           `json:"created_count"`
	Tables       []TableOutput `json:"tables"`
}

// batchMost bounds the tables of one request.
const batchMost = 100

var errBatchTooBig = fault.Newf(fault.Refused, "batch_too_big", "De una vez se crean hasta %d mesas.", batchMost)

func (h *Handlers) createTables(
	ctx context.Context, in *httpx.Body[TableBulkCreate],
) (*httpx.Body[TableBulkResult], error) {
	var total int32
	for _, item := range in.Body.Tables {
		total += item.Count
	}
	if total > batchMost {
		return nil, errBatchTooBig
	}
	out := &httpx.Body[TableBulkResult]{}
	err := h.Writer.Write(ctx, func(c *entity.Change) error {
		if _, err := c.Reference(ctx, c.Who, catalog.Branch, in.Body.BranchID); err != nil {
			return err
		}
		made, err := insertBatch(ctx, c, in.Body)
		out.Body = TableBulkResult{CreatedCount: len(made), Tables: made}
		return err
	})
	return out, err
}

func insertBatch(ctx context.Context, c *entity.Change, batch TableBulkCreate) ([]TableOutput, error) {
	if err := holdSectors(ctx, c, batch); err != nil {
		return nil, err
	}
	var ids []int64
	for _, item := range batch.Tables {
		made, err := insertOfSector(ctx, c, batch.BranchID, item)
		if err != nil {
			return nil, err
		}
		ids = append(ids, made...)
	}
	rows, err := readTables(ctx, c.Queries, dbgen.TablesParams{TenantID: c.Who.TenantID, Ids: ids, EveryBranch: true})
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		made := postgres.Entity{Kind: catalog.Table, ID: row.ID, Name: row.Code, BranchID: &row.BranchID, Active: true}
		if err := c.Note(ctx, postgres.Change{Entity: made, Action: postgres.Created, After: row}); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// holdSectors has batches of the same sectors number one after the other. They
// lock in one order, whatever order they were asked in.
func holdSectors(ctx context.Context, c *entity.Change, batch TableBulkCreate) error {
	ids := httpx.Map(batch.Tables, func(i TableBulkItem) int64 { return i.SectorID })
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		at, err := c.Lock(ctx, c.Who, catalog.Sector, id)
		switch {
		case errors.Is(err, catalog.Sector.Missing):
			return fault.New(fault.Refused, catalog.Sector.Missing.Reason, catalog.Sector.Missing.Message)
		case err != nil:
			return err
		case at.BranchID != nil && *at.BranchID != batch.BranchID:
			return errSectorElsewhere
		}
	}
	return nil
}

func insertOfSector(ctx context.Context, c *entity.Change, branch int64, item TableBulkItem) ([]int64, error) {
	at, err := sector.Read(ctx, c.Queries, c.Who.TenantID, item.SectorID)
	if err != nil {
		return nil, err
	}
	rows, err := c.InsertTables(ctx, dbgen.InsertTablesParams{
		TenantID: c.Who.TenantID, BranchID: branch, Prefix: at.Prefix, Capacity: item.Capacity,
		Sector: at.Name, SectorID: at.ID, HowMany: item.Count,
	})
	return httpx.Map(rows, func(r dbgen.InsertTablesRow) int64 { return r.ID }), err
}
