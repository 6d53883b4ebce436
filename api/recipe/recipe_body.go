package recipe

import (
	"fmt"
	"time"

	exact "github.com/go-json-experiment/json"

	"integrador/api/httpx"
	"integrador/internal/domain/money"
)

// RecipeFacts are what people write of a recipe.
type RecipeFacts struct {
	Name                string             `json:"name" minLength:"2" maxLength:"200" example:"Milanesa napolitana"`
	Description         *string            `json:"description" required:"false" maxLength:"2000" example:"Nalga empanada con salsa, jamón y mozzarella."`
	ShortDescription    *string            `json:"short_description" required:"false" maxLength:"200" example:"La clásica, para compartir."`
	Image               *httpx.ImageURL    `json:"image" required:"false"`
	ProductID           *int64             `json:"product_id" required:"false" doc:"El producto que esta receta cocina." example:"23"`
	SubcategoryID       *int64             `json:"subcategory_id" required:"false" example:"7"`
	CuisineType         *string            `json:"cuisine_type" required:"false" maxLength:"100" example:"Argentina"`
	Difficulty          *string            `json:"difficulty" required:"false" maxLength:"50" example:"MEDIUM"`
	PrepTimeMinutes     *int32             `json:"prep_time_minutes" required:"false" minimum:"0" maximum:"10000" example:"20"`
	CookTimeMinutes     *int32             `json:"cook_time_minutes" required:"false" minimum:"0" maximum:"10000" example:"15"`
	Servings            *int32             `json:"servings" required:"false" minimum:"1" maximum:"1000" example:"2"`
	CaloriesPerServing  *int32             `json:"calories_per_serving" required:"false" minimum:"0" maximum:"100000" example:"850"`
	Ingredients         []IngredientItem   `json:"ingredients" required:"false" nullable:"true" maxItems:"100"`
	PreparationSteps    []PreparationStep  `json:"preparation_steps" required:"false" nullable:"true" maxItems:"100"`
	ChefNotes           *string            `json:"chef_notes" required:"false" maxLength:"2000" example:"Freír en dos tandas."`
	PresentationTips    *string            `json:"presentation_tips" required:"false" maxLength:"2000" example:"Con orégano al final."`
	StorageInstructions *string            `json:"storage_instructions" required:"false" maxLength:"2000" example:"Empanada y cruda, dos días de heladera."`
	AllergenIDs         []int64            `json:"allergen_ids" required:"false" nullable:"true" maxItems:"100" uniqueItems:"true" example:"[1, 3]"`
	DietaryTags         []string           `json:"dietary_tags" required:"false" nullable:"true" maxItems:"50" example:"[\"Sin frutos secos\"]"`
	Flavors             []string           `json:"flavors" required:"false" nullable:"true" maxItems:"50" example:"[\"Salado\"]"`
	Textures            []string           `json:"textures" required:"false" nullable:"true" maxItems:"50" example:"[\"Crujiente\"]"`
	CookingMethods      []string           `json:"cooking_methods" required:"false" nullable:"true" maxItems:"50" example:"[\"Frito\"]"`
	UsesOil             bool               `json:"uses_oil" required:"false" example:"true"`
	IsCeliacSafe        bool               `json:"is_celiac_safe" required:"false" example:"false"`
	AllergenNotes       *string            `json:"allergen_notes" required:"false" maxLength:"1000" example:"Se fríe junto con rabas."`
	Modifications       []ModificationItem `json:"modifications" required:"false" nullable:"true" maxItems:"50"`
	Warnings            []string           `json:"warnings" required:"false" nullable:"true" maxItems:"50" example:"[\"Sale muy caliente\"]"`
	CostCents           *money.Cents       `json:"cost_cents" required:"false" minimum:"0" maximum:"100000000000" example:"420000"`
	SuggestedPriceCents *money.Cents       `json:"suggested_price_cents" required:"false" minimum:"0" maximum:"100000000000" example:"1100000"`
	YieldQuantity       *string            `json:"yield_quantity" required:"false" maxLength:"50" example:"2"`
	YieldUnit           *string            `json:"yield_unit" required:"false" maxLength:"50" example:"porciones"`
	PortionSize         *string            `json:"portion_size" required:"false" maxLength:"100" example:"350 g"`
	RiskLevel           string             `json:"risk_level" required:"false" default:"low" enum:"low,medium,high" example:"medium"`
	CustomRAGDisclaimer *string            `json:"custom_rag_disclaimer" required:"false" maxLength:"1000" example:"Consultá al mozo por trazas."`
}

// RecipeUpdate changes what it names. A list that is null goes.
type RecipeUpdate struct {
	Name                httpx.Patch[string]             `json:"name" required:"false" minLength:"2" maxLength:"200" example:"Milanesa napolitana"`
	Description         httpx.Patch[string]             `json:"description" required:"false" maxLength:"2000" example:"Nalga empanada con salsa, jamón y mozzarella."`
	ShortDescription    httpx.Patch[string]             `json:"short_description" required:"false" maxLength:"200" example:"La clásica, para compartir."`
	Image               httpx.Patch[httpx.ImageURL]     `json:"image" required:"false"`
	ProductID           httpx.Patch[int64]              `json:"product_id" required:"false" doc:"El producto que esta receta cocina." example:"23"`
	SubcategoryID       httpx.Patch[int64]              `json:"subcategory_id" required:"false" example:"7"`
	CuisineType         httpx.Patch[string]             `json:"cuisine_type" required:"false" maxLength:"100" example:"Argentina"`
	Difficulty          httpx.Patch[string]             `json:"difficulty" required:"false" maxLength:"50" example:"MEDIUM"`
	PrepTimeMinutes     httpx.Patch[int32]              `json:"prep_time_minutes" required:"false" minimum:"0" maximum:"10000" example:"20"`
	CookTimeMinutes     httpx.Patch[int32]              `json:"cook_time_minutes" required:"false" minimum:"0" maximum:"10000" example:"15"`
	Servings            httpx.Patch[int32]              `json:"servings" required:"false" minimum:"1" maximum:"1000" example:"2"`
	CaloriesPerServing  httpx.Patch[int32]              `json:"calories_per_serving" required:"false" minimum:"0" maximum:"100000" example:"850"`
	Ingredients         httpx.Patch[[]IngredientItem]   `apply:"null" json:"ingredients" required:"false" maxItems:"100"`
	PreparationSteps    httpx.Patch[[]PreparationStep]  `apply:"null" json:"preparation_steps" required:"false" maxItems:"100"`
	ChefNotes           httpx.Patch[string]             `json:"chef_notes" required:"false" maxLength:"2000" example:"Freír en dos tandas."`
	PresentationTips    httpx.Patch[string]             `json:"presentation_tips" required:"false" maxLength:"2000" example:"Con orégano al final."`
	StorageInstructions httpx.Patch[string]             `json:"storage_instructions" required:"false" maxLength:"2000" example:"Empanada y cruda, dos días de heladera."`
	AllergenIDs         httpx.Patch[[]int64]            `apply:"null" json:"allergen_ids" required:"false" maxItems:"100" uniqueItems:"true" example:"[1, 3]"`
	DietaryTags         httpx.Patch[[]string]           `apply:"null" json:"dietary_tags" required:"false" maxItems:"50" example:"[\"Sin frutos secos\"]"`
	Flavors             httpx.Patch[[]string]           `apply:"null" json:"flavors" required:"false" maxItems:"50" example:"[\"Salado\"]"`
	Textures            httpx.Patch[[]string]           `apply:"null" json:"textures" required:"false" maxItems:"50" example:"[\"Crujiente\"]"`
	CookingMethods      httpx.Patch[[]string]           `apply:"null" json:"cooking_methods" required:"false" maxItems:"50" example:"[\"Frito\"]"`
	UsesOil             httpx.Patch[bool]               `json:"uses_oil" required:"false" example:"true"`
	IsCeliacSafe        httpx.Patch[bool]               `json:"is_celiac_safe" required:"false" example:"false"`
	AllergenNotes       httpx.Patch[string]             `json:"allergen_notes" required:"false" maxLength:"1000" example:"Se fríe junto con rabas."`
	Modifications       httpx.Patch[[]ModificationItem] `apply:"null" json:"modifications" required:"false" maxItems:"50"`
	Warnings            httpx.Patch[[]string]           `apply:"null" json:"warnings" required:"false" maxItems:"50" example:"[\"Sale muy caliente\"]"`
	CostCents           httpx.Patch[money.Cents]        `json:"cost_cents" required:"false" minimum:"0" maximum:"100000000000" example:"420000"`
	SuggestedPriceCents httpx.Patch[money.Cents]        `json:"suggested_price_cents" required:"false" minimum:"0" maximum:"100000000000" example:"1100000"`
	YieldQuantity       httpx.Patch[string]             `json:"yield_quantity" required:"false" maxLength:"50" example:"2"`
	YieldUnit           httpx.Patch[string]             `json:"yield_unit" required:"false" maxLength:"50" example:"porciones"`
	PortionSize         httpx.Patch[string]             `json:"portion_size" required:"false" maxLength:"100" example:"350 g"`
	RiskLevel           httpx.Patch[string]             `json:"risk_level" required:"false" enum:"low,medium,high" example:"medium"`
	CustomRAGDisclaimer httpx.Patch[string]             `json:"custom_rag_disclaimer" required:"false" maxLength:"1000" example:"Consultá al mozo por trazas."`
}

// IngredientItem is a line of a recipe's list. The ingredient may be one that the
// restaurant keeps.
type IngredientItem struct {
	IngredientID *int64  `json:"ingredient_id" required:"false" example:"12"`
	Name         string  `json:"name" minLength:"1" maxLength:"200" example:"Nalga"`
	Quantity     string  `json:"quantity" maxLength:"50" example:"400"`
	Unit         string  `json:"unit" maxLength:"50" example:"g"`
	Notes        *string `json:"notes" required:"false" maxLength:"500" example:"Cortada fina."`
}

// PreparationStep is one step of the cooking.
type PreparationStep struct {
	Step        int32  `json:"step" minimum:"1" maximum:"1000" example:"1"`
	Instruction string `json:"instruction" minLength:"1" maxLength:"2000" example:"Pasar la carne por huevo y pan rallado."`
	TimeMinutes *int32 `json:"time_minutes" required:"false" minimum:"0" maximum:"10000" example:"10"`
}

// ModificationItem is what a guest may ask to be done differently, or may not.
type ModificationItem struct {
	Action  string `json:"action" minLength:"1" maxLength:"50" example:"remove"`
	Item    string `json:"item" minLength:"1" maxLength:"200" example:"Jamón"`
	Allowed bool   `json:"allowed" required:"false" example:"true"`
}

// UnmarshalJSON implements json.Unmarshaler: what is not said to be forbidden is allowed.
func (m *ModificationItem) UnmarshalJSON(raw []byte) error {
	type plain ModificationItem
	item := plain{Allowed: true}
	if err := exact.Unmarshal(raw, &item); err != nil {
		return fmt.Errorf("decode a modification: %w", err)
	}
	*m = ModificationItem(item)
	return nil
}

// AllergenInfo is an allergen as recipes show it.
type AllergenInfo struct {
	ID   int64   `json:"id"`
	Name string  `json:"name"`
	Icon *string `json:"icon"`
}

// RecipeOutput is a recipe as the Dashboard edits it.
type RecipeOutput struct {
	ID       int64 `json:"id"`
	TenantID int64 `json:"tenant_id"`
	BranchID int64 `json:"branch_id"`
	RecipeFacts
	BranchName       *string        `json:"branch_name"`
	ProductName      *string        `json:"product_name"`
	SubcategoryName  *string        `json:"subcategory_name"`
	CategoryID       *int64         `json:"category_id"`
	CategoryName     *string        `json:"category_name"`
	TotalTimeMinutes *int32         `json:"total_time_minutes"`
	Allergens        []AllergenInfo `json:"allergens"`
	IsActive         bool           `json:"is_active"`
	IsIngested       bool           `json:"is_ingested" doc:"Quien pregunta en el chat puede encontrarla."`
	LastIngestedAt   *time.Time     `json:"last_ingested_at"`
	CreatedAt        time.Time      `json:"created_at"`
	CreatedByEmail   *string        `json:"created_by_email"`
}

// RecipeCreate is a new recipe.
type RecipeCreate struct {
	BranchID int64 `json:"branch_id" example:"1"`
	RecipeFacts
}
