package diner

import (
	"context"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"integrador/api/httpx"
	"integrador/internal/readmodel/menu"
)

const publicMenu = "/api/public/menu/{branch_slug}"

func (h *Handlers) publicRoutes(api *httpx.API) {
	httpx.Route(api, "GET /api/public/branches", "listPublicBranches", "Las sucursales en actividad.", httpx.Public,
		h.publicBranches, httpx.LimitMenu)
	httpx.Route(api, "GET "+publicMenu, "getPublicMenu", "El menú de una sucursal.", httpx.Public, h.publicMenu,
		httpx.LimitMenu, httpx.Fails{404})
	documentMenu(api.OpenAPI())
	httpx.Route(api, "GET "+publicMenu+"/allergens", "listPublicAllergens",
		"Los alérgenos que el menú informa, con sus reacciones cruzadas.", httpx.Public, h.publicAllergens, httpx.LimitMenu,
		httpx.Fails{404})
	httpx.Route(api, "GET "+publicMenu+"/products/{product_id}", "getPublicProduct", "Un producto del menú.", httpx.Public,
		h.publicProduct, httpx.LimitMenu, httpx.Fails{404})
	httpx.Route(api, "GET "+publicMenu+"/products/{product_id}/complete", "getPublicProductDetails",
		"Todo lo que se sabe de un producto del menú.", httpx.Public, h.publicProductComplete, httpx.LimitMenu,
		httpx.Fails{404})
}

type branchesOutput struct{ Body []menu.BranchPublicOutput }

func (h *Handlers) publicBranches(ctx context.Context, _ *struct{}) (*branchesOutput, error) {
	branches, err := h.Menu.Branches(ctx)
	return &branchesOutput{branches}, err
}

type menuInput struct {
	Slug        string `path:"branch_slug" maxLength:"100"`
	IfNoneMatch string `header:"If-None-Match"`
}

// menuOutput is written as it is: the cache keeps menus encoded.
type menuOutput struct {
	Status       int
	ContentType  string `header:"Content-Type"`
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Body         []byte
}

func (h *Handlers) publicMenu(ctx context.Context, in *menuInput) (*menuOutput, error) {
	body, etag, err := h.MenuCache.Menu(ctx, in.Slug)
	if err != nil {
		return nil, err
	}
	// no-cache: keep it, but ask each time whether it changed; a dish runs out at once.
	out := &menuOutput{Status: http.StatusOK, ContentType: "application/json", ETag: etag, CacheControl: "public, no-cache", Body: body}
	if has(in.IfNoneMatch, etag) {
		out.Status, out.Body = http.StatusNotModified, nil
	}
	return out, nil
}

// has reports whether an If-None-Match names the tag. A proxy that compresses
// makes it a weak one.
func has(ifNoneMatch, etag string) bool {
	for known := range strings.SplitSeq(ifNoneMatch, ",") {
		known = strings.TrimPrefix(strings.TrimSpace(known), "W/")
		if known == etag || known == "*" {
			return true
		}
	}
	return false
}

// documentMenu says of the menu's bytes what they hold.
func documentMenu(doc *huma.OpenAPI) {
	responses := doc.Paths[publicMenu].Get.Responses
	responses["200"].Content = map[string]*huma.MediaType{
		"application/json": {Schema: doc.Components.Schemas.Schema(reflect.TypeFor[menu.MenuOutput](), true, "MenuOutput")},
	}
	responses["304"] = &huma.Response{Description: "El menú es el que ya tenés."}
}

type publicAllergensOutput struct{ Body []menu.AllergenPublicOutput }

func (h *Handlers) publicAllergens(ctx context.Context, in *menuPart) (*publicAllergensOutput, error) {
	allergens, err := h.Menu.Allergens(ctx, in.Slug)
	return &publicAllergensOutput{allergens}, err
}

// menuPart names the menu that a part is asked of.
type menuPart struct {
	Slug string `path:"branch_slug" maxLength:"100"`
}

type publicProductInput struct {
	Slug    string `path:"branch_slug" maxLength:"100"`
	Product int64  `path:"product_id"`
}

type publicProductOutput struct{ Body menu.ProductOutput }

func (h *Handlers) publicProduct(ctx context.Context, in *publicProductInput) (*publicProductOutput, error) {
	product, err := h.Menu.Product(ctx, in.Slug, in.Product)
	return &publicProductOutput{product}, err
}

type publicProductCompleteOutput struct{ Body menu.ProductCompleteOutput }

func (h *Handlers) publicProductComplete(ctx context.Context, in *publicProductInput) (*publicProductCompleteOutput, error) {
	product, err := h.Menu.Complete(ctx, in.Slug, in.Product)
	return &publicProductCompleteOutput{product}, err
}
