package workflows

import (
	"go.temporal.io/sdk/workflow"

	"integrador/internal/dining"
)

// listen registers every message that a sitting understands.
func (s *tableSessionRun) listen(ctx workflow.Context) error {
	for _, register := range []func(workflow.Context) error{
		on[dining.Join](s),
		on[dining.Submit](s),
		on[dining.Move](s),
		on[dining.DeleteItem](s),
		on[dining.VoidItem](s),
		on[dining.MakeTickets](s),
		on[dining.MoveTicket](s),
		on[dining.CallService](s),
		on[dining.AckCall](s),
		on[dining.ResolveCall](s),
		on[dining.RequestCheck](s),
		on[dining.Pay](s),
		on[dining.Snapshot](s),
		on[dining.CancelIntent](s),
		on[dining.EndIntent](s),
		on[dining.RequestRefund](s),
		on[dining.RefundEnded](s),
		on[dining.GrantDiscount](s),
		on[dining.HandOver](s),
		on[dining.Close](s),
		on[dining.MoveTable](s),
		s.onOpen, s.onCheckout,
	} {
		if err := register(ctx); err != nil {
			return err
		}
	}
	return workflow.SetQueryHandler(ctx, sittingQuery, func() (dining.Sitting, error) { return s.Sitting, nil })
}

// on gives the registration of a command that is decided, recorded and adopted
// and nothing more.
func on[C dining.Command](s *tableSessionRun) func(workflow.Context) error {
	return func(ctx workflow.Context) error {
		return workflow.SetUpdateHandlerWithOptions(ctx, nameOf[C](),
			func(ctx workflow.Context, m Message[C]) (dining.Answer, error) {
				return s.handle(ctx, m.Envelope, m.Command)
			}, validated[C](s))
	}
}

func nameOf[C dining.Command]() string {
	var c C
	return c.Name()
}

// validated refuses what is wrong already, so that it leaves nothing in history.
// The handler checks again, because another may hold the turn in between.
func validated[C dining.Command](s *tableSessionRun) workflow.UpdateHandlerOptions {
	return workflow.UpdateHandlerOptions{
		Description: nameOf[C](),
		Validator: func(ctx workflow.Context, m Message[C]) error {
			if err := s.accepting(); err != nil {
				return err
			}
			if s.Sitting.SessionID == 0 || s.doubt {
				return nil // not read yet: the handler does
			}
			if err := s.mine(m.Envelope); err != nil {
				return err
			}
			now := workflow.Now(ctx).UTC()
			if _, done, err := s.repeated(m.Command, m.Envelope, now); done {
				return err
			}
			_, err := s.Sitting.Decide(m.Command, m.Envelope, now, "")
			return err
		},
	}
}

// accepting refuses what comes while the run ends: a handler that began now would
// hold up the next run for as long as others follow it.
func (s *tableSessionRun) accepting() error {
	if s.ending {
		return runEnding
	}
	return nil
}

func (s *tableSessionRun) onOpen(ctx workflow.Context) error {
	return workflow.SetUpdateHandlerWithOptions(ctx, openTable, func(ctx workflow.Context, in dining.Seating) (dining.Answer, error) {
		return s.open(ctx, in)
	}, workflow.UpdateHandlerOptions{Description: openTable, Validator: func(workflow.Context, dining.Seating) error { return s.accepting() }})
}

// onCheckout asks the provider between two turns: under the lock it would hold
// up the table for as long as the provider takes.
func (s *tableSessionRun) onCheckout(ctx workflow.Context) error {
	return workflow.SetUpdateHandlerWithOptions(ctx, nameOf[dining.StartCheckout](),
		func(ctx workflow.Context, m Message[dining.StartCheckout]) (dining.Answer, error) {
			answer, err := s.handle(ctx, m.Envelope, m.Command)
			if err != nil {
				return answer, err
			}
			return answer, s.checkout(ctx, m.Envelope, answer.PaymentID)
		}, validated[dining.StartCheckout](s))
}
