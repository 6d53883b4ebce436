package catalogue

import (
	"context"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// ProductDetail is everything that is said of a product. Profiles are null where
// nobody said anything.
type ProductDetail struct {
	ProductOutput
	Ingredients    []ProductIngredientOutput `json:"ingredients"`
	DietaryProfile *DietaryProfileInput      `json:"dietary_profile"`
	CookingInfo    *CookingInfoOutput        `json:"cooking_info"`
	SensoryProfile SensoryProfileOutput      `json:"sensory_profile"`
	Modifications  []ModificationOutput      `json:"modifications"`
	Warnings       []WarningOutput           `json:"warnings"`
	RAGConfig      *RAGConfigOutput          `json:"rag_config"`
}

// ProductIngredientOutput is something that a product is made of.
type ProductIngredientOutput struct {
	IngredientID   int64   `json:"ingredient_id"`
	IngredientName string  `json:"ingredient_name"`
	IsMain         bool    `json:"is_main"`
	Notes          *string `json:"notes"`
}

// CookingInfoOutput says how a product is made. Times are minutes.
type CookingInfoOutput struct {
	CookingMethodIDs []int64 `json:"cooking_method_ids"`
	UsesOil          bool    `json:"uses_oil"`
	PrepTimeMinutes  *int32  `json:"prep_time_minutes"`
	CookTimeMinutes  *int32  `json:"cook_time_minutes"`
}

// SensoryProfileOutput says how a product tastes and feels.
type SensoryProfileOutput struct {
	FlavorIDs  []int64 `json:"flavor_ids"`
	TextureIDs []int64 `json:"texture_ids"`
}

// ModificationOutput is a change that a guest may ask for, or may not.
type ModificationOutput struct {
	Action         string `json:"action"`
	Item           string `json:"item"`
	IsAllowed      bool   `json:"is_allowed"`
	ExtraCostCents int64  `json:"extra_cost_cents"`
}

// WarningOutput is something that a guest must know.
type WarningOutput struct {
	Text     string `json:"text"`
	Severity string `json:"severity"`
}

// RAGConfigOutput says how careful an answer about a product has to be.
type RAGConfigOutput struct {
	RiskLevel          string  `json:"risk_level"`
	CustomDisclaimer   *string `json:"custom_disclaimer"`
	HighlightAllergens bool    `json:"highlight_allergens"`
}

var product = entity.Resource[ProductDetail]{
	Kind: catalog.Product,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (ProductDetail, error) {
		row, err := httpx.Only(readProducts(ctx, q, dbgen.ProductsParams{
			TenantID: tenant, ID: &id, IncludeDeleted: true, MaxRows: 1,
		}))
		if err != nil {
			return ProductDetail{}, err
		}
		details, err := q.ProductDetails(ctx, id, tenant)
		if err != nil {
			return ProductDetail{}, err
		}
		return detailOf(row, details)
	},
}

func detailOf(p ProductOutput, r dbgen.ProductDetailsRow) (ProductDetail, error) {
	out := ProductDetail{ProductOutput: p, SensoryProfile: SensoryProfileOutput{r.FlavorIds, r.TextureIds}}
	var err error
	if out.Ingredients, err = postgres.DecodeJSON[[]ProductIngredientOutput](r.Ingredients, "ingredients"); err != nil {
		return out, err
	}
	if out.DietaryProfile, err = postgres.DecodeJSON[*DietaryProfileInput](r.DietaryProfile, "dietary profile"); err != nil {
		return out, err
	}
	if out.CookingInfo, err = postgres.DecodeJSON[*CookingInfoOutput](r.Cooking, "cooking"); err != nil {
		return out, err
	}
	if out.CookingInfo != nil {
		out.CookingInfo.CookingMethodIDs = r.CookingMethodIds
	}
	if out.Modifications, err = postgres.DecodeJSON[[]ModificationOutput](r.Modifications, "modifications"); err != nil {
		return out, err
	}
	if out.Warnings, err = postgres.DecodeJSON[[]WarningOutput](r.Warnings, "warnings"); err != nil {
		return out, err
	}
	out.RAGConfig, err = postgres.DecodeJSON[*RAGConfigOutput](r.RagConfig, "rag config")
	return out, err
}
