package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/api/httpx"
)

// dish is a body with something of everything.
type dish struct {
	Name  string   `json:"name" minLength:"1" maxLength:"20"`
	Qty   int      `json:"qty" minimum:"1" maximum:"99"`
	Notes *string  `json:"notes,omitempty"`
	Tags  []string `json:"tags,omitempty"`
	Items []struct {
		Qty int `json:"qty" minimum:"1"`
	} `json:"items,omitempty"`
}

type dishInput struct {
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Body  dish
}

type dishOutput struct{ Body dish }

// echoServer is a server that answers a dish with the dish.
func echoServer(t *testing.T) *apitest.Fixture {
	t.Helper()
	h := newFixture(t)
	httpx.Route(h.Tagged("Estado del servicio"), "POST /api/test/dish", "", "", httpx.Public,
		func(_ context.Context, in *dishInput) (*dishOutput, error) { return &dishOutput{Body: in.Body}, nil })
	return h
}

func TestBodies(t *testing.T) {
	t.Parallel()
	h := echoServer(t)
	for name, tt := range map[string]struct {
		body   string
		want   string // the answer's body, if accepted
		refuse string // else the detail
	}{
		"a dish":                    {body: `{"name":"Milanesa","qty":2}`, want: `{"name":"Milanesa","qty":2}`},
		"unknown fields":            {body: `{"name":"Milanesa","qty":2,"diner_id":"x"}`, want: `{"name":"Milanesa","qty":2}`},
		"null for what is left out": {body: `{"name":"Milanesa","qty":2,"notes":null,"tags":null}`, want: `{"name":"Milanesa","qty":2}`},
		"composed":                  {body: `{"name":"Nin\u0303o","qty":1}`, want: `{"name":"Niño","qty":1}`},
		"invisible marks":           {body: "{\"name\":\"\u202egnp.exe\u200b\",\"qty\":1}", want: `{"name":"gnp.exe","qty":1}`},
		"emoji with joiners":        {body: `{"name":"👩‍🍳","qty":1}`, want: `{"name":"👩‍🍳","qty":1}`},
		"lines in notes":            {body: `{"name":"a","qty":1,"notes":"sin sal\ny sin ajo"}`, want: `{"name":"a","qty":1,"notes":"sin sal\ny sin ajo"}`},

		"another case":     {body: `{"name":"a","Qty":2}`, refuse: `[{"type":"missing","loc":["body","qty"],"msg":"Falta este dato.","input":null}]`},
		"a case beside":    {body: `{"name":"a","qty":2,"Qty":99}`, want: `{"name":"a","qty":2}`},
		"twice":            {body: `{"name":"a","qty":1,"qty":99}`, refuse: `[{"type":"duplicate_name","loc":["body","qty"],"msg":"El dato está repetido.","input":null}]`},
		"twice by escapes": {body: `{"name":"a","qty":1,"q\u0074y":99}`, refuse: `[{"type":"duplicate_name","loc":["body","qty"],"msg":"El dato está repetido.","input":null}]`},
		"a NUL":            {body: `{"name":"a\u0000b","qty":1}`, refuse: `[{"type":"control_character","loc":["body","name"],"msg":"El texto tiene caracteres que no se pueden usar.","input":null}]`},
		"an escape":        {body: `{"name":"a","qty":1,"tags":["ok","\u001b[2J"]}`, refuse: `[{"type":"control_character","loc":["body","tags",1],"msg":"El texto tiene caracteres que no se pueden usar.","input":null}]`},
		"half a surrogate": {body: `{"name":"\ud83d","qty":1}`, refuse: `[{"type":"json_invalid","loc":["body"],"msg":"El cuerpo no es JSON válido.","input":null}]`},
		"broken UTF-8":     {body: "{\"name\":\"\xff\",\"qty\":1}", refuse: `[{"type":"json_invalid","loc":["body"],"msg":"El cuerpo no es JSON válido.","input":null}]`},
		"no JSON":          {body: `{"name":`, refuse: `[{"type":"json_invalid","loc":["body"],"msg":"El cuerpo no es JSON válido.","input":null}]`},
		"two values":       {body: `{"name":"a","qty":1}{}`, refuse: `[{"type":"json_invalid","loc":["body"],"msg":"El cuerpo no es JSON válido.","input":null}]`},
		"too deep":         {body: strings.Repeat("[", 20_000), refuse: `[{"type":"json_invalid","loc":["body"],"msg":"El cuerpo no es JSON válido.","input":null}]`},
		"nothing":          {body: ``, refuse: `[{"type":"missing","loc":["body"],"msg":"Falta el cuerpo del pedido.","input":null}]`},
		"a list":           {body: `[]`, refuse: `[{"type":"dict_type","loc":["body"],"msg":"Tiene que ser un objeto.","input":null}]`},
		"too few":          {body: `{"name":"a","qty":0}`, refuse: `[{"type":"greater_than_equal","loc":["body","qty"],"msg":"Tiene que ser 1 o más.","input":0}]`},
		"a fraction":       {body: `{"name":"a","qty":1.5}`, refuse: `[{"type":"int_type","loc":["body","qty"],"msg":"Tiene que ser un número entero.","input":1.5}]`},
		"beyond int64":     {body: `{"name":"a","qty":1,"items":[{"qty":1e30}]}`, refuse: `[{"type":"value_error","loc":["body","items",0,"qty"],"msg":"El valor no sirve para este dato.","input":null}]`},
		"deep inside":      {body: `{"name":"a","qty":1,"items":[{"qty":1},{"qty":"dos"}]}`, refuse: `[{"type":"int_type","loc":["body","items",1,"qty"],"msg":"Tiene que ser un número entero.","input":"dos"}]`},
		"several": {body: `{"name":"","qty":100}`, refuse: `[
			{"type":"string_too_short","loc":["body","name"],"msg":"Tiene que tener 1 caracteres o más.","input":""},
			{"type":"less_than_equal","loc":["body","qty"],"msg":"Tiene que ser 99 o menos.","input":100}]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := h.Call(t, "POST", "/api/test/dish", tt.body, nil)
			if tt.want != "" {
				require.JSONEq(t, tt.want, a.Want(t, 200, "").Text)
				return
			}
			a.Want(t, 422, "validation_error")
			detail, err := json.Marshal(a.Body["detail"])
			require.NoError(t, err)
			require.JSONEq(t, tt.refuse, string(detail))
		})
	}
}

func TestASecretIsNotSentBack(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	a := h.Call(t, "POST", "/api/auth/login", `{"password":"hunter2","email":7}`, nil).Want(t, 422, "validation_error")
	assert.NotContains(t, a.Text, "hunter2")
	long := h.Call(t, "POST", "/api/auth/login", map[string]string{"email": "a@b.c", "password": strings.Repeat("hunter2", 50)}, nil)
	assert.NotContains(t, long.Want(t, 422, "validation_error").Text, "hunter2")
}

func TestWhatIsNoBodyOfOurs(t *testing.T) {
	t.Parallel()
	h := echoServer(t)
	large := `{"qty":1,"name":"` + strings.Repeat("a", 64<<10) + `"}`
	h.Call(t, "POST", "/api/test/dish", large, nil).Want(t, 413, "body_too_large")
	h.Call(t, "POST", "/api/test/dish", large, apitest.Headers{"Transfer-Encoding": "chunked"}).Want(t, 413, "body_too_large")
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
		h.Call(t, "POST", "/api/test/dish", `{"name":"a","qty":1}`, apitest.Headers{"Content-Type": kind}).Want(t, 415, "unsupported_media_type")
	}
	h.Call(t, "POST", "/api/test/dish", `{"name":"a","qty":1}`, apitest.Headers{"Content-Type": "application/json; charset=utf-8"}).Want(t, 200, "")
}

func TestAChunkedBodyIsBoundedToo(t *testing.T) {
	t.Parallel()
	h := echoServer(t)
	endless := strings.NewReader(`{"qty":1,"name":"` + strings.Repeat("a", 256<<10))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.HTTP.URL+"/api/test/dish", struct{ *strings.Reader }{endless})
	require.NoError(t, err)
	req.ContentLength = -1
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultTransport.RoundTrip(req)
	require.NoError(t, err)
	defer res.Body.Close()
	assert.Equal(t, 413, res.StatusCode)
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	h := echoServer(t)
	const body = `{"name":"a","qty":1}`
	for path, status := range map[string]int{
		"/api/test/dish?limit=200":    200,
		"/api/test/dish?limit=201":    422,
		"/api/test/dish?limit=x":      422,
		"/api/test/dish?limit=1%00":   422,
		"/api/test/dish?other=%ff%fe": 422,
		"/api/test/dish?other=%zz":    422,
		"/api/test/%00":               404,
		"/api/test/dish/":             404,
		"/api/none":                   404,
	} {
		a := h.Call(t, "POST", path, body, nil)
		assert.Equal(t, status, a.StatusCode, "%s: %s", path, a.Text)
		if status != 200 {
			assert.NotNil(t, a.Body["detail"], path)
		}
	}
	h.Call(t, "PUT", "/api/test/dish", body, nil).Want(t, 405, "method_not_allowed")
	h.Call(t, "GET", "/api/auth/me", nil, apitest.Headers{"X-HTTP-Method-Override": "POST"}).Want(t, 401, "not_authenticated")
}

func TestRequestID(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	for sent, kept := range map[string]bool{
		"abc-123": true, "": false, "a b": false, "año": false, strings.Repeat("x", 129): false,
	} {
		got := h.Call(t, "GET", "/api/health", nil, apitest.Headers{"X-Request-ID": sent}).Header.Get("X-Request-ID")
		assert.Equal(t, kept, got == sent && sent != "", "%q → %q", sent, got)
		assert.NotEmpty(t, got)
	}
	assert.NotEmpty(t, h.Call(t, "GET", "/nowhere", nil, nil).Header.Get("X-Request-ID"))
}

func TestTheLogShowsNoSecret(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	in := h.Login(t, "waiter@demo.com", "waiter123")
	h.Call(t, "GET", "/api/auth/me?token=topsecret", nil, apitest.Bearing(in.Str(t, "access_token"))).Want(t, 200, "")
	h.HTTP.Close() // the log line comes after the answer
	log := h.Logged.String()
	assert.Contains(t, log, "route=/api/auth/me status=200")
	assert.Contains(t, log, "user_id=100")
	for _, secret := range []string{"topsecret", "waiter123", in.Str(t, "access_token"), in.Str(t, "refresh_token")} {
		assert.NotContains(t, log, secret)
	}
}
