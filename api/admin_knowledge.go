package api

import (
	"context"
	"fmt"
	"net/http"
	"unicode/utf8"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// knowledgeRoutes are what the chat is taught.
func (s *Server) knowledgeRoutes(r router) {
	handle(r, operation{
		ID: "ingestText", Method: http.MethodPost, Path: "/api/admin/rag/ingest", Access: staff(access.Admin), Success: http.StatusCreated,
		Summary: "Agrega un texto que el chat puede encontrar, de una sucursal o de todas.", Errors: []int{http.StatusBadRequest},
	}, s.ingestText)
	handle(r, operation{
		ID: "ingestProducts", Method: http.MethodPost, Path: "/api/admin/rag/ingest-products", Access: staff(access.Admin),
		Summary: "Vuelve a leer todos los productos para el chat. Ocurre también solo, con cada cambio de un producto, una categoría o un ingrediente.",
	}, s.ingestProducts)
}

// IngestTextRequest is a text for the chat.
type IngestTextRequest struct {
	Content  string  `json:"content" minLength:"10" maxLength:"10000" example:"Tenemos sillas altas para chicos y cambiador."`
	Title    *string `json:"title" required:"false" maxLength:"200" example:"Con chicos"`
	Source   *string `json:"source" required:"false" maxLength:"50" example:"preguntas frecuentes"`
	BranchID *int64  `json:"branch_id" required:"false" doc:"Sin ella, de todas las sucursales." example:"1"`
}

// IngestResponse is the text that was kept.
type IngestResponse struct {
	ID             int64   `json:"id"`
	Title          *string `json:"title"`
	ContentPreview string  `json:"content_preview"`
	Source         *string `json:"source"`
}

type ingestTextInput struct{ Body IngestTextRequest }

type ingestTextOutput struct{ Body IngestResponse }

func (s *Server) ingestText(ctx context.Context, in *ingestTextInput) (*ingestTextOutput, error) {
	out, b := &ingestTextOutput{}, in.Body
	err := s.write(ctx, func(c *change) error {
		if err := c.referTo(ctx, catalog.Branch, b.BranchID); err != nil {
			return err
		}
		id, err := c.InsertKnowledge(ctx, dbgen.InsertKnowledgeParams{
			TenantID: c.who.TenantID, BranchID: b.BranchID, Title: b.Title, Content: b.Content, Source: b.Source,
		})
		if err != nil {
			return err
		}
		out.Body = IngestResponse{ID: id, Title: b.Title, ContentPreview: cut(b.Content, 200), Source: b.Source}
		made, err := c.Lock(ctx, c.who, catalog.KnowledgeDocument, id)
		if err != nil {
			return err
		}
		return c.note(ctx, postgres.Change{Entity: made, Action: postgres.Created, After: b})
	})
	return out, err
}

// cut gives the beginning of a text that is longer than so many characters.
func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}

// IngestProductsResponse counts the documents that are new or changed.
type IngestProductsResponse struct {
	DocumentsCreated int32  `json:"documents_created"`
	Message          string `json:"message"`
}

type ingestProductsOutput struct{ Body IngestProductsResponse }

func (s *Server) ingestProducts(ctx context.Context, _ *struct{}) (*ingestProductsOutput, error) {
	out := &ingestProductsOutput{}
	err := s.write(ctx, func(c *change) error {
		n, err := c.KeepProductTexts(ctx, c.who.TenantID, nil)
		if err != nil {
			return err
		}
		out.Body = IngestProductsResponse{n, fmt.Sprintf("Productos leídos: %d textos nuevos o cambiados.", n)}
		return c.Audit(ctx, c.who, postgres.Change{Entity: postgres.Entity{Kind: catalog.KnowledgeDocument}, Action: "INGEST", After: out.Body})
	})
	return out, err
}

// relearn has the chat know a menu as it is after a change. The change is
// committed: what was not learnt now is with the next one.
func (s *Server) relearn(ctx context.Context, tenant int64, touched []postgres.Entity) {
	products, all := toldOf(touched)
	if len(products) == 0 && !all {
		return
	}
	if all {
		products = nil
	}
	if _, err := s.store.KeepProductTexts(context.WithoutCancel(ctx), tenant, products); err != nil {
		s.log.WarnContext(ctx, "menu not read for the chat", "error", err)
	}
}

// toldOf are the products whose texts tell of what was touched; all, if that is
// something that many have.
func toldOf(touched []postgres.Entity) (products []int64, all bool) {
	for _, e := range touched {
		switch e.Kind {
		case catalog.Product:
			products = append(products, e.ID)
		case catalog.Category, catalog.Subcategory, catalog.Ingredient, catalog.SubIngredient:
			all = true
		}
	}
	return products, all
}
