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
func (h *house) checkEvents(ctx context.Context) []finding {
	whole := finding{id: "I7", says: "eventos completos 1..n; su suma es lo que se lee"}
	ordered := finding{id: "I8", says: "en orden y con los mismos bytes para todos"}
	h.look(ctx, &whole, "sesiones con huecos en sus eventos", `
SELECT s.id FROM table_session s WHERE s.last_event_seq <> (SELECT count(*) FROM event e WHERE e.session_id = s.id)
  OR s.last_event_seq <> coalesce((SELECT max(seq) FROM event e WHERE e.session_id = s.id), 0)`)
	opened, resyncs, tails := 0, 0, 0
	for _, s := range h.facts.all() {
		bytes := map[int64]string{}
		for _, e := range s.sockets {
			e.Close()
			frames, wrong := e.received()
			for _, w := range wrong {
				ordered.blame("sesión %d, %s: %s", s.id, e.name, w)
			}
			opened, resyncs = opened+e.Stats().Connections, resyncs+e.Stats().Reloads
			for _, f := range frames {
				ordered.checked++
				if known, again := bytes[f.Seq]; again && known != string(f.Raw) {
					ordered.blame("sesión %d: el evento %d llegó con otros bytes", s.id, f.Seq)
				}
				bytes[f.Seq] = string(f.Raw)
				if f.SessionID == nil || *f.SessionID != s.id {
					whole.blame("sesión %d: %s recibió un evento de otra: %.120s", s.id, e.name, f.Raw)
				}
			}
			tails += h.checkSocket(ctx, &whole, s, e)
		}
	}
	h.checkKitchen(ctx, &whole)
	whole.note = fmt.Sprintf("%d conexiones, %d veces se pidió cargar todo de nuevo, %d teléfonos no estaban al cerrarse la mesa; la cocina se puso al día con %d eventos",
		opened, resyncs, tails, h.kitchen.Stats().CaughtUp)
	return []finding{whole, ordered}
}

// checkSocket compares one phone with the log. Who was out of reach when the table
// was closed may lack what came with the closing.
func (h *house) checkSocket(ctx context.Context, f *finding, s *session, e *socket) (tails int) {
	frames, _ := e.received()
	f.checked += len(frames)
	// A payment that comes later still reaches nobody here: the phones have left.
	last, err := h.count(ctx, `SELECT coalesce(max(seq), 0) FROM event WHERE session_id = $1 AND type = 'TABLE_CLEARED'`, s.id)
	if err != nil {
		f.blame("sesión %d: no se pudo leer: %v", s.id, err)
	}
	switch {
	case e.last < s.head:
		f.blame("sesión %d: %s recibió hasta el %d y antes de cerrar eran %d", s.id, e.name, e.last, s.head)
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
	read, err := h.statuses(ctx, s.id, e.last)
	if err != nil {
		f.blame("sesión %d: no se pudo leer: %v", s.id, err)
	} else if !maps.Equal(folded, read) {
		f.blame("sesión %d: %s cree %v y se lee %v", s.id, e.name, folded, read)
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
// ledger's own, or for a round that went on later what was told of it by then.
func (h *house) statuses(ctx context.Context, session, seq int64) (map[int64]string, error) {
	rows, err := h.pool.Query(ctx, `
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

// checkPoison is I14: what was no event stood in nobody's way.
func (h *house) checkPoison(ctx context.Context) finding {
	f := finding{id: "I14", says: "lo venenoso no frena a lo bueno y queda contado"}
	strikes := 0
	for _, s := range h.strikes {
		if s.what == "mensajes envenenados en Redis" {
			strikes++
		}
	}
	redis := h.redis()
	defer redis.Close()
	place := h.tables[0]
	d := &dinner{house: h, rng: newRng(h.seed, 7), session: &session{at: place}, name: fmt.Sprintf("%d-veneno", h.seed)}
	if err := d.scan(ctx); err != nil {
		f.blame("abrir una mesa: %v", err)
		return f
	}
	if err := d.join(ctx); err != nil {
		f.blame("sentarse: %v", err)
		return f
	}
	_ = d.receiveAll(ctx)
	for range 20 {
		if err := redis.Publish(ctx, fmt.Sprintf("session:%d", d.id), `{"type":7}`).Err(); err != nil {
			f.blame("publicar: %v", err)
		}
		f.checked++
	}
	began := time.Now()
	if err := d.order(ctx, d.newOrder(d.guests[0], 0)); err != nil {
		f.blame("pedir: %v", err)
	}
	if err := d.receiveAll(ctx); err != nil {
		f.blame("después del veneno no llega: %v", err)
	}
	f.note = fmt.Sprintf("%d veces durante la noche; al final, el evento siguiente tardó %.2f s con el pedido incluido", strikes, time.Since(began).Seconds())
	counted, err := h.metric(ctx, h.gateway+"/ws/metrics", "wsgateway_events_invalid_schema")
	if err != nil || counted == 0 {
		f.blame("el gateway no contó los mensajes inválidos: %v %v", counted, err)
	}
	for _, s := range d.sockets {
		s.Close()
	}
	d.clearAway(ctx)
	return f
}
