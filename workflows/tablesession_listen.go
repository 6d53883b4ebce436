package workflows

import (
	"go.temporal.io/sdk/workflow"

	"integrador/internal/dining"
	"integrador/internal/store"
)

// listen registers every message that a sitting understands.
func (s *tableSessionRun) listen(ctx workflow.Context) error {
	for _, register := range []func(workflow.Context) error{
		on[dining.Join](s, dining.JoinDiner),
		on[dining.Submit](s, dining.SubmitRound),
		on[dining.Move](s, dining.MoveRound),
		on[dining.DeleteItem](s, dining.DeleteRoundItem),
		on[dining.VoidItem](s, dining.VoidRoundItem),
		on[dining.MakeTickets](s, dining.MakeRoundTickets),
		on[dining.MoveTicket](s, dining.MoveOneTicket),
		on[dining.CallService](s, dining.CallForService),
		on[dining.AckCall](s, dining.AckServiceCall),
		on[dining.ResolveCall](s, dining.CloseServiceCall),
		on[dining.RequestCheck](s, dining.AskForCheck),
		on[dining.Pay](s, dining.TakePayment),
		on[dining.Snapshot](s, dining.ApplySnapshot),
		on[dining.GrantDiscount](s, dining.Discount),
		on[dining.HandOver](s, dining.HandOverTable),
		on[dining.Close](s, dining.CloseTable),
		s.onOpen, s.onMove, s.onCheckout,
	} {
		if err := register(ctx); err != nil {
			return err
		}
	}
	return workflow.SetQueryHandler(ctx, sittingQuery, func() (dining.Sitting, error) { return s.Sitting, nil })
}

// on gives the registration of a command that is decided, recorded and adopted
// and nothing more.
func on[C dining.Command](s *tableSessionRun, name string) func(workflow.Context) error {
	return func(ctx workflow.Context) error {
		return workflow.SetUpdateHandlerWithOptions(ctx, name,
			func(ctx workflow.Context, m Message[C]) (dining.Answer, error) {
				return s.handle(ctx, name, m.Envelope, m.Command)
			}, validated[C](s, name))
	}
}

// validated refuses what is wrong already, so that it leaves nothing in history.
// The handler checks again, because another may hold the turn in between.
func validated[C dining.Command](s *tableSessionRun, name string) workflow.UpdateHandlerOptions {
	return workflow.UpdateHandlerOptions{
		Description: name,
		Validator: func(ctx workflow.Context, m Message[C]) error {
			if s.Sitting.SessionID == 0 || s.doubt {
				return nil // not read yet: the handler does
			}
			if err := s.mine(m.Envelope); err != nil {
				return err
			}
			now := workflow.Now(ctx).UTC()
			if _, done, err := s.repeated(name, m.Envelope, now); done {
				return err
			}
			_, err := s.Sitting.Decide(name, m.Command, m.Envelope, now, "")
			return err
		},
	}
}

func (s *tableSessionRun) onOpen(ctx workflow.Context) error {
	return workflow.SetUpdateHandler(ctx, openTable, func(ctx workflow.Context, in store.Seating) (dining.Answer, error) {
		return s.open(ctx, in)
	})
}

// onMove also ends this run: the sitting goes on at the other table.
func (s *tableSessionRun) onMove(ctx workflow.Context) error {
	const name = dining.MoveToTable
	return workflow.SetUpdateHandlerWithOptions(ctx, name,
		func(ctx workflow.Context, m Message[dining.MoveTable]) (dining.Answer, error) {
			answer, err := s.handle(ctx, name, m.Envelope, m.Command)
			s.moved = s.moved || s.Sitting.SessionID != 0 && s.Sitting.TableID != s.TableID
			return answer, err
		}, validated[dining.MoveTable](s, name))
}

// onCheckout asks the provider between two turns: under the lock it would hold
// up the table for as long as the provider takes.
func (s *tableSessionRun) onCheckout(ctx workflow.Context) error {
	const name = dining.AskForCheckout
	return workflow.SetUpdateHandlerWithOptions(ctx, name,
		func(ctx workflow.Context, m Message[dining.StartCheckout]) (dining.Answer, error) {
			answer, err := s.handle(ctx, name, m.Envelope, m.Command)
			if err != nil {
				return answer, err
			}
			return answer, s.checkout(ctx, m.Envelope, answer.PaymentID)
		}, validated[dining.StartCheckout](s, name))
}
