package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"
)

// The pauses between the looks of a watch. A payment is found within a minute
// while it can be made, with every webhook lost.
const (
	watchBusy    = 30 * time.Second // while the payer is probably at it
	watchOpen    = 45 * time.Second
	watchClosing = time.Minute // after the page closed: what was paid at the last moment shows by then
	watchSettled = 5 * time.Minute
	watchDaily   = 24 * time.Hour
	watchMoving  = 4 * 24 * time.Hour // for a payment that the provider has not decided about
)

// PaymentWatch looks after one checkout. It finds the payment whose webhook never
// came, closes the page once nobody should pay there any more, lets the part of the
// bill go when its time is over, and says that nothing was paid only when the
// closed page shows no payment. It ends a day after the checkout expired; later if
// the provider still has not decided about a payment.
func PaymentWatch(ctx workflow.Context, w Watch) error {
	if workflow.GetVersion(ctx, "watch-listens", workflow.DefaultVersion, 1) == workflow.DefaultVersion {
		return watchAlone(ctx, w)
	}
	s := &watchRun{Watch: w, begun: workflow.Now(ctx), lock: workflow.NewMutex(ctx)}
	err := workflow.SetUpdateHandlerWithOptions(ctx, lookNow, s.lookOnce, workflow.UpdateHandlerOptions{Description: "buscar el pago ya"})
	if err != nil {
		return err
	}
	for !s.over(workflow.Now(ctx)) {
		if err := s.sleep(ctx); err != nil {
			return err
		}
		if err := s.lookOnce(ctx); err != nil {
			workflow.GetLogger(ctx).Warn("payment not looked for", "reference", w.Reference, "error", err)
		}
	}
	// Somebody may have started it again for one more look.
	if _, err := workflow.AwaitWithTimeout(ctx, watchBusy, func() bool { return s.looks > 0 }); err != nil {
		return err
	}
	return workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) })
}

type watchRun struct {
	Watch
	begun time.Time
	lock  workflow.Mutex

	looks          int
	seen           sight     // of the last look that was possible
	unwanted       bool      // nobody should pay any more
	pageClosed     bool      // and the provider knows
	closedAt       time.Time // when the page was closed, by the provider's clock or by us
	released       bool      // the part of the bill was let go
	unpaidRecorded bool      // that nothing was paid, and the ledger knows
}

// sleep waits for the next look, or for the signal that nobody should pay any more.
func (s *watchRun) sleep(ctx workflow.Context) error {
	pause := s.pause(workflow.Now(ctx))
	ch := workflow.GetSignalChannel(ctx, closePage)
	_, err := workflow.AwaitWithOptions(ctx, workflow.AwaitOptions{
		Timeout: pause, TimerOptions: workflow.TimerOptions{Summary: "próxima búsqueda del pago"},
	}, func() bool { return ch.Len() > 0 })
	for ch.ReceiveAsync(nil) {
		s.unwanted = true
	}
	return err
}

// pause is how long to wait for the next look.
func (s *watchRun) pause(now time.Time) time.Duration {
	switch {
	case s.closing() && !s.unpaidRecorded && now.Before(s.ExpiresAt.Add(watchAfterEnd)):
		return watchClosing
	case now.Before(s.ExpiresAt) && s.seen.paid:
		return min(watchSettled, s.ExpiresAt.Sub(now))
	case now.Before(s.ExpiresAt) && now.Before(s.begun.Add(watchSoonFor)):
		return min(watchBusy, s.ExpiresAt.Sub(now))
	case now.Before(s.ExpiresAt):
		return min(watchOpen, s.ExpiresAt.Sub(now))
	case now.Before(s.ExpiresAt.Add(watchNextHour)):
		return s.ExpiresAt.Add(watchNextHour).Sub(now)
	case now.Before(s.ExpiresAt.Add(watchLastLook)):
		return s.ExpiresAt.Add(watchLastLook).Sub(now)
	}
	return watchDaily
}

// over reports whether there is nothing left to look for.
func (s *watchRun) over(now time.Time) bool {
	last := watchLastLook
	if s.seen.moving && !s.seen.paid {
		last = watchMoving
	}
	return !now.Before(s.ExpiresAt.Add(last))
}

// closing reports whether the page is closed and a payment of its last moment may still show.
func (s *watchRun) closing() bool { return !s.closedAt.IsZero() && !s.seen.paid && !s.seen.moving }

// lookOnce looks for the payment once and does what follows from it.
func (s *watchRun) lookOnce(ctx workflow.Context) error {
	if err := s.lock.Lock(ctx); err != nil {
		return err
	}
	defer s.lock.Unlock()
	s.looks++
	closedBefore := s.closedAt
	seen, err := look(ctx, s.Watch)
	if err == nil {
		s.seen = seen
		s.unwanted = s.unwanted || !seen.wanted
	}
	s.close(ctx)
	if late := s.release(ctx); late != nil && err == nil {
		err = late
	}
	if err != nil {
		return err
	}
	// What was paid in the last second shows a minute later, not at once.
	if !closedBefore.IsZero() && workflow.Now(ctx).Sub(closedBefore) >= watchClosing && s.closing() && !s.unpaidRecorded {
		err = s.endIntent(ctx, true)
		s.unpaidRecorded = err == nil
	}
	return err
}

// close shuts the page where nobody should pay any more. The provider closes it
// itself when its time is over; closing it here too is for clocks that differ.
func (s *watchRun) close(ctx workflow.Context) {
	expired := !workflow.Now(ctx).Before(s.ExpiresAt)
	if s.pageClosed || !s.unwanted && !expired {
		return
	}
	s.pageClosed = workflow.ExecuteActivity(background(ctx, "cerrar el cobro"), payments.ExpireCheckout, s.PreferenceID).Get(ctx, nil) == nil
	if (s.pageClosed || expired) && s.closedAt.IsZero() {
		s.closedAt = workflow.Now(ctx)
	}
}

// release lets the part of the bill go once the time to pay it is over, unless the
// provider is still deciding about a payment.
func (s *watchRun) release(ctx workflow.Context) error {
	if s.released || s.unwanted || s.seen.moving || workflow.Now(ctx).Before(s.ExpiresAt) {
		return nil
	}
	err := s.endIntent(ctx, false)
	s.released = err == nil
	return err
}

func (s *watchRun) endIntent(ctx workflow.Context, unpaid bool) error {
	what := "soltar la parte de la cuenta"
	if unpaid {
		what = "nadie pagó: anotarlo"
	}
	return asFault(workflow.ExecuteActivity(background(ctx, what), payments.Release, s.Reference, s.PaymentID, unpaid).Get(ctx, nil))
}

func watchSummary(table string) string { return "Pago de la mesa " + table }
