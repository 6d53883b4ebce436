package plain

import (
	"context"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"
)

// idBlock hands out identifiers of the blocks that the ledger's sequence gives.
type idBlock struct {
	pool *pgxpool.Pool

	mu         sync.Mutex
	next, left int64
}

const blockSize = 10_000

func (b *idBlock) take(ctx context.Context, n int64) (int64, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left < n {
		if err := b.pool.QueryRow(ctx, "SELECT nextval('session_id_block')").Scan(&b.next); err != nil {
			return 0, fmt.Errorf("take a block of identifiers: %w", err)
		}
		b.left = blockSize
	}
	id := b.next
	b.next, b.left = b.next+n, b.left-n
	return id, nil
}
