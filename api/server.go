package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/contrib/instrumentation/github.com/gin-gonic/gin/otelgin"

	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/publicurl"
	"integrador/internal/platform/secretbox"
	"integrador/internal/platform/telemetry"
	"integrador/internal/platform/token"
	"integrador/internal/readmodel/menu"
)

// Options are the parts and settings of a Server.
type Options struct {
	Store    *postgres.Store // required
	Keys     token.Keys      // required
	Sessions Sessions
	// Events rings for what the API itself commits; nil leaves that to the relay.
	Events Events
	// Menu serves the public menus; nil makes one over Store and Redis.
	Menu        *menu.Cache
	MercadoPago MercadoPago
	// MenuURL is the diners' application, without a slash at the end: QR codes lead there.
	MenuURL string
	// Model words the chat's answers; nil: the search does.
	Model Model
	// Redis counts requests. It should give up soon: ContextTimeoutEnabled, and a
	// DialTimeout of about a second. nil counts logins in this process and nothing else.
	Redis *redis.Client
	// Vault seals the secrets by which programs and we sign, and those of second
	// factors; nil makes none of the former, and keeps the latter as they are.
	Vault *secretbox.Box
	// Subscriptions serves programs that listen; nil leaves that to a worker's start.
	Subscriptions Subscriptions
	// Receivers refuses addresses where no program may listen; nil refuses all but
	// public ones.
	Receivers func(url string) error
	Log       *slog.Logger         // nil means slog.Default()
	Registry  *prometheus.Registry // told at /metrics; nil means telemetry.NewRegistry()

	Service     string // as /api/health tells it; "" means integrador
	Environment string // as /api/health tells it: development, test or production
	Production  bool   // demands HTTPS of browsers
	// AllowedOrigins are the pages that may call from a browser: scheme://host:port.
	AllowedOrigins []string
	// TrustedProxies are the addresses or networks whose X-Forwarded-For is believed.
	TrustedProxies []string
	Cookie         Cookie
	Limits         Limits        // the zero value means DefaultLimits()
	Timeout        time.Duration // of a request; 0 means 10 s
	InFlight       int           // requests worked on at once; more wait a moment, and are then told 503; 0 means 256

	Health Health
	Now    func() time.Time // nil means time.Now
}

// Cookie is how the refresh token travels.
type Cookie struct {
	Secure   bool
	SameSite http.SameSite // 0 means lax
	Domain   string        // "" means the host that set it
}

// Server is the HTTP interface of one process.
type Server struct {
	store       *postgres.Store
	keys        token.Keys
	sessions    Sessions
	events      Events
	menus       *menu.Cache  // as bytes
	carte       *menu.Reader // as values
	mercadoPago MercadoPago
	menuURL     string
	model       Model // nil without one
	log         *slog.Logger
	now         func() time.Time
	timeout     time.Duration
	cookie      Cookie
	health      health

	limits  *limiter
	shed    *shedder
	metrics *metrics
	people  *fresh[postgres.Person, dbgen.TokenStandingRow]
	apiKeys *fresh[string, dbgen.APIKeyByLookupRow]
	vault   *secretbox.Box
	redis   *redis.Client

	subscriptions Subscriptions
	receivers     func(url string) error
	liveSessions  *fresh[session, bool]
	hooks         *fresh[string, hook]
	hints         hints
	heard         *prometheus.CounterVec // webhooks, by what became of them

	engine     *gin.Engine
	api        huma.API
	operations []Operation
}

func (o Options) withDefaults() Options {
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
	if o.Receivers == nil {
		o.Receivers = publicurl.Check
	}
	if o.Service == "" {
		o.Service = "integrador"
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Cookie.SameSite == 0 {
		o.Cookie.SameSite = http.SameSiteLaxMode
	}
	if o.Menu == nil && o.Redis != nil {
		o.Menu = menu.NewCache(menu.NewReader(o.Store), o.Redis, o.Log)
	}
	o.Keys.Now = o.Now
	return o
}

// New builds a server and starts nothing. It fails on an origin or a proxy that
// is none.
func New(o Options) (*Server, error) {
	prepare()
	o = o.withDefaults()
	s := &Server{
		store: o.Store, keys: o.Keys, sessions: o.Sessions, events: o.Events,
		menus: o.Menu, carte: menu.NewReader(o.Store), mercadoPago: o.MercadoPago, model: o.Model,
		menuURL: o.MenuURL, log: o.Log, now: o.Now, timeout: o.Timeout, cookie: o.Cookie,
		health: newHealth(o), limits: newLimiter(o), shed: newShedder(o), metrics: newMetrics(o.Registry),
		people: newPeople(o.Store, o.Now), apiKeys: newAPIKeys(o.Store, o.Now), vault: o.Vault, redis: o.Redis,
		subscriptions: o.Subscriptions, receivers: o.Receivers, liveSessions: newSessions(o.Store, o.Now), heard: newHeard(o.Registry),
		engine: gin.New(),
	}
	s.hooks = newFresh(hookFresh, o.Now, s.loadHook)
	o.Registry.MustRegister(telemetry.PoolCollector(o.Store.Stat))
	if err := s.use(o); err != nil {
		return nil, err
	}
	s.api = humagin.New(s.engine, describe())
	s.routes()
	return s, s.document(o.Registry)
}

// routes registers every endpoint, one line per resource.
func (s *Server) routes() {
	s.healthRoutes(router{s, tagHealth})
	s.authRoutes(router{s, tagAuth})
	s.publicRoutes(router{s, tagPublic})
	s.tableRoutes(router{s, tagTable})
	s.dinerRoutes(router{s, tagTable})
	s.dinerRoundRoutes(router{s, tagOrder})
	s.dinerCartRoutes(router{s, tagOrder})
	s.dinerDeviceRoutes(router{s, tagCustomer})
	s.customerRoutes(router{s, tagCustomer})
	s.kitchenRoutes(router{s, tagKitchen})
	s.waiterRoutes(router{s, tagFloor})
	s.billingRoutes(router{s, tagBilling})
	s.cashRoutes(router{s, tagCash})
	s.tipRoutes(router{s, tagCash})
	s.tipPoolRoutes(router{s, tagCash})
	s.webhookRoutes(router{s, tagMercadoPago})
	s.connectionRoutes(router{s, tagMercadoPago})
	s.branchRoutes(router{s, tagBranch})
	s.tenantRoutes(router{s, tagBranch})
	s.sectorRoutes(router{s, tagBranch})
	s.floorTableRoutes(router{s, tagBranch})
	s.tableQRRoutes(router{s, tagBranch})
	s.staffRoutes(router{s, tagStaff})
	s.assignmentRoutes(router{s, tagStaff})
	s.twoFactorRoutes(router{s, tagAuth})
	s.categoryRoutes(router{s, tagMenu})
	s.subcategoryRoutes(router{s, tagMenu})
	s.exclusionRoutes(router{s, tagMenu})
	s.shelfRoutes(router{s, tagMenu})
	s.productRoutes(router{s, tagMenu})
	s.allergenRoutes(router{s, tagMenu})
	s.crossReactionRoutes(router{s, tagMenu})
	s.orderRoutes(router{s, tagReport})
	s.reportRoutes(router{s, tagReport})
	s.reservationRoutes(router{s, tagReservation})
	s.deliveryRoutes(router{s, tagReservation})
	s.auditRoutes(router{s, tagAudit})
	s.privacyRoutes(router{s, tagAudit})
	s.receiptRoutes(router{s, tagReport})
	s.supplierRoutes(router{s, tagStock})
	s.stockRoutes(router{s, tagStock})
	s.ingredientRoutes(router{s, tagRecipe})
	s.ingredientPartRoutes(router{s, tagRecipe})
	s.promotionRoutes(router{s, tagMenu})
	s.customizationRoutes(router{s, tagMenu})
	s.recipeRoutes(router{s, tagRecipe})
	s.recipeProductRoutes(router{s, tagRecipe})
	s.knowledgeRoutes(router{s, tagRecipe})
	s.chatRoutes(router{s, tagCustomer})
	s.restoreRoutes(router{s, tagAudit})
	s.apiKeyRoutes(router{s, tagProgram})
	s.webhookSubscriptionRoutes(router{s, tagProgram})
}

// use puts the middleware into the engine, outermost first.
func (s *Server) use(o Options) error {
	s.engine.HandleMethodNotAllowed = true
	s.engine.RedirectTrailingSlash = false // it would build the address from a client's header
	if err := s.engine.SetTrustedProxies(o.TrustedProxies); err != nil {
		return fmt.Errorf("read the trusted proxies: %w", err)
	}
	protect, err := sameSite(o.AllowedOrigins)
	if err != nil {
		return fmt.Errorf("read the allowed origins: %w", err)
	}
	traced := otelgin.WithFilter(func(r *http.Request) bool { return !routine[r.URL.Path] })
	s.engine.Use(
		otelgin.Middleware(o.Service, traced), s.know, s.observe, s.survive,
		harden(o.Production), cors(slices.Clone(o.AllowedOrigins)), s.shed.bound, protect, guard, s.hurry,
	)
	s.engine.NoRoute(func(c *gin.Context) { problemOf(noRouteFault).write(c.Writer) })
	s.engine.NoMethod(func(c *gin.Context) { wrongMethod.write(c.Writer) })
	return nil
}

var wrongMethod = refusal(http.StatusMethodNotAllowed, "method_not_allowed", "Esa operación no existe acá.")

// Handler serves everything.
func (s *Server) Handler() http.Handler { return s.engine }

// OpenAPI is the document of every endpoint.
func (s *Server) OpenAPI() *huma.OpenAPI { return s.api.OpenAPI() }

// Operations lists every endpoint with its access rule.
func (s *Server) Operations() []Operation { return slices.Clone(s.operations) }

// NewHTTPServer makes the server that listens at addr, with the bounds that keep
// slow or greedy clients from holding connections.
func NewHTTPServer(addr string, h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       75 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

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
