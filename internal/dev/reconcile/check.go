// Package reconcile checks the invariants of the ledger, and compares what it says
// a restaurant holds with what the payment provider says: no cent is allocated
// twice and nothing is negative.
//
// It reads the rows with SQL of its own and uses no code that wrote them. Tests and
// chaos run it beside the system.
//
// Imports: internal/domain/money.
package reconcile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// rule is something that no committed state may break; sql lists what does.
type rule struct{ says, sql string }

const kept = "least(p.tip_cents, p.effect_cents)"

var rules = []rule{
	{"a payment's credit is what it settles and what is unallocated", `
SELECT p.id FROM payment p
WHERE p.effect_cents - ` + kept + ` <> p.unallocated_cents + coalesce((SELECT sum(a.amount_cents) FROM allocation a WHERE a.payment_id = p.id), 0)`},
	{"a charge is paid by allocations, and not beyond what is due", `
SELECT c.id FROM charge c
WHERE c.paid_cents <> coalesce((SELECT sum(a.amount_cents) FROM allocation a WHERE a.charge_id = c.id), 0)
   OR c.paid_cents > c.amount_cents OR c.amount_cents > c.original_cents`},
	{"a check is the sum of its charges", `
SELECT k.id FROM app_check k LEFT JOIN charge c ON c.check_id = k.id
GROUP BY k.id HAVING k.total_cents <> coalesce(sum(c.amount_cents), 0) OR k.paid_cents <> coalesce(sum(c.paid_cents), 0)`},
	{"a check is PAID if and only if nothing is owed", `
SELECT id FROM app_check WHERE status <> 'OPEN' AND (status = 'PAID') <> (paid_cents = total_cents) OR paid_cents > total_cents`},
	{"nothing is negative", `
SELECT p.id FROM payment p WHERE least(p.amount_cents, p.effect_cents, p.unallocated_cents, p.tip_cents) < 0 OR p.effect_cents > p.amount_cents
UNION ALL SELECT payment_id FROM allocation WHERE amount_cents <= 0
UNION ALL SELECT id FROM charge WHERE least(amount_cents, paid_cents, original_cents) < 0
UNION ALL SELECT id FROM app_check WHERE least(total_cents, paid_cents, reversed_cents, discount_cents) < 0`},
	{"an allocation stays within one tenant and one check", `
SELECT a.payment_id FROM allocation a JOIN payment p ON p.id = a.payment_id JOIN charge c ON c.id = a.charge_id
WHERE a.tenant_id <> p.tenant_id OR c.tenant_id <> p.tenant_id OR c.check_id <> p.check_id`},
	{"money is unallocated only where nothing is owed, or on its way back", `
SELECT p.id FROM payment p JOIN app_check k ON k.id = p.check_id
WHERE p.unallocated_cents > 0 AND k.paid_cents < k.total_cents AND NOT p.surplus
  AND p.unallocated_cents > coalesce((SELECT sum(r.amount_cents) FROM payment_refund r WHERE r.payment_id = p.id AND r.status <> 'DONE'), 0)`},
	{"the ledger of tips is the tips that came and stayed", `
SELECT p.id FROM payment p LEFT JOIN tip t ON t.payment_id = p.id AND t.is_active
WHERE ` + kept + ` <> coalesce(t.amount_cents, 0)`},
	{"a tip is paid out to the last cent", `
SELECT o.tip_id FROM tip_payout o LEFT JOIN tip_distribution d ON d.tip_id = o.tip_id
GROUP BY o.tip_id, o.amount_cents HAVING o.amount_cents <> coalesce(sum(d.amount_cents), 0)`},
	{"a part of the bill is held once", `
SELECT k.id FROM app_check k JOIN payment_intent i ON i.check_id = k.id AND i.status = 'OPEN'
GROUP BY k.id HAVING k.total_cents - k.paid_cents < sum(greatest(i.amount_cents - coalesce((
  SELECT sum(p.effect_cents - ` + kept + `) FROM payment p WHERE p.intent_id = i.id), 0), 0))`},
	{"a payment of the provider's is one row", `
SELECT min(id) FROM payment WHERE external_id IS NOT NULL GROUP BY provider, external_id HAVING count(*) > 1`},
	{"what was refunded shows in the payment", `
SELECT p.id FROM payment p JOIN payment_refund r ON r.payment_id = p.id AND r.status = 'DONE'
GROUP BY p.id HAVING sum(r.amount_cents) > p.amount_cents - p.effect_cents`},
	{"a refund of the provider's is one row", `
SELECT min(id) FROM payment_refund WHERE external_id IS NOT NULL GROUP BY payment_id, external_id HAVING count(*) > 1`},
	{"money that came is in the audit log", `
SELECT p.id FROM payment p WHERE p.effect_cents > 0
  AND NOT EXISTS (SELECT FROM audit_log a WHERE a.entity_type = 'payment' AND a.entity_id = p.id AND a.action = 'PAYMENT_APPROVED')`},
	{"movements of the cash drawer belong to payments in cash", `
SELECT m.id FROM cash_movement m JOIN payment p ON m.reference_type = 'payment' AND p.id = m.reference_id
WHERE p.provider = 'MERCADO_PAGO' OR p.tenant_id <> m.tenant_id`},
}

// Check reads the ledger once, in one snapshot, and returns what is wrong with it.
func Check(ctx context.Context, db *pgxpool.Pool) error {
	var wrong []error
	err := pgx.BeginTxFunc(ctx, db, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		for _, r := range rules {
			rows, err := tx.Query(ctx, r.sql)
			if err != nil {
				return fmt.Errorf("read whether %s: %w", r.says, err)
			}
			ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
			if err != nil {
				return fmt.Errorf("read whether %s: %w", r.says, err)
			}
			if len(ids) > 0 {
				wrong = append(wrong, fmt.Errorf("violated: %s: %v", r.says, ids))
			}
		}
		return nil
	})
	if err != nil {
		return &Unread{err}
	}
	return errors.Join(wrong...)
}

// Unread is the error when the ledger could not be read, which says nothing about
// its contents: chaos also kills the database.
type Unread struct{ Err error }

func (u *Unread) Error() string { return "ledger not read: " + u.Err.Error() }

func (u *Unread) Unwrap() error { return u.Err }

// Monitor checks the ledger at intervals.
type Monitor struct {
	stop  context.CancelFunc
	done  chan struct{}
	wrong error
	reads int
}

// Watch starts a Monitor that ends when something is wrong or at Stop.
func Watch(ctx context.Context, db *pgxpool.Pool, every time.Duration) *Monitor {
	ctx, stop := context.WithCancel(ctx)
	m := &Monitor{stop: stop, done: make(chan struct{})}
	go m.run(ctx, db, every)
	return m
}

func (m *Monitor) run(ctx context.Context, db *pgxpool.Pool, every time.Duration) {
	defer close(m.done)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		var unread *Unread
		switch err := Check(ctx, db); {
		case err == nil:
			m.reads++
		case !errors.As(err, &unread):
			m.wrong = fmt.Errorf("read %d: %w", m.reads+1, err)
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Done is closed when the monitor has found an error, or was stopped.
func (m *Monitor) Done() <-chan struct{} { return m.done }

// Stop ends the monitor. It returns how often the ledger was read and the first
// error, or nil.
func (m *Monitor) Stop() (reads int, err error) {
	m.stop()
	<-m.done
	return m.reads, m.wrong
}
