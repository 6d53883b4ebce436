// Package menu reads the menu of a branch: the public menu and its product pages, the
// compact menu of waiters, and the cache of the encoded public menu in this process and
// in Redis.
//
// Imports: internal/domain/access, internal/domain/fault, internal/domain/money,
// internal/platform/postgres, internal/platform/postgres/dbgen.
package menu

import (
	"integrador/internal/domain/money"
)

// BranchPublicOutput is a branch in the public list.
type BranchPublicOutput struct {
	ID      int64   `json:"id"`
	Name    string  `json:"name"`
	Slug    string  `json:"slug"`
	Address *string `json:"address"`
}

// MenuOutput is the menu of a branch: what it sells, available today or not.
type MenuOutput struct {
	BranchID   int64            `json:"branch_id"`
	BranchName string           `json:"branch_name"`
	BranchSlug string           `json:"branch_slug"`
	Categories []CategoryOutput `json:"categories"`
}

// CategoryOutput is a category that has something to sell.
type CategoryOutput struct {
	ID            int64               `json:"id"`
	Name          string              `json:"name"`
	Icon          *string             `json:"icon"`
	Image         *string             `json:"image"`
	Order         int                 `json:"order"`
	Subcategories []SubcategoryOutput `json:"subcategories"`
	Products      []ProductOutput     `json:"products"`
}

// SubcategoryOutput is a part of a category.
type SubcategoryOutput struct {
	ID    int64   `json:"id"`
	Name  string  `json:"name"`
	Image *string `json:"image"`
	Order int     `json:"order"`
}

// ProductOutput is a dish of the menu.
type ProductOutput struct {
	ID            int64                  `json:"id"`
	Name          string                 `json:"name"`
	Description   *string                `json:"description"`
	PriceCents    money.Cents            `json:"price_cents"`
	Image         *string                `json:"image"`
	CategoryID    int64                  `json:"category_id"`
	SubcategoryID *int64                 `json:"subcategory_id"`
	Featured      bool                   `json:"featured"`
	Popular       bool                   `json:"popular"`
	Badge         *string                `json:"badge"`
	Seal          *string                `json:"seal"`
	AllergenIDs   []int64                `json:"allergen_ids"` // those it contains
	IsAvailable   bool                   `json:"is_available"`
	Allergens     ProductAllergensOutput `json:"allergens"`
	Dietary       *ProductDietaryOutput  `json:"dietary"` // nil: unknown
	Cooking       *ProductCookingOutput  `json:"cooking"`
}

// ProductAllergensOutput is the allergens by what is declared of them.
type ProductAllergensOutput struct {
	Contains   []AllergenInfoOutput `json:"contains"`
	MayContain []AllergenInfoOutput `json:"may_contain"`
	FreeFrom   []AllergenInfoOutput `json:"free_from"`
}

// AllergenInfoOutput names an allergen.
type AllergenInfoOutput struct {
	ID   int64   `json:"id"`
	Name string  `json:"name"`
	Icon *string `json:"icon"`
}

// ProductDietaryOutput is the diets that it suits.
type ProductDietaryOutput struct {
	IsVegetarian bool `json:"is_vegetarian"`
	IsVegan      bool `json:"is_vegan"`
	IsGlutenFree bool `json:"is_gluten_free"`
	IsDairyFree  bool `json:"is_dairy_free"`
	IsCeliacSafe bool `json:"is_celiac_safe"`
	IsKeto       bool `json:"is_keto"`
	IsLowSodium  bool `json:"is_low_sodium"`
}

// ProductCookingOutput is how it is prepared. Times are in minutes.
type ProductCookingOutput struct {
	Methods         []string `json:"methods"`
	UsesOil         bool     `json:"uses_oil"`
	PrepTimeMinutes *int     `json:"prep_time_minutes"`
	CookTimeMinutes *int     `json:"cook_time_minutes"`
}

// ProductCompleteOutput is everything a diner can know of a dish.
type ProductCompleteOutput struct {
	ID            int64                  `json:"id"`
	Name          string                 `json:"name"`
	Description   *string                `json:"description"`
	PriceCents    money.Cents            `json:"price_cents"`
	Image         *string                `json:"image"`
	CategoryID    int64                  `json:"category_id"`
	SubcategoryID *int64                 `json:"subcategory_id"`
	Featured      bool                   `json:"featured"`
	Popular       bool                   `json:"popular"`
	Badge         *string                `json:"badge"`
	IsAvailable   bool                   `json:"is_available"`
	Allergens     ProductAllergensOutput `json:"allergens"`
	Dietary       ProductDietaryOutput   `json:"dietary"`
	Ingredients   []IngredientOutput     `json:"ingredients"`
	Cooking       ProductCookingOutput   `json:"cooking"`
	Sensory       SensoryOutput          `json:"sensory"`
	Modifications []ModificationOutput   `json:"modifications"`
	Warnings      []WarningOutput        `json:"warnings"`
}

// IngredientOutput is what a dish is made of; main ingredients come first.
type IngredientOutput struct {
	ID             int64                 `json:"id"`
	Name           string                `json:"name"`
	GroupName      *string               `json:"group_name"`
	IsProcessed    bool                  `json:"is_processed"`
	IsMain         bool                  `json:"is_main"`
	Notes          *string               `json:"notes"`
	SubIngredients []SubIngredientOutput `json:"sub_ingredients"`
}

// SubIngredientOutput is what a processed ingredient is made of.
type SubIngredientOutput struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// SensoryOutput is its flavors and textures.
type SensoryOutput struct {
	Flavors  []string `json:"flavors"`
	Textures []string `json:"textures"`
}

// ModificationOutput is a change that may be asked for.
type ModificationOutput struct {
	ID             int64       `json:"id"`
	Action         string      `json:"action"`
	Item           string      `json:"item"`
	IsAllowed      bool        `json:"is_allowed"`
	ExtraCostCents money.Cents `json:"extra_cost_cents"`
}

// WarningOutput is something a diner must know.
type WarningOutput struct {
	ID       int64  `json:"id"`
	Text     string `json:"text"`
	Severity string `json:"severity"`
}

// AllergenPublicOutput explains an allergen.
type AllergenPublicOutput struct {
	ID             int64                       `json:"id"`
	Name           string                      `json:"name"`
	Icon           *string                     `json:"icon"`
	Description    *string                     `json:"description"`
	IsMandatory    bool                        `json:"is_mandatory"`
	Severity       string                      `json:"severity"`
	CrossReactions []CrossReactionPublicOutput `json:"cross_reactions"`
}

// CrossReactionPublicOutput is another allergen that may trouble the same person.
type CrossReactionPublicOutput struct {
	ID                  int64   `json:"id"`
	CrossReactsWithID   int64   `json:"cross_reacts_with_id"`
	CrossReactsWithName string  `json:"cross_reacts_with_name"`
	Probability         string  `json:"probability" enum:"low,medium,high"`
	Notes               *string `json:"notes"`
}

// MenuCompactOutput is the menu as a waiter orders from it.
type MenuCompactOutput struct {
	BranchID      int64                   `json:"branch_id"`
	BranchName    string                  `json:"branch_name"`
	Categories    []CategoryCompactOutput `json:"categories"`
	TotalProducts int                     `json:"total_products"`
}

// CategoryCompactOutput is a category of the compact menu.
type CategoryCompactOutput struct {
	ID       int64                  `json:"id"`
	Name     string                 `json:"name"`
	Products []ProductCompactOutput `json:"products"`
}

// ProductCompactOutput is a dish of the compact menu.
type ProductCompactOutput struct {
	ID              int64       `json:"id"`
	Name            string      `json:"name"`
	Description     *string     `json:"description"`
	PriceCents      money.Cents `json:"price_cents"`
	CategoryID      int64       `json:"category_id"`
	CategoryName    string      `json:"category_name"`
	SubcategoryID   *int64      `json:"subcategory_id"`
	SubcategoryName *string     `json:"subcategory_name"`
	AllergenIcons   []string    `json:"allergen_icons"`
	IsAvailable     bool        `json:"is_available"`
}
