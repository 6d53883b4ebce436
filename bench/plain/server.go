package plain

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/go-redis/redis_rate/v10"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"integrador/internal/platform/postgres"
	"integrador/internal/platform/pubsub"
	"integrador/internal/platform/redisclient"
	"integrador/internal/platform/token"
)

// Path is the endpoint, the product's own.
const Path = "/api/diner/rounds/submit"

// Options are where a Server listens and what it leans on.
type Options struct {
	Port           int
	Postgres       string // URL
	Redis          string // URL
	TableSecret    string
	MaxConnections int32 // to PostgreSQL, as many as the product's api has
	PerMinute      int   // of one device; an address may do addressFactor times as much
}

const addressFactor = 30

// server is the handler and what it leans on.
type server struct {
	pool      *pgxpool.Pool
	ids       idBlock
	keys      token.Keys
	limits    *redis_rate.Limiter
	perMinute int
	publisher *pubsub.Publisher
}

// Serve answers until ctx ends.
func Serve(ctx context.Context, o Options) error {
	cfg, err := pgxpool.ParseConfig(o.Postgres)
	if err != nil {
		return fmt.Errorf("read the address of PostgreSQL: %w", err)
	}
	cfg.MaxConns = o.MaxConnections
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return fmt.Errorf("open pool: %w", err)
	}
	defer pool.Close()
	redis, err := redisclient.New(o.Redis, 0)
	if err != nil {
		return err
	}
	defer redis.Close()

	s := &server{
		pool: pool, ids: idBlock{pool: pool}, keys: token.Keys{Table: []byte(o.TableSecret)},
		limits: redis_rate.NewLimiter(redis), perMinute: o.PerMinute,
		publisher: pubsub.NewPublisher(redis, postgres.New(pool), slog.Default()),
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.publisher.Run(ctx) })
	group.Go(func() error { return listen(ctx, o.Port, s.handler()) })
	return group.Wait()
}

func listen(ctx context.Context, port int, h http.Handler) error {
	web := &http.Server{Addr: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), Handler: h, ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = web.Close() })
	defer stop()
	if err := web.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve port %d: %w", port, err)
	}
	return nil
}

func (s *server) handler() http.Handler {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.Use(gin.Recovery())
	engine.GET("/api/health", func(c *gin.Context) { c.Status(http.StatusOK) })
	engine.POST(Path, s.submit)
	return engine
}
