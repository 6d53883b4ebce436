package httpx

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/go-json-experiment/json/jsontext"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
)

// Keyed is embedded in the input of an operation that a table session carries out: its worker commits what the answer
// is made of.
type Keyed struct {
	Key string `header:"X-Idempotency-Key" maxLength:"128" pattern:"^[ -~]+$" doc:"Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez."`
}

func (Keyed) bySession() {}

// keyRule is how an operation honours an X-Idempotency-Key. By the zero rule the answer is kept in the transaction that
// does the writing.
type keyRule struct {
	none string // why keys are ignored; "" if they are honoured
	// after keeps the answer once it is known: another process commits what it is about.
	after bool
	// secret keeps only that the request was carried out: its answer holds a secret.
	secret bool
	// documented by the operation's input.
	documented bool
}

const (
	credentials = "the answer is a credential, which is not kept"
	byProvider  = "the provider has no principal here; a notice is stored once by its own identifier"
)

// keyRules are the rules of operations that have not the usual one. Reads have no keys.
var keyRules = map[string]keyRule{
	"login":                {none: credentials},
	"refreshToken":         {none: credentials},
	"logout":               {none: "the token that would repeat it is dead"},
	"setUpTwoFactor":       {none: credentials},
	"verifyTwoFactor":      {none: "a code counts once, and a wrong one is counted though it is refused"},
	"disableTwoFactor":     {none: "a code counts once, and a wrong one is counted though it is refused"},
	"authorizeMercadoPago": {none: credentials},
	"openTableSession":     {none: credentials},

	"openTableSessionByCode":    {none: credentials},
	"receiveMercadoPagoWebhook": {none: byProvider},
	"receiveConnectionWebhook":  {none: byProvider},
	"returnFromMercadoPago":     {none: "it writes nothing: it looks for money and tells how the bill stands now"},
	"askMenuChat":               {none: "it writes nothing"},
	"submitRound":               {none: "the session keeps the command's result, of which the answer is made"},

	"createAPIKey":  {secret: true},
	"rotateAPIKey":  {secret: true},
	"createWebhook": {secret: true, after: true}, // it starts a workflow that reads what was committed
	"updateWebhook": {after: true},

	"connectMercadoPagoByToken": {after: true}, // a workflow asks the provider and commits
	"disconnectMercadoPago":     {after: true},
}

func keyRuleOf[In any](op operation) keyRule {
	if op.method == http.MethodGet {
		return keyRule{none: "it reads"}
	}
	rule := keyRules[op.id]
	if _, ok := any(new(In)).(interface{ bySession() }); ok {
		rule.after, rule.documented = true, true
	}
	return rule
}

const keyHeader = "X-Idempotency-Key"

// parameters documents the header of an operation whose input does not have it.
func (r keyRule) parameters() []*huma.Param {
	if r.documented {
		return nil
	}
	length, text := 128, "Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez."
	schema := &huma.Schema{Type: huma.TypeString, MaxLength: &length, Pattern: "^[ -~]+$", Description: text}
	return []*huma.Param{{Name: keyHeader, In: "header", Description: text, Schema: schema}}
}

// keyed answers a request that repeats a key as the first one was answered. A refusal is not kept: it changed nothing,
// and who asks again may be let through.
func (a *API) keyed(op operation, rule keyRule) func(huma.Context, func(huma.Context)) {
	return func(hc huma.Context, next func(huma.Context)) {
		c, by := humagin.Unwrap(hc), RequestFrom(hc.Context())
		key := c.GetHeader(keyHeader)
		switch {
		case key == "" || by.principal == "":
			next(hc)
			return
		case len(key) > 128 || strings.ContainsFunc(key, func(r rune) bool { return r < ' ' || r > '~' }):
			a.Problem(hc.Context(), badKey).write(c.Writer)
			return
		}
		hash, err := a.requestHash(hc, c.Request)
		if err != nil {
			next(hc) // which meets the same error
			return
		}
		path := strings.TrimPrefix(c.Request.URL.Path, "/api") // an older path is the same operation
		out := &heldAnswer{ResponseWriter: c.Writer}
		k := keyedRequest{
			api: a, rule: rule, out: out, run: func(ctx context.Context) { next(huma.WithContext(hc, ctx)) },
			key: postgres.IdempotencyKey{TenantID: by.tenant, Principal: by.principal, Operation: op.method + " " + path, Key: key, RequestHash: hash},
		}
		c.Writer = out
		defer func() { c.Writer = out.ResponseWriter }()
		answer := k.together
		if rule.after {
			answer = k.after
		}
		if err := answer(hc.Context()); err != nil {
			a.Problem(hc.Context(), err).write(out.ResponseWriter)
			return
		}
		out.send()
	}
}

var badKey = &Problem{Status: http.StatusUnprocessableEntity, Code: "validation_error", Detail: []DetailItem{{
	Type: "value_error", Loc: []any{"header", keyHeader}, Msg: "Tiene que tener hasta 128 caracteres ASCII imprimibles.",
}}}

// requestHash distinguishes requests that come with one key. The order of a body's fields and its spaces do not count.
func (a *API) requestHash(hc huma.Context, r *http.Request) (string, error) {
	_ = hc.SetReadDeadline(time.Now().Add(bodyTimeout)) // of a connection that has none, a test's
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), failing{err}))
	if err != nil {
		return "", err
	}
	text := jsontext.Value(bytes.Clone(body))
	if text.Canonicalize() != nil {
		text = body
	}
	sum := hmac.New(sha256.New, a.hashSecret)
	_, _ = sum.Write([]byte(r.URL.RawQuery + "\n"))
	_, _ = sum.Write(text)
	return hex.EncodeToString(sum.Sum(nil)[:16]), nil
}

// bodyTimeout is huma's own.
const bodyTimeout = 5 * time.Second

// failing fails a read with an error; without one it has ended.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}

// keyedRequest is a request with a key on its way to an answer.
type keyedRequest struct {
	api  *API
	rule keyRule
	key  postgres.IdempotencyKey
	run  func(context.Context) // the operation, which answers into out
	out  *heldAnswer
}

var errNotKept = errors.New("a refusal is not kept")

// together keeps the answer in the transaction of the operation's writes. A repeat that comes meanwhile waits for it.
func (k keyedRequest) together(ctx context.Context) error {
	store := k.api.store
	err := store.Together(ctx, func(ctx context.Context) error {
		before, err := store.TakeKey(ctx, k.key)
		if err != nil || before.Status != 0 {
			return k.repeat(before, err)
		}
		k.run(ctx)
		if !k.out.good() {
			return errNotKept
		}
		_, err = store.FirstAnswer(ctx, k.key, k.answer())
		return err
	})
	if errors.Is(err, errNotKept) {
		return nil
	}
	return err
}

// keepTimeout bounds keeping an answer whose client may have left.
const keepTimeout = 2 * time.Second

// after keeps the answer of what another process committed. If that fails the answer is given all the same: the session
// knows the key, too.
func (k keyedRequest) after(ctx context.Context) error {
	store := k.api.store
	before, err := store.AnswerTo(ctx, k.key)
	if err != nil || before.Status != 0 {
		return k.repeat(before, err)
	}
	k.run(context.WithValue(ctx, attemptKey{}, &Attempt{k.key, before.SessionID}))
	if !k.out.good() {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepTimeout)
	defer cancel()
	first, err := store.FirstAnswer(ctx, k.key, k.answer())
	if err != nil {
		k.api.log.WarnContext(ctx, "answer not kept under its key", "error", err)
		return nil
	}
	return k.repeat(first, nil)
}

// answer is what the operation answered.
func (k keyedRequest) answer() postgres.KeyedAnswer {
	a := postgres.KeyedAnswer{
		Status: int32(k.out.Status()), ContentType: k.out.Header().Get("Content-Type"), Answer: k.out.body.String(), //nolint:gosec // an HTTP status
	}
	if k.rule.secret {
		a.Answer = ""
	}
	return a
}

var errSecretShown = fault.New(fault.Conflict, "secret_shown_once", "Ya se hizo. La clave se muestra una sola vez: si no la tenés, creá otra.")

// repeat answers what the key's first request was answered.
func (k keyedRequest) repeat(before postgres.KeyedAnswer, err error) error {
	switch {
	case err != nil:
		return err
	case k.rule.secret && k.out.status == 0:
		return errSecretShown
	case k.rule.secret:
		return nil
	}
	k.out.status = int(before.Status)
	k.out.body.Reset()
	k.out.body.WriteString(before.Answer)
	if before.ContentType != "" {
		k.out.Header().Set("Content-Type", before.ContentType)
	}
	return nil
}

// Attempt is the attempt to do something that a request belongs to.
type Attempt struct {
	Key     postgres.IdempotencyKey
	Session int64 // that the first request of the key meant; 0 if none is known
}

type attemptKey struct{}

// AttemptFrom gives the attempt that a request with a key belongs to.
func AttemptFrom(ctx context.Context) (*Attempt, bool) {
	a, ok := ctx.Value(attemptKey{}).(*Attempt)
	return a, ok
}

// heldAnswer holds an answer back until it is kept.
type heldAnswer struct {
	gin.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (w *heldAnswer) WriteHeader(status int) { w.status = status }

// WriteHeaderNow implements gin.ResponseWriter.
func (w *heldAnswer) WriteHeaderNow() {}

// Write implements io.Writer.
func (w *heldAnswer) Write(p []byte) (int, error) { return w.body.Write(p) }

// WriteString implements io.StringWriter.
func (w *heldAnswer) WriteString(s string) (int, error) { return w.body.WriteString(s) }

// Status implements gin.ResponseWriter.
func (w *heldAnswer) Status() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

// good reports whether the operation did what was asked.
func (w *heldAnswer) good() bool { return w.Status() < http.StatusBadRequest }

func (w *heldAnswer) send() {
	w.ResponseWriter.WriteHeader(w.Status())
	w.ResponseWriter.WriteHeaderNow()
	_, _ = w.body.WriteTo(w.ResponseWriter) // a client that has left reads no answer
}
