package recipe

import (
	"context"
	"fmt"
	"net/http"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// knowledgeRoutes are what the chat is taught.
func (h *Handlers) knowledgeRoutes(api *httpx.API) {
	httpx.Handle(api, httpx.Operation{
		ID: "ingestText", Method: http.MethodPost, Path: "/api/admin/rag/ingest", Access: httpx.Staff(access.Admin), Success: http.StatusCreated,
		Summary: "Agrega un texto que el chat puede encontrar, de una sucursal o de todas.", Errors: []int{http.StatusBadRequest},
	}, h.ingestText)
	httpx.Handle(api, httpx.Operation{
		ID: "ingestProducts", Method: http.MethodPost, Path: "/api/admin/rag/ingest-products", Access: httpx.Staff(access.Admin),
		Summary: "Vuelve a leer todos los productos para el chat. Ocurre también solo, con cada cambio de un producto, una categoría o un ingrediente.",
	}, h.ingestProducts)
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

func (h *Handlers) ingestText(ctx context.Context, in *ingestTextInput) (*ingestTextOutput, error) {
	out, b := &ingestTextOutput{}, in.Body
	err := h.Writer.Write(ctx, func(c *entity.Change) error {
		if err := c.ReferenceIfAny(ctx, catalog.Branch, b.BranchID); err != nil {
			return err
		}
		id, err := c.InsertKnowledge(ctx, dbgen.InsertKnowledgeParams{
			TenantID: c.Who.TenantID, BranchID: b.BranchID, Title: b.Title, Content: b.Content, Source: b.Source,
		})
		if err != nil {
			return err
		}
		out.Body = IngestResponse{ID: id, Title: b.Title, ContentPreview: httpx.Truncate(b.Content, 200), Source: b.Source}
		made, err := c.Lock(ctx, c.Who, catalog.KnowledgeDocument, id)
		if err != nil {
			return err
		}
		return c.Note(ctx, postgres.Change{Entity: made, Action: postgres.Created, After: b})
	})
	return out, err
}

// IngestProductsResponse counts the documents that are new or changed.
type IngestProductsResponse struct {
	DocumentsCreated int32  `json:"documents_created"`
	Message          string `json:"message"`
}

type ingestProductsOutput struct{ Body IngestProductsResponse }

func (h *Handlers) ingestProducts(ctx context.Context, _ *struct{}) (*ingestProductsOutput, error) {
	out := &ingestProductsOutput{}
	err := h.Writer.Write(ctx, func(c *entity.Change) error {
		n, err := c.KeepProductTexts(ctx, c.Who.TenantID, nil)
		if err != nil {
			return err
		}
		out.Body = IngestProductsResponse{n, fmt.Sprintf("Productos leídos: %d textos nuevos o cambiados.", n)}
		return c.Audit(ctx, c.Who, postgres.Change{Entity: postgres.Entity{Kind: catalog.KnowledgeDocument}, Action: "INGEST", After: out.Body})
	})
	return out, err
}
