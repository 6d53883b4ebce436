package mpsim

import (
	"net/http"
	"slices"

	"integrador/internal/domain/money"
)

// method is a way to pay.
type method struct{ ID, Type, Name string }

// methods are those of Argentina.
var methods = []method{
	{"visa", "credit_card", "Visa crédito"},
	{"master", "credit_card", "Mastercard crédito"},
	{"amex", "credit_card", "American Express"},
	{"naranja", "credit_card", "Naranja X"},
	{"cabal", "credit_card", "Cabal"},
	{"diners", "credit_card", "Diners Club"},
	{"argencard", "credit_card", "Argencard"},
	{"debvisa", "debit_card", "Visa débito"},
	{"debmaster", "debit_card", "Mastercard débito"},
	{"maestro", "debit_card", "Maestro"},
	{"account_money", "account_money", "Dinero en cuenta"},
	{"rapipago", "ticket", "Rapipago"},
	{"pagofacil", "ticket", "Pago Fácil"},
	{"cobroexpress", "ticket", "Cobro Express"},
	{"redlink", "atm", "Red Link"},
}

// testCard is what Mercado Pago publishes to test with.
type testCard struct{ number, code string }

var testCards = map[string]testCard{
	"visa":      {"4168818844447115", "123"},
	"master":    {"5416752602582580", "123"},
	"amex":      {"375778174461804", "1234"},
	"debvisa":   {"4023653523914373", "123"},
	"debmaster": {"5241019826646950", "123"},
}

// voucher reports whether it is paid later, in cash.
func (m method) voucher() bool { return m.Type == "ticket" || m.Type == "atm" }

func (m method) card() bool { return m.Type == "credit_card" || m.Type == "debit_card" }

// digits of the card that the method's payments show; a Visa's for the brands
// without a test card.
func (m method) digits() (first, last string) {
	number := testCards["visa"].number
	if known, ok := testCards[m.ID]; ok {
		number = known.number
	}
	return number[:6], number[len(number)-4:]
}

// offered lists the methods that the preference does not exclude. A binary
// preference knows no later, so it offers no vouchers.
func (p *preference) offered() []method {
	var left []method
	for _, m := range methods {
		if !slices.Contains(p.ExcludedMethods, m.ID) && !slices.Contains(p.ExcludedTypes, m.Type) && (!p.BinaryMode || !m.voucher()) {
			left = append(left, m)
		}
	}
	return left
}

func (s *Server) listMethods(*http.Request) reply {
	bodies := make([]object, len(methods))
	for i, m := range methods {
		bodies[i] = object{
			"id": m.ID, "name": m.Name, "payment_type_id": m.Type, "status": "active", "thumbnail": "", "secure_thumbnail": "",
			"deferred_capture": "unsupported", "settings": []object{}, "additional_info_needed": []string{},
			"min_allowed_amount": pesos(1), "max_allowed_amount": pesos(money.Cents(highestPrice)), "accreditation_time": 0,
			"financial_institutions": []object{}, "processing_modes": []string{"aggregator"},
		}
	}
	return reply{http.StatusOK, bodies}
}
