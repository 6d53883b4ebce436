package api

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

var inlineStyle = regexp.MustCompile(`(?s)<style>(.*?)</style>`)

// pageOf checks what every printed page is: Spanish, whole, drawn by its own style
// alone, and without anything that runs or is fetched.
func pageOf(t *testing.T, a apitest.Reply) string {
	t.Helper()
	a.Want(t, 200, "")
	require.Equal(t, "text/html; charset=utf-8", a.Header.Get("Content-Type"))
	require.Contains(t, a.Text, `<html lang="es-AR">`)
	require.Contains(t, a.Text, "</html>")
	for _, no := range []string{"<script", "http:", "https:", "style=", "url(", "ZgotmplZ", "onload"} {
		require.NotContains(t, a.Text, no)
	}
	styles := inlineStyle.FindAllStringSubmatch(a.Text, -1)
	require.Len(t, styles, 1)
	sum := sha256.Sum256([]byte(styles[0][1]))
	policy := a.Header.Get("Content-Security-Policy")
	require.Contains(t, policy, "style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	require.True(t, strings.HasPrefix(policy, "default-src 'none';"), policy)
	return a.Text
}

func TestPrintedPages(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	o.Exec(t, `UPDATE branch SET address = 'Belgrano 100 <Centro>', phone = '261 555' WHERE id = 10`)
	o.Exec(t, `UPDATE product SET name = 'Milanesa <b>XL</b> & "fritas"' WHERE id = 300`)
	round, check := dine(t, o)
	o.Exec(t, `UPDATE round_item SET is_voided = true WHERE round_id = $1 AND product_id = 301`, round)

	ticket := pageOf(t, o.Call(t, "GET", fmt.Sprintf("%s/kitchen-ticket/%d", "/api/admin/receipts", round), nil, o.Waiter))
	for _, text := range []string{"INT-01", "Milanesa &lt;b&gt;XL&lt;/b&gt; &amp; &#34;fritas&#34;", "2×", "=cmd|&#39;/c calc&#39;!A1", "ANULADO", "Platos", "moza@demo.com"} {
		require.Contains(t, ticket, text)
	}
	o.Exec(t, `UPDATE round_item SET is_voided = false WHERE round_id = $1`, round)

	receipt := pageOf(t, o.Call(t, "GET", fmt.Sprintf("%s/customer-receipt/%d", "/api/admin/receipts", check), nil, o.Waiter))
	for _, text := range []string{
		"Belgrano 100 &lt;Centro&gt;", "2 × $ 8.500,00", "$ 17.000,00", "−$ 2.020,00", "$ 18.180,00", "Efectivo", "$ 10.000,00", "FALTA PAGAR", "$ 8.180,00",
		"Documento no válido como factura",
	} {
		require.Contains(t, receipt, text)
	}
	o.Call(t, "POST", "/api/billing/cash/pay", map[string]any{"check_id": check, "amount_cents": 818_000}, o.Waiter).Want(t, 200, "")
	require.Contains(t, pageOf(t, o.Call(t, "GET", fmt.Sprintf("%s/customer-receipt/%d", "/api/admin/receipts", check), nil, o.Waiter)), "PAGADO")

	o.Exec(t, `UPDATE table_session SET opened_at = '2026-03-06T17:51:00Z', closed_at = '2026-03-06T17:52:00Z', status = 'CLOSED'
		WHERE id = (SELECT table_session_id FROM app_check WHERE id = $1)`, check)
	require.Contains(t, pageOf(t, o.Call(t, "GET", fmt.Sprintf("%s/customer-receipt/%d", "/api/admin/receipts", check), nil, o.Waiter)),
		"14:51 a 14:52", "printed long after, it says when the guests left")

	day := pageOf(t, o.Call(t, "GET", "/api/admin/receipts"+"/daily-report/10", nil, o.Manager))
	for _, text := range []string{"Informe del día", "$ 18.180,00", "Efectivo", "Platos", "moza@demo.com", `width="100"`} {
		require.Contains(t, day, text)
	}
	require.Contains(t, pageOf(t, o.Call(t, "GET", "/api/admin/receipts"+"/daily-report/10?report_date=2024-02-29", nil, o.Admin)), "No hubo pedidos.")

	for _, path := range []string{"/kitchen-ticket/" + apitest.ID(round), "/customer-receipt/" + apitest.ID(check), "/daily-report/10"} {
		o.Call(t, "GET", "/api/admin/receipts"+path, nil, o.Stranger).Want(t, 404, "")
		o.Call(t, "GET", "/api/admin/receipts"+path, nil, nil).Want(t, 401, "")
	}
	o.Call(t, "GET", "/api/admin/receipts"+"/daily-report/10", nil, o.Waiter).Want(t, 403, "")
	o.Call(t, "GET", "/api/admin/receipts"+"/daily-report/11", nil, o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "GET", "/api/admin/receipts"+"/daily-report/10?report_date=2024-02-30", nil, o.Admin).Want(t, 422, "validation_error")
}
