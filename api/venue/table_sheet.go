package venue

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"unicode/utf8"

	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/qr"
)

// sheetPolicy lets a printable page have its own style and nothing else: no
// script, no other host.
const sheetPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

//go:embed table_sheet.html
var sheetText string

var sheetPage = template.Must(template.New("sheet").Parse(sheetText))

// longCode is from how many letters on a code is written smaller.
const longCode = 11

// codeSheet is what the page shows.
type codeSheet struct {
	Branch, Tenant, Color string
	Cards                 []sheetCard
}

// sheetCard is what is cut out and stuck on one table.
type sheetCard struct {
	Code, Sector, Address string
	Image                 template.HTML // an SVG of our own drawing
}

// Long reports a code that would not fit its box.
func (c sheetCard) Long() bool { return utf8.RuneCountInString(c.Code) >= longCode }

func (h *Handlers) drawSheet(branch string, tables []dbgen.TablesToScanRow) ([]byte, error) {
	page := codeSheet{Branch: branch}
	for _, t := range tables {
		to := h.joinURL(t)
		image, err := qr.SVG(to)
		if err != nil {
			return nil, err
		}
		_, address, _ := strings.Cut(to, "://")
		page.Tenant, page.Color = t.TenantName, t.ThemeColor
		page.Cards = append(page.Cards, sheetCard{
			Code: t.Code, Sector: t.Sector, Address: address, Image: template.HTML(image),
		}) //nolint:gosec // drawn by internal/platform/qr
	}
	var out bytes.Buffer
	if err := sheetPage.Execute(&out, page); err != nil {
		return nil, fmt.Errorf("draw a sheet of QR codes: %w", err)
	}
	return out.Bytes(), nil
}
