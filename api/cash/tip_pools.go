package cash

import (
	"context"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/readmodel"
)

const tipPoolsPath = "/api/admin/tip-pools"

func (h *Handlers) tipPoolRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+tipPoolsPath, "listTipPools", "Lista los repartos de propinas de tus sucursales.",
		httpx.Managers.InBranch("branch_id"), h.tipPools)
	httpx.Route(api, "POST "+tipPoolsPath, "createTipPool", "Crea un reparto de propinas; sus porcentajes suman 100.",
		httpx.Managers, h.createTipPool, httpx.Created, httpx.Fails{400})
	httpx.Route(api, "PUT "+tipPoolsPath+"/{id}", "updateTipPool", "Cambia un reparto de propinas.", httpx.Managers,
		h.updateTipPool, httpx.Fails{400, 404})
	httpx.Route(api, "DELETE "+tipPoolsPath+"/{id}", "deleteTipPool",
		"Borra un reparto de propinas; lo que se repartió con él queda.", httpx.Managers, tipPool.Remove(h.Writer),
		httpx.Fails{404})
	httpx.Route(api, "POST "+tipsPath+"/distribute", "distributeTip",
		"Reparte una propina, una sola vez, entre quienes trabajan en la sucursal.", httpx.Managers, h.distributeTip,
		httpx.Fails{400, 404})
}

// TipPoolResponse says how a branch divides its tips.
type TipPoolResponse struct {
	ID             int64  `json:"id"`
	BranchID       int64  `json:"branch_id"`
	Name           string `json:"name"`
	WaiterPercent  int32  `json:"waiter_percent"`
	KitchenPercent int32  `json:"kitchen_percent"`
	OtherPercent   int32  `json:"other_percent"`
}

// TipPoolOutput is a pool as lists show it.
type TipPoolOutput struct {
	TipPoolResponse
	IsActive bool `json:"is_active"`
}

// whole refuses a pool that leaves some of a tip, or divides more than it.
func (p TipPoolResponse) whole() error {
	return billing.TipPool{Waiter: int(p.WaiterPercent), Kitchen: int(p.KitchenPercent), Other: int(p.OtherPercent)}.Check()
}

// TipPoolCreate is a new way to divide tips.
type TipPoolCreate struct {
	BranchID       int64  `json:"branch_id" minimum:"1" example:"1"`
	Name           string `json:"name" minLength:"1" maxLength:"100" example:"Salón y cocina"`
	WaiterPercent  int32  `json:"waiter_percent" minimum:"0" maximum:"100" example:"70"`
	KitchenPercent int32  `json:"kitchen_percent" minimum:"0" maximum:"100" example:"25"`
	OtherPercent   int32  `json:"other_percent" minimum:"0" maximum:"100" example:"5" doc:"Para quien trabaja en la sucursal y no es del salón ni de la cocina."`
}

// TipPoolUpdate changes what it names.
type TipPoolUpdate struct {
	Name           httpx.Patch[string] `json:"name" required:"false" minLength:"1" maxLength:"100"`
	WaiterPercent  httpx.Patch[int32]  `json:"waiter_percent" required:"false" minimum:"0" maximum:"100"`
	KitchenPercent httpx.Patch[int32]  `json:"kitchen_percent" required:"false" minimum:"0" maximum:"100"`
	OtherPercent   httpx.Patch[int32]  `json:"other_percent" required:"false" minimum:"0" maximum:"100"`
}

var tipPool = entity.Resource[TipPoolOutput]{
	Kind: catalog.TipPool,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (TipPoolOutput, error) {
		return httpx.Only(readTipPools(ctx, q, dbgen.TipPoolsParams{TenantID: tenant, ID: &id, EveryBranch: true}))
	},
}

func readTipPools(ctx context.Context, q *dbgen.Queries, p dbgen.TipPoolsParams) ([]TipPoolOutput, error) {
	rows, err := q.TipPools(ctx, p)
	return httpx.Map(rows, func(r dbgen.TipPoolsRow) TipPoolOutput {
		return TipPoolOutput{TipPoolResponse{r.ID, r.BranchID, r.Name, r.WaiterPercent, r.KitchenPercent, r.OtherPercent}, r.IsActive}
	}), err
}

type tipPoolsInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
}

type tipPoolsOutput struct{ Body []TipPoolOutput }

func (h *Handlers) tipPools(ctx context.Context, in *tipPoolsInput) (*tipPoolsOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readTipPools(ctx, h.Store.Queries, dbgen.TipPoolsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
	})
	return &tipPoolsOutput{rows}, postgres.Fault(err)
}

type createTipPoolInput struct{ Body TipPoolCreate }

type tipPoolOutput struct{ Body TipPoolResponse }

func (h *Handlers) createTipPool(ctx context.Context, in *createTipPoolInput) (*tipPoolOutput, error) {
	row, err := tipPool.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		b := in.Body
		if _, err := c.Reference(ctx, c.Who, catalog.Branch, b.BranchID); err != nil {
			return 0, err
		}
		if err := (TipPoolResponse{0, b.BranchID, b.Name, b.WaiterPercent, b.KitchenPercent, b.OtherPercent}).whole(); err != nil {
			return 0, err
		}
		return c.InsertTipPool(ctx, dbgen.InsertTipPoolParams{
			TenantID: c.Who.TenantID, BranchID: b.BranchID, Name: b.Name, WaiterPercent: b.WaiterPercent, KitchenPercent: b.KitchenPercent, OtherPercent: b.OtherPercent,
		})
	})
	if err != nil {
		return nil, err
	}
	return &tipPoolOutput{row.Body.TipPoolResponse}, nil
}

type updateTipPoolInput struct {
	httpx.ByID
	Body TipPoolUpdate
}

func (h *Handlers) updateTipPool(ctx context.Context, in *updateTipPoolInput) (*tipPoolOutput, error) {
	row, err := tipPool.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row TipPoolOutput) error {
		httpx.Apply(&row, in.Body)
		if err := row.whole(); err != nil {
			return err
		}
		return c.UpdateTipPool(ctx, dbgen.UpdateTipPoolParams{
			ID: row.ID, TenantID: c.Who.TenantID, Name: row.Name, WaiterPercent: row.WaiterPercent, KitchenPercent: row.KitchenPercent, OtherPercent: row.OtherPercent,
		})
	})
	if err != nil {
		return nil, err
	}
	return &tipPoolOutput{row.Body.TipPoolResponse}, nil
}

// DistributeTipRequest names a tip and how it is divided.
type DistributeTipRequest struct {
	TipID  int64 `json:"tip_id" minimum:"1"`
	PoolID int64 `json:"pool_id" minimum:"1"`
}

type distributeTipInput struct{ Body DistributeTipRequest }

type distributeTipOutput struct{ Body []readmodel.TipShare }

func (h *Handlers) distributeTip(ctx context.Context, in *distributeTipInput) (*distributeTipOutput, error) {
	who := access.StaffFrom(ctx)
	if err := h.Store.Distribute(ctx, who, postgres.Payout{TipID: in.Body.TipID, PoolID: in.Body.PoolID}); err != nil {
		return nil, err
	}
	shares, err := readmodel.TipShares(ctx, h.Store, who.TenantID, in.Body.TipID)
	return &distributeTipOutput{shares}, err
}
