package api

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/api/httpx"
)

var pathNumber = regexp.MustCompile(`\{\w+\}`)

// A name that differs in its case, or by a letter that folds into another, is
// another name: nobody has validated what it brings.
func TestAPatchReadsWhatWasValidated(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	id := o.Make(t, "/api/admin/products", m{"name": "Suprema", "category_id": 50, "branch_prices": []m{{"branch_id": 10, "price_cents": 700_000}}})
	for _, body := range []string{
		`{"branch_prices":[{"branch_id":10,"price_cents":700000,"Price_Cents":1}]}`,
		`{"branch_prices":[{"branch_id":10,"price_cents":700000,"price_cent\u017f":-1}]}`,
		`{"modifications":[{"action":"add","item":"huevo","Extra_Cost_Cents":-500}]}`,
	} {
		o.Call(t, "PATCH", fmt.Sprintf("/api/admin/products/%d", id), body, o.Admin).Want(t, 200, "")
	}
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM branch_product WHERE product_id = $1 AND branch_id = 10 AND price_cents = 700000`, id))

	recipe := o.Make(t, "/api/recipes", with(recipeBody, "ingredients", []m{{"name": "Sal", "quantity": "1", "unit": "pizca"}}))
	row := o.Call(t, "PATCH", fmt.Sprintf("/api/recipes/%d", recipe), `{"Image":"http://169.254.169.254/latest","cost_cent\u017f":-1,"Cost_Cents":-1}`, o.Admin).Want(t, 200, "")
	assert.Nil(t, row.Body["image"])
	assert.EqualValues(t, 300_000, row.Body["cost_cents"])
}

// What a dish costs is the carta's affair, whatever an order says.
func TestAnOrderDoesNotSetItsPrice(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	for _, item := range []string{
		`{"product_id":300,"qty":0}`, `{"product_id":300,"qty":-1}`, `{"product_id":300,"qty":100}`, `{"product_id":300,"qty":1.5}`,
		`{"product_id":300,"qty":9223372036854775808}`, `{"product_id":300,"qty":1,"qty":2}`, `{"product_id":300,"Qty":1}`,
	} {
		f.Call(t, "POST", "/api/diner/rounds/submit", `{"items":[`+item+`]}`, f.Seated(t, "phone")).Want(t, 422, "validation_error")
	}
	require.Zero(t, f.Count(t, `SELECT count(*) FROM round`))
	const cheap = `{"items":[{"product_id":300,"qty":1,"price_cents":1,"unit_price_cents":-1,"currency":"USD"}],"total_cents":1}`
	f.Call(t, "POST", "/api/diner/rounds/submit", cheap, f.Seated(t, "phone")).Want(t, 200, "")
	assert.Equal(t, 1, f.Count(t, `SELECT count(*) FROM round_item WHERE unit_price_cents = $1`, apitest.MilanesaPrice))
}

func TestTextsThatTrick(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	name := func(text string) string {
		return fmt.Sprintf(`{"name":"%s","color":"#000000","local_id":"%d"}`, text, len(text))
	}
	for what, text := range map[string]string{
		"a NUL": `a\u0000b`, "an escape": `\u001b[2J`, "half a surrogate": `\ud83d`, "halves the wrong way round": `\udc69\ud83d`,
		"ten thousand accents": "a" + strings.Repeat("\u0301", 10_000),
	} {
		assert.Equal(t, 422, f.Call(t, "POST", "/api/diner/register", name(text), f.Seated(t, "phone")).StatusCode, what)
	}
	f.Call(t, "POST", "/api/diner/register", name("\u202eAna\u200b\u2066"), f.Seated(t, "phone")).Want(t, 200, "")
	f.Call(t, "POST", "/api/diner/register", name("Mun\u0303oz"), f.Seated(t, "tablet")).Want(t, 200, "")
	assert.Equal(t, 1, f.Count(t, `SELECT count(*) FROM diner WHERE name = 'Ana'`))
	assert.Equal(t, 1, f.Count(t, `SELECT count(*) FROM diner WHERE name = 'Muñoz'`))
}

func TestAHostHeaderLeadsNowhere(t *testing.T) {
	t.Parallel()
	o := newAdmin(t, func(o *Options) { o.MenuURL = "https://menu.ejemplo.com" })
	ask := func(path string) apitest.Reply {
		req, err := http.NewRequestWithContext(t.Context(), "GET", o.HTTP.URL+path, http.NoBody)
		require.NoError(t, err)
		req.Host = "evil.test"
		for name, value := range o.Admin.With("X-Forwarded-Host", "evil.test").With("X-Forwarded-Prefix", "//evil.test").With("Forwarded", "host=evil.test") {
			req.Header.Set(name, value)
		}
		a, err := apitest.Send(req)
		require.NoError(t, err)
		return a
	}
	a := ask("/api/admin/tables"+"/1000/qr-url").Want(t, 200, "")
	assert.Contains(t, a.Text, "https://menu.ejemplo.com")
	for _, path := range []string{"/api/admin/tables" + "/1000/qr-url", "/api/admin/tables" + "/qr-sheet?branch_id=10", "/openapi.json", "/docs", "/docs/", "/api/none/"} {
		a := ask(path)
		assert.NotContains(t, a.Text, "evil.test", path)
		assert.NotContains(t, a.Header.Get("Location"), "evil.test", path)
	}
	trace, err := http.NewRequestWithContext(t.Context(), http.MethodTrace, o.HTTP.URL+"/api/health", http.NoBody)
	require.NoError(t, err)
	refused, err := apitest.Send(trace)
	require.NoError(t, err)
	refused.Want(t, 405, "method_not_allowed")
}

// Every question that takes text is asked with what would break a query that was
// glued together.
func TestTextIsNoSQL(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	texts := []string{`%27%20OR%201=1%20--`, `%27;DROP%20TABLE%20diner;--`, `%25%25_%5C`, `%22%5D%7D$$`}
	asked := 0
	for _, op := range o.OpenAPI().Paths {
		if op.Get == nil || strings.HasPrefix(op.Get.Path, "/api/health") {
			continue
		}
		for _, p := range op.Get.Parameters {
			if p.In != "query" || p.Schema.Type != "string" || p.Schema.Format != "" || len(p.Schema.Enum) > 0 {
				continue
			}
			for _, text := range texts {
				path := strings.NewReplacer("{device_id}", text, "{table_code}", text, "{slug}", "centro").Replace(op.Get.Path)
				path = pathNumber.ReplaceAllString(path, "1") + "?branch_id=10&" + p.Name + "=" + text
				assert.NotEqual(t, 500, o.Call(t, "GET", path, nil, o.Admin).StatusCode, path)
				asked++
			}
		}
	}
	require.Greater(t, asked, 20)
	assert.Positive(t, o.Count(t, `SELECT count(*) FROM restaurant_table`))
	assert.Positive(t, o.Count(t, `SELECT count(*) FROM diner`))
}

func TestTheServerIsBounded(t *testing.T) {
	t.Parallel()
	s := httpx.NewHTTPServer("127.0.0.1:0", http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	assert.Positive(t, s.ReadHeaderTimeout)
	assert.Positive(t, s.ReadTimeout)
	assert.Positive(t, s.WriteTimeout)
	assert.Positive(t, s.IdleTimeout)

	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", s.Addr)
	require.NoError(t, err)
	go func() { _ = s.Serve(listener) }()
	t.Cleanup(func() { _ = s.Close() })
	req, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+listener.Addr().String(), http.NoBody)
	require.NoError(t, err)
	req.Header.Set("X-Bomb", strings.Repeat("x", 40<<10))
	res, err := http.DefaultTransport.RoundTrip(req)
	require.NoError(t, err)
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	assert.Equal(t, http.StatusRequestHeaderFieldsTooLarge, res.StatusCode)
}

// A small body that would grow when it is unpacked stays packed, and is no JSON.
func TestABodyIsNotUnpacked(t *testing.T) {
	t.Parallel()
	h := echoServer(t)
	h.Call(t, "POST", "/api/test/dish", "\x1f\x8b\x08\x00", apitest.Headers{"Content-Encoding": "gzip"}).Want(t, 422, "validation_error")
}
