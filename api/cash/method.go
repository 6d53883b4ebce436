package cash

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// paymentMethods are the ways in which money comes or goes. CASH alone is in a drawer.
var paymentMethods = []string{
	"CASH", "CARD", "CARD_PHYSICAL", "TRANSFER", "TRANSFER_EXTERNAL", "MP", "MERCADOPAGO", "MERCADO_PAGO", "OTHER", "OTHER_MANUAL",
}

// PaymentMethod is one of the ways in which money comes or goes, in capital or small letters.
type PaymentMethod string

// Schema implements huma.SchemaProvider.
func (PaymentMethod) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString, Description: "Solo CASH cambia lo que hay en el cajón."}
	for _, method := range paymentMethods {
		s.Enum = append(s.Enum, method)
	}
	for _, method := range paymentMethods {
		s.Enum = append(s.Enum, strings.ToLower(method))
	}
	s.PrecomputeMessages()
	return s
}

func (m PaymentMethod) name() string { return strings.ToUpper(string(m)) }
