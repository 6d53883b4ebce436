package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

// kitchen is a house that answers a dish with the dish.
func kitchen(t *testing.T) *house {
	t.Helper()
	h := newHouse(t, nil)
	handle(router{h.Server, tagHealth}, operation{Method: http.MethodPost, Path: "/api/test/dish", Access: public},
		func(_ context.Context, in *dishInput) (*dishOutput, error) { return &dishOutput{Body: in.Body}, nil })
	return h
}

func TestBodies(t *testing.T) {
	t.Parallel()
	h := kitchen(t)
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
			a := h.call(t, "POST", "/api/test/dish", tt.body, nil)
			if tt.want != "" {
				require.JSONEq(t, tt.want, a.want(t, 200, "").text)
				return
			}
			a.want(t, 422, "validation_error")
			detail, err := json.Marshal(a.body["detail"])
			require.NoError(t, err)
			require.JSONEq(t, tt.refuse, string(detail))
		})
	}
}

func TestASecretIsNotSentBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	a := h.call(t, "POST", "/api/auth/login", `{"password":"hunter2","email":7}`, nil).want(t, 422, "validation_error")
	assert.NotContains(t, a.text, "hunter2")
	long := h.call(t, "POST", "/api/auth/login", map[string]string{"email": "a@b.c", "password": strings.Repeat("hunter2", 50)}, nil)
	assert.NotContains(t, long.want(t, 422, "validation_error").text, "hunter2")
}

func TestWhatIsNoBodyOfOurs(t *testing.T) {
	t.Parallel()
	h := kitchen(t)
	large := `{"qty":1,"name":"` + strings.Repeat("a", maxBody) + `"}`
	h.call(t, "POST", "/api/test/dish", large, nil).want(t, 413, "body_too_large")
	h.call(t, "POST", "/api/test/dish", large, headers{"Transfer-Encoding": "chunked"}).want(t, 413, "body_too_large")
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
		h.call(t, "POST", "/api/test/dish", `{"name":"a","qty":1}`, headers{"Content-Type": kind}).want(t, 415, "unsupported_media_type")
	}
	h.call(t, "POST", "/api/test/dish", `{"name":"a","qty":1}`, headers{"Content-Type": "application/json; charset=utf-8"}).want(t, 200, "")
}

func TestAChunkedBodyIsBoundedToo(t *testing.T) {
	t.Parallel()
	h := kitchen(t)
	endless := strings.NewReader(`{"qty":1,"name":"` + strings.Repeat("a", 4*maxBody))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.http.URL+"/api/test/dish", struct{ *strings.Reader }{endless})
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
	h := kitchen(t)
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
		a := h.call(t, "POST", path, body, nil)
		assert.Equal(t, status, a.StatusCode, "%s: %s", path, a.text)
		if status != 200 {
			assert.NotNil(t, a.body["detail"], path)
		}
	}
	h.call(t, "PUT", "/api/test/dish", body, nil).want(t, 405, "method_not_allowed")
	h.call(t, "GET", "/api/auth/me", nil, headers{"X-HTTP-Method-Override": "POST"}).want(t, 401, "not_authenticated")
}

func TestRequestID(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	for sent, kept := range map[string]bool{
		"abc-123": true, "": false, "a b": false, "año": false, strings.Repeat("x", 129): false,
	} {
		got := h.call(t, "GET", "/api/health", nil, headers{requestIDHeader: sent}).Header.Get(requestIDHeader)
		assert.Equal(t, kept, got == sent && sent != "", "%q → %q", sent, got)
		assert.NotEmpty(t, got)
	}
	assert.NotEmpty(t, h.call(t, "GET", "/nowhere", nil, nil).Header.Get(requestIDHeader))
}

func TestTheLogTellsNoSecret(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil)
	in := h.login(t, waiterEmail, rightSecret)
	h.call(t, "GET", "/api/auth/me?token=topsecret", nil, bearing(in.str(t, "access_token"))).want(t, 200, "")
	h.http.Close() // the log line comes after the answer
	log := h.log.String()
	assert.Contains(t, log, "route=/api/auth/me status=200")
	assert.Contains(t, log, "user_id=100")
	for _, secret := range []string{"topsecret", rightSecret, in.str(t, "access_token"), in.str(t, "refresh_token")} {
		assert.NotContains(t, log, secret)
	}
}
