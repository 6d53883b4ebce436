package api

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var inlineStyle = regexp.MustCompile(`(?s)<style>(.*?)</style>`)

// page checks what every printed page is: Spanish, whole, drawn by its own style
// alone, and without anything that runs or is fetched.
func (a reply) page(t *testing.T) string {
	t.Helper()
	a.want(t, 200, "")
	require.Equal(t, "text/html; charset=utf-8", a.Header.Get("Content-Type"))
	require.Contains(t, a.text, `<html lang="es-AR">`)
	require.Contains(t, a.text, "</html>")
	for _, no := range []string{"<script", "http:", "https:", "style=", "url(", "ZgotmplZ", "onload"} {
		require.NotContains(t, a.text, no)
	}
	styles := inlineStyle.FindAllStringSubmatch(a.text, -1)
	require.Len(t, styles, 1)
	sum := sha256.Sum256([]byte(styles[0][1]))
	policy := a.Header.Get("Content-Security-Policy")
	require.Contains(t, policy, "style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	require.True(t, strings.HasPrefix(policy, "default-src 'none';"), policy)
	return a.text
}

func TestPrintedPages(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.exec(t, `UPDATE branch SET address = 'Belgrano 100 <Centro>', phone = '261 555' WHERE id = 10`)
	o.exec(t, `UPDATE product SET name = 'Milanesa <b>XL</b> & "fritas"' WHERE id = 300`)
	round, check := o.dine(t)
	o.exec(t, `UPDATE round_item SET is_voided = true WHERE round_id = $1 AND product_id = 301`, round)

	ticket := o.call(t, get, fmt.Sprintf("%s/kitchen-ticket/%d", receiptsPath, round), nil, o.waiter).page(t)
	for _, text := range []string{"INT-01", "Milanesa &lt;b&gt;XL&lt;/b&gt; &amp; &#34;fritas&#34;", "2×", "=cmd|&#39;/c calc&#39;!A1", "ANULADO", "Platos", "moza@demo.com"} {
		require.Contains(t, ticket, text)
	}
	o.exec(t, `UPDATE round_item SET is_voided = false WHERE round_id = $1`, round)

	receipt := o.call(t, get, fmt.Sprintf("%s/customer-receipt/%d", receiptsPath, check), nil, o.waiter).page(t)
	for _, text := range []string{
		"Belgrano 100 &lt;Centro&gt;", "2 × $ 8.500,00", "$ 17.000,00", "−$ 2.020,00", "$ 18.180,00", "Efectivo", "$ 10.000,00", "FALTA PAGAR", "$ 8.180,00",
		"Documento no válido como factura",
	} {
		require.Contains(t, receipt, text)
	}
	o.call(t, post, "/api/billing/cash/pay", map[string]any{"check_id": check, "amount_cents": 818_000}, o.waiter).want(t, 200, "")
	require.Contains(t, o.call(t, get, fmt.Sprintf("%s/customer-receipt/%d", receiptsPath, check), nil, o.waiter).page(t), "PAGADO")

	day := o.call(t, get, receiptsPath+"/daily-report/10", nil, o.manager).page(t)
	for _, text := range []string{"Informe del día", "$ 18.180,00", "Efectivo", "Platos", "moza@demo.com", `width="100"`} {
		require.Contains(t, day, text)
	}
	require.Contains(t, o.call(t, get, receiptsPath+"/daily-report/10?report_date=2024-02-29", nil, o.admin).page(t), "No hubo pedidos.")

	for _, path := range []string{"/kitchen-ticket/" + id(round), "/customer-receipt/" + id(check), "/daily-report/10"} {
		o.call(t, get, receiptsPath+path, nil, o.stranger).want(t, 404, "")
		o.call(t, get, receiptsPath+path, nil, nil).want(t, 401, "")
	}
	o.call(t, get, receiptsPath+"/daily-report/10", nil, o.waiter).want(t, 403, "")
	o.call(t, get, receiptsPath+"/daily-report/11", nil, o.manager).want(t, 403, "branch_forbidden")
	o.call(t, get, receiptsPath+"/daily-report/10?report_date=2024-02-30", nil, o.admin).want(t, 422, "validation_error")
}
