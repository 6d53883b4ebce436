package recipe

import (
	"context"
	"fmt"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
)

// knowledgeRoutes are what the chat is taught.
func (h *Handlers) knowledgeRoutes(api *httpx.API) {
	httpx.Route(api, "POST /api/admin/rag/ingest", "ingestText",
		"Agrega un texto que el chat puede encontrar, de una sucursal o de todas.", httpx.Admins, h.ingestText, httpx.Created,
		httpx.Fails{400})
	httpx.Route(api, "POST /api/admin/rag/ingest-products", "ingestProducts",
		"Vuelve a leer todos los productos para el chat. Ocurre también solo, con cada cambio de un producto, una categoría o un ingrediente.",
		httpx.Admins, h.ingestProducts)
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

func (h *Handlers) ingestText(
	ctx context.Context, in *httpx.Body[IngestTextRequest],
) (*httpx.Body[IngestResponse], error) {
	out, b := &httpx.Body[IngestResponse]{}, in.Body
	err := h.Writer.Write(ctx, func(c *entity.Change) error {
		if err := c.ReferenceIfAny(ctx, catalog.Branch, b.BranchID); err != nil {
			return err
		}
		id, err := entity.Insert(ctx, c, c.InsertKnowledge, b)
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

func (h *Handlers) ingestProducts(ctx context.Context, _ *struct{}) (*httpx.Body[IngestProductsResponse], error) {
	out := &httpx.Body[IngestProductsResponse]{}
	err := h.Writer.Write(ctx, func(c *entity.Change) error {
		n, err := c.KeepProductTexts(ctx, c.Who.TenantID, nil)
		if err != nil {
			return err
		}
		out.Body = IngestProductsResponse{n, fmt.Sprintf("Productos leídos: %d textos nuevos o cambiados.", n)}
		return c.Audit(ctx, c.Who, postgres.Change{
			Entity: postgres.Entity{Kind: catalog.KnowledgeDocument}, Action: "INGEST", After: out.Body,
		})
	})
	return out, err
}
