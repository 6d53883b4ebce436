package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// screen opens a socket of staff. When it comes back it asks for what it missed,
// as today's screens do.
func (h *house) screen(ctx context.Context, kind string, who caller) *ear {
	e := &ear{name: "pantalla " + kind, done: make(chan struct{})}
	token := url.QueryEscape(who.header["Authorization"][len("Bearer "):])
	e.address = func(int64) string {
		return fmt.Sprintf("ws://%s/ws/%s?token=%s&branch_id=%d", h.phones, kind, token, h.branch)
	}
	e.missed = func(ctx context.Context, since time.Time) (m missed, err error) {
		gateway := caller{h: h, at: "http://" + h.phones}
		path := fmt.Sprintf("/ws/catchup?token=%s&branch_id=%d&socket=%s&since=%d", token, h.branch, kind, since.Unix())
		if err := gateway.good(ctx, http.MethodGet, path, nil, &m); err != nil || !m.Reload {
			return m, err
		}
		m.upTo, err = h.count(ctx, lastEvent)
		return m, err
	}
	e.open(ctx)
	return e
}

// missed is what catch-up answers. When it says to reload, the screen reads
// everything up to the event upTo.
type missed struct {
	Events []json.RawMessage `json:"events"`
	Reload bool              `json:"reload"`
	upTo   int64
}

const lastEvent = `SELECT coalesce(max(id), 0) FROM event`

// catchUp asks for what happened since the last event, with some seconds for those
// that overtook one another. A date in the future is that of a wrong clock.
func (e *ear) catchUp(ctx context.Context) error {
	since := time.Now()
	e.mu.Lock()
	for _, f := range e.frames[max(0, len(e.frames)-1):] {
		if f.TS.Before(since) {
			since = f.TS
		}
	}
	e.mu.Unlock()
	m, err := e.missed(ctx, since.Add(-3*time.Second))
	if err != nil {
		return err
	}
	e.mu.Lock()
	e.caughtUp += len(m.Events)
	e.reloaded = max(e.reloaded, m.upTo)
	e.mu.Unlock()
	for _, raw := range m.Events {
		e.hear(raw, 0)
	}
	return nil
}

// sinceReload gives what came so far, and the last event that is known without
// having come.
func (e *ear) sinceReload() ([]frame, int64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.frames), e.reloaded
}

// screens are the sockets of staff.
func (h *house) screens() []*ear { return []*ear{h.kitchen, h.tonight.ear} }

// openKitchen puts up the kitchen's screen, before there is anything to be told.
func (h *house) openKitchen(ctx context.Context) (err error) {
	h.kitchen = h.screen(ctx, "kitchen", h.staff["kitchen"])
	err = h.until(ctx, patience, func(context.Context) error {
		if h.kitchen.connections() == 0 {
			return errors.New("the kitchen's screen does not connect")
		}
		return nil
	})
	if err == nil {
		h.kitchenFrom, err = h.count(ctx, lastEvent)
	}
	return err
}

// kitchens are the events that a screen of the kitchen is told of since it opened:
// a reminder of a dish that waits is not for it.
const kitchens = `
SELECT id FROM event WHERE branch_id = $1 AND id > $2 AND coalesce((entity->>'reminder')::int, 0) = 0
  AND type IN ('ROUND_SUBMITTED', 'ROUND_IN_KITCHEN', 'ROUND_READY', 'ROUND_SERVED', 'ROUND_CANCELED') ORDER BY id`

// unheard are the steps of rounds that the kitchen's screen knows neither by its
// socket nor by catching up after that broke, of all it should know.
func (h *house) unheard(ctx context.Context) (missing []int64, of int, err error) {
	frames, from := h.kitchen.sinceReload()
	told, err := h.ids(ctx, kitchens, h.branch, max(from, h.kitchenFrom))
	if err != nil {
		return nil, 0, err
	}
	seen := map[int64]bool{}
	for _, frame := range frames {
		seen[frame.ID] = true
	}
	of = len(told)
	return slices.DeleteFunc(told, func(id int64) bool { return seen[id] }), of, nil
}

// checkKitchen asks whether the kitchen's screen knows every round's steps.
func (h *house) checkKitchen(ctx context.Context, f *finding) {
	frames, wrong := h.kitchen.heard()
	for _, w := range wrong {
		f.blame("%s: %s", h.kitchen.name, w)
	}
	bytes := map[int64]string{}
	for _, frame := range frames {
		if known, again := bytes[frame.ID]; again && known != frame.raw {
			f.blame("%s: el evento %d llegó con otros bytes", h.kitchen.name, frame.ID)
		}
		bytes[frame.ID] = frame.raw
	}
	missing, of, err := h.unheard(ctx)
	if err != nil {
		f.blame("no se pudo leer: %v", err)
	}
	f.checked += of
	if len(missing) > 0 {
		f.blame("%s no supo de %d eventos: %v", h.kitchen.name, len(missing), missing[:min(len(missing), 8)])
	}
}
