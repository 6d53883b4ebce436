package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"integrador/internal/dev/reconcile"
)

// play runs everything and reports whether every promise was kept.
func (cl *cluster) play(ctx context.Context) (kept bool, err error) {
	cl.say("vuelta %s: semilla %d, %d mesas de hasta %d, %v de fallas", cl.name, cl.seed, cl.plan.tables, cl.diners, cl.length)
	monitor := reconcile.Watch(ctx, cl.pool, 500*time.Millisecond)
	guests, err := cl.startGuests(ctx)
	if err != nil {
		return false, err
	}
	if err := cl.runFaults(ctx, guests); err != nil {
		return false, err
	}
	cl.say("terminaron las fallas; se espera a que todos paguen y se vayan")
	close(cl.closing)
	if err := cl.stopFaults(ctx); err != nil {
		return false, err
	}
	guests.Wait()
	quiet := cl.awaitQuiet(ctx)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	// What was published last may be on its way to the screen.
	_ = cl.until(ctx, 30*time.Second, func(ctx context.Context) error {
		missing, _, err := cl.unseen(ctx)
		if err == nil && len(missing) > 0 {
			err = fmt.Errorf("the kitchen's screen does not know of %v", missing)
		}
		return err
	})
	for _, s := range cl.screens() {
		s.Close()
	}
	reads, watched := monitor.Stop()
	if cl.plant == "cent" {
		if err := cl.stealCent(ctx); err != nil {
			return false, err
		}
	}
	cl.say("se comprueba")
	return cl.report(ctx, cl.check(ctx, verdict{quiet: quiet, reads: reads, watched: watched})), nil
}

// startGuests seats people at every table and opens the kitchen's screen.
func (cl *cluster) startGuests(ctx context.Context) (*sync.WaitGroup, error) {
	profile := "rough"
	if cl.money {
		profile = "hostile"
	}
	if err := cl.provider().Call(ctx, http.MethodPost, "/__sim/chaos", object{"profile": profile, "seed": cl.seed},
		nil); err != nil {
		return nil, fmt.Errorf("spoil the provider: %w", err)
	}
	var err error
	if cl.demotedWaiter, err = cl.hireWaiter(ctx, "temporal"); err != nil {
		return nil, err
	}
	if err := cl.openKitchen(ctx); err != nil {
		return nil, err
	}
	var guests sync.WaitGroup
	cl.demoteLater(ctx, &guests)
	for i, p := range cl.tables {
		rng := newRng(cl.seed, uint64(i)+100)
		guests.Go(func() { cl.waitTable(ctx, p, rng) })
	}
	return &guests, nil
}

// stopFaults ends the provider's faults and waits until everything is well.
func (cl *cluster) stopFaults(ctx context.Context) error {
	var names object
	if err := cl.provider().Call(ctx, http.MethodDelete, "/__sim/chaos", nil, &names); err != nil {
		return fmt.Errorf("leave the provider alone: %w", err)
	}
	cl.say("al proveedor le pasó: %v; a sus avisos: %v", names["faults"], names["delivery_rules"])
	if err := cl.awaitAll(ctx); err != nil {
		return err
	}
	return cl.resend(ctx)
}

// resend has the provider repeat the notices that nobody took, as the real one
// does for days.
func (cl *cluster) resend(ctx context.Context) error {
	var all []struct {
		ID       int64 `json:"id"`
		Attempts []struct {
			Status int `json:"status"`
		} `json:"attempts"`
	}
	if err := cl.provider().Call(ctx, http.MethodGet, "/__sim/deliveries?limit=100000", nil, &all); err != nil {
		return fmt.Errorf("read the notices: %w", err)
	}
	n := 0
	for _, d := range all {
		if len(d.Attempts) > 0 && d.Attempts[len(d.Attempts)-1].Status/100 == 2 {
			continue
		}
		n++
		if err := cl.provider().Call(ctx, http.MethodPost, fmt.Sprintf("/__sim/deliveries/%d/resend", d.ID), nil, nil); err != nil {
			return fmt.Errorf("repeat a notice: %w", err)
		}
	}
	cl.say("el proveedor repite %d de %d avisos que nadie había tomado", n, len(all))
	return nil
}

// settleWithin is how long what is under way may take to come to its end: a
// notice of a payment is retried after at most 160 seconds.
const settleWithin = 6 * time.Minute

// awaitQuiet waits until nothing is under way any more.
func (cl *cluster) awaitQuiet(ctx context.Context) error {
	began, output := time.Now(), time.Now()
	err := cl.until(ctx, settleWithin, func(ctx context.Context) error {
		pause(ctx, 400*time.Millisecond)
		err := errors.Join(cl.idle(ctx), cl.compareWithProvider(ctx))
		if err != nil && time.Since(output) > 15*time.Second {
			output = time.Now()
			cl.say("todavía no: %.300s", strings.ReplaceAll(err.Error(), "\n", "; "))
		}
		return err
	})
	cl.say("en calma %.1f s después", time.Since(began).Seconds())
	return err
}

// unfinished is what may still be under way, and how it is counted.
var unfinished = map[string]string{
	"eventos sin publicar":   `SELECT count(*) FROM event WHERE published_at IS NULL`,
	"devoluciones sin hacer": `SELECT count(*) FROM payment_refund WHERE status <> 'DONE'`,
	"mesas que nadie cerró":  `SELECT count(*) FROM table_session WHERE status <> 'CLOSED'`,
}

func (cl *cluster) idle(ctx context.Context) error {
	for what, sql := range unfinished {
		n, err := cl.count(ctx, sql)
		if err != nil {
			return err
		}
		if n > 0 {
			return fmt.Errorf("%d %s", n, what)
		}
	}
	return nil
}

func (cl *cluster) count(ctx context.Context, sql string, args ...any) (n int64, err error) {
	if err := cl.pool.QueryRow(ctx, sql, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count: %w", err)
	}
	return n, nil
}

// ids reads one column of numbers.
func (cl *cluster) ids(ctx context.Context, sql string, args ...any) ([]int64, error) {
	rows, err := cl.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// compareWithProvider compares the ledger with what the provider collected.
func (cl *cluster) compareWithProvider(ctx context.Context) error {
	theirs, err := cl.collected(ctx)
	if err != nil {
		return err
	}
	return reconcile.Compare(ctx, cl.pool, theirs)
}

func (cl *cluster) collected(ctx context.Context) (reconcile.Provider, error) {
	var ledger []byte
	if err := cl.provider().Call(ctx, http.MethodGet, "/__sim/ledger", nil, &ledger); err != nil {
		return reconcile.Provider{}, err
	}
	return reconcile.ReadProvider(ledger)
}

// stealCent is the planted fault of the ledger: one cent of one payment.
func (cl *cluster) stealCent(ctx context.Context) error {
	tag, err := cl.pool.Exec(ctx, `UPDATE charge SET paid_cents = paid_cents - 1
WHERE id = (SELECT min(id) FROM charge WHERE paid_cents > 0)`)
	if err == nil && tag.RowsAffected() != 1 {
		err = errors.New("there is no charge to take it from")
	}
	if err != nil {
		return fmt.Errorf("take a cent: %w", err)
	}
	cl.say("PLANTADO: a un renglón de una cuenta le falta un centavo")
	return nil
}
