package api

import (
	"context"
	"net/http"

	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/readmodel"
)

const tipPoolsPath = "/api/admin/tip-pools"

func (s *Server) tipPoolRoutes(r router) {
	handle(r, operation{
		ID: "listTipPools", Method: http.MethodGet, Path: tipPoolsPath, Access: staff(managingRoles...).inBranch("branch_id"),
		Summary: "Lista los repartos de propinas de tus sucursales.",
	}, s.tipPools)
	handle(r, operation{
		ID: "createTipPool", Method: http.MethodPost, Path: tipPoolsPath, Access: staff(managingRoles...), Success: http.StatusCreated,
		Summary: "Crea un reparto de propinas; sus porcentajes suman 100.", Errors: []int{http.StatusBadRequest},
	}, s.createTipPool)
	handle(r, operation{
		ID: "updateTipPool", Method: http.MethodPut, Path: tipPoolsPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Cambia un reparto de propinas.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.updateTipPool)
	handle(r, operation{
		ID: "deleteTipPool", Method: http.MethodDelete, Path: tipPoolsPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Borra un reparto de propinas; lo que se repartió con él queda.", Errors: []int{http.StatusNotFound},
	}, tipPool.remove(s))
	handle(r, operation{
		ID: "distributeTip", Method: http.MethodPost, Path: tipsPath + "/distribute", Access: staff(managingRoles...),
		Summary: "Reparte una propina, una sola vez, entre quienes trabajan en la sucursal.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.distributeTip)
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
	Name           Patch[string] `json:"name" required:"false" minLength:"1" maxLength:"100"`
	WaiterPercent  Patch[int32]  `json:"waiter_percent" required:"false" minimum:"0" maximum:"100"`
	KitchenPercent Patch[int32]  `json:"kitchen_percent" required:"false" minimum:"0" maximum:"100"`
	OtherPercent   Patch[int32]  `json:"other_percent" required:"false" minimum:"0" maximum:"100"`
}

var tipPool = entity[TipPoolOutput]{
	kind: catalog.TipPool,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (TipPoolOutput, error) {
		return only(readTipPools(ctx, q, dbgen.TipPoolsParams{TenantID: tenant, ID: &id, EveryBranch: true}))
	},
}

func readTipPools(ctx context.Context, q *dbgen.Queries, p dbgen.TipPoolsParams) ([]TipPoolOutput, error) {
	rows, err := q.TipPools(ctx, p)
	return each(rows, func(r dbgen.TipPoolsRow) TipPoolOutput {
		return TipPoolOutput{TipPoolResponse{r.ID, r.BranchID, r.Name, r.WaiterPercent, r.KitchenPercent, r.OtherPercent}, r.IsActive}
	}), err
}

type tipPoolsInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
}

type tipPoolsOutput struct{ Body []TipPoolOutput }

func (s *Server) tipPools(ctx context.Context, in *tipPoolsInput) (*tipPoolsOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readTipPools(ctx, s.store.Queries, dbgen.TipPoolsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
	})
	return &tipPoolsOutput{rows}, postgres.Fault(err)
}

type createTipPoolInput struct{ Body TipPoolCreate }

type tipPoolOutput struct{ Body TipPoolResponse }

func (s *Server) createTipPool(ctx context.Context, in *createTipPoolInput) (*tipPoolOutput, error) {
	row, err := tipPool.create(ctx, s, func(c *change) (int64, error) {
		b := in.Body
		if _, err := c.Reference(ctx, c.who, catalog.Branch, b.BranchID); err != nil {
			return 0, err
		}
		if err := (TipPoolResponse{0, b.BranchID, b.Name, b.WaiterPercent, b.KitchenPercent, b.OtherPercent}).whole(); err != nil {
			return 0, err
		}
		return c.InsertTipPool(ctx, dbgen.InsertTipPoolParams{
			TenantID: c.who.TenantID, BranchID: b.BranchID, Name: b.Name, WaiterPercent: b.WaiterPercent, KitchenPercent: b.KitchenPercent, OtherPercent: b.OtherPercent,
		})
	})
	if err != nil {
		return nil, err
	}
	return &tipPoolOutput{row.Body.TipPoolResponse}, nil
}

type updateTipPoolInput struct {
	ByID
	Body TipPoolUpdate
}

func (s *Server) updateTipPool(ctx context.Context, in *updateTipPoolInput) (*tipPoolOutput, error) {
	row, err := tipPool.update(ctx, s, in.ID, func(c *change, row TipPoolOutput) error {
		in.Body.Name.to(&row.Name)
		in.Body.WaiterPercent.to(&row.WaiterPercent)
		in.Body.KitchenPercent.to(&row.KitchenPercent)
		in.Body.OtherPercent.to(&row.OtherPercent)
		if err := row.whole(); err != nil {
			return err
		}
		return c.UpdateTipPool(ctx, dbgen.UpdateTipPoolParams{
			ID: row.ID, TenantID: c.who.TenantID, Name: row.Name, WaiterPercent: row.WaiterPercent, KitchenPercent: row.KitchenPercent, OtherPercent: row.OtherPercent,
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

type distributeTipInput struct {
	Keyed
	Body DistributeTipRequest
}

type distributeTipOutput struct{ Body []readmodel.TipShare }

func (s *Server) distributeTip(ctx context.Context, in *distributeTipInput) (*distributeTipOutput, error) {
	who := access.StaffFrom(ctx)
	if err := s.store.Distribute(ctx, who, postgres.Payout{TipID: in.Body.TipID, PoolID: in.Body.PoolID, Key: in.Key}); err != nil {
		return nil, err
	}
	shares, err := readmodel.TipShares(ctx, s.store, who.TenantID, in.Body.TipID)
	return &distributeTipOutput{shares}, err
}
