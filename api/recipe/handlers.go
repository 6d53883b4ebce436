package recipe

import (
	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/platform/postgres"
)

// Handlers edit ingredients, recipes and what the menu chat knows.
type Handlers struct {
	Store  *postgres.Store
	Writer *entity.Writer
}

// Register registers the operations.
func (h *Handlers) Register(api *httpx.API) {
	h.ingredientRoutes(api.Tagged(httpx.TagRecipe))
	h.ingredientPartRoutes(api.Tagged(httpx.TagRecipe))
	h.recipeRoutes(api.Tagged(httpx.TagRecipe))
	h.recipeProductRoutes(api.Tagged(httpx.TagRecipe))
	h.knowledgeRoutes(api.Tagged(httpx.TagRecipe))
}
