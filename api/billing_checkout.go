package api

import (
	"context"
	"net/http"

	"integrador/internal/access"
	"integrador/internal/dining"
	"integrador/internal/fault"
)

func (s *Server) checkoutRoutes() {
	handle(s, operation{
		Method: http.MethodPost, Path: billingPath + "/mercadopago/preference", Access: table, Limit: LimitMPPreference,
		Summary: "Pide la página de Mercado Pago donde pagar lo que falta, o la parte de un comensal.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound, http.StatusBadGateway},
	}, s.preference)
}

// MercadoPagoPreferenceRequest asks to pay what a check still owes. With OwnPart
// it asks for one diner's own charges: of the diner named, else of the diner who
// joined with the request's device.
type MercadoPagoPreferenceRequest struct {
	CheckID int64  `json:"check_id" minimum:"1"`
	DinerID *int64 `json:"diner_id" required:"false" minimum:"1"`
	OwnPart bool   `json:"own_part" required:"false" doc:"Pagar solo lo propio; lo compartido queda para la mesa."`
}

type preferenceInput struct {
	Keyed
	Body MercadoPagoPreferenceRequest
}

// MercadoPagoPreferenceResponse is where to pay. Both addresses are the same:
// which world it is depends on the credentials.
type MercadoPagoPreferenceResponse struct {
	PreferenceID     string `json:"preference_id"`
	InitPoint        string `json:"init_point"`
	SandboxInitPoint string `json:"sandbox_init_point"`
}

type preferenceOutput struct {
	Body MercadoPagoPreferenceResponse
}

var (
	errNoProvider = fault.New(fault.Unavailable, "mercadopago_not_configured", "Este local no cobra con Mercado Pago. Pagá en caja.")
	errWhoPays    = fault.New(fault.Refused, "diner_unknown", "No sabemos quién sos en esta mesa. Sumate a la mesa para pagar lo tuyo.")
	errNoCheckout = fault.New(fault.Unavailable, "checkout_not_ready", "No pudimos preparar el pago. Probá de nuevo.")
)

func (s *Server) preference(ctx context.Context, in *preferenceInput) (*preferenceOutput, error) {
	at := access.TableFrom(ctx)
	if err := s.collecting(ctx, at.TenantID); err != nil {
		return nil, err
	}
	check, err := s.store.CheckAtTable(ctx, at, in.Body.CheckID)
	if err != nil {
		return nil, err
	}
	payer, err := s.payer(ctx, at, in.Body)
	if err != nil {
		return nil, err
	}
	answer, err := s.send(ctx, fromTable(ctx, in.Keyed), dining.StartCheckout{CheckID: check.ID, DinerID: payer, OwnPart: in.Body.OwnPart})
	if err != nil {
		return nil, err
	}
	payment, err := s.store.PaymentReceipt(ctx, answer.PaymentID, at.TenantID)
	if err != nil {
		return nil, err
	}
	// The same key again, after the first try got no page: another key starts anew.
	if payment.PreferenceID == nil || payment.InitPoint == nil {
		return nil, errNoCheckout.After(2)
	}
	return &preferenceOutput{MercadoPagoPreferenceResponse{
		PreferenceID: *payment.PreferenceID, InitPoint: *payment.InitPoint, SandboxInitPoint: *payment.InitPoint,
	}}, nil
}

// payer is the diner whose charges come first, or 0 if nobody knows.
func (s *Server) payer(ctx context.Context, at access.Table, asked MercadoPagoPreferenceRequest) (int64, error) {
	if asked.DinerID != nil {
		return *asked.DinerID, nil
	}
	if at.DeviceID != "" {
		diners, err := s.store.Diners(ctx, at.TenantID, at.SessionID, at.DeviceID)
		if err != nil {
			return 0, err
		}
		for _, d := range diners {
			if d.DeviceID != nil { // told of the asking device alone
				return d.ID, nil
			}
		}
	}
	if asked.OwnPart {
		return 0, errWhoPays
	}
	return 0, nil
}
