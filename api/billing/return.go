package billing

import (
	"context"
	"slices"

	"integrador/api/dispatch"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/readmodel"
)

// PaymentPath names a payment.
type PaymentPath struct {
	PaymentID int64 `path:"payment_id" minimum:"1"`
}

type cancelPreferenceInput struct {
	PaymentPath
	dispatch.Keyed
}

// cancelPreference lets a part of the bill go. Only whoever asked for it may.
func (h *Handlers) cancelPreference(ctx context.Context, in *cancelPreferenceInput) (*struct{}, error) {
	at := access.TableFrom(ctx)
	p, err := h.Store.PaymentAtTable(ctx, at, in.PaymentID)
	if err != nil {
		return nil, err
	}
	who, err := h.payer(ctx, at, MercadoPagoPreferenceRequest{})
	if err != nil {
		return nil, err
	}
	_, err = h.Dispatcher.Send(ctx, dispatch.FromTable(ctx, in.Keyed), tablesession.CancelIntent{IntentID: p.ID, DinerID: who, DeviceID: at.DeviceID})
	return nil, err
}

// ReturnRequest is what the return page was called with. None of it is believed:
// it says where to look first.
type ReturnRequest struct {
	ExternalReference string `json:"external_reference" required:"false" maxLength:"64"`
}

type returnInput struct {
	Body *ReturnRequest `required:"false"`
}

// ReturnResponse is what the restaurant's own ledger says of the bill. A payment
// about which nobody knows yet is PENDING.
type ReturnResponse struct {
	CheckID        *int64                    `json:"check_id"` // nil until the bill was asked for
	CheckStatus    *string                   `json:"check_status"`
	TotalCents     money.Cents               `json:"total_cents"`
	PaidCents      money.Cents               `json:"paid_cents"`
	RemainingCents money.Cents               `json:"remaining_cents"`
	Payments       []readmodel.PaymentOutput `json:"payments"`
	// Looked says that Mercado Pago was asked a moment ago; without it, ask again.
	Looked bool `json:"looked"`
}

type returnOutput struct {
	Body ReturnResponse
}

// lookedAt bounds how many checkouts of a table one return has looked for.
const lookedAt = 2

// returned looks for the checkouts of the caller's own table, that of the reference
// first if it is one of them, and says how the bill stands.
func (h *Handlers) returned(ctx context.Context, in *returnInput) (*returnOutput, error) {
	at := access.TableFrom(ctx)
	awaited, err := h.Store.AwaitedPayments(ctx, at.SessionID, at.TenantID)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	if in.Body != nil {
		slices.SortStableFunc(awaited, func(a, b dbgen.AwaitedPaymentsRow) int {
			return matches(b, in.Body.ExternalReference) - matches(a, in.Body.ExternalReference)
		})
	}
	out := &returnOutput{ReturnResponse{Looked: true, Payments: []readmodel.PaymentOutput{}}}
	for _, p := range awaited[:min(len(awaited), lookedAt)] {
		if err := h.look(ctx, at.TenantID, p.ID); err != nil {
			// The watch goes on looking: what is not known now is known later.
			h.Log.InfoContext(ctx, "return could not look", "payment_id", p.ID, "error", err)
			out.Body.Looked = false
		}
	}
	bill, err := readmodel.CheckDetail(ctx, h.Store, at.TenantID, at.SessionID)
	if fault.CodeOf(err) == fault.NotFound {
		return out, nil // nobody asked for the bill yet
	}
	if err != nil {
		return nil, err
	}
	b := &out.Body
	b.CheckID, b.CheckStatus, b.Payments = &bill.ID, &bill.Status, bill.Payments
	b.TotalCents, b.PaidCents, b.RemainingCents = bill.TotalCents, bill.PaidCents, bill.RemainingCents
	return out, nil
}

func matches(p dbgen.AwaitedPaymentsRow, reference string) int {
	if p.Reference == reference {
		return 1
	}
	return 0
}

// look has a checkout's money looked for now.
func (h *Handlers) look(ctx context.Context, tenant, payment int64) error {
	asked, err := h.Store.CheckoutOf(ctx, tenant, payment)
	if err != nil {
		return err
	}
	return h.Sessions.Look(ctx, asked)
}
