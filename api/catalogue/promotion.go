package catalogue

import (
	"context"
	"slices"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const promotionsPath = "/api/admin/promotions"

func (h *Handlers) promotionRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+promotionsPath, "listPromotions", "Lista las promociones de tus sucursales.",
		httpx.Staff().InBranch("branch_id").OrKey(access.ReadMenu), h.promotions)
	httpx.Route(api, "GET "+promotionsPath+"/{id}", "getPromotion", "Muestra una promoción.",
		httpx.Staff().OrKey(access.ReadMenu), h.promotion, httpx.Fails{404})
	httpx.Route(api, "POST "+promotionsPath, "createPromotion",
		"Crea una promoción. Sin sucursales no se ofrece en ninguna.", httpx.Managers,
		entity.Create(promotions, h.Writer, insertPromotion), httpx.Created, httpx.Fails{400})
	httpx.Route(api, "PATCH "+promotionsPath+"/{id}", "updatePromotion", "Cambia una promoción de tus sucursales.",
		httpx.Managers, h.updatePromotion, httpx.Fails{400, 404})
	httpx.Route(api, "DELETE "+promotionsPath+"/{id}", "deletePromotion", "Borra una promoción; se puede restaurar.",
		httpx.Admins, promotions.Remove(h.Writer), httpx.Fails{404})
}

// PromotionOutput is a promotion as the Dashboard edits it.
type PromotionOutput struct {
	ID              int64           `json:"id"`
	TenantID        int64           `json:"tenant_id"`
	Name            string          `json:"name"`
	Description     *string         `json:"description"`
	PriceCents      money.Cents     `json:"price_cents"`
	Image           *string         `json:"image"`
	StartDate       string          `json:"start_date" doc:"AAAA-MM-DD, en la hora de la sucursal."`
	EndDate         string          `json:"end_date" doc:"El último día."`
	StartTime       string          `json:"start_time" doc:"HH:MM, en la hora de la sucursal."`
	EndTime         string          `json:"end_time" doc:"El último minuto. Antes de start_time: pasa la medianoche."`
	PromotionTypeID *string         `json:"promotion_type_id"`
	BranchIDs       []int64         `json:"branch_ids"`
	Items           []PromotionItem `json:"items"`
	IsActive        bool            `json:"is_active"`
	CreatedAt       time.Time       `json:"created_at"`
	UpdatedAt       *time.Time      `json:"updated_at"`
}

// PromotionItem is a product of a promotion.
type PromotionItem struct {
	ProductID int64 `json:"product_id" example:"18"`
	Quantity  int32 `json:"quantity" required:"false" default:"1" minimum:"1" maximum:"99" example:"2"`
}

// PromotionCreate is a new promotion.
type PromotionCreate struct {
	Name            string          `json:"name" minLength:"1" maxLength:"100" example:"Noche de empanadas"`
	Description     *string         `json:"description" required:"false" maxLength:"1000" example:"Docena y cerveza."`
	PriceCents      money.Cents     `json:"price_cents" minimum:"0" maximum:"100000000000" example:"1450000"`
	Image           *httpx.ImageURL `json:"image" required:"false"`
	StartDate       string          `json:"start_date" format:"date" example:"2026-03-01"`
	EndDate         string          `json:"end_date" format:"date" example:"2026-03-31"`
	StartTime       string          `json:"start_time" required:"false" default:"00:00" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" patternDescription:"una hora como 20:30" example:"20:00"`
	EndTime         string          `json:"end_time" required:"false" default:"23:59" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" patternDescription:"una hora como 20:30" example:"01:00"`
	PromotionTypeID *string         `json:"promotion_type_id" required:"false" maxLength:"50" example:"combo"`
	BranchIDs       []int64         `json:"branch_ids" required:"false" maxItems:"200" uniqueItems:"true" example:"[1]"`
	Items           []PromotionItem `json:"items" required:"false" maxItems:"100"`
	IsActive        *bool           `json:"is_active" required:"false" default:"true" example:"true"`
}

// PromotionUpdate changes what it names.
type PromotionUpdate struct {
	Name            httpx.Patch[string]          `json:"name" required:"false" minLength:"1" maxLength:"100" example:"Noche de empanadas"`
	Description     httpx.Patch[string]          `json:"description" required:"false" maxLength:"1000" example:"Docena y cerveza."`
	PriceCents      httpx.Patch[money.Cents]     `json:"price_cents" required:"false" minimum:"0" maximum:"100000000000" example:"1590000"`
	Image           httpx.Patch[httpx.ImageURL]  `json:"image" required:"false"`
	StartDate       httpx.Patch[string]          `json:"start_date" required:"false" format:"date" example:"2026-03-01"`
	EndDate         httpx.Patch[string]          `json:"end_date" required:"false" format:"date" example:"2026-04-30"`
	StartTime       httpx.Patch[string]          `json:"start_time" required:"false" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" example:"19:00"`
	EndTime         httpx.Patch[string]          `json:"end_time" required:"false" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" example:"23:30"`
	PromotionTypeID httpx.Patch[string]          `json:"promotion_type_id" required:"false" maxLength:"50" example:"combo"`
	BranchIDs       httpx.Patch[[]int64]         `apply:"-" json:"branch_ids" required:"false" maxItems:"200" uniqueItems:"true" example:"[1]"`
	Items           httpx.Patch[[]PromotionItem] `apply:"-" json:"items" required:"false" maxItems:"100"`
	IsActive        httpx.Patch[bool]            `json:"is_active" required:"false" example:"true"`
}

var promotions = entity.Resource[PromotionOutput]{
	Kind: catalog.Promotion,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (PromotionOutput, error) {
		return httpx.Only(readPromotions(ctx, q, dbgen.PromotionsParams{
			TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true, MaxRows: 1,
		}))
	},
}

func readPromotions(ctx context.Context, q *dbgen.Queries, p dbgen.PromotionsParams) ([]PromotionOutput, error) {
	return httpx.Rows[PromotionOutput](q.Promotions(ctx, p))
}

type promotionsInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
	entity.WithDeleted
	httpx.Page
}

func (h *Handlers) promotions(ctx context.Context, in *promotionsInput) (*httpx.Body[[]PromotionOutput], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readPromotions(ctx, h.Store.Queries, dbgen.PromotionsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, Undecided: in.BranchID == 0,
		IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

func (h *Handlers) promotion(ctx context.Context, in *httpx.ByID) (*httpx.Body[PromotionOutput], error) {
	found, err := promotions.Get(ctx, h.Writer, in.ID)
	if err == nil {
		err = found.Body.seenBy(access.StaffFrom(ctx))
	}
	return found, err
}

// seenBy refuses who acts in none of the promotion's branches.
func (p PromotionOutput) seenBy(who access.Staff) (err error) {
	for _, branch := range p.BranchIDs {
		if err = who.InBranch(branch); err == nil {
			return nil
		}
	}
	return err
}

// changedBy refuses who does not act in all of them.
func (p PromotionOutput) changedBy(who access.Staff) error {
	for _, branch := range p.BranchIDs {
		if err := who.InBranch(branch); err != nil {
			return err
		}
	}
	return nil
}

func insertPromotion(ctx context.Context, c *entity.Change, b PromotionCreate) (int64, error) {
	days, err := daysOf(b.StartDate, b.EndDate)
	if err != nil {
		return 0, err
	}
	id, err := entity.Insert(ctx, c, c.InsertPromotion, struct {
		PromotionCreate
		StartDate, EndDate time.Time
	}{b, days.first, days.last})
	if err != nil {
		return 0, err
	}
	if err := insertBranches(ctx, c, id, b.BranchIDs); err != nil {
		return 0, err
	}
	return id, insertItems(ctx, c, id, b.Items)
}

func (h *Handlers) updatePromotion(
	ctx context.Context, in *httpx.BodyByID[PromotionUpdate],
) (*httpx.Body[PromotionOutput], error) {
	return promotions.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row PromotionOutput) error {
		if err := row.changedBy(c.Who); err != nil {
			return err
		}
		if err := in.Body.apply(ctx, c, row.ID); err != nil {
			return err
		}
		return in.Body.change(ctx, c, row)
	})
}

// change writes what the promotion's own row says.
func (b PromotionUpdate) change(ctx context.Context, c *entity.Change, row PromotionOutput) error {
	httpx.Apply(&row, b)
	days, err := daysOf(row.StartDate, row.EndDate)
	if err != nil {
		return err
	}
	return entity.Save(ctx, c, c.UpdatePromotion, struct {
		PromotionOutput
		StartDate, EndDate time.Time
	}{row, days.first, days.last})
}

// apply writes the promotion's branches and products, where they were sent.
func (b PromotionUpdate) apply(ctx context.Context, c *entity.Change, id int64) error {
	if b.BranchIDs.Value != nil {
		if err := insertBranches(ctx, c, id, *b.BranchIDs.Value); err != nil {
			return err
		}
	}
	if b.Items.Value != nil {
		return insertItems(ctx, c, id, *b.Items.Value)
	}
	return nil
}

// insertBranches has a promotion in these branches and in no other.
func insertBranches(ctx context.Context, c *entity.Change, promotion int64, branches []int64) error {
	if err := c.ReferenceAll(ctx, c.Who, catalog.Branch, branches); err != nil {
		return err
	}
	for _, branch := range branches {
		if err := c.Who.InBranch(branch); err != nil {
			return err
		}
	}
	if err := c.DropPromotionBranches(ctx, c.Who.TenantID, promotion); err != nil {
		return err
	}
	return c.AddPromotionBranches(ctx, dbgen.AddPromotionBranchesParams{
		TenantID: c.Who.TenantID, PromotionID: promotion, BranchIds: branches,
	})
}

var errProductTwice = fault.New(fault.Refused, "product_twice", "Un producto está dos veces: indicá su cantidad.")

// insertItems has a promotion be of these products and of no other.
func insertItems(ctx context.Context, c *entity.Change, promotion int64, items []PromotionItem) error {
	products := httpx.Map(items, func(i PromotionItem) int64 { return i.ProductID })
	if err := c.ReferenceAll(ctx, c.Who, catalog.Product, products); err != nil {
		return err
	}
	if sorted := slices.Sorted(slices.Values(products)); len(slices.Compact(sorted)) < len(products) {
		return errProductTwice
	}
	if err := c.DropPromotionItems(ctx, c.Who.TenantID, promotion); err != nil {
		return err
	}
	return c.AddPromotionItems(ctx, dbgen.AddPromotionItemsParams{
		TenantID: c.Who.TenantID, PromotionID: promotion, ProductIds: products,
		Quantities: httpx.Map(items, func(i PromotionItem) int32 { return max(1, i.Quantity) }), // a PATCH has no defaults
	})
}

type dayRange struct{ first, last time.Time }

var errDay = fault.New(fault.Invalid, "day_invalid", "Tiene que ser una fecha, p. ej. 2026-03-01.")

func daysOf(first, last string) (days dayRange, err error) {
	if days.first, err = time.Parse(time.DateOnly, first); err == nil {
		days.last, err = time.Parse(time.DateOnly, last)
	}
	if err != nil {
		return days, errDay.Because(err)
	}
	return days, nil
}
