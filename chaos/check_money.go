package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/jackc/pgx/v5"

	"integrador/internal/dev/reconcile"
	"integrador/internal/domain/money"
)

// checkPayments is I3: the ledger has the payments that the provider has.
func (cl *cluster) checkPayments(ctx context.Context, _ verdict) finding {
	f := finding{id: "I3", says: "los pagos son los del proveedor, cada uno una vez"}
	theirs, err := cl.collected(ctx)
	if err == nil {
		err = reconcile.Compare(ctx, cl.pool, theirs)
	}
	if err != nil {
		f.fail("%v", err)
	}
	for _, c := range theirs.ByReference {
		f.checked += c.Payments
	}
	cl.look(ctx, &f, "pagos aprobados sin su evento, o con dos", `
SELECT p.id FROM payment p WHERE p.effect_cents > 0 AND p.status = 'APPROVED' AND 1 <> (
  SELECT count(*) FROM event e WHERE e.type = 'PAYMENT_APPROVED' AND (e.entity->>'payment_id')::bigint = p.id)`)
	f.note, err = cl.sums(ctx, theirs)
	if err != nil {
		f.fail("%v", err)
	}
	return f
}

// sums describes the money of each restaurant, by the ledger and by the provider.
func (cl *cluster) sums(ctx context.Context, theirs reconcile.Provider) (string, error) {
	var all reconcile.Collected
	for _, c := range theirs.ByReference {
		all.Approved, all.Refunded, all.Net = all.Approved+c.Approved, all.Refunded+c.Refunded, all.Net+c.Net
	}
	rows, err := cl.pool.Query(ctx, `
SELECT t.name, sum(p.effect_cents) FILTER (WHERE p.provider = 'MERCADO_PAGO'), sum(p.effect_cents) FILTER (WHERE p.provider <> 'MERCADO_PAGO'),
  (SELECT sum(total_cents) FROM app_check k WHERE k.tenant_id = t.id), (SELECT sum(paid_cents) FROM app_check k WHERE k.tenant_id = t.id)
FROM tenant t JOIN payment p ON p.tenant_id = t.id GROUP BY t.id`)
	if err != nil {
		return "", fmt.Errorf("add the payments up: %w", err)
	}
	var name string
	var online, cash, total, paid *money.Cents
	var lines []string
	_, err = pgx.ForEachRow(rows, []any{&name, &online, &cash, &total, &paid}, func() error {
		lines = append(lines, fmt.Sprintf("%s: cuentas %s, pagado %s; por Mercado Pago %s, en mano %s", name, or(total),
			or(paid), or(online), or(cash)))
		return nil
	})
	lines = append(lines, fmt.Sprintf("el simulador: cobrado %s, devuelto %s, queda %s", all.Approved, all.Refunded, all.Net))
	return strings.Join(lines, "; "), err
}

func or(c *money.Cents) money.Cents {
	if c == nil {
		return 0
	}
	return *c
}

// checkAllocations is I4, at the end and at every read of the monitor.
func (cl *cluster) checkAllocations(ctx context.Context, v verdict) finding {
	f := finding{id: "I4", says: "cada centavo asignado una vez; cerrada y paga quiere decir saldada"}
	for _, err := range []error{v.watched, reconcile.Check(ctx, cl.pool)} {
		if err != nil {
			f.fail("%v", err)
		}
	}
	cl.tally(ctx, &f, `SELECT count(*) FROM allocation`)
	cl.look(ctx, &f, "cuentas que se fueron sin pagar", `
SELECT k.id FROM app_check k JOIN table_session s ON s.id = k.table_session_id
WHERE s.status = 'CLOSED' AND k.paid_cents + k.reversed_cents < k.total_cents`)
	f.note = fmt.Sprintf("el monitor leyó el libro %d veces mientras tanto", v.reads)
	if v.reads == 0 {
		f.fail("nadie miró el libro")
	}
	return f
}

// checkTotals is I5: items, the ledger and the API give one total.
func (cl *cluster) checkTotals(ctx context.Context) finding {
	f := finding{id: "I5", says: "el total es el de sus ítems, en el libro y en la API"}
	cl.look(ctx, &f, "cuentas cuyo total no es el de sus ítems", `
SELECT k.id FROM app_check k WHERE k.total_cents + k.discount_cents <> coalesce((
  SELECT sum(i.qty * i.unit_price_cents) FROM round r JOIN round_item i ON i.round_id = r.id
  WHERE r.table_session_id = k.table_session_id AND r.status <> 'CANCELED' AND NOT i.is_voided), 0)`)
	for _, s := range cl.facts.all() {
		if s.billID == 0 {
			continue
		}
		f.checked++
		var ordered, ledger, paid int64
		for _, o := range s.orders {
			if o.known {
				ordered += o.cents
			}
		}
		if err := cl.pool.QueryRow(ctx, `SELECT total_cents, paid_cents FROM app_check WHERE id = $1`, s.billID).Scan(&ledger, &paid); err != nil {
			f.fail("cuenta %d: no se pudo leer: %v", s.billID, err)
		}
		read, err := cl.staff["manager"].GetCheck(ctx, s.billID)
		if err != nil {
			f.fail("cuenta %d: %v", s.billID, err)
			continue
		}
		if read.TotalCents != ledger || read.PaidCents != paid || ledger != s.billTotal {
			f.fail("cuenta %d: a la mesa le dijeron %d, la API dice %d (pagado %d), el libro %d (pagado %d)", s.billID,
				s.billTotal, read.TotalCents, read.PaidCents, ledger, paid)
		}
		if ordered != ledger {
			f.fail("cuenta %d: pidieron por %d y la cuenta es de %d", s.billID, ordered, ledger)
		}
	}
	return f
}

// checkAudit is I16.
func (cl *cluster) checkAudit(ctx context.Context) finding {
	f := finding{id: "I16", says: "toda plata auditada; la cadena cierra; nadie puede reescribirla"}
	cl.tally(ctx, &f, `SELECT count(*) FROM audit_log`)
	cmd := exec.CommandContext(ctx, cl.processes["api"].Path, "audit", "verify") //nolint:gosec // our own
	cmd.Env = append(cmd.Environ(), "ENVIRONMENT=test", "LOG_LEVEL=warn", "DATABASE_URL="+cl.appURL)
	output, err := cmd.CombinedOutput()
	if err != nil {
		f.fail("integrador audit verify: %v: %s", err, output)
	}
	f.note = strings.Join(strings.Fields(string(output)), " ")
	conn, err := pgx.Connect(ctx, cl.appURL)
	if err != nil {
		f.fail("entrar como la aplicación: %v", err)
		return f
	}
	defer conn.Close(ctx)
	for _, sql := range []string{"UPDATE audit_log SET action = 'NADA'", "DELETE FROM audit_log", "TRUNCATE audit_log", "UPDATE audit_link SET hash = ''"} {
		if _, err := conn.Exec(ctx, sql); err == nil || !strings.Contains(err.Error(), "42501") {
			f.fail("la aplicación pudo: %s (%v)", sql, err)
		}
	}
	cl.look(ctx, &f, "pagos que entraron y no están en la auditoría una vez", `
SELECT p.id FROM payment p WHERE p.effect_cents > 0 AND 1 <> (
  SELECT count(*) FROM audit_log a WHERE a.entity_type = 'payment' AND a.entity_id = p.id AND a.action = 'PAYMENT_APPROVED')`)
	cl.checkDemotion(ctx, &f)
	return f
}

// checkDemotion asks for the one entry about the waiter who lost their
// role: by whom, by which request, and what it was before and after.
func (cl *cluster) checkDemotion(ctx context.Context, f *finding) {
	f.checked++
	const taken = `
SELECT count(*) FROM audit_log a LEFT JOIN app_user u ON u.id = a.user_id
WHERE a.entity_type = 'staff' AND a.entity_id = $1 AND a.action = 'ROLE_CHANGE'
  AND a.old_values::text LIKE '%WAITER%' AND a.new_values::text NOT LIKE '%WAITER%'`
	n, err := cl.count(ctx, taken, cl.demotedWaiter.id)
	whole, errWhole := cl.count(ctx, taken+` AND u.email = 'admin@demo.com' AND a.request_id <> '' AND a.new_values::text LIKE '%KITCHEN%'`, cl.demotedWaiter.id)
	if err := errors.Join(err, errWhole); err != nil {
		f.fail("no se pudo leer: %v", err)
	}
	if n != 1 || whole != 1 {
		f.fail("que la persona %d perdió su rol está %d veces en la auditoría, %d con quién, qué pedido y qué pasó a ser",
			cl.demotedWaiter.id, n, whole)
	}
}
