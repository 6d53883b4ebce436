package plain

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
)

// record writes a round in one transaction, or finds it written under its key.
func (s *server) record(ctx context.Context, in order) (out answer, events []event.Event, err error) {
	first, err := s.ids.take(ctx, int64(1+len(in.Items)))
	if err != nil {
		return out, nil, err
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		w := writer{tx: tx, order: in, id: first}
		out, err = w.write(ctx)
		events = w.events
		return err
	})
	return out, events, err
}

// writer is one transaction.
type writer struct {
	order

	tx     pgx.Tx
	id     int64 // of the round; its items' follow
	seat   seat
	dishes map[int64]dish
	events []event.Event
}

// seat is what the session's locked row holds.
type seat struct {
	branch, table, lastSeq int64
	sector                 *int64
	cart                   int
	diner                  *int64
}

type dish struct {
	name, category string
	cents          int64
}

const submitted = "SUBMITTED"

func (w *writer) write(ctx context.Context) (answer, error) {
	if err := w.lock(ctx); err != nil {
		return answer{}, err
	}
	fresh, err := w.remember(ctx)
	if err != nil || !fresh {
		return w.before(ctx, err)
	}
	if err := w.price(ctx); err != nil {
		return answer{}, err
	}
	out := answer{SessionID: w.at.SessionID, RoundID: w.id, Status: submitted}
	if out.RoundNumber, err = w.round(ctx); err != nil {
		return answer{}, err
	}
	return out, w.rest(ctx, out.RoundNumber)
}

func (w *writer) lock(ctx context.Context) error {
	s := &w.seat
	err := w.tx.QueryRow(ctx, `
SELECT ts.branch_id, ts.table_id, ts.last_event_seq, ts.cart_version, t.sector_id,
       (SELECT max(d.id) FROM diner d WHERE d.session_id = ts.id AND d.tenant_id = ts.tenant_id AND d.device_id = $3)
FROM table_session ts JOIN restaurant_table t ON t.id = ts.table_id
WHERE ts.id = $1 AND ts.tenant_id = $2 AND ts.status = 'OPEN'
FOR UPDATE OF ts`, w.at.SessionID, w.at.TenantID, w.device).Scan(&s.branch, &s.table, &s.lastSeq, &s.cart, &s.sector, &s.diner)
	if err != nil {
		return fmt.Errorf("lock session %d: %w", w.at.SessionID, err)
	}
	return nil
}

// remember reports whether the caller's key is new.
func (w *writer) remember(ctx context.Context) (bool, error) {
	done, err := w.tx.Exec(ctx, `
INSERT INTO session_command (session_id, key, tenant_id, name, request_hash, receipt) VALUES ($1, $2, $3, 'submit_round', '', $4)
ON CONFLICT DO NOTHING`, w.at.SessionID, "submit_round:"+w.key, w.at.TenantID, fmt.Sprintf(`{"first_id": %d}`, w.id))
	if err != nil {
		return false, fmt.Errorf("remember the key: %w", err)
	}
	return done.RowsAffected() == 1, nil
}

// before answers a repeated key with the round that it made.
func (w *writer) before(ctx context.Context, err error) (answer, error) {
	out := answer{SessionID: w.at.SessionID}
	if err != nil {
		return out, err
	}
	err = w.tx.QueryRow(ctx, `SELECT id, round_number, status FROM round WHERE table_session_id = $1 AND tenant_id = $2 AND idempotency_key = $3`,
		w.at.SessionID, w.at.TenantID, w.key).Scan(&out.RoundID, &out.RoundNumber, &out.Status)
	if err != nil {
		return out, fmt.Errorf("find the round of a key: %w", err)
	}
	return out, nil
}

func (w *writer) price(ctx context.Context) error {
	wanted := make([]int64, len(w.Items))
	for i, l := range w.Items {
		wanted[i] = l.ProductID
	}
	rows, err := w.tx.Query(ctx, `
SELECT product_id, name, category_name, price_cents FROM sold_product
WHERE product_id = ANY($1) AND branch_id = $2 AND tenant_id = $3`, wanted, w.seat.branch, w.at.TenantID)
	if err != nil {
		return fmt.Errorf("read prices: %w", err)
	}
	w.dishes = make(map[int64]dish, len(wanted))
	var id int64
	var d dish
	if _, err := pgx.ForEachRow(rows, []any{&id, &d.name, &d.category, &d.cents}, func() error {
		w.dishes[id] = d
		return nil
	}); err != nil {
		return fmt.Errorf("read prices: %w", err)
	}
	for _, id := range wanted {
		if _, sold := w.dishes[id]; !sold {
			return errNotSold
		}
	}
	return nil
}

func (w *writer) round(ctx context.Context) (number int, err error) {
	err = w.tx.QueryRow(ctx, `
INSERT INTO round (id, tenant_id, branch_id, table_session_id, round_number, status, submitted_at, idempotency_key)
VALUES ($1, $2, $3, $4, (SELECT coalesce(max(round_number), 0) + 1 FROM round WHERE table_session_id = $4), $5, now(), $6)
RETURNING round_number`, w.id, w.at.TenantID, w.seat.branch, w.at.SessionID, submitted, w.key).Scan(&number)
	if err != nil {
		return 0, fmt.Errorf("insert round: %w", err)
	}
	return number, nil
}

// rest writes what the database has no say in, in one round trip.
func (w *writer) rest(ctx context.Context, number int) error {
	var batch pgx.Batch
	w.items(&batch)
	w.insertEvents(&batch, number)
	batch.Queue(`UPDATE table_session SET last_event_seq = $3, cart_version = $4, last_activity_at = now() WHERE id = $1 AND tenant_id = $2`,
		w.at.SessionID, w.at.TenantID, w.seat.lastSeq+int64(len(w.events)), w.seat.cart+1)
	batch.Queue(`DELETE FROM cart_item WHERE session_id = $1 AND tenant_id = $2`, w.at.SessionID, w.at.TenantID)
	if err := w.tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("write items and events: %w", err)
	}
	return nil
}

func (w *writer) items(batch *pgx.Batch) {
	n := len(w.Items)
	ids, products, cents, qtys := make([]int64, n), make([]int64, n), make([]int64, n), make([]int32, n)
	names, categories, notes := make([]string, n), make([]string, n), make([]string, n)
	for i, l := range w.Items {
		d := w.dishes[l.ProductID]
		ids[i], products[i], cents[i], qtys[i] = w.id+1+int64(i), l.ProductID, d.cents, l.Qty
		names[i], categories[i], notes[i] = d.name, d.category, l.Notes
	}
	batch.Queue(`
INSERT INTO round_item (id, tenant_id, branch_id, round_id, diner_id, product_id, qty, unit_price_cents, product_name, category_name, notes)
SELECT u.id, $1, $2, $3, $4, u.product_id, u.qty, u.cents, u.name, u.category, nullif(u.notes, '')
FROM unnest($5::bigint[], $6::bigint[], $7::int[], $8::bigint[], $9::text[], $10::text[], $11::text[]) u(id, product_id, qty, cents, name, category, notes)`,
		w.at.TenantID, w.seat.branch, w.id, w.seat.diner, ids, products, qtys, cents, names, categories, notes)
}

// insertEvents writes the events and reads back what the database gave them.
func (w *writer) insertEvents(batch *pgx.Batch, number int) {
	by := access.Actor{Role: access.Diner}
	if w.seat.diner != nil {
		by.DinerID = *w.seat.diner
	}
	w.add(by, event.RoundSubmitted, event.Round{RoundID: w.id, RoundNumber: number})
	w.add(by, event.CartCleared, event.ClearedCart{Cleared: true, Version: w.seat.cart + 1})
	seqs, types, bodies := make([]int64, len(w.events)), make([]string, len(w.events)), make([]string, len(w.events))
	for i, e := range w.events {
		seqs[i], types[i], bodies[i] = e.Seq, string(e.Type), string(e.Entity)
	}
	batch.Queue(`
INSERT INTO event (tenant_id, branch_id, session_id, table_id, sector_id, actor, seq, type, entity)
SELECT $1, $2, $3, $4, $5, $6, u.* FROM unnest($7::bigint[], $8::text[], $9::jsonb[]) u
RETURNING id, seq, at`, w.at.TenantID, w.seat.branch, w.at.SessionID, w.seat.table, w.seat.sector, actorJSON(by), seqs, types, bodies).
		Query(func(rows pgx.Rows) error {
			var id, seq int64
			var at time.Time
			_, err := pgx.ForEachRow(rows, []any{&id, &seq, &at}, func() error {
				e := &w.events[seq-w.seat.lastSeq-1]
				e.ID, e.At = id, at
				return nil
			})
			return err
		})
}

func (w *writer) add(by access.Actor, t event.Type, payload any) {
	w.events = append(w.events, event.Event{
		TenantID: w.at.TenantID, BranchID: w.seat.branch, TableID: &w.seat.table, SessionID: &w.at.SessionID, SectorID: w.seat.sector,
		Seq: w.seat.lastSeq + int64(len(w.events)) + 1, Type: t, Entity: event.Body(payload), Actor: by,
	})
}

func actorJSON(by access.Actor) []byte {
	b, err := json.Marshal(by)
	if err != nil {
		panic("an actor does not encode: " + err.Error())
	}
	return b
}
