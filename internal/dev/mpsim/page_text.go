package mpsim

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// holderName is a test card holder; its tone colours what it means.
type holderName struct{ Name, Meaning, Tone string }

// holderNames are the ones worth offering; rareNames work too.
var holderNames = []holderName{
	{"APRO", "Aprobado", "good"},
	{"CONT", "Pendiente", "wait"},
	{"FUND", "Sin fondos", "bad"},
	{"OTHE", "Rechazado", "bad"},
	{"CALL", "Llamar al banco", "bad"},
	{"SECU", "Código inválido", "bad"},
}

var rareNames = []holderName{
	{"EXPI", "vencimiento inválido", "bad"},
	{"FORM", "error en el formulario", "bad"},
	{"CARD", "número inválido", "bad"},
	{"INST", "cuotas inválidas", "bad"},
	{"DUPL", "pago repetido", "bad"},
	{"LOCK", "tarjeta deshabilitada", "bad"},
	{"CTNA", "tipo no permitido", "bad"},
	{"ATTE", "demasiados intentos", "bad"},
	{"BLAC", "lista negra", "bad"},
	{"UNSU", "no admitido", "bad"},
	{"TEST", "reglas de monto", "good"},
}

var reasons = map[string]string{
	"cc_rejected_insufficient_amount":      "La tarjeta no tiene fondos suficientes.",
	"cc_rejected_call_for_authorize":       "Tenés que llamar a tu banco para autorizar el pago.",
	"cc_rejected_bad_filled_security_code": "Revisá el código de seguridad.",
	"cc_rejected_bad_filled_date":          "Revisá la fecha de vencimiento.",
	"cc_rejected_bad_filled_card_number":   "Revisá el número de la tarjeta.",
	"cc_rejected_bad_filled_other":         "Revisá los datos de la tarjeta.",
	"cc_rejected_card_disabled":            "La tarjeta no está habilitada.",
	"cc_rejected_card_type_not_allowed":    "Este comercio no acepta ese tipo de tarjeta.",
	"cc_rejected_duplicated_payment":       "Ya hiciste un pago por ese valor.",
	"cc_rejected_invalid_installments":     "La tarjeta no acepta esa cantidad de cuotas.",
	"cc_rejected_max_attempts":             "Llegaste al límite de intentos.",
}

type pageResult struct {
	Tone     string // good, wait, bad
	Headline string
	Detail   string
	ID       int64
	Method   string
	Voucher  string // code to pay with in cash
}

func (p *payment) explained() *pageResult {
	shown := &pageResult{Tone: "wait", ID: p.ID, Method: p.Method.Name}
	if p.Method.card() {
		_, last := p.Method.digits()
		shown.Method += " terminada en " + last
	}
	switch {
	case p.Status == "approved":
		shown.Tone, shown.Headline, shown.Detail = "good", "¡Listo! Se acreditó tu pago", "Ya le avisamos al comercio."
	case p.Method.voucher() && p.Status == "pending":
		shown.Headline, shown.Detail = "Te falta pagar en "+p.Method.Name, "Mostrá este código en la caja."
		shown.Voucher = strconv.FormatInt(p.ID*10+p.ID%7, 10)
	case p.Status == "pending" || p.Status == "in_process":
		shown.Headline, shown.Detail = "Estamos procesando tu pago", "Te avisamos cuando se acredite. No hace falta que pagues de nuevo."
	case p.Status == "rejected":
		shown.Tone, shown.Headline = "bad", "No pudimos procesar tu pago"
		shown.Detail = orElse(reasons[p.Detail], "Elegí otra tarjeta u otro medio de pago.")
	default:
		shown.Headline, shown.Detail = "Este pago cambió después de hacerse", "Estado: "+p.Status+"."
	}
	return shown
}

// methodGroup is shown open, or folded under the words of More.
type methodGroup struct {
	More    string
	Methods []methodOption
}

type methodOption struct {
	ID, Name, Note, Last string
	Card, Checked        bool
}

// grouped lists what the preference offers: the brands with test cards and the
// account first, the rest folded away.
func grouped(p *preference) []methodGroup {
	usual, others, vouchers := methodGroup{}, methodGroup{More: "Otras tarjetas"}, methodGroup{More: "Efectivo"}
	for _, m := range p.offered() {
		option := methodOption{ID: m.ID, Name: m.Name, Card: m.card()}
		into := &others
		switch _, tested := testCards[m.ID]; {
		case m.voucher():
			option.Note, into = "Queda pendiente hasta que se pague", &vouchers
		case tested:
			_, option.Last = m.digits()
			into = &usual
		case m.ID == "account_money":
			option.Note, into = "Siempre se aprueba", &usual
		}
		into.Methods = append(into.Methods, option)
	}
	groups := []methodGroup{usual, others, vouchers}
	groups = slices.DeleteFunc(groups, func(g methodGroup) bool { return len(g.Methods) == 0 })
	if len(groups) > 0 {
		check(groups[0].Methods, p.DefaultMethod)
	}
	return groups
}

func check(options []methodOption, preferred string) {
	at := max(0, slices.IndexFunc(options, func(o methodOption) bool { return o.ID == preferred }))
	options[at].Checked = true
}

func anyCard(groups []methodGroup) bool {
	return slices.ContainsFunc(groups, func(g methodGroup) bool {
		return slices.ContainsFunc(g.Methods, func(o methodOption) bool { return o.Card })
	})
}

// tip reports whether the line is a tip: nothing marks one but its name.
func (i item) tip() bool {
	return strings.EqualFold(i.ID, "propina") || strings.HasPrefix(strings.ToLower(i.Title), "propina")
}

func closedNotice(p *preference, now time.Time) string {
	if now.Before(p.ExpirationFrom) {
		return "Este link de pago todavía no se puede usar."
	}
	return "Este link de pago venció. Pedí uno nuevo al comercio."
}

// paidNotice warns whoever is about to pay a second time, which nothing forbids.
func (s *Server) paidNotice(p *preference) string {
	for _, one := range s.paymentsOf(p) {
		if one.Status == "approved" {
			return fmt.Sprintf("Este link ya se pagó (operación %d). Si seguís, pagás otra vez.", one.ID)
		}
	}
	return ""
}

func refusalText(err error) string {
	if errors.Is(err, errOutcome) {
		return "Poné como titular uno de los nombres de prueba, por ejemplo APRO."
	}
	return "No se pudo pagar: " + err.Error() + "."
}

// returnAddress is where the shop wants the diner back, with what Mercado Pago
// adds to the address. Without a payment, the payer gave up.
func (p *preference) returnAddress(paid *payment) string {
	base := p.BackURLs.Failure
	reported := map[string]string{"payment_id": "null", "status": "null", "payment_type": "null"}
	if paid != nil {
		reported = map[string]string{
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
		"collection_id": reported["payment_id"], "collection_status": reported["status"], "payment_id": reported["payment_id"],
		"status": reported["status"], "payment_type": reported["payment_type"], "external_reference": orElse(p.ExternalReference, "null"),
		"merchant_order_id": orderNumber(p), "preference_id": p.ID, "site_id": "MLA",
		"processing_mode": "aggregator", "merchant_account_id": "null",
	} {
		query.Set(name, value)
	}
	address.RawQuery = query.Encode()
	return address.String()
}
