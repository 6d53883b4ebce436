package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
)

// Recorded is what came of a decision.
type Recorded struct {
	Receipt tablesession.Receipt
	// Events are those of the decision, numbered. They are empty if it had been
	// recorded before: whoever did so published them.
	Events []event.Event
}

// Record writes a decision, all of it or nothing, in one round trip: one batch is
// one implicit transaction. The row of session_command is its first statement, so
// recording a decision again fails there, changes nothing and gives the receipt of
// the first time.
//
// Errors: fault.Refused with unavailable_items if the branch does not sell a
// product of a new round, or if a target table is not free; fault.Conflict if a
// round costs more than it may, or the session is not the one decided on; fault.Unauthenticated
// if the session is over; fault.Unavailable if PostgreSQL does not answer.
func (s *Store) Record(ctx context.Context, d tablesession.Decision) (Recorded, error) {
	var receipt tablesession.Receipt
	if n := d.NewIDs(); n > 0 {
		first, err := s.ids.take(ctx, n)
		if err != nil {
			return Recorded{}, Fault(err)
		}
		receipt.FirstID = first
	}
	bound := d.Bind(receipt)
	w := &recorder{decision: bound, ref: bound.Ref, receipt: &receipt, events: bound.Events()}
	w.requestID, w.traceID = cause(ctx)
	w.write()
	err := s.pool.SendBatch(ctx, &w.batch).Close()
	if err == nil {
		return Recorded{Receipt: receipt, Events: w.events}, nil
	}
	return s.notRecorded(ctx, d, err)
}

// notRecorded says why a decision was refused, or finds it recorded already.
func (s *Store) notRecorded(ctx context.Context, d tablesession.Decision, err error) (Recorded, error) {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return Recorded{}, Fault(fmt.Errorf("record %s: %w", d.Name, err))
	}
	switch {
	case pg.ConstraintName == "session_command_pkey":
		return s.recordedBefore(ctx, d)
	case pg.Code == "23502" && pg.TableName == "round_item":
		return Recorded{}, s.notSold(ctx, d)
	case pg.Code == "IN001":
		return Recorded{}, tablesession.SessionClosed.Because(err)
	case pg.Code == "IN003":
		round, _ := tablesession.Find[tablesession.RoundOrdered](d)
		return Recorded{}, tablesession.OverCap(*round.AtMost)
	case pg.Code == "IN004":
		return Recorded{}, s.pricesChanged(ctx, d)
	case pg.Code == "IN002":
		return Recorded{}, tablesession.Changed.Because(err)
	case pg.ConstraintName == "table_session_one_live":
		return Recorded{}, fault.New(fault.Refused, "table_not_free", "La mesa de destino no está libre.").Because(err)
	}
	err = Fault(fmt.Errorf("record %s: %w", d.Name, err))
	if fault.CodeOf(err) == fault.Internal && (pg.Code[:2] == "22" || pg.Code[:2] == "23") {
		// The same statement will fail the same way: trying again would only hold up the table.
		err = fault.New(fault.Internal, "entry_unfit", "Error interno.").Because(err)
	}
	return Recorded{}, err
}

// ResultOf gives the result of a command that a session carried out under its caller's key.
//
// Errors: fault.KeyReused if the key came with another request.
func (s *Store) ResultOf(ctx context.Context, tenant int64, env tablesession.Envelope, c tablesession.Command) (r tablesession.Result, found bool, err error) {
	before, err := s.storedCommand(ctx, tablesession.Decision{
		Ref: tablesession.Ref{TenantID: tenant, SessionID: env.SessionID}, Key: tablesession.KeyOf(c, env.Key), Name: c.Name(), Hash: env.Hash,
	})
	if IsNoRow(err) {
		return r, false, nil
	}
	return before.Result, err == nil, err
}

// storedCommand reads what was stored under a decision's key.
func (s *Store) storedCommand(ctx context.Context, d tablesession.Decision) (before stored, err error) {
	var raw []byte
	var name, hash string
	err = s.pool.QueryRow(ctx, `SELECT name, request_hash, receipt FROM session_command WHERE session_id = $1 AND key = $2 AND tenant_id = $3`,
		d.Ref.SessionID, d.Key, d.Ref.TenantID).Scan(&name, &hash, &raw)
	switch {
	case err != nil:
		return before, Fault(fmt.Errorf("find decision %s: %w", d.Name, err))
	case name != d.Name || hash != d.Hash:
		return before, tablesession.KeyReused
	}
	if err := json.Unmarshal(raw, &before); err != nil {
		return before, fmt.Errorf("decode receipt of %s: %w", d.Name, err)
	}
	return before, nil
}

func (s *Store) recordedBefore(ctx context.Context, d tablesession.Decision) (out Recorded, err error) {
	before, err := s.storedCommand(ctx, d)
	if err != nil {
		return out, err
	}
	if before.Version != d.Version {
		// It was decided on another session, and says so: another number, other sums.
		out.Receipt.Before = &before.Result
		return out, nil
	}
	out.Receipt = before.Receipt
	if _, orders := tablesession.Find[tablesession.RoundOrdered](d); orders {
		out.Receipt.Items, err = s.pricesOf(ctx, d.Ref.TenantID, out.Receipt.FirstID)
	}
	return out, err
}

const sqlPrices = `
SELECT ri.product_name, concat_ws(' ', c.name, sc.name), ri.unit_price_cents
FROM round_item ri
JOIN product p ON p.id = ri.product_id
JOIN category c ON c.id = p.category_id
LEFT JOIN subcategory sc ON sc.id = p.subcategory_id
WHERE ri.round_id = $1 AND ri.tenant_id = $2
ORDER BY ri.id`

func (s *Store) pricesOf(ctx context.Context, tenant, round int64) ([]tablesession.Priced, error) {
	rows, err := s.pool.Query(ctx, sqlPrices, round, tenant)
	if err != nil {
		return nil, Fault(fmt.Errorf("read prices of round %d: %w", round, err))
	}
	items, err := pgx.CollectRows(rows, pgx.RowToStructByPos[tablesession.Priced])
	return items, Fault(err)
}

// notSold names the products of a round that the branch does not sell now.
func (s *Store) notSold(ctx context.Context, d tablesession.Decision) error {
	round, _ := tablesession.Find[tablesession.RoundOrdered](d)
	ids := make([]int64, len(round.Items))
	for i, it := range round.Items {
		ids[i] = it.ProductID
	}
	rows, err := s.pool.Query(ctx, `
SELECT DISTINCT coalesce(p.name, 'producto ' || u.id)
FROM unnest($1::bigint[]) u(id)
LEFT JOIN product p ON p.id = u.id AND p.tenant_id = $2
WHERE NOT EXISTS (SELECT FROM sold_product sp WHERE sp.product_id = u.id AND sp.branch_id = $3 AND sp.tenant_id = $2)`,
		ids, d.Ref.TenantID, d.Ref.BranchID)
	if err != nil {
		return Fault(fmt.Errorf("read unavailable products: %w", err))
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return Fault(fmt.Errorf("read unavailable products: %w", err))
	}
	return fault.Newf(fault.Refused, "product_unavailable", "No disponible en este momento: %s.", join(names)).
		With("unavailable_items", names)
}

// PriceNow is what a dish costs that was shown at another price.
type PriceNow struct {
	ProductID   int64       `json:"product_id"`
	ProductName string      `json:"product_name"`
	PriceCents  money.Cents `json:"price_cents"`
}

// pricesChanged says what the dishes of a round cost now whose phones showed something else.
func (s *Store) pricesChanged(ctx context.Context, d tablesession.Decision) error {
	round, _ := tablesession.Find[tablesession.RoundOrdered](d)
	var ids, shown []int64
	for _, it := range round.Items {
		if it.Shown != nil {
			ids, shown = append(ids, it.ProductID), append(shown, int64(*it.Shown))
		}
	}
	rows, err := s.pool.Query(ctx, `
SELECT DISTINCT sp.product_id, sp.name, sp.price_cents
FROM unnest($1::bigint[], $2::bigint[]) u(id, shown)
JOIN sold_product sp ON sp.product_id = u.id AND sp.branch_id = $3 AND sp.tenant_id = $4 AND sp.price_cents <> u.shown`,
		ids, shown, d.Ref.BranchID, d.Ref.TenantID)
	if err != nil {
		return Fault(fmt.Errorf("read prices: %w", err))
	}
	now, err := pgx.CollectRows(rows, pgx.RowToStructByPos[PriceNow])
	if err != nil {
		return Fault(fmt.Errorf("read prices: %w", err))
	}
	if len(now) == 0 {
		return tablesession.Changed // it changed back
	}
	said := make([]string, len(now))
	for i, p := range now {
		said[i] = p.ProductName + " a " + p.PriceCents.String()
	}
	return fault.Newf(fault.Conflict, "price_changed", "Cambió el precio: ahora está %s. Revisá el pedido y mandalo otra vez.", join(said)).
		With("prices", now)
}

func join(names []string) string {
	var out strings.Builder
	for i, n := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			out.WriteString(" y ")
		default:
			out.WriteString(", ")
		}
		out.WriteString(n)
	}
	return out.String()
}
