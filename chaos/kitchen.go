package main

import (
	"context"
	"fmt"
	"slices"

	"integrador/client"
)

// screens are the sockets of staff.
func (h *house) screens() []*socket { return []*socket{h.kitchen, h.tonight.socket} }

// openKitchen opens the kitchen's screen, before there is anything to receive.
func (h *house) openKitchen(ctx context.Context) (err error) {
	h.kitchen = h.screen(ctx, client.KitchenSocket, h.staff["kitchen"])
	within, cancel := context.WithTimeout(ctx, personTimeout)
	defer cancel()
	if err := h.kitchen.Connected(within); err != nil {
		return fmt.Errorf("the kitchen's screen does not connect: %w", err)
	}
	h.kitchenFrom, err = h.count(ctx, lastEvent)
	return err
}

// kitchenEvents are those that a screen of the kitchen receives since it opened:
// a reminder of a dish that waits is not for it.
const kitchenEvents = `
SELECT id FROM event WHERE branch_id = $1 AND id > $2 AND coalesce((entity->>'reminder')::int, 0) = 0
  AND type IN ('ROUND_SUBMITTED', 'ROUND_IN_KITCHEN', 'ROUND_READY', 'ROUND_SERVED', 'ROUND_CANCELED') ORDER BY id`

// unseen are the steps of rounds that the kitchen's screen knows neither by its
// socket nor by catching up after that broke, of all it should know.
func (h *house) unseen(ctx context.Context) (missing []int64, of int, err error) {
	frames, from := h.kitchen.sinceReload()
	all, err := h.ids(ctx, kitchenEvents, h.branch, max(from, h.kitchenFrom))
	if err != nil {
		return nil, 0, err
	}
	seen := map[int64]bool{}
	for _, frame := range frames {
		seen[frame.ID] = true
	}
	of = len(all)
	return slices.DeleteFunc(all, func(id int64) bool { return seen[id] }), of, nil
}

// checkKitchen asks whether the kitchen's screen knows every round's steps.
func (h *house) checkKitchen(ctx context.Context, f *finding) {
	frames, wrong := h.kitchen.received()
	for _, w := range wrong {
		f.blame("%s: %s", h.kitchen.name, w)
	}
	bytes := map[int64]string{}
	for _, frame := range frames {
		if known, again := bytes[frame.ID]; again && known != string(frame.Raw) {
			f.blame("%s: el evento %d llegó con otros bytes", h.kitchen.name, frame.ID)
		}
		bytes[frame.ID] = string(frame.Raw)
	}
	missing, of, err := h.unseen(ctx)
	if err != nil {
		f.blame("no se pudo leer: %v", err)
	}
	f.checked += of
	if len(missing) > 0 {
		f.blame("%s no supo de %d eventos: %v", h.kitchen.name, len(missing), missing[:min(len(missing), 8)])
	}
}
