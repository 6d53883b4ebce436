package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
)

// Load rebuilds a session from its rows: what its workflow carries, read from the
// ledger. It serves when a workflow has to begin in the middle of a session, and
// when money arrives for one that is over.
//
// What only paces reminders (how often a call was repeated) may differ from what
// the workflow knew.
func (s *Store) Load(ctx context.Context, tenant, session int64) (tablesession.Session, error) {
	l := &loader{tenant: tenant, id: session}
	// One snapshot: what commits between two statements must not be half there.
	snapshot := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err := pgx.BeginTxFunc(ctx, s.pool, snapshot, func(tx pgx.Tx) error {
		l.tx = tx
		for _, step := range []func(context.Context) error{l.header, l.diners, l.rounds, l.tickets, l.calls, l.check, l.commands} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return tablesession.Session{}, Fault(fmt.Errorf("load session %d: %w", session, err))
	}
	return l.session, nil
}

type loader struct {
	tx         pgx.Tx
	tenant, id int64
	session    tablesession.Session
}

// collect reads all rows of a query, by position, into structs.
func collect[T any](ctx context.Context, tx pgx.Tx, sql string, args ...any) ([]T, error) {
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[T])
}

func (l *loader) header(ctx context.Context) error {
	s := &l.session
	s.TenantID, s.SessionID = l.tenant, l.id
	var waiter *int64
	err := l.tx.QueryRow(ctx, `
SELECT ts.branch_id, ts.table_id, t.code, t.sector_id, ts.status, ts.opened_at, ts.opened_by, ts.assigned_waiter_id, ts.last_activity_at,
       ts.version, ts.policy, coalesce(ts.check_asked_by_user_id, 0), coalesce(ts.check_asked_by_device, '')
FROM table_session ts JOIN restaurant_table t ON t.id = ts.table_id
WHERE ts.id = $1 AND ts.tenant_id = $2`, l.id, l.tenant).Scan(
		&s.BranchID, &s.TableID, &s.TableCode, &s.SectorID, &s.Status, &s.OpenedAt, &s.OpenedBy, &waiter, &s.ActiveAt,
		&s.Version, &s.Policy, &s.CheckAskedBy.UserID, &s.CheckAskedBy.Device)
	if waiter != nil {
		s.WaiterID = *waiter
	}
	s.OpenedAt, s.ActiveAt = s.OpenedAt.UTC(), s.ActiveAt.UTC()
	return err
}

func (l *loader) diners(ctx context.Context) (err error) {
	l.session.Diners, err = collect[tablesession.Diner](ctx, l.tx, `
SELECT id, name, color, coalesce(local_id, ''), coalesce(device_id, ''), coalesce(device_fingerprint, '')
FROM diner WHERE session_id = $1 AND tenant_id = $2 ORDER BY joined_at, id`, l.id, l.tenant)
	return err
}

func (l *loader) rounds(ctx context.Context) error {
	type roundRow struct {
		ID      int64
		Number  int
		Status  tablesession.RoundStatus
		Waiter  int64
		ReadyAt *time.Time
	}
	rounds, err := collect[roundRow](ctx, l.tx, `
SELECT id, round_number, status, coalesce(submitted_by_waiter_id, 0), ready_at
FROM round WHERE table_session_id = $1 AND tenant_id = $2 ORDER BY round_number`, l.id, l.tenant)
	if err != nil {
		return err
	}
	type itemRow struct {
		RoundID, ID, ProductID, DinerID int64
		Qty                             int
		Name, Category                  string
		Unit                            money.Cents
		Voided                          bool
	}
	items, err := collect[itemRow](ctx, l.tx, `
SELECT ri.round_id, ri.id, ri.product_id, coalesce(ri.diner_id, 0), ri.qty, ri.product_name,
       concat_ws(' ', c.name, sc.name), ri.unit_price_cents, ri.is_voided
FROM round_item ri
JOIN round r ON r.id = ri.round_id
JOIN product p ON p.id = ri.product_id
JOIN category c ON c.id = p.category_id
LEFT JOIN subcategory sc ON sc.id = p.subcategory_id
WHERE r.table_session_id = $1 AND ri.tenant_id = $2 ORDER BY ri.id`, l.id, l.tenant)
	if err != nil {
		return err
	}
	of := map[int64][]tablesession.Item{}
	for _, it := range items {
		of[it.RoundID] = append(of[it.RoundID], tablesession.Item{
			ID: it.ID, ProductID: it.ProductID, DinerID: it.DinerID, Qty: it.Qty,
			Name: it.Name, Category: it.Category, Unit: it.Unit, Voided: it.Voided,
		})
	}
	for _, r := range rounds {
		round := tablesession.Round{ID: r.ID, Number: r.Number, Status: r.Status, ByWaiter: r.Waiter, Items: of[r.ID]}
		if r.ReadyAt != nil {
			round.ReadyAt = r.ReadyAt.UTC()
		}
		l.session.Rounds = append(l.session.Rounds, round)
	}
	return nil
}

func (l *loader) tickets(ctx context.Context) error {
	type row struct {
		ID, RoundID  int64
		Number       int
		Station      tablesession.Station
		Status       tablesession.TicketStatus
		Priority     int
		LineID, Item int64
		Qty          int
	}
	rows, err := collect[row](ctx, l.tx, `
SELECT t.id, t.round_id, r.round_number, t.station, t.status, t.priority, coalesce(ti.id, 0), coalesce(ti.round_item_id, 0), coalesce(ti.qty, 0)
FROM kitchen_ticket t
JOIN round r ON r.id = t.round_id
LEFT JOIN kitchen_ticket_item ti ON ti.ticket_id = t.id
WHERE r.table_session_id = $1 AND t.tenant_id = $2 ORDER BY t.id, ti.id`, l.id, l.tenant)
	if err != nil {
		return err
	}
	tickets := l.session.Tickets
	for _, r := range rows {
		if n := len(tickets); n == 0 || tickets[n-1].ID != r.ID {
			tickets = append(tickets, tablesession.Ticket{
				ID: r.ID, RoundID: r.RoundID, Number: r.Number, Station: r.Station, Status: r.Status, Priority: r.Priority,
			})
		}
		if r.LineID != 0 {
			last := &tickets[len(tickets)-1]
			last.Items = append(last.Items, tablesession.TicketItem{ID: r.LineID, ItemID: r.Item, Qty: r.Qty})
		}
	}
	l.session.Tickets = tickets
	return nil
}

func (l *loader) calls(ctx context.Context) (err error) {
	l.session.Calls, err = collect[tablesession.Call](ctx, l.tx, `
SELECT id, type, status, coalesce(announced_at, created_at), reminders, escalated
FROM service_call WHERE table_session_id = $1 AND tenant_id = $2 AND status <> 'CLOSED' ORDER BY id`, l.id, l.tenant)
	return err
}

func (l *loader) check(ctx context.Context) error {
	checks, err := collect[struct {
		ID                 int64
		Status             billing.Status
		Discount, Reversed money.Cents
	}](ctx, l.tx, `SELECT id, status, discount_cents, reversed_cents FROM app_check WHERE table_session_id = $1 AND tenant_id = $2`, l.id, l.tenant)
	if err != nil || len(checks) == 0 {
		return err
	}
	c := billing.Check{
		ID: checks[0].ID, Discount: checks[0].Discount, Reversed: checks[0].Reversed, KeepCredit: l.session.Policy.KeepCredit,
		Withdrawn: checks[0].Status == billing.Withdrawn,
	}
	c.Charges, err = collect[billing.Charge](ctx, l.tx, `
SELECT id, coalesce(round_item_id, 0), coalesce(diner_id, 0), description, original_cents, amount_cents, paid_cents
FROM charge WHERE check_id = $1 AND tenant_id = $2 ORDER BY id`, c.ID, l.tenant)
	if err != nil {
		return err
	}
	for _, read := range []func(context.Context, *billing.Check) error{l.payments, l.intents, l.refunds} {
		if err := read(ctx, &c); err != nil {
			return err
		}
	}
	l.session.Check = &c
	return nil
}

func (l *loader) commands(ctx context.Context) error {
	rows, err := collect[commandRow](ctx, l.tx, `
SELECT key, name, request_hash, receipt, recorded_at FROM session_command WHERE session_id = $1 AND tenant_id = $2 ORDER BY recorded_at`,
		l.id, l.tenant)
	if err != nil {
		return err
	}
	l.session.Done, l.session.LastRound, err = doneOf(rows)
	return err
}
