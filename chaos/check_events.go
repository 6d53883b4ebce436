package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"integrador/client"
)

// checkEvents is I7 and I8: what phones received is the session's log, and its fold
// is what the ledger says.
func (cl *cluster) checkEvents(ctx context.Context) []finding {
	whole := finding{id: "I7", says: "eventos completos 1..n; su suma es lo que se lee"}
	ordered := finding{id: "I8", says: "en orden y con los mismos bytes para todos"}
	cl.look(ctx, &whole, "sesiones con huecos en sus eventos", `
SELECT s.id FROM table_session s WHERE s.last_event_seq <> (SELECT count(*) FROM event e WHERE e.session_id = s.id)
  OR s.last_event_seq <> coalesce((SELECT max(seq) FROM event e WHERE e.session_id = s.id), 0)`)
	opened, resyncs, tails := 0, 0, 0
	for _, s := range cl.facts.all() {
		bytes := map[int64]string{}
		for _, e := range s.sockets {
			e.Close()
			frames, wrong := e.received()
			for _, w := range wrong {
				ordered.fail("sesión %d, %s: %s", s.id, e.name, w)
			}
			opened, resyncs = opened+e.Stats().Connections, resyncs+e.Stats().Reloads
			for _, f := range frames {
				ordered.checked++
				if known, again := bytes[f.Seq]; again && known != string(f.Raw) {
					ordered.fail("sesión %d: el evento %d llegó con otros bytes", s.id, f.Seq)
				}
				bytes[f.Seq] = string(f.Raw)
				if f.SessionID == nil || *f.SessionID != s.id {
					whole.fail("sesión %d: %s recibió un evento de otra: %.120s", s.id, e.name, f.Raw)
				}
			}
			tails += cl.checkSocket(ctx, &whole, s, e)
		}
	}
	cl.checkKitchen(ctx, &whole)
	whole.note = fmt.Sprintf("%d conexiones, %d veces se pidió cargar todo de nuevo, %d teléfonos no estaban al cerrarse la mesa; la cocina se puso al día con %d eventos",
		opened, resyncs, tails, cl.kitchen.Stats().CaughtUp)
	return []finding{whole, ordered}
}

// checkSocket compares one phone with the log. Who was out of reach when the table
// was closed may lack what came with the closing.
func (cl *cluster) checkSocket(ctx context.Context, f *finding, s *session, e *socket) (tails int) {
	frames, _ := e.received()
	f.checked += len(frames)
	// A payment that comes later still reaches nobody here: the phones have left.
	last, err := cl.count(ctx, `SELECT coalesce(max(seq), 0) FROM event WHERE session_id = $1 AND type = 'TABLE_CLEARED'`, s.id)
	if err != nil {
		f.fail("sesión %d: no se pudo leer: %v", s.id, err)
	}
	switch {
	case e.last < s.head:
		f.fail("sesión %d: %s recibió hasta el %d y antes de cerrar eran %d", s.id, e.name, e.last, s.head)
	case e.last < last:
		tails = 1
	}
	if e.Stats().Reloads > 0 {
		return tails
	}
	status := map[string]string{
		"ROUND_SUBMITTED": "SUBMITTED", "ROUND_IN_KITCHEN": "IN_KITCHEN", "ROUND_READY": "READY", "ROUND_SERVED": "SERVED", "ROUND_CANCELED": "CANCELED",
	}
	folded := map[int64]string{}
	for _, frame := range frames {
		if to := status[frame.Type]; to != "" {
			folded[roundOf(frame)] = to
		}
	}
	read, err := cl.statuses(ctx, s.id, e.last)
	if err != nil {
		f.fail("sesión %d: no se pudo leer: %v", s.id, err)
	} else if !maps.Equal(folded, read) {
		f.fail("sesión %d: %s cree %v y se lee %v", s.id, e.name, folded, read)
	}
	return tails
}

func roundOf(f client.Event) int64 {
	var about struct {
		Round int64 `json:"round_id"`
	}
	_ = json.Unmarshal(f.Entity, &about)
	return about.Round
}

// statuses are those of a session's rounds that were submitted up to event seq: the
// ledger's own, or for a round that changed later its status by then.
func (cl *cluster) statuses(ctx context.Context, session, seq int64) (map[int64]string, error) {
	rows, err := cl.pool.Query(ctx, `
WITH step AS (
  SELECT (entity->>'round_id')::bigint AS round_id, seq, replace(type, 'ROUND_', '') AS status FROM event
  WHERE session_id = $1 AND type IN ('ROUND_SUBMITTED', 'ROUND_IN_KITCHEN', 'ROUND_READY', 'ROUND_SERVED', 'ROUND_CANCELED'))
SELECT DISTINCT ON (r.id) r.id, CASE WHEN EXISTS (SELECT FROM step later WHERE later.round_id = r.id AND later.seq > $2) THEN s.status ELSE r.status END
FROM round r JOIN step s ON s.round_id = r.id AND s.seq <= $2 WHERE r.table_session_id = $1 ORDER BY r.id, s.seq DESC`, session, seq)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	by := map[int64]string{}
	for rows.Next() {
		var id int64
		var status string
		if err := rows.Scan(&id, &status); err != nil {
			return nil, err
		}
		by[id] = status
	}
	return by, rows.Err()
}

// checkPoison is I14: messages that are no events delay no event.
func (cl *cluster) checkPoison(ctx context.Context) finding {
	f := finding{id: "I14", says: "lo venenoso no frena a lo bueno y queda contado"}
	faults := 0
	for _, s := range cl.faults {
		if s.what == "mensajes envenenados en Redis" {
			faults++
		}
	}
	redis := cl.redis()
	defer redis.Close()
	table := cl.tables[0]
	d := &dinner{cluster: cl, rng: newRng(cl.seed, 7), session: &session{at: table}, name: fmt.Sprintf("%d-veneno", cl.seed)}
	if err := d.scan(ctx); err != nil {
		f.fail("abrir una mesa: %v", err)
		return f
	}
	if err := d.join(ctx); err != nil {
		f.fail("sentarse: %v", err)
		return f
	}
	_ = d.receiveAll(ctx)
	for range 20 {
		if err := redis.Publish(ctx, fmt.Sprintf("session:%d", d.id), `{"type":7}`).Err(); err != nil {
			f.fail("publicar: %v", err)
		}
		f.checked++
	}
	began := time.Now()
	if err := d.order(ctx, d.newOrder(d.guests[0], 0)); err != nil {
		f.fail("pedir: %v", err)
	}
	if err := d.receiveAll(ctx); err != nil {
		f.fail("después del veneno no llega: %v", err)
	}
	f.note = fmt.Sprintf("%d veces durante la noche; al final, el evento siguiente tardó %.2f s con el pedido incluido",
		faults, time.Since(began).Seconds())
	counted, err := cl.metric(ctx, cl.gateway+"/ws/metrics", "wsgateway_events_invalid_schema")
	if err != nil || counted == 0 {
		f.fail("el gateway no contó los mensajes inválidos: %v %v", counted, err)
	}
	for _, s := range d.sockets {
		s.Close()
	}
	d.clearAway(ctx)
	return f
}
