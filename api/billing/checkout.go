package billing

import (
	"context"
	"time"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
	"integrador/internal/readmodel"
)

func (h *Handlers) checkoutRoutes(api *httpx.API) {
	httpx.Route(api, "POST "+billingPath+"/mercadopago/preference", "createPreference",
		"Pide la página de Mercado Pago donde pagar lo que falta, o la parte de un comensal.", httpx.Table, h.preference,
		httpx.LimitMPPreference, httpx.Fails{400, 404, 409, 502})
	httpx.Route(api, "DELETE "+billingPath+"/mercadopago/preference/{payment_id}", "cancelPreference",
		"Deja de pagar una parte de la cuenta, para que la pague otra persona.", httpx.Table, h.cancelPreference,
		httpx.Fails{404})
	httpx.Route(api, "POST "+billingPath+"/mercadopago/return", "returnFromMercadoPago",
		"Quien vuelve de Mercado Pago pregunta cómo quedó: se busca el pago en el momento.", httpx.TableEvenClosed,
		h.returned, httpx.LimitMPReturn)
}

// MercadoPagoPreferenceRequest asks to pay what nobody else is paying of a check, AmountCents at most, or with Split a
// part of it. OwnPart is Split OWN. Whose part it is, is said by DinerID, else by the request's device.
type MercadoPagoPreferenceRequest struct {
	CheckID     int64        `json:"check_id" minimum:"1"`
	DinerID     *int64       `json:"diner_id" required:"false" minimum:"1"`
	OwnPart     bool         `json:"own_part" required:"false" doc:"Pagar solo lo propio; lo compartido queda para la mesa."`
	Split       string       `json:"split" required:"false" enum:"REST,OWN,CONSUMPTION,EQUAL,ITEMS,AMOUNT" doc:"REST: todo lo que nadie está pagando. OWN: lo propio. CONSUMPTION: lo propio y una parte igual de lo compartido. EQUAL: una de people partes iguales. ITEMS: los renglones item_ids y las unidades item_units. AMOUNT: amount_cents."`
	People      int          `json:"people" required:"false" minimum:"0" maximum:"60"`
	ItemIDs     []int64      `json:"item_ids" required:"false" maxItems:"500"`
	ItemUnits   []ItemUnits  `json:"item_units" required:"false" maxItems:"500"`
	AmountCents *money.Cents `json:"amount_cents" required:"false" minimum:"1" doc:"Sin split: a lo sumo este importe."`
	TipCents    money.Cents  `json:"tip_cents" required:"false" minimum:"0" maximum:"100000000" doc:"Propina, además de la parte de la cuenta."`
}

// ItemUnits are some of the units of an ordered item: 3 of 12.
type ItemUnits struct {
	ItemID int64 `json:"item_id" minimum:"1"`
	Qty    int   `json:"qty" minimum:"1" maximum:"99"`
}

func (r MercadoPagoPreferenceRequest) units() (units []tablesession.Units) {
	for _, u := range r.ItemUnits {
		units = append(units, tablesession.Units(u))
	}
	return units
}

type preferenceInput struct {
	dispatch.Keyed
	Body MercadoPagoPreferenceRequest
}

// MercadoPagoPreferenceResponse is where to pay. Both addresses are the same:
// which world it is depends on the credentials.
type MercadoPagoPreferenceResponse struct {
	PreferenceID     string `json:"preference_id"`
	InitPoint        string `json:"init_point"`
	SandboxInitPoint string `json:"sandbox_init_point"`
	// What is to be paid there, and until when that part is kept.
	PaymentID   int64       `json:"payment_id"`
	AmountCents money.Cents `json:"amount_cents"`
	TipCents    money.Cents `json:"tip_cents"`
	ExpiresAt   *time.Time  `json:"expires_at"`
}

type preferenceOutput struct {
	Body MercadoPagoPreferenceResponse
}

var (
	errWhoPays    = fault.New(fault.Refused, "diner_unknown", "No sabemos quién sos en esta mesa. Sumate a la mesa para pagar lo tuyo.")
	errNoCheckout = fault.New(fault.Unavailable, "checkout_not_ready", "No pudimos preparar el pago. Probá de nuevo.")
	// The final answer to a key whose payment got no page: the same key would wait for ever.
	errCheckoutFailed = fault.New(fault.Conflict, "checkout_failed",
		"Mercado Pago no abrió la página de ese pago. Nadie pagó nada: empezá el pago de nuevo.")
)

func (h *Handlers) preference(ctx context.Context, in *preferenceInput) (*preferenceOutput, error) {
	at := access.TableFrom(ctx)
	if err := h.Collects(ctx, at.TenantID); err != nil {
		return nil, err
	}
	check, err := h.Store.CheckAtTable(ctx, at, in.Body.CheckID)
	if err != nil {
		return nil, err
	}
	payer, err := h.payer(ctx, at, in.Body)
	if err != nil {
		return nil, err
	}
	answer, err := h.Dispatcher.Send(ctx, dispatch.FromTable(ctx, in.Keyed), tablesession.StartCheckout{
		CheckID: check.ID, DinerID: payer, OwnPart: in.Body.OwnPart, Split: billing.Split(in.Body.Split), People: in.Body.People,
		Items: in.Body.ItemIDs, Units: in.Body.units(), Cents: httpx.Deref(in.Body.AmountCents), Tip: in.Body.TipCents, DeviceID: at.DeviceID,
	})
	if err != nil {
		return nil, err
	}
	payment, err := h.Store.PaymentReceipt(ctx, answer.PaymentID, at.TenantID)
	if err != nil {
		return nil, err
	}
	// The same key again, after the first try got no page.
	if payment.PreferenceID == nil && payment.Status != string(billing.Pending) {
		return nil, errCheckoutFailed
	}
	if payment.PreferenceID == nil || payment.InitPoint == nil {
		return nil, errNoCheckout.After(2)
	}
	return &preferenceOutput{MercadoPagoPreferenceResponse{
		PreferenceID: *payment.PreferenceID, InitPoint: *payment.InitPoint, SandboxInitPoint: *payment.InitPoint,
		PaymentID: payment.ID, AmountCents: payment.AmountCents - in.Body.TipCents, TipCents: in.Body.TipCents, ExpiresAt: payment.ExpiresAt,
	}}, nil
}

// payer is the diner whose charges come first, or 0 if nobody knows.
func (h *Handlers) payer(ctx context.Context, at access.Table, asked MercadoPagoPreferenceRequest) (int64, error) {
	if asked.DinerID != nil {
		return *asked.DinerID, nil
	}
	if at.DeviceID != "" {
		diners, err := readmodel.Diners(ctx, h.Store, at.TenantID, at.SessionID, at.DeviceID)
		if err != nil {
			return 0, err
		}
		for _, d := range diners {
			if d.DeviceID != nil { // shown of the asking device alone
				return d.ID, nil
			}
		}
	}
	if asked.OwnPart || asked.Split == string(billing.Own) || asked.Split == string(billing.Consumption) {
		return 0, errWhoPays
	}
	return 0, nil
}
