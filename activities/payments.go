package activities

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/domain/payments"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
)

// Sessions reaches workflows from an activity.
type Sessions interface {
	// SendSystem sends a command to the workflow of a live session, by the system.
	SendSystem(ctx context.Context, at tablesession.Ref, c tablesession.Command) error
	// StartRefund has a refund carried out; starting it again changes nothing.
	StartRefund(ctx context.Context, o tablesession.RefundOrder) error
	// ClosePage has the watch of a payment close its page; a watch that has ended did so.
	ClosePage(ctx context.Context, paymentID int64) error
}

// Payments speaks with whoever collects money over the internet.
type Payments struct {
	Store     *postgres.Store
	Publisher Publisher
	Provider  payments.Provider
	Sessions  Sessions
	Accounts  *Accounts // reads what a connection's notice announced; nil: Provider does

	SellerID  int64  // whose payments count; 0 accepts any seller
	Live      bool   // only real payments count
	ReturnURL string // base of the pages to which a payer returns
	NotifyURL string // where the provider announces payments
	Lifetime  time.Duration
}

// PaymentRequest is a payment that somebody asked to make.
type PaymentRequest struct {
	PaymentID int64       `json:"payment_id"`
	CheckID   int64       `json:"check_id"`
	TableCode string      `json:"table_code"`
	Cents     money.Cents `json:"cents"`
	Tip       money.Cents `json:"tip,omitempty"`
	// ExpiresAt is when the checkout ends; zero leaves it to Lifetime.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
}

// Reference is the external_reference of a payment request: the check's, made unique by the
// payment, in the characters that the provider allows.
func (w PaymentRequest) Reference() string {
	return "check_" + strconv.FormatInt(w.CheckID, 10) + "_" + strconv.FormatInt(w.PaymentID, 10)
}

// CreateCheckout asks the provider for a page where a payment can be made.
//
// Errors: fault.Unavailable while the provider cannot be reached or the breaker
// is open, with the seconds to wait; fault.Upstream if it answers nonsense.
func (p *Payments) CreateCheckout(ctx context.Context, w PaymentRequest) (tablesession.Checkout, error) {
	expires := w.ExpiresAt
	if expires.IsZero() {
		expires = time.Now().Add(p.Lifetime).UTC().Truncate(time.Second)
	}
	c, err := p.Provider.CreateCheckout(ctx, payments.CheckoutRequest{
		Reference: w.Reference(), Title: "Mesa " + w.TableCode + " — cuenta " + strconv.FormatInt(w.CheckID, 10), Amount: w.Cents, Tip: w.Tip,
		ReturnURL: p.ReturnURL, NotifyURL: p.NotifyURL, ExpiresAt: expires, Descriptor: "INTEGRADOR",
		Metadata: map[string]string{"check_id": strconv.FormatInt(w.CheckID, 10), "payment_id": strconv.FormatInt(w.PaymentID, 10)},
	})
	if err != nil {
		return tablesession.Checkout{}, providerFault(err)
	}
	return tablesession.Checkout{PaymentID: w.PaymentID, PreferenceID: c.ProviderRef, InitPoint: c.RedirectURL, ExpiresAt: expires}, nil
}

// ExpireCheckout stops a checkout from being paid, as far as the provider can.
func (p *Payments) ExpireCheckout(ctx context.Context, preference string) error {
	return providerFault(p.Provider.ExpireCheckout(ctx, preference))
}

// betweenPages paces ClosePages: each watch that it wakes asks the provider and PostgreSQL, and all at once they would slow
// down the table's next commands. A payment on a page that is not closed yet is found and given back.
const betweenPages = 50 * time.Millisecond

// ClosePages has the watches of payments that nobody should make any more close their pages, one after the other.
// Repeating it changes nothing.
func (p *Payments) ClosePages(ctx context.Context, paymentIDs []int64) error {
	pace := time.NewTicker(betweenPages)
	defer pace.Stop()
	for _, id := range paymentIDs {
		select {
		case <-pace.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := p.Sessions.ClosePage(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// PaymentSnapshot is one payment's snapshot and the checkout that it belongs to.
type PaymentSnapshot struct {
	Reference string                `json:"reference"`
	Snapshot  tablesession.Snapshot `json:"snapshot"`
}

// Fetch reads one payment at the provider.
//
// Errors: fault.Refused with reason "payment_quarantined" for a payment that must
// not be credited: of another seller, in another currency, for nothing of ours.
func (p *Payments) Fetch(ctx context.Context, id string) (PaymentSnapshot, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return PaymentSnapshot{}, quarantined("no es un número de pago")
	}
	got, err := p.Provider.GetPayment(ctx, n)
	if err != nil {
		return PaymentSnapshot{}, providerFault(err)
	}
	return p.accept(ctx, got)
}

// Find reads every payment made for a reference.
func (p *Payments) Find(ctx context.Context, reference string) ([]PaymentSnapshot, error) {
	found, err := p.Provider.FindPayments(ctx, reference)
	if err != nil {
		return nil, providerFault(err)
	}
	var out []PaymentSnapshot
	for _, got := range found {
		paid, err := p.accept(ctx, got)
		if fault.ReasonOf(err) == "payment_quarantined" {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, paid)
	}
	return out, nil
}

// accept is trust; what must not be credited is kept for a manager to look at.
func (p *Payments) accept(ctx context.Context, got payments.Payment) (PaymentSnapshot, error) {
	paid, err := p.validate(got)
	if err == nil {
		return paid, p.quarantineUnknownStatus(ctx, got)
	}
	slog.WarnContext(ctx, "payment quarantined", "payment", got.ID, "error", err)
	if kept := p.Store.Quarantine(ctx, 0, got, err.Error()); kept != nil {
		return PaymentSnapshot{}, kept
	}
	return PaymentSnapshot{}, err
}

// quarantineUnknownStatus keeps a payment in an unknown state for a person to look at. It brings no money,
// and it is not over either: it stays pending until the provider says more.
func (p *Payments) quarantineUnknownStatus(ctx context.Context, got payments.Payment) error {
	if got.Status.Known() {
		return nil
	}
	slog.ErrorContext(ctx, "payment in an unknown state", "payment", got.ID, "status", string(got.Status))
	return p.Store.Quarantine(ctx, 0, got, "Mercado Pago dice un estado que no conocemos: no se acredita hasta que diga otro.")
}

// validate checks that a payment is ours to credit and says what it is worth.
func (p *Payments) validate(got payments.Payment) (PaymentSnapshot, error) {
	switch {
	case p.SellerID != 0 && got.SellerID != p.SellerID:
		return PaymentSnapshot{}, quarantined("es de otro vendedor")
	case p.Live && !got.LiveMode:
		return PaymentSnapshot{}, quarantined("es de prueba")
	case got.Currency != "ARS":
		return PaymentSnapshot{}, quarantined("no es en pesos")
	case !strings.HasPrefix(got.ExternalReference, "check_"):
		return PaymentSnapshot{}, quarantined("no es de una cuenta nuestra")
	case got.Amount <= 0:
		return PaymentSnapshot{}, quarantined("no tiene importe")
	}
	return PaymentSnapshot{Reference: got.ExternalReference, Snapshot: tablesession.Snapshot{
		Reference: got.ExternalReference, ExternalID: strconv.FormatInt(got.ID, 10), Status: statusOf(got),
		Detail: string(got.Status) + "/" + got.StatusDetail, Amount: got.Amount, Effect: got.Effect(), Disputed: got.Disputed(),
		UpdatedAt: got.Updated.UTC(),
	}}, nil
}

func quarantined(why string) error {
	return fault.New(fault.Refused, "payment_quarantined", "El pago no se acreditó: "+why+".")
}

// statusOf is our word for a provider's: money that came is APPROVED, whatever
// happened to it afterwards.
func statusOf(p payments.Payment) billing.PaymentStatus {
	switch {
	case p.Status.Refused():
		return billing.Rejected
	case p.Effect() > 0, p.Status == payments.Refunded, p.Status == payments.ChargedBack:
		return billing.Approved
	default:
		return billing.Pending
	}
}

// Wanted reports whether the checkout of a reference should still be paid.
func (p *Payments) Wanted(ctx context.Context, reference string) (bool, error) {
	return p.Store.CheckoutIsOpen(ctx, reference)
}

// Deliver applies a snapshot to the session that asked for the payment.
func (p *Payments) Deliver(ctx context.Context, snapshot PaymentSnapshot) error {
	at, err := p.Store.SessionOfReference(ctx, snapshot.Reference)
	if err != nil {
		if fault.CodeOf(err) == fault.NotFound {
			return p.quarantineUnknownBill(ctx, snapshot)
		}
		return err
	}
	snap := snapshot.Snapshot
	return p.send(ctx, at, snap, fmt.Sprintf("late:%s:%d:%s:%d", snap.ExternalID, snap.UpdatedAt.UnixMilli(), snap.Detail, snap.Effect))
}

// quarantineUnknownBill keeps a payment for something that nobody here asked for.
func (p *Payments) quarantineUnknownBill(ctx context.Context, snapshot PaymentSnapshot) error {
	why := quarantined("no es de una cuenta nuestra")
	id, err := strconv.ParseInt(snapshot.Snapshot.ExternalID, 10, 64)
	if err != nil {
		return why
	}
	slog.WarnContext(ctx, "payment quarantined", "payment", id, "error", why)
	got := payments.Payment{ID: id, ExternalReference: snapshot.Reference, Amount: snapshot.Snapshot.Amount}
	if err := p.Store.Quarantine(ctx, 0, got, why.Error()); err != nil {
		return err
	}
	return why
}

// Release lets the part of the bill go that a checkout held. With unpaid it is
// certain that nobody paid it.
func (p *Payments) Release(ctx context.Context, reference string, payment int64, unpaid bool) error {
	at, err := p.Store.SessionOfReference(ctx, reference)
	if err != nil {
		return err
	}
	return p.send(ctx, at, tablesession.EndIntent{IntentID: payment, Unpaid: unpaid}, fmt.Sprintf("release:%d:%t", payment, unpaid))
}

// send has a session carry out a command about its money: through its workflow
// while it lives, straight in the ledger afterwards. Refunds that follow in the
// latter case are started from here, again with every repeat.
func (p *Payments) send(ctx context.Context, at tablesession.Ref, c tablesession.Command, key string) error {
	err := p.Sessions.SendSystem(ctx, at, c)
	if !errors.Is(err, tablesession.SessionClosed) && !errors.Is(err, tablesession.NotHere) {
		return err
	}
	late, err := p.Store.RecordLate(ctx, at, tablesession.Envelope{SessionID: at.SessionID, Hash: key, By: access.BySystem}, c, key)
	if err != nil {
		return err
	}
	for _, o := range late.Session.RefundOrders() {
		if err := p.Sessions.StartRefund(ctx, o); err != nil {
			return err
		}
	}
	if err := p.Publisher.Publish(ctx, late.Events); err != nil {
		slog.WarnContext(ctx, "events left to the relay", "error", err, "events", len(late.Events))
	}
	return nil
}

// providerFault says what people may know of a provider's failure.
func providerFault(err error) error {
	var e *payments.Error
	if !errors.As(err, &e) {
		return err
	}
	wait := max(int(e.RetryAfter.Seconds()+0.5), 5)
	switch e.Kind {
	case payments.Unavailable, payments.RateLimited:
		return fault.New(fault.Unavailable, "mercadopago_unavailable",
			"Mercado Pago no responde. Probá de nuevo en unos segundos o pagá en la mesa.").After(wait).Because(err)
	case payments.NotFound:
		return fault.New(fault.NotFound, "payment_not_found", "Mercado Pago no conoce ese pago.").Because(err)
	case payments.Auth, payments.Forbidden:
		return fault.New(fault.Unavailable, "mercadopago_rejected_us", "Este local no puede cobrar con Mercado Pago en este momento. Pagá en caja.").Because(err)
	default:
		return fault.New(fault.Upstream, "mercadopago_error", "Mercado Pago dio una respuesta inesperada.").
			Because(fmt.Errorf("provider: %w", err))
	}
}
