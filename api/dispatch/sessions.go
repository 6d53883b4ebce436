package dispatch

import (
	"context"

	"integrador/internal/domain/tablesession"
)

// Sessions is how the API sends messages to the sessions and waits for what comes
// of them. What it returns are domain values and faults.
type Sessions interface {
	// Open gives the live session of a table, making one if there is none.
	Open(ctx context.Context, in tablesession.Seating) (tablesession.Result, error)
	// Send sends a command to the session named in env. tenant and table say where
	// the sender believes the session to be; it is found if it has moved.
	Send(ctx context.Context, tenant, table int64, env tablesession.Envelope, c tablesession.Command) (tablesession.Result, error)
	// NoteWebhook hands a stored notice of Mercado Pago to its workflow.
	NoteWebhook(ctx context.Context, notice int64, dataID string) error
	// Look looks for the money of a checkout at once and waits until what was found is
	// recorded.
	Look(ctx context.Context, asked tablesession.AskedPayment) error
	// StartRefund has a refund carried out; starting it again changes nothing.
	StartRefund(ctx context.Context, o tablesession.RefundOrder) error
	// Ping reports whether Temporal answers.
	Ping(ctx context.Context) error
}
