package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

// Seated is the live session of a table.
type Seated struct {
	Session tablesession.Session
	Events  []event.Event // TABLE_SESSION_STARTED, if this call made the session
}

type tableRow struct {
	branchID int64
	code     string
	sectorID *int64
	status   tablesession.TableStatus
	policy   tablesession.Policy
	byStaff  bool // who scans a free table does not open it
}

// Open gives the live session of a table, making one if there is none. Doing it
// again gives the same session.
//
// Errors: fault.NotFound for no such table; fault.Refused if it is out of
// service, or taken although a free one was demanded; fault.Conflict if only staff
// opens tables there.
func (s *Store) Open(ctx context.Context, o tablesession.Seating) (Seated, error) {
	var out Seated
	var session int64
	err := s.InTx(ctx, func(tx *Tx) error {
		t, err := tx.lockTable(ctx, o)
		if err != nil {
			return err
		}
		session, err = tx.liveSession(ctx, o)
		if err != nil || session != 0 {
			return err
		}
		if err := mayOpen(t, o); err != nil {
			return err
		}
		out, err = tx.insertSession(ctx, o, t)
		return err
	})
	if err != nil {
		return Seated{}, Fault(err)
	}
	if session != 0 {
		out.Session, err = s.Load(ctx, o.TenantID, session)
	}
	return out, err
}

func (tx *Tx) lockTable(ctx context.Context, o tablesession.Seating) (tableRow, error) {
	var t tableRow
	err := tx.QueryRow(ctx, `
SELECT t.branch_id, t.code, t.sector_id, t.status, b.round_approval, b.call_reminder_seconds, b.call_escalation_after,
       b.ready_reminder_seconds, b.idle_close_minutes, b.overpayment_policy = 'CREDIT',
       b.unpaid_cap_cents, b.staff_opens_tables
FROM restaurant_table t JOIN branch b ON b.id = t.branch_id
WHERE t.id = $1 AND t.tenant_id = $2 AND t.is_active AND b.is_active
FOR UPDATE OF t`, o.TableID, o.TenantID).Scan(&t.branchID, &t.code, &t.sectorID, &t.status, &t.policy.Approval,
		&t.policy.CallReminderSeconds, &t.policy.CallEscalationAfter, &t.policy.ReadyReminderSeconds, &t.policy.IdleCloseMinutes, &t.policy.KeepCredit,
		&t.policy.UnpaidCap, &t.byStaff)
	if errors.Is(err, pgx.ErrNoRows) {
		return t, fault.New(fault.NotFound, "table_not_found", "No encontramos la mesa.")
	}
	if err != nil {
		return t, fmt.Errorf("lock table %d: %w", o.TableID, err)
	}
	return t, nil
}

// liveSession gives the table's live session, or 0.
func (tx *Tx) liveSession(ctx context.Context, o tablesession.Seating) (int64, error) {
	var id int64
	err := tx.QueryRow(ctx, `SELECT id FROM table_session WHERE table_id = $1 AND tenant_id = $2 AND status IN ('OPEN', 'PAYING')`,
		o.TableID, o.TenantID).Scan(&id)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("find live session of table %d: %w", o.TableID, err)
	case o.MustBeFree:
		return 0, fault.New(fault.Refused, "table_taken", "La mesa ya tiene una sesión abierta.")
	}
	return id, nil
}

func mayOpen(t tableRow, o tablesession.Seating) error {
	switch {
	case t.status == tablesession.TableOutOfService:
		return fault.New(fault.Refused, "table_out_of_service", "La mesa está fuera de servicio.")
	case o.MustBeFree && t.status != tablesession.TableFree:
		return fault.New(fault.Refused, "table_not_free", "La mesa no está libre.")
	case t.byStaff && o.By.UserID == nil:
		return fault.New(fault.Conflict, "table_not_activated", "La mesa todavía no está habilitada. Pedile al mozo que la abra y escaneá el código otra vez.")
	}
	return nil
}

func (tx *Tx) insertSession(ctx context.Context, o tablesession.Seating, t tableRow) (Seated, error) {
	s := tablesession.Session{
		Ref: tablesession.Ref{
			TenantID: o.TenantID, BranchID: t.branchID,
			Place: tablesession.Place{TableID: o.TableID, TableCode: t.code, SectorID: t.sectorID},
		},
		Status: tablesession.Open, OpenedBy: "DINER", Policy: t.policy,
	}
	if o.By.UserID != nil {
		s.OpenedBy, s.WaiterID = "WAITER", *o.By.UserID
	}
	err := tx.QueryRow(ctx, `
INSERT INTO table_session (tenant_id, branch_id, table_id, opened_by, opened_by_waiter_id, assigned_waiter_id, policy, guests, notes)
VALUES ($1, $2, $3, $4, $5, $5, $6, nullif($7, 0), nullif($8, '')) RETURNING id, opened_at`,
		o.TenantID, t.branchID, o.TableID, s.OpenedBy, o.By.UserID, body(t.policy), o.Guests, o.Notes).Scan(&s.SessionID, &s.OpenedAt)
	if err != nil {
		return Seated{}, fmt.Errorf("insert session: %w", err)
	}
	s.OpenedAt = s.OpenedAt.UTC()
	s.ActiveAt = s.OpenedAt
	if _, err := tx.Exec(ctx, `UPDATE restaurant_table SET status = 'ACTIVE', updated_at = now() WHERE id = $1 AND tenant_id = $2`,
		o.TableID, o.TenantID); err != nil {
		return Seated{}, fmt.Errorf("mark table active: %w", err)
	}
	started := tablesession.Decision{
		Ref: s.Ref, By: o.By, TableAfter: tablesession.TableActive,
		Changes: tablesession.Changes{tablesession.StatusChanged{To: tablesession.Open}},
	}
	events, err := tx.EmitSession(ctx, o.TenantID, s.SessionID, started.Events()...)
	return Seated{Session: s, Events: events}, err
}

// Free marks a table without a session as free, unless it is out of service. The
// events say so to the floor; there is none if nothing changed.
func (s *Store) Free(ctx context.Context, tenant, table int64, by access.Actor) (events []event.Event, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		e := event.Event{TenantID: tenant, TableID: &table, Type: event.TableStatusChanged, Actor: by}
		var code string
		err := tx.QueryRow(ctx, `
UPDATE restaurant_table t SET status = 'FREE', updated_at = now()
WHERE t.id = $1 AND t.tenant_id = $2 AND t.status NOT IN ('FREE', 'OUT_OF_SERVICE')
  AND NOT EXISTS (SELECT FROM table_session ts WHERE ts.table_id = t.id AND ts.status IN ('OPEN', 'PAYING'))
RETURNING branch_id, sector_id, code`, table, tenant).Scan(&e.BranchID, &e.SectorID, &code)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("free table %d: %w", table, err)
		}
		e.Entity = event.Body(event.Table{TableCode: code, TableStatus: string(tablesession.TableFree)})
		e, err = tx.Emit(ctx, e)
		events = append(events, e)
		return err
	})
	return events, Fault(err)
}

// LastActivity gives when anything was last written for a session, and how many items are in its carts.
func (s *Store) LastActivity(ctx context.Context, tenant, session int64) (lastActivity time.Time, cartItems int, err error) {
	err = s.pool.QueryRow(ctx, `
SELECT last_activity_at, (SELECT count(*) FROM cart_item c WHERE c.session_id = ts.id AND c.tenant_id = $2)
FROM table_session ts WHERE ts.id = $1 AND ts.tenant_id = $2`, session, tenant).Scan(&lastActivity, &cartItems)
	return lastActivity, cartItems, Fault(err)
}

// doneOf reads what keyed commands came to.
func doneOf(rows []commandRow) (map[string]tablesession.Done, int, error) {
	done := map[string]tablesession.Done{}
	last := 0
	for _, r := range rows {
		var st stored
		if err := json.Unmarshal(r.Receipt, &st); err != nil {
			return nil, 0, fmt.Errorf("decode receipt %s: %w", r.Key, err)
		}
		last = max(last, st.Result.RoundNumber)
		switch d := (tablesession.Done{Hash: r.Hash, Result: st.Result, At: r.At.Unix(), Cart: st.Cart}); {
		case st.ByKey:
			done[r.Key] = d
		case tablesession.RepeatWindow(r.Name, time.Hour) > 0:
			done[tablesession.Fingerprint(r.Hash)] = d
		}
	}
	return done, last, nil
}

type commandRow struct {
	Key, Name, Hash string
	Receipt         []byte
	At              time.Time
}
