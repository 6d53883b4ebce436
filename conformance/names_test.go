package conformance_test

import (
	"reflect"
	"strings"

	"github.com/mercadopago/sdk-go/pkg/payment"
)

// neverInCheckoutPro are names that the SDK's one type for all kinds of payment
// has and a payment of a preference does not.
var neverInCheckoutPro = []string{
	"amounts", "back_urls", "device_id", "device_identifier", "expanded", "forward_data", "three_ds_info",
}

func namesOfPayment() []string {
	var names []string
	kind := reflect.TypeFor[payment.Response]()
	for i := range kind.NumField() {
		name, _, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
		if name != "" && name != "-" {
			names = append(names, name)
		}
	}
	return names
}
