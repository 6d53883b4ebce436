package mpsim

import (
	"maps"
	"strconv"
	"strings"

	"integrador/internal/money"
)

// feePercent is a placeholder, not anybody's tariff.
const feePercent = 5

// paymentBody is a payment as the API shows it. The caller holds the lock.
func (s *Server) paymentBody(p *payment) object {
	preference := s.state.Preferences[p.PreferenceID]
	body := object{
		"id": p.ID, "status": p.Status, "status_detail": p.Detail,
		"date_created": date(p.Created), "date_last_updated": date(p.Updated), "date_approved": date(p.Approved),
		"date_of_expiration": nil, "money_release_date": date(p.Approved),
		"payment_method_id": p.Method.ID, "payment_type_id": p.Method.Type,
		"collector_id": s.config.SellerID, "external_reference": orNull(preference.ExternalReference),
		"metadata": preference.metadata(), "notification_url": orNull(preference.NotificationURL),
		"order":     object{"id": strconv.FormatInt(preference.OrderID, 10), "type": "mercadopago"},
		"live_mode": true, "captured": true, "binary_mode": preference.BinaryMode,
		"description": preference.Items[0].Title, "statement_descriptor": orNull(preference.Descriptor),
		"additional_info": object{"items": additionalItems(preference.Items)},
		"payer":           p.payerBody(), "card": p.cardBody(),
	}
	maps.Copy(body, p.amountBodies())
	maps.Copy(body, object{
		"currency_id": "ARS", "operation_type": "regular_payment", "issuer_id": "310", "processing_mode": "aggregator",
		"installments": 1, "authorization_code": nil, "merchant_account_id": nil, "charges_details": []object{},
		"point_of_interaction": object{"type": "CHECKOUT"}, "taxes_amount": 0, "coupon_amount": 0, "shipping_amount": 0,
	})
	return body
}

func (p *payment) amountBodies() object {
	fee, net := money.Cents(0), money.Cents(0)
	fees := []object{}
	if p.Status != "rejected" && !p.Approved.IsZero() {
		fee, _ = p.Amount.Percent(feePercent) // the amount is far from overflowing
		net = p.Amount - fee
		fees = append(fees, object{"type": "mercadopago_fee", "fee_payer": "collector", "amount": pesos(fee)})
	}
	refunds := []object{}
	for _, one := range p.Refunds {
		refunds = append(refunds, p.refundBody(one))
	}
	return object{
		"transaction_amount": pesos(p.Amount), "transaction_amount_refunded": pesos(p.Refunded),
		"transaction_details": object{
			"net_received_amount": pesos(net), "total_paid_amount": pesos(p.Amount), "overpaid_amount": 0,
			"installment_amount": pesos(p.Amount), "external_resource_url": nil, "financial_institution": nil,
			"payment_method_reference_id": nil,
		},
		"fee_details": fees, "refunds": refunds,
	}
}

func (p *payment) refundBody(r refund) object {
	return object{
		"id": r.ID, "payment_id": p.ID, "amount": pesos(r.Amount), "status": "approved",
		"source":       object{"id": strconv.FormatInt(p.ID, 10), "name": "Test Test", "type": r.Source},
		"date_created": date(r.Created), "unique_sequence_number": nil, "refund_mode": "standard",
		"adjustment_amount": 0, "reason": nil,
	}
}

// payerBody keeps the payer's data back until there is an approval.
func (p *payment) payerBody() object {
	body := object{
		"id": nil, "email": nil, "first_name": nil, "last_name": nil, "type": nil, "entity_type": nil,
		"identification": object{"type": nil, "number": nil}, "phone": object{"area_code": nil, "number": nil},
	}
	if !p.Approved.IsZero() {
		body["id"], body["email"] = "1234567890", "test_user_buyer@testuser.com"
	}
	return body
}

// cardBody masks the expiry as the API does in Argentina.
func (p *payment) cardBody() object {
	if !strings.HasSuffix(p.Method.Type, "_card") {
		return object{}
	}
	return object{
		"id": nil, "first_six_digits": "416881", "last_four_digits": "7115",
		"expiration_month": "***", "expiration_year": "***", "date_created": date(p.Created), "date_last_updated": date(p.Created),
		"cardholder": object{"name": p.Holder, "identification": object{"type": "otro", "number": "123456789"}},
	}
}

// additionalItems shows numbers as strings, which the API really does here.
func additionalItems(items []item) []object {
	bodies := make([]object, len(items))
	for i, one := range items {
		price, _ := pesos(one.UnitPrice).MarshalJSON()
		bodies[i] = object{
			"id": one.ID, "title": one.Title, "description": one.Description,
			"quantity": strconv.Itoa(one.Quantity), "unit_price": string(price),
		}
	}
	return bodies
}
