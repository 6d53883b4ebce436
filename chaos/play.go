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

// play runs the evening and reports. It tells whether every promise was kept.
func (h *house) play(ctx context.Context) (kept bool, err error) {
	h.say("vuelta %s: semilla %d, %d mesas de hasta %d, %v de fallas", h.name, h.seed, h.plan.tables, h.diners, h.length)
	monitor := reconcile.Watch(ctx, h.pool, 500*time.Millisecond)
	guests, err := h.openDoors(ctx)
	if err != nil {
		return false, err
	}
	if err := h.storm(ctx, guests); err != nil {
		return false, err
	}
	h.say("terminaron las fallas; se espera a que todos paguen y se vayan")
	close(h.closing)
	if err := h.calm(ctx); err != nil {
		return false, err
	}
	guests.Wait()
	quiet := h.settle(ctx)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	// What was published last may be on its way to the screen.
	_ = h.until(ctx, 30*time.Second, func(ctx context.Context) error {
		missing, _, err := h.unseen(ctx)
		if err == nil && len(missing) > 0 {
			err = fmt.Errorf("the kitchen's screen does not know of %v", missing)
		}
		return err
	})
	for _, s := range h.screens() {
		s.Close()
	}
	reads, watched := monitor.Stop()
	if h.plant == "cent" {
		if err := h.stealCent(ctx); err != nil {
			return false, err
		}
	}
	h.say("se comprueba")
	return h.report(ctx, h.check(ctx, verdict{quiet: quiet, reads: reads, watched: watched})), nil
}

// openDoors seats people at every table and opens the kitchen's screen.
func (h *house) openDoors(ctx context.Context) (*sync.WaitGroup, error) {
	profile := "rough"
	if h.money {
		profile = "hostile"
	}
	if err := h.provider().Call(ctx, http.MethodPost, "/__sim/chaos", object{"profile": profile, "seed": h.seed}, nil); err != nil {
		return nil, fmt.Errorf("spoil the provider: %w", err)
	}
	var err error
	if h.tonight, err = h.engage(ctx, "temporal"); err != nil {
		return nil, err
	}
	if err := h.openKitchen(ctx); err != nil {
		return nil, err
	}
	var guests sync.WaitGroup
	h.demoteLater(ctx, &guests)
	for i, p := range h.tables {
		rng := newRng(h.seed, uint64(i)+100)
		guests.Go(func() { h.waitTable(ctx, p, rng) })
	}
	return &guests, nil
}

// calm ends what spoils the provider and waits until everything is well.
func (h *house) calm(ctx context.Context) error {
	var struck object
	if err := h.provider().Call(ctx, http.MethodDelete, "/__sim/chaos", nil, &struck); err != nil {
		return fmt.Errorf("leave the provider alone: %w", err)
	}
	h.say("al proveedor le pasó: %v; a sus avisos: %v", struck["faults"], struck["delivery_rules"])
	if err := h.awaitAll(ctx); err != nil {
		return err
	}
	return h.resend(ctx)
}

// resend has the provider repeat the notices that nobody took, as the real one
// does for days.
func (h *house) resend(ctx context.Context) error {
	var all []struct {
		ID       int64 `json:"id"`
		Attempts []struct {
			Status int `json:"status"`
		} `json:"attempts"`
	}
	if err := h.provider().Call(ctx, http.MethodGet, "/__sim/deliveries?limit=100000", nil, &all); err != nil {
		return fmt.Errorf("read the notices: %w", err)
	}
	n := 0
	for _, d := range all {
		if len(d.Attempts) > 0 && d.Attempts[len(d.Attempts)-1].Status/100 == 2 {
			continue
		}
		n++
		if err := h.provider().Call(ctx, http.MethodPost, fmt.Sprintf("/__sim/deliveries/%d/resend", d.ID), nil, nil); err != nil {
			return fmt.Errorf("repeat a notice: %w", err)
		}
	}
	h.say("el proveedor repite %d de %d avisos que nadie había tomado", n, len(all))
	return nil
}

// settleWithin is how long what is under way may take to come to its end: a
// notice of a payment is retried after at most 160 seconds.
const settleWithin = 6 * time.Minute

// settle waits until nothing is under way any more.
func (h *house) settle(ctx context.Context) error {
	began, told := time.Now(), time.Now()
	err := h.until(ctx, settleWithin, func(ctx context.Context) error {
		pause(ctx, 400*time.Millisecond)
		err := errors.Join(h.idle(ctx), h.even(ctx))
		if err != nil && time.Since(told) > 15*time.Second {
			told = time.Now()
			h.say("todavía no: %.300s", strings.ReplaceAll(err.Error(), "\n", "; "))
		}
		return err
	})
	h.say("en calma %.1f s después", time.Since(began).Seconds())
	return err
}

// under is what may still be under way, and how it is counted.
var under = map[string]string{
	"eventos sin publicar":   `SELECT count(*) FROM event WHERE published_at IS NULL`,
	"devoluciones sin hacer": `SELECT count(*) FROM payment_refund WHERE status <> 'DONE'`,
	"mesas que nadie cerró":  `SELECT count(*) FROM table_session WHERE status <> 'CLOSED'`,
}

func (h *house) idle(ctx context.Context) error {
	for what, sql := range under {
		n, err := h.count(ctx, sql)
		if err != nil {
			return err
		}
		if n > 0 {
			return fmt.Errorf("%d %s", n, what)
		}
	}
	return nil
}

func (h *house) count(ctx context.Context, sql string, args ...any) (n int64, err error) {
	if err := h.pool.QueryRow(ctx, sql, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count: %w", err)
	}
	return n, nil
}

// ids reads one column of numbers.
func (h *house) ids(ctx context.Context, sql string, args ...any) ([]int64, error) {
	rows, err := h.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// even compares the ledger with the provider's books.
func (h *house) even(ctx context.Context) error {
	theirs, err := h.collected(ctx)
	if err != nil {
		return err
	}
	return reconcile.Compare(ctx, h.pool, theirs)
}

func (h *house) collected(ctx context.Context) (reconcile.Provider, error) {
	var ledger []byte
	if err := h.provider().Call(ctx, http.MethodGet, "/__sim/ledger", nil, &ledger); err != nil {
		return reconcile.Provider{}, err
	}
	return reconcile.ReadProvider(ledger)
}

// stealCent is the planted fault of the books: one cent of one payment, edited by
// somebody who knows how to.
func (h *house) stealCent(ctx context.Context) error {
	tag, err := h.pool.Exec(ctx, `UPDATE charge SET paid_cents = paid_cents - 1
WHERE id = (SELECT min(id) FROM charge WHERE paid_cents > 0)`)
	if err == nil && tag.RowsAffected() != 1 {
		err = errors.New("there is no charge to take it from")
	}
	if err != nil {
		return fmt.Errorf("take a cent: %w", err)
	}
	h.say("PLANTADO: a un renglón de una cuenta le falta un centavo")
	return nil
}
