package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// conn is the pool, or the transaction that a context carries.
type conn struct{ *pgxpool.Pool }

// carried is a transaction that a context carries.
type carried struct {
	pgx.Tx
	after []func(context.Context)
}

type carriedKey struct{}

func carriedBy(ctx context.Context) (*carried, bool) {
	tx, ok := ctx.Value(carriedKey{}).(*carried)
	return tx, ok
}

// Together runs do in one transaction, which its context carries: all that do reads and writes through the Store with
// that context belongs to it, from one goroutine at a time. It is rolled back if do returns an error.
func (s *Store) Together(ctx context.Context, do func(context.Context) error) error {
	tx := &carried{}
	err := pgx.BeginFunc(ctx, s.pool, func(begun pgx.Tx) error {
		tx.Tx = begun
		return do(context.WithValue(ctx, carriedKey{}, tx))
	})
	if err != nil {
		return err
	}
	for _, f := range tx.after {
		f(ctx)
	}
	return nil
}

// OnCommit runs f once the transaction that ctx carries is committed, or at once if it carries none.
func OnCommit(ctx context.Context, f func(context.Context)) {
	if tx, ok := carriedBy(ctx); ok {
		tx.after = append(tx.after, f)
		return
	}
	f(ctx)
}

func (c conn) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	if tx, ok := carriedBy(ctx); ok {
		return tx.Exec(ctx, sql, args...)
	}
	return c.Pool.Exec(ctx, sql, args...)
}

func (c conn) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if tx, ok := carriedBy(ctx); ok {
		return tx.Query(ctx, sql, args...)
	}
	return c.Pool.Query(ctx, sql, args...)
}

func (c conn) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	if tx, ok := carriedBy(ctx); ok {
		return tx.QueryRow(ctx, sql, args...)
	}
	return c.Pool.QueryRow(ctx, sql, args...)
}

func (c conn) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	if tx, ok := carriedBy(ctx); ok {
		return tx.SendBatch(ctx, b)
	}
	return c.Pool.SendBatch(ctx, b)
}

func (c conn) Begin(ctx context.Context) (pgx.Tx, error) { return c.BeginTx(ctx, pgx.TxOptions{}) }

// BeginTx begins a savepoint within a transaction that ctx carries.
func (c conn) BeginTx(ctx context.Context, o pgx.TxOptions) (pgx.Tx, error) {
	if tx, ok := carriedBy(ctx); ok {
		return tx.Begin(ctx)
	}
	return c.Pool.BeginTx(ctx, o)
}
