package seed

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"integrador/internal/platform/postgres"
)

// KeepFor runs the keeper through moments. It returns once all were dealt with.
func KeepFor(ctx context.Context, t *testing.T, db *postgres.Store, moments ...time.Time) {
	t.Helper()
	ctx, cancel := context.WithCancel(ctx)
	ticks, done := make(chan time.Time), make(chan struct{})
	go func() {
		defer close(done)
		keep(ctx, db, slog.New(slog.DiscardHandler), ticks)
	}()
	for _, m := range moments {
		ticks <- m // is taken once the one before is dealt with
	}
	ticks <- moments[len(moments)-1]
	cancel()
	<-done
}
