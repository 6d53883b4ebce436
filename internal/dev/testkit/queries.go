package testkit

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Queries counts the statements that a pool sends, those of transactions' edges
// too.
type Queries struct{ sent atomic.Int64 }

// Counted is another pool to the same database, whose statements are counted.
func Counted(t testing.TB, pool *pgxpool.Pool) (*pgxpool.Pool, *Queries) {
	t.Helper()
	count := &Queries{}
	cfg := pool.Config()
	cfg.ConnConfig.Tracer = count
	counted, err := pgxpool.NewWithConfig(detached(t), cfg)
	if err != nil {
		t.Fatalf("connect to the test's database: %v", err)
	}
	t.Cleanup(counted.Close)
	return counted, count
}

// During is how many statements do sends.
func (q *Queries) During(do func()) int64 {
	before := q.sent.Load()
	do()
	return q.sent.Load() - before
}

// TraceQueryStart implements pgx.QueryTracer.
func (q *Queries) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	q.sent.Add(1)
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (q *Queries) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
