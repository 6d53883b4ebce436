package catalogue

import "integrador/internal/domain/money"

import (
	"integrador/api/httpx"
)

// ProductCreate is a new product. Its allergens are the union of both lists: an id
// alone means that the product contains it.
type ProductCreate struct {
	Name               string                   `json:"name" minLength:"1" maxLength:"200" example:"Milanesa napolitana"`
	Description        *string                  `json:"description" required:"false" maxLength:"2000" example:"Con papas fritas"`
	Image              *httpx.ImageURL          `json:"image" required:"false"`
	CategoryID         int64                    `json:"category_id" example:"1"`
	SubcategoryID      *int64                   `json:"subcategory_id" required:"false" example:"1"`
	Featured           bool                     `json:"featured" required:"false" default:"false"`
	Popular            bool                     `json:"popular" required:"false" default:"false"`
	Badge              *string                  `json:"badge" required:"false" maxLength:"50" example:"Nuevo"`
	Seal               *string                  `json:"seal" required:"false" maxLength:"50" example:"Casero"`
	AllergenIDs        []int64                  `json:"allergen_ids" required:"false" maxItems:"100" uniqueItems:"true"`
	Allergens          []AllergenPresenceInput  `json:"allergens" required:"false" maxItems:"100"`
	IsActive           *bool                    `json:"is_active" required:"false" default:"true"`
	BranchPrices       []BranchPriceInput       `json:"branch_prices" required:"false" maxItems:"1000"`
	RecipeID           *int64                   `json:"recipe_id" required:"false"`
	InheritsFromRecipe bool                     `json:"inherits_from_recipe" required:"false" default:"false"`
	Ingredients        []ProductIngredientInput `json:"ingredients" required:"false" maxItems:"200"`
	DietaryProfile     *DietaryProfileInput     `json:"dietary_profile" required:"false"`
	CookingInfo        *CookingInfoInput        `json:"cooking_info" required:"false"`
	SensoryProfile     *SensoryProfileInput     `json:"sensory_profile" required:"false"`
	Modifications      []ModificationInput      `json:"modifications" required:"false" maxItems:"100"`
	Warnings           []WarningInput           `json:"warnings" required:"false" maxItems:"50"`
	RAGConfig          *RAGConfigInput          `json:"rag_config" required:"false"`
}

// ProductUpdate changes what it names. A list that is sent takes the place of the
// one that was; one that is not, or is null, stays. A profile that is null goes.
// Whichever list of allergens is sent, both say all there is.
type ProductUpdate struct {
	Name               httpx.Patch[string]                   `json:"name" required:"false" minLength:"1" maxLength:"200" example:"Milanesa a caballo"`
	Description        httpx.Patch[string]                   `json:"description" required:"false" maxLength:"2000"`
	Image              httpx.Patch[httpx.ImageURL]           `json:"image" required:"false"`
	CategoryID         httpx.Patch[int64]                    `json:"category_id" required:"false"`
	SubcategoryID      httpx.Patch[int64]                    `json:"subcategory_id" required:"false"`
	Featured           httpx.Patch[bool]                     `json:"featured" required:"false"`
	Popular            httpx.Patch[bool]                     `json:"popular" required:"false"`
	Badge              httpx.Patch[string]                   `json:"badge" required:"false" maxLength:"50"`
	Seal               httpx.Patch[string]                   `json:"seal" required:"false" maxLength:"50"`
	AllergenIDs        httpx.Patch[[]int64]                  `apply:"-" json:"allergen_ids" required:"false" maxItems:"100" uniqueItems:"true"`
	Allergens          httpx.Patch[[]AllergenPresenceInput]  `apply:"-" json:"allergens" required:"false" maxItems:"100"`
	IsActive           httpx.Patch[bool]                     `json:"is_active" required:"false"`
	BranchPrices       httpx.Patch[[]BranchPriceInput]       `apply:"-" json:"branch_prices" required:"false" maxItems:"1000"`
	RecipeID           httpx.Patch[int64]                    `json:"recipe_id" required:"false"`
	InheritsFromRecipe httpx.Patch[bool]                     `json:"inherits_from_recipe" required:"false"`
	Ingredients        httpx.Patch[[]ProductIngredientInput] `apply:"-" json:"ingredients" required:"false" maxItems:"200"`
	DietaryProfile     httpx.Patch[DietaryProfileInput]      `apply:"-" json:"dietary_profile" required:"false"`
	CookingInfo        httpx.Patch[CookingInfoInput]         `apply:"-" json:"cooking_info" required:"false"`
	SensoryProfile     httpx.Patch[SensoryProfileInput]      `apply:"-" json:"sensory_profile" required:"false"`
	Modifications      httpx.Patch[[]ModificationInput]      `apply:"-" json:"modifications" required:"false" maxItems:"100"`
	Warnings           httpx.Patch[[]WarningInput]           `apply:"-" json:"warnings" required:"false" maxItems:"50"`
	RAGConfig          httpx.Patch[RAGConfigInput]           `apply:"-" json:"rag_config" required:"false"`
}

// BranchPriceInput is a product's price in a branch.
type BranchPriceInput struct {
	BranchID    int64       `json:"branch_id" example:"1"`
	PriceCents  money.Cents `json:"price_cents" minimum:"0" maximum:"100000000000" example:"850000"`
	IsAvailable *bool       `json:"is_available" required:"false" doc:"Sin mandar, sigue como está; al empezar a venderse, true."`
}

// AllergenPresenceInput is what is known of an allergen in a product.
type AllergenPresenceInput struct {
	AllergenID   int64  `json:"allergen_id" example:"1"`
	PresenceType string `json:"presence_type" required:"false" default:"contains" enum:"contains,may_contain,free_from"`
	RiskLevel    string `json:"risk_level" required:"false" default:"standard" enum:"low,standard,high"`
}

// ProductIngredientInput is something that a product is made of.
type ProductIngredientInput struct {
	IngredientID int64   `json:"ingredient_id" example:"1"`
	IsMain       bool    `json:"is_main" required:"false" default:"false"`
	Notes        *string `json:"notes" required:"false" maxLength:"500"`
}

// DietaryProfileInput says who may eat a product.
type DietaryProfileInput struct {
	IsVegetarian bool `json:"is_vegetarian" required:"false" default:"false"`
	IsVegan      bool `json:"is_vegan" required:"false" default:"false"`
	IsGlutenFree bool `json:"is_gluten_free" required:"false" default:"false"`
	IsDairyFree  bool `json:"is_dairy_free" required:"false" default:"false"`
	IsCeliacSafe bool `json:"is_celiac_safe" required:"false" default:"false"`
	IsKeto       bool `json:"is_keto" required:"false" default:"false"`
	IsLowSodium  bool `json:"is_low_sodium" required:"false" default:"false"`
}

// CookingInfoInput says how a product is made. Times are minutes.
type CookingInfoInput struct {
	CookingMethodIDs []int64 `json:"cooking_method_ids" required:"false" maxItems:"50" uniqueItems:"true"`
	UsesOil          bool    `json:"uses_oil" required:"false" default:"false"`
	PrepTimeMinutes  *int32  `json:"prep_time_minutes" required:"false" minimum:"0" maximum:"10000" example:"15"`
	CookTimeMinutes  *int32  `json:"cook_time_minutes" required:"false" minimum:"0" maximum:"10000" example:"20"`
}

// SensoryProfileInput says how a product tastes and feels.
type SensoryProfileInput struct {
	FlavorIDs  []int64 `json:"flavor_ids" required:"false" maxItems:"50" uniqueItems:"true"`
	TextureIDs []int64 `json:"texture_ids" required:"false" maxItems:"50" uniqueItems:"true"`
}

// ModificationInput is a change that a guest may ask for, or may not.
type ModificationInput struct {
	Action         string      `json:"action" minLength:"1" maxLength:"50" example:"remove"`
	Item           string      `json:"item" minLength:"1" maxLength:"100" example:"cebolla"`
	IsAllowed      *bool       `json:"is_allowed" required:"false" default:"true"`
	ExtraCostCents money.Cents `json:"extra_cost_cents" required:"false" minimum:"0" maximum:"100000000000" default:"0"`
}

// WarningInput is something that a guest must know.
type WarningInput struct {
	Text     string `json:"text" minLength:"1" maxLength:"500" example:"Puede contener espinas."`
	Severity string `json:"severity" required:"false" default:"info" minLength:"1" maxLength:"20"`
}

// RAGConfigInput says how careful an answer about a product has to be.
type RAGConfigInput struct {
	RiskLevel          string  `json:"risk_level" required:"false" default:"low" enum:"low,medium,high"`
	CustomDisclaimer   *string `json:"custom_disclaimer" required:"false" maxLength:"1000"`
	HighlightAllergens *bool   `json:"highlight_allergens" required:"false" default:"true"`
}
