package postgres

import (
	"context"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"
)

// blockSize is the increment of the sequence session_id_block.
const blockSize = 10_000

// idBlocks assigns the identifiers of a session's rows from blocks that the database
// reserved for this process. So a transaction knows its identifiers before it writes and
// needs one round trip instead of one per table. The rest of a block is lost when the
// process ends.
type idBlocks struct {
	pool *pgxpool.Pool

	mu         sync.Mutex
	next, last int64
}

// take returns the first of n consecutive identifiers, 1 ≤ n ≤ blockSize.
func (b *idBlocks) take(ctx context.Context, n int) (int64, error) {
	if n < 1 || n > blockSize {
		return 0, fmt.Errorf("take %d identifiers: a block holds %d", n, blockSize)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next == 0 || b.next+int64(n)-1 > b.last {
		var first int64
		if err := b.pool.QueryRow(ctx, "SELECT nextval('session_id_block')").Scan(&first); err != nil {
			return 0, fmt.Errorf("take a block of identifiers: %w", err)
		}
		b.next, b.last = first, first+blockSize-1
	}
	id := b.next
	b.next += int64(n)
	return id, nil
}
