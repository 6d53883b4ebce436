package httpx

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/contrib/instrumentation/github.com/gin-gonic/gin/otelgin"

	"integrador/internal/platform/postgres"
	"integrador/internal/platform/secretbox"
	"integrador/internal/platform/telemetry"
	"integrador/internal/platform/token"
)

// Options are the parts and settings of an API.
type Options struct {
	Store *postgres.Store // required
	Keys  token.Keys      // required
	// Redis counts requests. It should give up soon: ContextTimeoutEnabled, and a
	// DialTimeout of about a second. nil counts logins in this process and nothing else.
	Redis *redis.Client
	// Vault opens the secrets by which programs sign; nil: there are none.
	Vault    *secretbox.Box
	Log      *slog.Logger         // nil means slog.Default()
	Registry *prometheus.Registry // served at /metrics; nil means telemetry.NewRegistry()

	Service     string // as /api/health shows it; "" means integrador
	Environment string // as /api/health shows it: development, test or production
	Production  bool   // demands HTTPS of browsers
	// AllowedOrigins are the pages that may call from a browser: scheme://host:port.
	AllowedOrigins []string
	// TrustedProxies are the addresses or networks whose X-Forwarded-For is believed.
	TrustedProxies []string
	Limits         Limits        // the zero value means DefaultLimits()
	Timeout        time.Duration // of a request; 0 means 10 s
	// InFlight is how many requests are worked on at once; 0 means 256. More wait in a queue.
	InFlight int
	// QueueTime is how long a request waits for its turn before it is answered 503; 0 means half a second.
	QueueTime time.Duration

	Health Health
	Now    func() time.Time // nil means time.Now
}

// WithDefaults fills in what was left out.
func (o Options) WithDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Registry == nil {
		o.Registry = telemetry.NewRegistry()
	}
	if o.Limits.PerMinute == nil {
		o.Limits = DefaultLimits()
	}
	if o.Service == "" {
		o.Service = "integrador"
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	o.Keys.Now = o.Now
	return o
}

// API is where the audiences register their operations. One made by Tagged registers into the same document.
type API struct {
	*core
	tag string
}

type core struct {
	Auth    *Authenticator
	Limiter *Limiter

	store      *postgres.Store
	hashSecret []byte // of requests with a key: bodies may hold passwords
	log        *slog.Logger
	timeout    time.Duration
	health     health
	metrics    *metrics
	shed       *loadShedder
	engine     *gin.Engine
	huma       huma.API
	operations []Registered
	neverShed  map[string]bool // by the router's path
	document   []byte
	pages      map[string]http.Handler // by path
}

// New makes an API with the operations that show its health. o has its defaults.
func New(o Options) (*API, error) {
	prepare()
	a := &API{core: &core{
		Auth: newAuthenticator(o), Limiter: newLimiter(o), store: o.Store, hashSecret: o.Keys.Staff, log: o.Log, timeout: o.Timeout,
		health: newHealth(o), metrics: newMetrics(o.Registry), shed: newLoadShedder(o), engine: gin.New(),
		neverShed: map[string]bool{metricsPath: true},
	}}
	if err := a.use(o); err != nil {
		return nil, err
	}
	a.huma = humagin.New(a.engine, describe())
	a.Tagged(TagHealth).healthRoutes()
	return a, nil
}

// Tagged is the API for operations of one tag.
func (a *API) Tagged(tag string) *API { return &API{core: a.core, tag: tag} }

// Handler serves everything that was registered.
func (a *API) Handler() http.Handler { return a.engine }

// Routes lists what the router knows, operations or not.
func (a *API) Routes() gin.RoutesInfo { return a.engine.Routes() }

// OpenAPI is what huma knows of every operation.
func (a *API) OpenAPI() *huma.OpenAPI { return a.huma.OpenAPI() }

// Document is the OpenAPI document in JSON, as it is served.
func (a *API) Document() []byte { return a.document }

// Operations lists every operation with its access rule.
func (a *API) Operations() []Registered { return slices.Clone(a.operations) }

func (a *API) register(op operation, rule keyRule) {
	a.operations = append(a.operations, Registered{op.id, a.tag, op.method, op.path, op.access.String(), op.limit, rule.none})
	if op.neverShed {
		a.neverShed[strings.NewReplacer("{", ":", "}", "").Replace(op.path)] = true
	}
}

// use puts the middleware into the engine, outermost first.
func (a *API) use(o Options) error {
	a.engine.HandleMethodNotAllowed = true
	a.engine.RedirectTrailingSlash = false // it would build the address from a client's header
	if err := a.engine.SetTrustedProxies(o.TrustedProxies); err != nil {
		return fmt.Errorf("read the trusted proxies: %w", err)
	}
	protect, err := sameSite(o.AllowedOrigins)
	if err != nil {
		return fmt.Errorf("read the allowed origins: %w", err)
	}
	traced := otelgin.WithFilter(func(r *http.Request) bool { return !routine[r.URL.Path] })
	a.engine.Use(
		otelgin.Middleware(o.Service, traced), requestContext, a.accessLog, a.recovery,
		securityHeaders(o.Production), allowOrigins(slices.Clone(o.AllowedOrigins)), a.shedLoad, protect, guard, a.deadline,
	)
	a.engine.NoRoute(func(c *gin.Context) { problemOf(noRouteFault).write(c.Writer) })
	a.engine.NoMethod(func(c *gin.Context) { wrongMethod.write(c.Writer) })
	return nil
}

var wrongMethod = refusal(http.StatusMethodNotAllowed, "method_not_allowed", "Esa operación no existe acá.")

// prepare sets what gin and huma keep in package variables. It runs before
// anything is registered, since schemas copy the messages.
var prepare = sync.OnceFunc(func() {
	gin.SetMode(gin.ReleaseMode)
	huma.NewErrorWithContext = validationProblem
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return validationProblem(nil, status, msg, errs...)
	}
	huma.ValidateStrictCasing = true
	huma.DefaultArrayNullable = false
	for message, text := range spanish {
		*message = text
	}
})
