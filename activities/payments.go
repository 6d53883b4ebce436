package activities

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"integrador/internal/access"
	"integrador/internal/billing"
	"integrador/internal/checkout"
	"integrador/internal/dining"
	"integrador/internal/fault"
	"integrador/internal/money"
	"integrador/internal/store"
)

// Sittings delivers a payment's snapshot to the workflow of a live sitting.
type Sittings interface {
	ApplySnapshot(ctx context.Context, at dining.Ref, s dining.Snapshot) error
}

// Payments speaks with whoever collects money over the internet.
type Payments struct {
	Store    *store.Store
	Bell     Publisher
	Provider checkout.Provider
	Sittings Sittings
	Tills    *Tills // reads what a connection's notice announced; nil: Provider does

	SellerID  int64  // whose payments count; 0 accepts any seller
	Live      bool   // only real payments count
	ReturnURL string // base of the pages to which a payer returns
	NotifyURL string // where the provider announces payments
	Lifetime  time.Duration
}

// Wish is a payment that somebody wants to make.
type Wish struct {
	PaymentID int64       `json:"payment_id"`
	CheckID   int64       `json:"check_id"`
	TableCode string      `json:"table_code"`
	Cents     money.Cents `json:"cents"`
}

// Reference is the external_reference of a wish: the check's, made unique by the
// payment, in the characters that the provider allows.
func (w Wish) Reference() string {
	return "check_" + strconv.FormatInt(w.CheckID, 10) + "_" + strconv.FormatInt(w.PaymentID, 10)
}

// CreateCheckout asks the provider for a page where a wish can be paid.
//
// Errors: fault.Unavailable while the provider cannot be reached or the breaker
// is open, with the seconds to wait; fault.Upstream if it answers nonsense.
func (p *Payments) CreateCheckout(ctx context.Context, w Wish) (dining.Checkout, error) {
	expires := time.Now().Add(p.Lifetime).UTC().Truncate(time.Second)
	c, err := p.Provider.CreateCheckout(ctx, checkout.Input{
		Reference: w.Reference(), Title: "Mesa " + w.TableCode + " — cuenta " + strconv.FormatInt(w.CheckID, 10), Amount: w.Cents,
		ReturnURL: p.ReturnURL, NotifyURL: p.NotifyURL, ExpiresAt: expires, Descriptor: "INTEGRADOR",
		Metadata: map[string]string{"check_id": strconv.FormatInt(w.CheckID, 10), "payment_id": strconv.FormatInt(w.PaymentID, 10)},
	})
	if err != nil {
		return dining.Checkout{}, providerFault(err)
	}
	return dining.Checkout{PaymentID: w.PaymentID, PreferenceID: c.ProviderRef, InitPoint: c.RedirectURL, ExpiresAt: expires}, nil
}

// ExpireCheckout stops a checkout from being paid, as far as the provider can.
func (p *Payments) ExpireCheckout(ctx context.Context, preference string) error {
	return providerFault(p.Provider.ExpireCheckout(ctx, preference))
}

// Paid is one payment's snapshot and the checkout that it belongs to.
type Paid struct {
	Reference string          `json:"reference"`
	Snapshot  dining.Snapshot `json:"snapshot"`
}

// Fetch reads one payment at the provider.
//
// Errors: fault.Refused with reason "payment_quarantined" for a payment that must
// not be credited: of another seller, in another currency, for nothing of ours.
func (p *Payments) Fetch(ctx context.Context, id string) (Paid, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return Paid{}, quarantined("no es un número de pago")
	}
	got, err := p.Provider.GetPayment(ctx, n)
	if err != nil {
		return Paid{}, providerFault(err)
	}
	return p.trust(got)
}

// Find reads every payment made for a reference.
func (p *Payments) Find(ctx context.Context, reference string) ([]Paid, error) {
	found, err := p.Provider.FindPayments(ctx, reference)
	if err != nil {
		return nil, providerFault(err)
	}
	var out []Paid
	for _, got := range found {
		paid, err := p.trust(got)
		if err != nil {
			slog.WarnContext(ctx, "payment quarantined", "payment", got.ID, "error", err)
			continue
		}
		out = append(out, paid)
	}
	return out, nil
}

// trust checks that a payment is ours to credit and says what it is worth.
func (p *Payments) trust(got checkout.Payment) (Paid, error) {
	switch {
	case p.SellerID != 0 && got.SellerID != p.SellerID:
		return Paid{}, quarantined("es de otro vendedor")
	case p.Live && !got.LiveMode:
		return Paid{}, quarantined("es de prueba")
	case got.Currency != "ARS":
		return Paid{}, quarantined("no es en pesos")
	case !strings.HasPrefix(got.ExternalReference, "check_"):
		return Paid{}, quarantined("no es de una cuenta nuestra")
	case got.Amount <= 0:
		return Paid{}, quarantined("no tiene importe")
	}
	return Paid{Reference: got.ExternalReference, Snapshot: dining.Snapshot{
		Reference: got.ExternalReference, ExternalID: strconv.FormatInt(got.ID, 10), Status: statusOf(got),
		Detail: string(got.Status) + "/" + got.StatusDetail, Amount: got.Amount, Effect: got.Effect(), UpdatedAt: got.Updated.UTC(),
	}}, nil
}

func quarantined(why string) error {
	return fault.New(fault.Refused, "payment_quarantined", "El pago no se acreditó: "+why+".")
}

// statusOf is our word for a provider's: money that came is APPROVED, whatever
// happened to it afterwards.
func statusOf(p checkout.Payment) billing.PaymentStatus {
	switch {
	case p.Status.Refused():
		return billing.Rejected
	case p.Effect() > 0, p.Status == checkout.Refunded, p.Status == checkout.ChargedBack:
		return billing.Approved
	default:
		return billing.Pending
	}
}

// Wanted reports whether the bill that a reference is for still needs money.
func (p *Payments) Wanted(ctx context.Context, reference string) (bool, error) {
	return p.Store.BillOpen(ctx, reference)
}

// Deliver applies a snapshot to the sitting that asked for the payment: through
// its workflow while it lives, straight to the ledger afterwards.
func (p *Payments) Deliver(ctx context.Context, paid Paid) error {
	at, err := p.Store.SittingOfReference(ctx, paid.Reference)
	if err != nil {
		if fault.CodeOf(err) == fault.NotFound {
			return quarantined("no es de una cuenta nuestra")
		}
		return err
	}
	err = p.Sittings.ApplySnapshot(ctx, at, paid.Snapshot)
	if errors.Is(err, dining.SessionClosed) || errors.Is(err, dining.NotHere) {
		return p.deliverLate(ctx, at, paid.Snapshot)
	}
	return err
}

// deliverLate credits money that came after the sitting closed. The entry's key
// lets a snapshot in once; of two that come at once the ledger refuses the one
// that was decided on what is outdated, which is then tried again.
func (p *Payments) deliverLate(ctx context.Context, at dining.Ref, snap dining.Snapshot) error {
	s, err := p.Store.Load(ctx, at.TenantID, at.SessionID)
	if err != nil {
		return err
	}
	if s.IsLive() {
		return fault.New(fault.Unavailable, "sitting_busy", "La mesa está cambiando de estado.")
	}
	key := "late:" + snap.ExternalID + ":" + strconv.FormatInt(snap.UpdatedAt.UnixMilli(), 10)
	e, err := s.Decide(snap, dining.Envelope{SessionID: at.SessionID, Hash: key, By: access.BySystem}, time.Now().UTC(), key)
	if err != nil || e.Empty() {
		return err
	}
	out, err := p.Store.Record(ctx, e)
	if errors.Is(err, dining.Changed) {
		return fault.New(fault.Unavailable, dining.Changed.Reason, dining.Changed.Message).Because(err)
	}
	if err != nil {
		return err
	}
	return p.Bell.Publish(ctx, out.Events)
}

// providerFault says what people may know of a provider's failure.
func providerFault(err error) error {
	var e *checkout.Error
	if !errors.As(err, &e) {
		return err
	}
	wait := max(int(e.RetryAfter.Seconds()+0.5), 5)
	switch e.Kind {
	case checkout.Unavailable, checkout.RateLimited:
		return fault.New(fault.Unavailable, "mercadopago_unavailable",
			"Mercado Pago no responde. Probá de nuevo en unos segundos o pagá en la mesa.").After(wait).Because(err)
	case checkout.NotFound:
		return fault.New(fault.NotFound, "payment_not_found", "Mercado Pago no conoce ese pago.").Because(err)
	case checkout.Auth, checkout.Forbidden:
		return fault.New(fault.Unavailable, "mercadopago_rejected_us", "Este local no puede cobrar con Mercado Pago en este momento. Pagá en caja.").Because(err)
	default:
		return fault.New(fault.Upstream, "mercadopago_error", "Mercado Pago dio una respuesta inesperada.").
			Because(fmt.Errorf("provider: %w", err))
	}
}
