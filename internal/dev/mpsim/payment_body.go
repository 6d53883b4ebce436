package mpsim

import (
	"cmp"
	"maps"
	"strconv"

	"integrador/internal/domain/money"
)

// usualFee, in hundredths of a per cent, is a placeholder, nobody's tariff.
const usualFee = 500

// paymentBody is a payment as the API shows it. The caller holds the lock.
func (s *Server) paymentBody(p *payment) object {
	preference := s.state.Preferences[p.PreferenceID]
	body := object{
		"id": p.ID, "status": p.Status, "status_detail": p.Detail,
		"date_created": date(p.Created), "date_last_updated": date(p.Updated), "date_approved": date(p.Approved),
		"date_of_expiration": nil, "money_release_date": date(p.Approved),
		"payment_method_id": p.Method.ID, "payment_type_id": p.Method.Type,
		"payment_method": object{"id": p.Method.ID, "type": p.Method.Type, "issuer_id": "310"},
		"collector_id":   p.CollectorID, "external_reference": orNull(p.Reference),
		"metadata": preference.metadata(), "notification_url": orNull(preference.NotificationURL),
		"order":     object{"id": strconv.FormatInt(preference.OrderID, 10), "type": "mercadopago"},
		"live_mode": !p.TestUser, "captured": true, "binary_mode": preference.BinaryMode,
		"description": preference.Items[0].Title, "statement_descriptor": orNull(preference.Descriptor),
		"additional_info": object{
			"items": additionalItems(preference.Items), "payer": object{}, "shipments": object{},
			"available_balance": nil, "nsu_processadora": nil, "ip_address": "127.0.0.1",
		},
		"payer": p.payerBody(), "card": p.cardBody(),
	}
	if p.Method.voucher() && p.Status == "pending" {
		body["date_of_expiration"] = date(p.Created.Add(voucherLife))
	}
	maps.Copy(body, s.amountBodies(p, preference.MarketplaceFee))
	maps.Copy(body, object{
		"currency_id": "ARS", "operation_type": "regular_payment", "issuer_id": "310", "processing_mode": "aggregator",
		"installments": 1, "authorization_code": p.authorization(), "merchant_account_id": nil, "charges_details": []object{},
		"point_of_interaction": object{"type": "CHECKOUT", "business_info": object{"unit": "online_payments", "sub_unit": "checkout_pro"}},
		"taxes_amount":         0, "coupon_amount": 0, "shipping_amount": 0,
	})
	maps.Copy(body, unused)
	return body
}

// unused are the keys of a payment that a Checkout Pro payment leaves empty.
var unused = object{
	"callback_url": nil, "coupon_code": nil, "internal_metadata": nil, "net_amount": nil, "payment_method_option_id": nil, "taxes": []object{},
	"acquirer_reconciliation": []object{}, "brand_id": nil, "build_version": "simulator", "call_for_authorize_id": nil,
	"corporation_id": nil, "counter_currency": nil, "deduction_schema": nil, "differential_pricing_id": nil, "financing_group": nil,
	"integrator_id": nil, "marketplace_owner": nil, "merchant_number": nil, "money_release_schema": nil, "money_release_status": nil,
	"platform_id": nil, "pos_id": nil, "sponsor_id": nil, "store_id": nil, "tags": nil,
}

func (p *payment) authorization() any {
	if p.Approved.IsZero() || !p.Method.card() {
		return nil
	}
	return strconv.FormatInt(300_000+p.ID%700_000, 10)
}

// fees is what the provider and the marketplace keep.
func (s *Server) fees(p *payment, marketplace money.Cents) (list []object, total money.Cents) {
	list = []object{}
	if p.Approved.IsZero() {
		return list, 0
	}
	points := int64(cmp.Or(s.state.Settings.FeeBasisPoints, usualFee))
	own := money.Cents((int64(p.Amount)*points + 5_000) / 10_000) // half up; the amount is far from overflowing
	list = append(list, object{"type": "mercadopago_fee", "fee_payer": "collector", "amount": pesos(own)})
	if marketplace > 0 {
		list = append(list, object{"type": "application_fee", "fee_payer": "collector", "amount": pesos(marketplace)})
	}
	return list, own + marketplace
}

func (s *Server) amountBodies(p *payment, marketplace money.Cents) object {
	fees, kept := s.fees(p, marketplace)
	net := max(0, p.Amount-kept)
	if p.Approved.IsZero() {
		net = 0
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
			"payment_method_reference_id": nil, "payable_deferral_period": nil, "acquirer_reference": nil,
		},
		"fee_details": fees, "refunds": refunds,
	}
}

func (p *payment) refundBody(r refund) object {
	return object{
		"id": r.ID, "payment_id": p.ID, "amount": pesos(r.Amount), "status": r.Status,
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
	if !p.Method.card() {
		return object{}
	}
	first, last := p.Method.digits()
	return object{
		"id": nil, "first_six_digits": first, "last_four_digits": last,
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
			"category_id": orNull(one.Category), "picture_url": orNull(one.Picture),
			"quantity": strconv.Itoa(one.Quantity), "unit_price": string(price),
		}
	}
	return bodies
}
