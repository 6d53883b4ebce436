package workflows

import (
	"go.temporal.io/sdk/workflow"

	"integrador/internal/domain/tablesession"
)

// setHandlers registers every message that a session understands.
func (s *tableSessionRun) setHandlers(ctx workflow.Context) error {
	for _, register := range []func(workflow.Context) error{
		on[tablesession.Join](s),
		on[tablesession.Submit](s),
		on[tablesession.Move](s),
		on[tablesession.DeleteItem](s),
		on[tablesession.VoidItem](s),
		on[tablesession.MakeTickets](s),
		on[tablesession.MoveTicket](s),
		on[tablesession.CallService](s),
		on[tablesession.AckCall](s),
		on[tablesession.ResolveCall](s),
		on[tablesession.RequestCheck](s),
		on[tablesession.WithdrawCheck](s),
		on[tablesession.Pay](s),
		on[tablesession.Snapshot](s),
		on[tablesession.CancelIntent](s),
		on[tablesession.EndIntent](s),
		on[tablesession.RequestRefund](s),
		on[tablesession.RefundEnded](s),
		on[tablesession.GrantDiscount](s),
		on[tablesession.HandOver](s),
		on[tablesession.Close](s),
		on[tablesession.MoveTable](s),
		s.onOpen, s.onCheckout,
	} {
		if err := register(ctx); err != nil {
			return err
		}
	}
	return workflow.SetQueryHandler(ctx, sessionQuery, func() (tablesession.Session, error) { return s.Session, nil })
}

// on gives the registration of a command that is decided, recorded and applied
// and nothing more.
func on[C tablesession.Command](s *tableSessionRun) func(workflow.Context) error {
	return func(ctx workflow.Context) error {
		return workflow.SetUpdateHandlerWithOptions(ctx, nameOf[C](),
			func(ctx workflow.Context, m Message[C]) (tablesession.Result, error) {
				return s.handle(ctx, m.Envelope, m.Command)
			}, validated[C](s))
	}
}

func nameOf[C tablesession.Command]() string {
	var c C
	return c.Name()
}

// validated refuses what is wrong already, so that it leaves nothing in history.
// The handler checks again, because another may hold the turn in between.
func validated[C tablesession.Command](s *tableSessionRun) workflow.UpdateHandlerOptions {
	return workflow.UpdateHandlerOptions{
		Description: nameOf[C](),
		Validator: func(ctx workflow.Context, m Message[C]) error {
			if err := s.accepting(); err != nil {
				return err
			}
			if s.Session.SessionID == 0 || s.mustReload {
				return nil // not read yet: the handler does
			}
			if err := s.checkSession(m.Envelope); err != nil {
				return err
			}
			_, _, err := s.Session.Turn(m.Command, m.Envelope, workflow.Now(ctx).UTC(), "", s.DedupWindow)
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
	return workflow.SetUpdateHandlerWithOptions(ctx, openTable, func(ctx workflow.Context, in tablesession.Seating) (tablesession.Result, error) {
		return s.open(ctx, in)
	}, workflow.UpdateHandlerOptions{Description: openTable, Validator: func(workflow.Context, tablesession.Seating) error { return s.accepting() }})
}

// onCheckout asks the provider between two turns: under the lock it would hold
// up the table for as long as the provider takes.
func (s *tableSessionRun) onCheckout(ctx workflow.Context) error {
	return workflow.SetUpdateHandlerWithOptions(ctx, nameOf[tablesession.StartCheckout](),
		func(ctx workflow.Context, m Message[tablesession.StartCheckout]) (tablesession.Result, error) {
			result, err := s.handle(ctx, m.Envelope, m.Command)
			if err != nil {
				return result, err
			}
			return result, s.checkout(ctx, m.Envelope, result.PaymentID)
		}, validated[tablesession.StartCheckout](s))
}
