package mpsim_test

import (
	"html"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	formTag  = regexp.MustCompile(`(?s)<form[^>]*>.*?</form>`)
	inputTag = regexp.MustCompile(`<input[^>]*>`)
	attr     = regexp.MustCompile(`([a-z-]+)(?:="([^"]*)")?`)
)

// form is what a browser without JavaScript would send when nothing was touched,
// and the values that its radio buttons offer.
type form struct {
	action  string
	values  url.Values
	offered map[string][]string
}

// formOf reads the first form of a page.
func formOf(t *testing.T, page string) form {
	t.Helper()
	found := formTag.FindString(page)
	require.NotEmpty(t, found, "no form in\n%s", page)
	tag, _, _ := strings.Cut(found, ">")
	read := form{action: attributes(tag)["action"], values: url.Values{}, offered: map[string][]string{}}
	require.Equal(t, "post", attributes(tag)["method"])
	for _, input := range inputTag.FindAllString(found, -1) {
		a := attributes(strings.TrimPrefix(input, "<input"))
		_, checked := a["checked"]
		if a["type"] == "radio" {
			read.offered[a["name"]] = append(read.offered[a["name"]], a["value"])
		}
		if a["type"] != "radio" || checked {
			read.values.Set(a["name"], a["value"])
		}
	}
	return read
}

func attributes(tag string) map[string]string {
	all := map[string]string{}
	for _, found := range attr.FindAllStringSubmatch(tag, -1) {
		all[found[1]] = html.UnescapeString(found[2])
	}
	return all
}

// browser is one without JavaScript: it follows redirects and sends forms, on a
// real port.
type browser struct {
	t    *testing.T
	base string
	*http.Client
}

func newBrowser(b *bench) *browser {
	b.t.Helper()
	listening := httptest.NewServer(b.server.Handler())
	b.t.Cleanup(listening.Close)
	jar, err := cookiejar.New(nil)
	require.NoError(b.t, err)
	client := listening.Client()
	client.Jar = jar
	return &browser{b.t, listening.URL, client}
}

func (c *browser) do(method, address string, values url.Values) (page, at string) {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, address, strings.NewReader(values.Encode()))
	require.NoError(c.t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := c.Do(request)
	require.NoError(c.t, err)
	defer response.Body.Close()
	var body strings.Builder
	require.NoError(c.t, response.Write(&body))
	return body.String(), response.Request.URL.String()
}

func TestADinerPaysWithoutJavaScript(t *testing.T) {
	b := newBench(t)
	made := b.ok(http.MethodPost, "/checkout/preferences", `{`+backURLs+`,"items":[{"id":"cuenta","title":"Mesa 12","quantity":1,"unit_price":20000},
		{"id":"propina","title":"Propina","quantity":1,"unit_price":2000}],"external_reference":"check_12"}`)
	c := newBrowser(b)
	page, at := c.do(http.MethodGet, c.base+"/checkout/v1/redirect?pref_id="+made["id"].(string), nil)
	assert.Contains(t, page, `name="viewport"`)
	assert.Contains(t, page, `lang="es-AR"`)
	assert.NotContains(t, page, "<script")
	for _, shown := range []string{"Mesa 12", "$ 20.000,00", "Propina", "$ 2.000,00", "Pagar $ 22.000,00", "7115"} {
		assert.Contains(t, page, shown)
	}
	sheet := formOf(t, page)
	assert.Equal(t, "visa", sheet.values.Get("method"))
	assert.Equal(t, "APRO", sheet.values.Get("holder"))
	assert.Subset(t, sheet.offered["holder"], []string{"APRO", "OTHE", "CONT", "FUND", "CALL"})
	assert.Subset(t, sheet.offered["method"], []string{"visa", "master", "amex", "debvisa", "account_money", "rapipago"})

	sheet.values.Set("method", "debvisa")
	sheet.values.Set("holder", "FUND")
	page, _ = c.do(http.MethodPost, at, sheet.values)
	assert.Contains(t, page, "no tiene fondos suficientes")
	assert.Contains(t, page, "terminada en 4373")
	assert.Contains(t, page, "Elegir otro medio")

	page, _ = c.do(http.MethodGet, at, nil)
	sheet = formOf(t, page)
	sheet.values.Set("holder", "CONT")
	page, _ = c.do(http.MethodPost, at, sheet.values)
	assert.Contains(t, page, "Estamos procesando tu pago")
	assert.Contains(t, page, "https://shop.example/payment/pending?")

	page, _ = c.do(http.MethodGet, at, nil)
	sheet = formOf(t, page)
	sheet.values.Set("other_holder", "lock")
	page, _ = c.do(http.MethodPost, at, sheet.values)
	assert.Contains(t, page, "no está habilitada", "a typed name wins")

	page, _ = c.do(http.MethodGet, at, nil)
	sheet = formOf(t, page)
	sheet.values.Set("method", "rapipago")
	page, _ = c.do(http.MethodPost, at, sheet.values)
	assert.Contains(t, page, "Te falta pagar en Rapipago")

	page, _ = c.do(http.MethodGet, at, nil)
	page, _ = c.do(http.MethodPost, at, formOf(t, page).values)
	assert.Contains(t, page, "Se acreditó tu pago")
	page, _ = c.do(http.MethodGet, at, nil)
	assert.Contains(t, page, "ya se pagó", "a second payment is warned of")
	assert.EqualValues(t, 22_000_00, b.ok(http.MethodGet, "/__sim/ledger", "")["net_cents"])
}

func TestFormsOfOnePreferenceDoNotPayAnother(t *testing.T) {
	b := newBench(t)
	_, _, nonce := b.open(b.preference())
	answer := b.submit("/checkout/v1/payment/"+b.preference(), nonce, "visa", "APRO")
	assert.Contains(t, answer.Body.String(), "La página estaba vieja")
	assert.EqualValues(t, 0, b.ok(http.MethodGet, "/__sim/ledger", "")["payments"])
}

func TestTheOperatorsPanel(t *testing.T) {
	b := newBench(t)
	paid := b.pay(b.preference(), `{}`)
	c := newBrowser(b)
	page, _ := c.do(http.MethodGet, c.base+"/__sim/", nil)
	assert.NotContains(t, page, "100000000001", "not before the password")
	page, _ = c.do(http.MethodPost, c.base+"/__sim/login", url.Values{"token": {"guess"}})
	assert.Contains(t, page, "Esa clave no es")
	page, _ = c.do(http.MethodPost, c.base+"/__sim/panel/clock", url.Values{"advance": {"15m"}})
	assert.Contains(t, page, "Clave de los controles")
	page, _ = c.do(http.MethodPost, c.base+"/__sim/login", url.Values{"token": {"admin"}})
	assert.Contains(t, page, "100000000001")
	page, _ = c.do(http.MethodPost, c.base+"/__sim/panel/payments/100000000001", url.Values{"move": {"refunded/refunded"}, "amount": {"34,50"}})
	assert.Contains(t, page, "partially_refunded")
	page, _ = c.do(http.MethodPost, c.base+"/__sim/panel/payments/100000000001", url.Values{"move": {"rejected/x"}})
	assert.Contains(t, page, "no se pasa a")
	c.do(http.MethodPost, c.base+"/__sim/panel/faults", url.Values{"type": {"status 503"}, "path": {"^/users"}, "phase": {"before"}, "times": {"1"}})
	assert.Equal(t, 503, b.call(http.MethodGet, "/users/me", "").Code)
	c.do(http.MethodPost, c.base+"/__sim/panel/rules", url.Values{"mode": {"lose"}})
	page, _ = c.do(http.MethodPost, c.base+"/__sim/panel/chaos", url.Values{"profile": {"calm"}, "seed": {"7"}})
	assert.Contains(t, page, "Corre calm con la semilla 7")
	assert.InDelta(t, 34.5, b.ok(http.MethodGet, paymentPath(paid), "")["transaction_amount_refunded"], 1e-9)
	page, _ = c.do(http.MethodGet, c.base+"/", nil)
	assert.Contains(t, page, "Simulador de Mercado Pago")
}
