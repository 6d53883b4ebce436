package mpsim

import (
	"net/url"
	"strconv"
)

type holderName struct{ Name, Meaning string }

// holderNames are the ones worth offering; the others work too.
var holderNames = []holderName{
	{"APRO", "se aprueba"},
	{"CONT", "queda pendiente"},
	{"FUND", "sin fondos"},
	{"OTHE", "rechazo general"},
	{"CALL", "hay que llamar al banco"},
	{"SECU", "código de seguridad inválido"},
	{"EXPI", "vencimiento inválido"},
	{"LOCK", "tarjeta deshabilitada"},
}

var reasons = map[string]string{
	"cc_rejected_insufficient_amount":      "La tarjeta no tiene fondos suficientes.",
	"cc_rejected_call_for_authorize":       "Tenés que llamar a tu banco para autorizar el pago.",
	"cc_rejected_bad_filled_security_code": "Revisá el código de seguridad.",
	"cc_rejected_bad_filled_date":          "Revisá la fecha de vencimiento.",
	"cc_rejected_bad_filled_card_number":   "Revisá el número de la tarjeta.",
	"cc_rejected_card_disabled":            "La tarjeta no está habilitada.",
	"cc_rejected_duplicated_payment":       "Ya hiciste un pago por ese valor.",
	"cc_rejected_max_attempts":             "Llegaste al límite de intentos.",
}

func (p *payment) explained() *pageResult {
	switch p.Status {
	case "approved":
		return &pageResult{"good", "¡Listo! Se acreditó tu pago", "Ya le avisamos al comercio.", p.ID}
	case "pending", "in_process":
		return &pageResult{"wait", "Estamos procesando tu pago", "Te avisamos cuando se acredite.", p.ID}
	case "rejected":
		reason, known := reasons[p.Detail]
		if !known {
			reason = "Elegí otra tarjeta u otro medio de pago."
		}
		return &pageResult{"bad", "No pudimos procesar tu pago", reason, p.ID}
	default:
		return &pageResult{"wait", "Este pago cambió después de hacerse", "Estado: " + p.Status + ".", p.ID}
	}
}

// returnAddress is where the shop wants the diner back, with what Mercado Pago
// tells it. Without a payment, whoever pays gave up.
func (p *preference) returnAddress(paid *payment) string {
	base := p.BackURLs.Failure
	told := map[string]string{"payment_id": "null", "status": "null", "payment_type": "null"}
	if paid != nil {
		told = map[string]string{
			"payment_id": strconv.FormatInt(paid.ID, 10), "status": paid.Status, "payment_type": paid.Method.Type,
		}
		switch paid.Status {
		case "approved":
			base = p.BackURLs.Success
		case "pending", "in_process":
			base = p.BackURLs.Pending
		}
	}
	address, err := url.Parse(base)
	if base == "" || err != nil {
		return ""
	}
	query := address.Query()
	for name, value := range map[string]string{
		"collection_id": told["payment_id"], "collection_status": told["status"], "payment_id": told["payment_id"],
		"status": told["status"], "payment_type": told["payment_type"], "external_reference": p.ExternalReference,
		"merchant_order_id": strconv.FormatInt(p.OrderID, 10), "preference_id": p.ID, "site_id": "MLA",
		"processing_mode": "aggregator", "merchant_account_id": "null",
	} {
		query.Set(name, value)
	}
	address.RawQuery = query.Encode()
	return address.String()
}
