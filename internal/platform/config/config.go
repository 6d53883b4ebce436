package config

import (
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"time"
)

// Config is the whole configuration. The about tags explain each variable in
// .env.example; the group tags are the headings there.
type Config struct {
	Environment Environment `env:"ENVIRONMENT" envDefault:"development" about:"development, test o production; production exige todo lo marcado como obligatorio"`
	Debug       bool        `env:"DEBUG" envDefault:"false" about:"detalle de depuración; nunca en production"`
	LogLevel    slog.Level  `env:"LOG_LEVEL" envDefault:"info" about:"debug, info, warn o error"`

	HTTP        HTTP        `group:"Direcciones"`
	Postgres    Postgres    `group:"PostgreSQL"`
	Redis       Redis       `group:"Redis"`
	Temporal    Temporal    `group:"Temporal"`
	Tokens      Tokens      `group:"Tokens"`
	Cookie      Cookie      `group:"Cookie de sesión"`
	MercadoPago MercadoPago `group:"Mercado Pago"`
	Credentials Credentials `group:"Credenciales guardadas"`
	Simulator   Simulator   `group:"Simulador de Mercado Pago"`
	Model       Model       `group:"Modelo de lenguaje"`
	Realtime    Realtime    `group:"Tiempo real (WebSocket)"`
	RateLimits  RateLimits  `group:"Límites de pedidos por minuto"`
	Gates       Gates       `group:"Contrapresión"`
	Telemetry   Telemetry   `group:"Observabilidad"`
	Audit       Audit       `group:"Auditoría"`
	Webhooks    Webhooks    `group:"Eventos a programas de los restaurantes"`
}

// HTTP is where the API and the gateway listen, and their public addresses.
type HTTP struct {
	APIPort        int      `env:"REST_API_PORT" envDefault:"8000" about:"puerto de la API"`
	GatewayPort    int      `env:"WS_GATEWAY_PORT" envDefault:"8001" about:"puerto del gateway de WebSocket"`
	BaseURL        string   `env:"BASE_URL" about:"dirección del menú del comensal; ahí vuelve quien paga y ahí apunta el QR; vacío: PUBLIC_URL"`
	GatewayURL     string   `env:"WS_GATEWAY_URL" about:"adónde la API pasa lo que le llega en /ws/; vacío: el gateway de esta máquina, http://127.0.0.1:WS_GATEWAY_PORT"`
	PublicURL      string   `env:"PUBLIC_URL" envDefault:"http://localhost:8000" about:"dirección de la API vista desde Internet"`
	PublicWSURL    string   `env:"PUBLIC_WS_URL" envDefault:"ws://localhost:8001" about:"dirección del gateway vista desde Internet"`
	AllowedOrigins []string `env:"ALLOWED_ORIGINS" about:"orígenes de los navegadores que pueden entrar, separados por coma" need:"production"`
	// TrustedProxies are the addresses whose X-Forwarded-For is trusted.
	TrustedProxies []string `env:"TRUSTED_PROXIES" about:"IP o redes CIDR de los proxies propios, separadas por coma; vacío: ninguno, y se ignora X-Forwarded-For"`
}

// Postgres is the database.
type Postgres struct {
	// URL may carry a password, hence Secret.
	URL Secret `env:"DATABASE_URL" about:"postgresql://usuario:clave@servidor:puerto/base" need:"production"`
	// OwnerURL is for migrations only.
	OwnerURL       Secret `env:"DATABASE_OWNER_URL" about:"la misma base, como dueño del esquema; solo para db-migrate; vacío: DATABASE_URL"`
	MaxConnections int32  `env:"DATABASE_MAX_CONNECTIONS" envDefault:"20" about:"conexiones por proceso"`
}

// Redis carries events between processes, caches, rate limits and presence.
type Redis struct {
	URL            Secret `env:"REDIS_URL" about:"redis://servidor:puerto" need:"production"`
	MaxConnections int    `env:"REDIS_POOL_MAX_CONNECTIONS" envDefault:"50" about:"conexiones por proceso"`
}

// Temporal runs the workflows.
type Temporal struct {
	Address   string `env:"TEMPORAL_ADDRESS" envDefault:"localhost:7233" about:"servidor:puerto del frontend de Temporal"`
	Namespace string `env:"TEMPORAL_NAMESPACE" envDefault:"default" about:"espacio de nombres"`
	TaskQueue string `env:"TEMPORAL_TASK_QUEUE" envDefault:"table-sessions" about:"cola de tareas de los workers"`
	Port      int    `env:"TEMPORAL_PORT" envDefault:"7233" about:"puerto del servidor de desarrollo que levanta make run"`
	UIPort    int    `env:"TEMPORAL_UI_PORT" envDefault:"8233" about:"puerto de la interfaz web de Temporal"`
}

// Tokens are the staff's and the diners' credentials.
type Tokens struct {
	Secret      Secret  `env:"JWT_SECRET" about:"firma los tokens del personal; 32 caracteres o más" need:"production"`
	Issuer      string  `env:"JWT_ISSUER" envDefault:"menu-ops" about:"emisor"`
	Audience    string  `env:"JWT_AUDIENCE" envDefault:"menu-ops-users" about:"destinatario"`
	AccessLife  Minutes `env:"JWT_ACCESS_TOKEN_EXPIRE_MINUTES" envDefault:"15" about:"vida del token de acceso, en minutos"`
	RefreshLife Days    `env:"JWT_REFRESH_TOKEN_EXPIRE_DAYS" envDefault:"7" about:"vida del token de renovación, en días"`
	TableSecret Secret  `env:"TABLE_TOKEN_SECRET" about:"firma los tokens de mesa; 32 caracteres o más, distinto de JWT_SECRET" need:"production"`
	TableLife   Hours   `env:"JWT_TABLE_TOKEN_EXPIRE_HOURS" envDefault:"3" about:"vida del token de mesa, en horas"`
}

// Cookie is how the refresh token travels.
type Cookie struct {
	Secure   bool     `env:"COOKIE_SECURE" envDefault:"false" about:"solo por HTTPS; production exige true"`
	SameSite SameSite `env:"COOKIE_SAMESITE" envDefault:"lax" about:"lax, strict o none"`
	Domain   string   `env:"COOKIE_DOMAIN" about:"dominio; vacío: solo el servidor que la puso"`
}

// MercadoPago is the payment provider: the platform's own application there, to
// which restaurants connect their accounts.
type MercadoPago struct {
	APIURL       string `env:"MERCADOPAGO_API_URL" about:"vacío: en production la API real, en desarrollo el simulador"`
	AuthURL      string `env:"MERCADOPAGO_AUTH_URL" about:"donde un restaurante autoriza la conexión; vacío: en production la real, en desarrollo el simulador"`
	ClientID     string `env:"MERCADOPAGO_CLIENT_ID" about:"número de la aplicación; vacío: los restaurantes solo pueden pegar su credencial"`
	ClientSecret Secret `env:"MERCADOPAGO_CLIENT_SECRET" about:"clave de la aplicación"`
	// PlatformCollects lets a restaurant without a connection collect with AccessToken.
	PlatformCollects Switch  `env:"MERCADOPAGO_PLATFORM_COLLECTS" about:"true: quien no conectó su cuenta cobra con MERCADOPAGO_ACCESS_TOKEN; vacío: solo fuera de production"`
	AccessToken      Secret  `env:"MERCADOPAGO_ACCESS_TOKEN" about:"credencial de la plataforma; obligatoria si MERCADOPAGO_PLATFORM_COLLECTS"`
	SellerID         int64   `env:"MERCADOPAGO_SELLER_ID" envDefault:"0" about:"cuenta de MERCADOPAGO_ACCESS_TOKEN (número de usuario); los pagos de otra no se acreditan; obligatoria si MERCADOPAGO_PLATFORM_COLLECTS"`
	WebhookSecret    Secret  `env:"MERCADOPAGO_WEBHOOK_SECRET" about:"clave con la que Mercado Pago firma los avisos de la aplicación" need:"production"`
	WebhookSecrets   Secret  `env:"MERCADOPAGO_WEBHOOK_SECRETS" about:"más claves que también valen, como etiqueta:clave:AAAA-MM-DD separadas por coma; desde esa fecha ya no"`
	NoticePace       Seconds `env:"WEBHOOK_RETRY_SECONDS" envDefault:"10" about:"segundos hasta repetir un aviso que no se pudo aplicar; después el doble cada vez, cinco veces"`
	NotificationURL  string  `env:"MERCADOPAGO_NOTIFICATION_URL" about:"adónde avisa Mercado Pago; vacío: PUBLIC_URL + /api/billing/mercadopago/webhook"`
}

// Credentials are what seals the secrets of restaurants in the database.
type Credentials struct {
	Keys Secret `env:"CREDENTIALS_KEYS" about:"nombre:clave separadas por coma, cada clave de openssl rand -base64 32; la primera cifra, todas descifran" need:"production"`
}

// Simulator stands in for Mercado Pago in development and tests.
type Simulator struct {
	Port       int    `env:"MPSIM_PORT" envDefault:"8090" about:"puerto"`
	AdminToken Secret `env:"MPSIM_ADMIN_TOKEN" about:"abre los controles del simulador (cabecera X-Sim-Token)"`
	StateFile  string `env:"MPSIM_STATE_FILE" about:"archivo donde recuerda los pagos; vacío: solo en memoria"`
}

// Model is the language model that words the chat's answers.
type Model struct {
	URL  string `env:"OLLAMA_URL" about:"servidor de Ollama, p. ej. http://localhost:11434; vacío: el chat responde con la búsqueda"`
	Name string `env:"CHAT_MODEL" envDefault:"qwen2.5:7b" about:"modelo, como lo llama ollama list"`
}

// Realtime bounds what a client may ask of the gateway.
type Realtime struct {
	MaxPerUser       int     `env:"WS_MAX_CONNECTIONS_PER_USER" envDefault:"10" about:"conexiones de una persona"`
	MaxPerTable      int     `env:"WS_MAX_CONNECTIONS_PER_TABLE" envDefault:"60" about:"conexiones de una mesa"`
	MaxTotal         int     `env:"WS_MAX_TOTAL_CONNECTIONS" envDefault:"5000" about:"conexiones por proceso"`
	MessageLimit     int     `env:"WS_MESSAGE_RATE_LIMIT" envDefault:"30" about:"mensajes de un cliente por ventana"`
	MessageWindow    Seconds `env:"WS_MESSAGE_RATE_WINDOW" envDefault:"1" about:"ventana, en segundos"`
	MaxMessageBytes  int64   `env:"WS_MAX_MESSAGE_SIZE" envDefault:"65536" about:"bytes por mensaje entrante"`
	HeartbeatTimeout Seconds `env:"WS_HEARTBEAT_TIMEOUT" envDefault:"60" about:"segundos sin señales hasta cortar"`
}

// Gates are the back-pressure limits in front of Temporal, and the window in which
// identical rounds are repetitions.
type Gates struct {
	PerTable   int     `env:"TABLE_GATE" envDefault:"8" about:"órdenes en vuelo por mesa; más: 429"`
	PerProcess int     `env:"PROCESS_GATE" envDefault:"64" about:"órdenes en vuelo por proceso; más: 503"`
	InFlight   int     `env:"HTTP_IN_FLIGHT" envDefault:"256" about:"pedidos HTTP en vuelo por proceso de la API; más: esperan medio segundo y después 503"`
	RoundDedup Seconds `env:"ROUND_DEDUP_SECONDS" envDefault:"15" about:"segundos en que una ronda idéntica sin clave es un reintento"`
}

// Telemetry is where traces go.
type Telemetry struct {
	// MetricsPort is the worker's; the API and the gateway have /metrics and /ws/metrics.
	MetricsPort int     `env:"WORKER_METRICS_PORT" envDefault:"8002" about:"puerto de /metrics del worker"`
	Endpoint    string  `env:"OTEL_EXPORTER_OTLP_ENDPOINT" about:"colector OTLP/HTTP, p. ej. http://localhost:4318; vacío: sin trazas"`
	ServiceName string  `env:"OTEL_SERVICE_NAME" envDefault:"integrador" about:"nombre del servicio en las trazas"`
	SampleRatio float64 `env:"OTEL_TRACES_SAMPLER_ARG" envDefault:"1" about:"fracción de trazas que se guardan, de 0 a 1"`
}

// Audit is where the checkpoints of the audit log are written each night.
type Audit struct {
	Checkpoints string `env:"AUDIT_CHECKPOINT_DIR" about:"directorio, fuera de la base, donde cada noche se anota hasta dónde llega la auditoría; vacío: solo en la historia de Temporal"`
}

// Webhooks are deliveries of events to restaurants' own programs.
type Webhooks struct {
	AllowInside bool    `env:"WEBHOOKS_ALLOW_INSIDE" envDefault:"false" about:"acepta direcciones privadas y http; solo para desarrollo"`
	Timeout     Seconds `env:"WEBHOOKS_TIMEOUT" envDefault:"10" about:"segundos que se espera a quien recibe"`
}

// Owner is the URL that migrations use.
func (p Postgres) Owner() Secret {
	if p.OwnerURL.Reveal() != "" {
		return p.OwnerURL
	}
	return p.URL
}

// Webhook is the URL that receives the notices of Mercado Pago.
func (c Config) Webhook() string {
	if c.MercadoPago.NotificationURL != "" {
		return c.MercadoPago.NotificationURL
	}
	return c.HTTP.PublicURL + "/api/billing/mercadopago/webhook"
}

// Gateway is the address of the gateway as the API reaches it.
func (c Config) Gateway() (*url.URL, error) {
	if c.HTTP.GatewayURL == "" {
		return &url.URL{Scheme: "http", Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(c.HTTP.GatewayPort))}, nil
	}
	return url.Parse(c.HTTP.GatewayURL)
}

// Return is where Mercado Pago redirects a person who authorised a connection. It
// must be equal to the URL registered there.
func (c Config) Return() string { return c.HTTP.PublicURL + "/api/mercadopago/callback" }

// Collects reports whether restaurants without a connection of their own collect
// with the platform's credentials.
func (c Config) Collects() bool {
	return c.MercadoPago.PlatformCollects.or(!c.Environment.Production())
}

// Seconds is a duration in whole seconds.
type Seconds int64

// Minutes is a duration in whole minutes.
type Minutes int64

// Hours is a duration in whole hours.
type Hours int64

// Days is a duration in days of 24 hours.
type Days int64

// Duration converts to Go's unit.
func (s Seconds) Duration() time.Duration { return time.Duration(s) * time.Second }

// Duration converts to Go's unit.
func (m Minutes) Duration() time.Duration { return time.Duration(m) * time.Minute }

// Duration converts to Go's unit.
func (h Hours) Duration() time.Duration { return time.Duration(h) * time.Hour }

// Duration converts to Go's unit.
func (d Days) Duration() time.Duration { return time.Duration(d) * 24 * time.Hour }
