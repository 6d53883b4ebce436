package venue

import (
	"context"
	"net/url"
	"strconv"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/qr"
)

// qrPixels is the side of a QR code as PNG: six centimetres at 300 dpi.
const qrPixels = 720

func (h *Handlers) tableQRRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+tablesPath+"/{id}/qr-url", "getTableQRURL", "Dice adónde lleva el código QR de una mesa.",
		httpx.Staff(), h.tableQRURL, httpx.Fails{404})
	httpx.Route(api, "GET "+tablesPath+"/{id}/qr.png", "getTableQRPNG", "Dibuja el código QR de una mesa como PNG.",
		httpx.Staff(), h.tableQRPNG, httpx.Fails{404})
	httpx.Route(api, "GET "+tablesPath+"/{id}/qr.svg", "getTableQRSVG", "Dibuja el código QR de una mesa como SVG.",
		httpx.Staff(), h.tableQRSVG, httpx.Fails{404})
	httpx.Route(api, "POST "+tablesPath+"/{id}/qr-secret", "rotateTableQR",
		"Cambia el secreto del código QR de una mesa: el impreso deja de servir donde la sucursal pide el secreto.",
		httpx.Managers, h.rotateTableQR, httpx.Fails{404})
	httpx.Route(api, "GET "+tablesPath+"/qr-sheet", "printTableQRSheet",
		"Arma la hoja para imprimir los códigos QR de una sucursal, o de un sector suyo.",
		httpx.Managers.InBranch("branch_id"), h.tableQRSheet, httpx.Fails{404})
}

// QRUrlResponse is where a table's QR code leads.
type QRUrlResponse struct {
	TableID    int64  `json:"table_id"`
	TableCode  string `json:"table_code"`
	BranchID   int64  `json:"branch_id"`
	BranchSlug string `json:"branch_slug"`
	URL        string `json:"url" doc:"Lo que dice el código."`
	PNG        string `json:"png" doc:"Dónde está la imagen, en esta API."`
	SVG        string `json:"svg"`
}

func (h *Handlers) tableQRURL(ctx context.Context, in *httpx.ByID) (*httpx.Body[QRUrlResponse], error) {
	t, err := h.tableToScan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	at := tablesPath + "/" + strconv.FormatInt(t.ID, 10)
	return httpx.Answer(QRUrlResponse{
		TableID: t.ID, TableCode: t.Code, BranchID: t.BranchID, BranchSlug: t.BranchSlug,
		URL: h.joinURL(t), PNG: at + "/qr.png", SVG: at + "/qr.svg",
	}), nil
}

// joinURL is the page of the diners' application that opens a table.
func (h *Handlers) joinURL(t dbgen.TablesToScanRow) string {
	at := h.MenuURL + "/join/" + url.PathEscape(t.BranchSlug) + "/" + url.PathEscape(t.Code)
	if t.QrSecretRequired {
		at += "#k=" + t.QrSecret // behind #, which no server and no log sees
	}
	return at
}

// rotateTableQR gives a table's code another secret. The audit log says that it was changed, and not to what.
func (h *Handlers) rotateTableQR(ctx context.Context, in *httpx.ByID) (*httpx.Body[QRUrlResponse], error) {
	err := h.Writer.Write(ctx, func(c *entity.Change) error {
		held, err := c.Lock(ctx, c.Who, catalog.Table, in.ID)
		if err != nil {
			return err
		}
		if err := c.RotateTableSecret(ctx, in.ID, c.Who.TenantID); err != nil {
			return err
		}
		after := map[string]any{"qr": "otro secreto"}
		return c.Note(ctx, postgres.Change{Entity: held, Action: postgres.Updated, After: after})
	})
	if err != nil {
		return nil, err
	}
	return h.tableQRURL(ctx, in)
}

func (h *Handlers) tableToScan(ctx context.Context, id int64) (dbgen.TablesToScanRow, error) {
	who := access.StaffFrom(ctx)
	if _, err := h.Store.Find(ctx, who, catalog.Table, id); err != nil {
		return dbgen.TablesToScanRow{}, err
	}
	t, err := httpx.Only(h.Store.TablesToScan(ctx, dbgen.TablesToScanParams{TenantID: who.TenantID, ID: &id}))
	return t, postgres.Fault(err)
}

type imageOutput struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (h *Handlers) tableQRPNG(ctx context.Context, in *httpx.ByID) (*imageOutput, error) {
	t, err := h.tableToScan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	image, err := qr.PNG(h.joinURL(t), qrPixels)
	return &imageOutput{"image/png", image}, err
}

func (h *Handlers) tableQRSVG(ctx context.Context, in *httpx.ByID) (*imageOutput, error) {
	t, err := h.tableToScan(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	image, err := qr.SVG(h.joinURL(t))
	return &imageOutput{"image/svg+xml", []byte(image)}, err
}

type qrSheetInput struct {
	BranchID int64 `query:"branch_id" required:"true" minimum:"1"`
	SectorID int64 `query:"sector_id" minimum:"1"`
}

type sheetOutput struct {
	ContentType string `header:"Content-Type"`
	Policy      string `header:"Content-Security-Policy"`
	Body        []byte
}

func (h *Handlers) tableQRSheet(ctx context.Context, in *qrSheetInput) (*sheetOutput, error) {
	who := access.StaffFrom(ctx)
	at, err := h.Store.Find(ctx, who, catalog.Branch, in.BranchID)
	if err != nil {
		return nil, err
	}
	if in.SectorID != 0 {
		if _, err := h.Store.Find(ctx, who, catalog.Sector, in.SectorID); err != nil {
			return nil, err
		}
	}
	tables, err := h.Store.TablesToScan(ctx, dbgen.TablesToScanParams{
		TenantID: who.TenantID, BranchID: &in.BranchID, SectorID: httpx.Optional(in.SectorID),
	})
	if err != nil {
		return nil, postgres.Fault(err)
	}
	page, err := h.drawSheet(at.Name, tables)
	return &sheetOutput{"text/html; charset=utf-8", sheetPolicy, page}, err
}
