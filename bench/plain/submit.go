package plain

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/go-redis/redis_rate/v10"
	"github.com/jackc/pgx/v5"

	"integrador/internal/platform/token"
)

// order is a round as a phone asks for it.
type order struct {
	Items []line `json:"items" binding:"required,min=1,max=100,dive"`

	at     token.Table
	key    string
	device string
}

type line struct {
	ProductID int64  `json:"product_id" binding:"required"`
	Qty       int32  `json:"qty" binding:"min=1,max=99"`
	Notes     string `json:"notes" binding:"max=200"`
}

// answer has what the table needs to follow a round.
type answer struct {
	SessionID   int64  `json:"session_id"`
	RoundID     int64  `json:"round_id"`
	RoundNumber int    `json:"round_number"`
	Status      string `json:"status"`
}

var (
	errClosed  = errors.New("the session is over")
	errNotSold = errors.New("the branch does not sell that")
)

func (s *server) submit(c *gin.Context) {
	ctx := c.Request.Context()
	at, err := s.keys.ParseTable(c.GetHeader("X-Table-Token"))
	if err != nil {
		fail(c, http.StatusUnauthorized, err)
		return
	}
	in := order{at: at, key: c.GetHeader("X-Idempotency-Key"), device: c.GetHeader("X-Device-Id")}
	switch wait, err := s.admit(ctx, in, c.ClientIP()); {
	case err != nil:
		slog.WarnContext(ctx, "rate limits not counted", "error", err)
	case wait > 0:
		c.Header("Retry-After", strconv.Itoa(wait))
		c.Status(http.StatusTooManyRequests)
		return
	}
	if err := c.ShouldBindJSON(&in); err != nil {
		fail(c, http.StatusUnprocessableEntity, err)
		return
	}
	out, events, err := s.record(ctx, in)
	switch {
	case errors.Is(err, pgx.ErrNoRows), errors.Is(err, errClosed):
		fail(c, http.StatusUnauthorized, errClosed)
		return
	case errors.Is(err, errNotSold):
		fail(c, http.StatusBadRequest, err)
		return
	case err != nil:
		slog.ErrorContext(ctx, "round not recorded", "error", err)
		c.Status(http.StatusInternalServerError)
		return
	}
	if err := s.publisher.Publish(ctx, events); err != nil {
		slog.WarnContext(ctx, "events left to the relay", "error", err)
	}
	c.JSON(http.StatusOK, out)
}

func fail(c *gin.Context, status int, err error) { c.JSON(status, gin.H{"detail": err.Error()}) }

// admit counts a request of a device and of its address, and gives the seconds
// to wait if there were too many.
func (s *server) admit(ctx context.Context, in order, ip string) (int, error) {
	for _, bucket := range []struct {
		key       string
		perMinute int
	}{
		{"plain:s" + strconv.FormatInt(in.at.SessionID, 10) + ":" + in.device, s.perMinute},
		{"plain:ip:" + ip, s.perMinute * addressFactor},
	} {
		r, err := s.limits.Allow(ctx, bucket.key, redis_rate.PerMinute(bucket.perMinute))
		if err != nil {
			return 0, err
		}
		if r.Allowed == 0 {
			return max(1, int(r.RetryAfter.Seconds())), nil
		}
	}
	return 0, nil
}
