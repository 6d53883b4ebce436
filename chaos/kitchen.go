package main

import (
	"context"
	"fmt"
	"slices"

	"integrador/client"
)

// screens are the sockets of the staff.
func (cl *cluster) screens() []*socket { return []*socket{cl.kitchen, cl.demotedWaiter.socket} }

// openKitchen opens the kitchen's screen, before there is anything to receive.
func (cl *cluster) openKitchen(ctx context.Context) (err error) {
	cl.kitchen = cl.screen(ctx, client.KitchenSocket, cl.staff["kitchen"])
	within, cancel := context.WithTimeout(ctx, personTimeout)
	defer cancel()
	if err := cl.kitchen.Connected(within); err != nil {
		return fmt.Errorf("the kitchen's screen does not connect: %w", err)
	}
	cl.kitchenFrom, err = cl.count(ctx, lastEvent)
	return err
}

// kitchenEvents are those that a screen of the kitchen receives since it opened:
// a reminder of a dish that waits is not for it.
const kitchenEvents = `
SELECT id FROM event WHERE branch_id = $1 AND id > $2 AND coalesce((entity->>'reminder')::int, 0) = 0
  AND type IN ('ROUND_SUBMITTED', 'ROUND_IN_KITCHEN', 'ROUND_READY', 'ROUND_SERVED', 'ROUND_CANCELED') ORDER BY id`

// unseen are the steps of rounds that the kitchen's screen knows neither by its
// socket nor by catching up after that broke, of all it should know.
func (cl *cluster) unseen(ctx context.Context) (missing []int64, of int, err error) {
	frames, from := cl.kitchen.sinceReload()
	all, err := cl.ids(ctx, kitchenEvents, cl.branch, max(from, cl.kitchenFrom))
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
func (cl *cluster) checkKitchen(ctx context.Context, f *finding) {
	frames, wrong := cl.kitchen.received()
	for _, w := range wrong {
		f.fail("%s: %s", cl.kitchen.name, w)
	}
	bytes := map[int64]string{}
	for _, frame := range frames {
		if known, again := bytes[frame.ID]; again && known != string(frame.Raw) {
			f.fail("%s: el evento %d llegó con otros bytes", cl.kitchen.name, frame.ID)
		}
		bytes[frame.ID] = string(frame.Raw)
	}
	missing, of, err := cl.unseen(ctx)
	if err != nil {
		f.fail("no se pudo leer: %v", err)
	}
	f.checked += of
	if len(missing) > 0 {
		f.fail("%s no supo de %d eventos: %v", cl.kitchen.name, len(missing), missing[:min(len(missing), 8)])
	}
}
