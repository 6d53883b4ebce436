package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// verdict is what the run itself showed.
type verdict struct {
	quiet   error // what had not finished
	reads   int   // of the ledger, by the monitor
	watched error // what the monitor saw
}

// finding is one promise and whether it was kept.
type finding struct {
	id, says string
	checked  int
	wrong    []string
	note     string
}

func (f *finding) fail(format string, args ...any) {
	f.wrong = append(f.wrong, fmt.Sprintf(format, args...))
}

// look runs a query each row of which is a violation.
func (cl *cluster) look(ctx context.Context, f *finding, what, sql string) {
	ids, err := cl.ids(ctx, sql)
	if err != nil {
		f.fail("%s: no se pudo leer: %v", what, err)
	}
	if len(ids) > 0 {
		f.fail("%s: %v", what, ids[:min(len(ids), 8)])
	}
}

func (cl *cluster) tally(ctx context.Context, f *finding, sql string, args ...any) {
	n, err := cl.count(ctx, sql, args...)
	if err != nil {
		f.fail("no se pudo contar: %v", err)
	}
	f.checked += int(n)
}

// check asks for every promise.
func (cl *cluster) check(ctx context.Context, v verdict) []finding {
	out := cl.checkOrders(ctx)
	out = append(out, cl.checkPayments(ctx, v), cl.checkAllocations(ctx, v), cl.checkTotals(ctx), cl.checkMoves(ctx))
	out = append(out, cl.checkEvents(ctx)...)
	return append(out, cl.checkIsolation(ctx), cl.checkKeys(ctx), cl.checkRevocations(ctx), cl.checkDegradation(ctx),
		cl.checkRecovery(v),
		cl.checkPoison(ctx), cl.checkBounds(ctx), cl.checkAudit(ctx), cl.checkPeople())
}

// checkOrders is I1 and I2: every acknowledged order is in the ledger as it
// was answered, and none is there twice.
func (cl *cluster) checkOrders(ctx context.Context) []finding {
	lost := finding{id: "I1", says: "ningún pedido perdido"}
	doubled := finding{id: "I2", says: "ningún pedido doble"}
	for _, s := range cl.facts.all() {
		listed, err := cl.roundsBy(ctx, s.id)
		if err != nil {
			lost.fail("sesión %d: no se pudo leer: %v", s.id, err)
			continue
		}
		wanted := 0
		for _, o := range s.orders {
			found := listed[o.tag]
			doubled.checked++
			if len(found) > 1 {
				doubled.fail("el pedido %s está %d veces: rondas %v", o.tag, len(found), found)
			}
			if o.gaveUp && len(found) > 0 {
				doubled.fail("el pedido %s está en la ronda %d y a quien lo hizo le dijeron que no se hizo", o.tag, found[0].id)
			}
			if len(found) > 0 {
				wanted++
			}
			if !o.known {
				continue
			}
			lost.checked++
			switch {
			case len(found) == 0:
				lost.fail("el pedido %s, contestado como ronda %d, no está", o.tag, o.round)
			case !slices.ContainsFunc(found, func(r round) bool { return r.id == o.round && r.number == o.number && r.cents == o.cents }):
				lost.fail("el pedido %s se contestó como ronda %d n.º %d por %d y está como %+v", o.tag, o.round, o.number, o.cents, found)
			}
		}
		if len(listed) > wanted {
			doubled.fail("sesión %d: hay rondas que nadie pidió", s.id)
		}
	}
	cl.look(ctx, &lost, "números de ronda con huecos", `
SELECT table_session_id FROM round GROUP BY 1 HAVING max(round_number) <> count(*)`)
	return []finding{lost, doubled}
}

type round struct{ id, number, cents int64 }

// roundsBy reads a session's rounds by the tag on their items.
func (cl *cluster) roundsBy(ctx context.Context, session int64) (map[string][]round, error) {
	rows, err := cl.pool.Query(ctx, `
SELECT coalesce(i.notes, ''), r.id, r.round_number, sum(i.qty * i.unit_price_cents)
FROM round r JOIN round_item i ON i.round_id = r.id WHERE r.table_session_id = $1 GROUP BY 1, 2, 3`, session)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	by := map[string][]round{}
	for rows.Next() {
		var tag string
		var r round
		if err := rows.Scan(&tag, &r.id, &r.number, &r.cents); err != nil {
			return nil, err
		}
		by[tag] = append(by[tag], r)
	}
	return by, rows.Err()
}

// checkMoves is I6, by a graph of its own.
func (cl *cluster) checkMoves(ctx context.Context) finding {
	f := finding{id: "I6", says: "solo pasos legales; una sesión por mesa; nada después del cierre"}
	before := map[string][]string{
		"ROUND_SUBMITTED": {""}, "ROUND_IN_KITCHEN": {"ROUND_SUBMITTED"}, "ROUND_READY": {"ROUND_IN_KITCHEN"}, "ROUND_SERVED": {"ROUND_READY"},
		// Closing a table that is paid finishes what was open there.
		"ROUND_SERVED at the close": {"ROUND_SUBMITTED", "ROUND_IN_KITCHEN", "ROUND_READY"},
		"ROUND_CANCELED":            {"ROUND_SUBMITTED", "ROUND_IN_KITCHEN", "ROUND_READY"},
	}
	rows, err := cl.pool.Query(ctx, `
SELECT (e.entity->>'round_id')::bigint, e.type || CASE WHEN e.type = 'ROUND_SERVED' AND EXISTS (
  SELECT FROM event c WHERE c.session_id = e.session_id AND c.type = 'TABLE_CLEARED' AND c.at = e.at) THEN ' at the close' ELSE '' END
FROM event e WHERE e.session_id IS NOT NULL AND e.entity ? 'round_id' ORDER BY e.session_id, e.seq`)
	if err != nil {
		f.fail("no se pudo leer: %v", err)
		return f
	}
	defer rows.Close()
	at := map[int64]string{}
	for rows.Next() {
		var id int64
		var kind string
		if err := rows.Scan(&id, &kind); err != nil {
			f.fail("no se pudo leer: %v", err)
		}
		froms, known := before[kind]
		if !known {
			continue
		}
		f.checked++
		if !slices.Contains(froms, at[id]) {
			f.fail("la ronda %d pasó de %q a %s", id, at[id], kind)
		}
		at[id] = kind
	}
	rows.Close()
	cl.look(ctx, &f, "mesas con dos sesiones abiertas", `SELECT table_id FROM table_session WHERE status <> 'CLOSED' GROUP BY 1 HAVING count(*) > 1`)
	cl.look(ctx, &f, "sesiones que se superponen en una mesa", `
SELECT a.id FROM table_session a JOIN table_session b ON a.table_id = b.table_id AND a.id < b.id
WHERE (SELECT max(e.id) FROM event e WHERE e.session_id = a.id AND e.type = 'TABLE_CLEARED')
    > (SELECT min(e.id) FROM event e WHERE e.session_id = b.id)`)
	cl.look(ctx, &f, "rondas después del cierre", `
SELECT (r.entity->>'round_id')::bigint FROM event r JOIN event c ON c.session_id = r.session_id AND c.type = 'TABLE_CLEARED'
WHERE r.type = 'ROUND_SUBMITTED' AND r.seq > c.seq`)
	cl.look(ctx, &f, "duraciones negativas", `
SELECT id FROM table_session WHERE closed_at < opened_at
UNION ALL SELECT id FROM round WHERE least(ready_at, served_at) < submitted_at OR served_at < ready_at
UNION ALL SELECT id FROM service_call WHERE least(acked_at, closed_at) < created_at OR closed_at < acked_at`)
	cl.look(ctx, &f, "mesas libres con sesión, u ocupadas sin ella", `
SELECT t.id FROM restaurant_table t WHERE (t.status = 'FREE') = EXISTS (SELECT FROM table_session s WHERE s.table_id = t.id AND s.status <> 'CLOSED')`)
	f.note = fmt.Sprintf("%d escaneos a la vez, %d cierres o cobros a la vez", cl.facts.joined, cl.facts.doubled)
	return f
}

// checkPeople is no promise of its own: no answer was one that nobody expects.
func (cl *cluster) checkPeople() finding {
	f := finding{id: "—", says: "nadie recibió una respuesta que no correspondía"}
	f.checked = len(cl.journal.calls)
	f.wrong = append(append(f.wrong, cl.facts.unexpected...), cl.journal.crashes...)
	return f
}

// report prints everything and reports whether all promises were kept.
func (cl *cluster) report(_ context.Context, findings []finding) (kept bool) {
	kept = true
	fmt.Fprintf(cl.out, "\nFallas (semilla %d)\n", cl.seed)
	fmt.Fprintf(cl.out, "  %8s %6s  %-56s %8s %14s\n", "desde s", "dura", "qué", "pedidos", "sin respuesta")
	overlapped := 0
	for _, s := range cl.faults {
		n, lost, _ := cl.journal.during(s.began, s.ended)
		if n > 0 {
			overlapped++
		}
		fmt.Fprintf(cl.out, "  %8.1f %6.1f  %-56s %8d %14d\n", s.began.Sub(cl.start).Seconds(),
			s.ended.Sub(s.began).Seconds(), s.what, n, lost)
	}
	fmt.Fprintf(cl.out, "\n%d fallas, %d con pedidos en curso; %d sesiones, %d pedidos, %d llamadas a la API\n\n",
		len(cl.faults), overlapped, len(cl.facts.all()), cl.facts.orders(), len(cl.journal.calls))
	for _, f := range findings {
		verdict := "bien"
		if len(f.wrong) > 0 {
			verdict, kept = "ROTO", false
		}
		fmt.Fprintf(cl.out, "  %-4s %-72s %7d  %s\n", f.id, f.says, f.checked, verdict)
		if f.note != "" {
			fmt.Fprintf(cl.out, "       %s\n", f.note)
		}
		for _, w := range f.wrong[:min(len(f.wrong), 12)] {
			fmt.Fprintf(cl.out, "       ✗ %s\n", strings.ReplaceAll(w, "\n", "; "))
		}
		if more := len(f.wrong) - 12; more > 0 {
			fmt.Fprintf(cl.out, "       ✗ … y %d más\n", more)
		}
	}
	result := "todo se cumplió"
	if !kept {
		result = "algo NO se cumplió"
	}
	fmt.Fprintf(cl.out, "\n%s. Para repetirlo: -seed %d (%.0f s en total)\n", result, cl.seed,
		time.Since(cl.start).Seconds())
	return kept
}
