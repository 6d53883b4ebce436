package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// verdict is what the evening itself showed.
type verdict struct {
	quiet   error // what did not come to its end
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

func (f *finding) blame(format string, args ...any) {
	f.wrong = append(f.wrong, fmt.Sprintf(format, args...))
}

// look counts what was checked by sql, each row of which is something wrong.
func (h *house) look(ctx context.Context, f *finding, what, sql string) {
	ids, err := h.ids(ctx, sql)
	if err != nil {
		f.blame("%s: no se pudo leer: %v", what, err)
	}
	if len(ids) > 0 {
		f.blame("%s: %v", what, ids[:min(len(ids), 8)])
	}
}

func (h *house) tally(ctx context.Context, f *finding, sql string, args ...any) {
	n, err := h.count(ctx, sql, args...)
	if err != nil {
		f.blame("no se pudo contar: %v", err)
	}
	f.checked += int(n)
}

// check asks for every promise.
func (h *house) check(ctx context.Context, v verdict) []finding {
	out := h.checkOrders(ctx)
	out = append(out, h.checkBooks(ctx, v), h.checkAllocations(ctx, v), h.checkTotals(ctx), h.checkMoves(ctx))
	out = append(out, h.checkEvents(ctx)...)
	return append(out, h.checkIsolation(ctx), h.checkKeys(ctx), h.checkFreshness(ctx), h.checkDegradation(ctx), h.checkRecovery(v),
		h.checkPoison(ctx), h.checkBounds(ctx), h.checkAudit(ctx), h.checkPeople())
}

// checkOrders is I1 and I2: what was acknowledged is there as it was told, and
// nothing is there twice.
func (h *house) checkOrders(ctx context.Context) []finding {
	lost := finding{id: "I1", says: "ningún pedido perdido"}
	doubled := finding{id: "I2", says: "ningún pedido doble"}
	for _, s := range h.facts.all() {
		listed, err := h.roundsBy(ctx, s.id)
		if err != nil {
			lost.blame("sesión %d: no se pudo leer: %v", s.id, err)
			continue
		}
		wanted := 0
		for _, o := range s.orders {
			found := listed[o.tag]
			doubled.checked++
			if len(found) > 1 {
				doubled.blame("el pedido %s está %d veces: rondas %v", o.tag, len(found), found)
			}
			if o.given && len(found) > 0 {
				doubled.blame("el pedido %s está en la ronda %d y a quien lo hizo le dijeron que no se hizo", o.tag, found[0].id)
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
				lost.blame("el pedido %s, contestado como ronda %d, no está", o.tag, o.round)
			case !slices.ContainsFunc(found, func(r round) bool { return r.id == o.round && r.number == o.number && r.cents == o.cents }):
				lost.blame("el pedido %s se contestó como ronda %d n.º %d por %d y está como %+v", o.tag, o.round, o.number, o.cents, found)
			}
		}
		if len(listed) > wanted {
			doubled.blame("sesión %d: hay rondas que nadie pidió", s.id)
		}
	}
	h.look(ctx, &lost, "números de ronda con huecos", `
SELECT table_session_id FROM round GROUP BY 1 HAVING max(round_number) <> count(*)`)
	return []finding{lost, doubled}
}

type round struct{ id, number, cents int64 }

// roundsBy reads a session's rounds by the tag on their items.
func (h *house) roundsBy(ctx context.Context, session int64) (map[string][]round, error) {
	rows, err := h.pool.Query(ctx, `
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
func (h *house) checkMoves(ctx context.Context) finding {
	f := finding{id: "I6", says: "solo pasos legales; una sesión por mesa; nada después del cierre"}
	before := map[string][]string{
		"ROUND_SUBMITTED": {""}, "ROUND_IN_KITCHEN": {"ROUND_SUBMITTED"}, "ROUND_READY": {"ROUND_IN_KITCHEN"}, "ROUND_SERVED": {"ROUND_READY"},
		// Closing a table that is paid finishes what was open there.
		"ROUND_SERVED at the close": {"ROUND_SUBMITTED", "ROUND_IN_KITCHEN", "ROUND_READY"},
		"ROUND_CANCELED":            {"ROUND_SUBMITTED", "ROUND_IN_KITCHEN", "ROUND_READY"},
	}
	rows, err := h.pool.Query(ctx, `
SELECT (e.entity->>'round_id')::bigint, e.type || CASE WHEN e.type = 'ROUND_SERVED' AND EXISTS (
  SELECT FROM event c WHERE c.session_id = e.session_id AND c.type = 'TABLE_CLEARED' AND c.at = e.at) THEN ' at the close' ELSE '' END
FROM event e WHERE e.session_id IS NOT NULL AND e.entity ? 'round_id' ORDER BY e.session_id, e.seq`)
	if err != nil {
		f.blame("no se pudo leer: %v", err)
		return f
	}
	defer rows.Close()
	at := map[int64]string{}
	for rows.Next() {
		var id int64
		var kind string
		if err := rows.Scan(&id, &kind); err != nil {
			f.blame("no se pudo leer: %v", err)
		}
		froms, known := before[kind]
		if !known {
			continue
		}
		f.checked++
		if !slices.Contains(froms, at[id]) {
			f.blame("la ronda %d pasó de %q a %s", id, at[id], kind)
		}
		at[id] = kind
	}
	rows.Close()
	h.look(ctx, &f, "mesas con dos sesiones abiertas", `SELECT table_id FROM table_session WHERE status <> 'CLOSED' GROUP BY 1 HAVING count(*) > 1`)
	h.look(ctx, &f, "sesiones que se superponen en una mesa", `
SELECT a.id FROM table_session a JOIN table_session b ON a.table_id = b.table_id AND a.id < b.id
WHERE (SELECT max(e.id) FROM event e WHERE e.session_id = a.id AND e.type = 'TABLE_CLEARED')
    > (SELECT min(e.id) FROM event e WHERE e.session_id = b.id)`)
	h.look(ctx, &f, "rondas después del cierre", `
SELECT (r.entity->>'round_id')::bigint FROM event r JOIN event c ON c.session_id = r.session_id AND c.type = 'TABLE_CLEARED'
WHERE r.type = 'ROUND_SUBMITTED' AND r.seq > c.seq`)
	h.look(ctx, &f, "duraciones negativas", `
SELECT id FROM table_session WHERE closed_at < opened_at
UNION ALL SELECT id FROM round WHERE least(ready_at, served_at) < submitted_at OR served_at < ready_at
UNION ALL SELECT id FROM service_call WHERE least(acked_at, closed_at) < created_at OR closed_at < acked_at`)
	h.look(ctx, &f, "mesas libres con sesión, u ocupadas sin ella", `
SELECT t.id FROM restaurant_table t WHERE (t.status = 'FREE') = EXISTS (SELECT FROM table_session s WHERE s.table_id = t.id AND s.status <> 'CLOSED')`)
	f.note = fmt.Sprintf("%d escaneos a la vez, %d cierres o cobros a la vez", h.facts.joined, h.facts.doubled)
	return f
}

// checkPeople is no promise of its own: nobody was told what should not be.
func (h *house) checkPeople() finding {
	f := finding{id: "—", says: "nadie recibió una respuesta que no correspondía"}
	f.checked = len(h.journal.calls)
	f.wrong = append(append(f.wrong, h.facts.odd...), h.journal.crashes...)
	return f
}

// report prints everything and tells whether it is all as it should be.
func (h *house) report(_ context.Context, findings []finding) (kept bool) {
	kept = true
	fmt.Fprintf(h.out, "\nFallas (semilla %d)\n", h.seed)
	fmt.Fprintf(h.out, "  %8s %6s  %-56s %8s %14s\n", "desde s", "dura", "qué", "pedidos", "sin respuesta")
	overlapped := 0
	for _, s := range h.strikes {
		n, lost, _ := h.journal.during(s.began, s.ended)
		if n > 0 {
			overlapped++
		}
		fmt.Fprintf(h.out, "  %8.1f %6.1f  %-56s %8d %14d\n", s.began.Sub(h.start).Seconds(), s.ended.Sub(s.began).Seconds(), s.what, n, lost)
	}
	fmt.Fprintf(h.out, "\n%d fallas, %d con pedidos en curso; %d sesiones, %d pedidos, %d llamadas a la API\n\n",
		len(h.strikes), overlapped, len(h.facts.all()), h.facts.orders(), len(h.journal.calls))
	for _, f := range findings {
		verdict := "bien"
		if len(f.wrong) > 0 {
			verdict, kept = "ROTO", false
		}
		fmt.Fprintf(h.out, "  %-4s %-72s %7d  %s\n", f.id, f.says, f.checked, verdict)
		if f.note != "" {
			fmt.Fprintf(h.out, "       %s\n", f.note)
		}
		for _, w := range f.wrong[:min(len(f.wrong), 12)] {
			fmt.Fprintf(h.out, "       ✗ %s\n", strings.ReplaceAll(w, "\n", "; "))
		}
		if more := len(f.wrong) - 12; more > 0 {
			fmt.Fprintf(h.out, "       ✗ … y %d más\n", more)
		}
	}
	result := "todo se cumplió"
	if !kept {
		result = "algo NO se cumplió"
	}
	fmt.Fprintf(h.out, "\n%s. Para repetirlo: -seed %d (%.0f s en total)\n", result, h.seed, time.Since(h.start).Seconds())
	return kept
}
