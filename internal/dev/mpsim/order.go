package mpsim

import (
	"net/http"
	"strconv"

	"integrador/internal/domain/money"
)

// A merchant order is what a preference and its payments look like together; it
// has no state of its own.

func (s *Server) getOrder(r *http.Request) reply {
	for _, p := range s.state.Preferences {
		if p.OrderID == number(r.PathValue("id")) && p.CollectorID == callerOf(r).seller {
			return reply{http.StatusOK, s.orderBody(p)}
		}
	}
	return refuse(http.StatusNotFound, "not_found", "Merchant order not found")
}

// searchOrders lists the orders of the preferences that somebody tried to pay.
func (s *Server) searchOrders(r *http.Request) reply {
	query := r.URL.Query()
	return s.elements(r, func(p *preference) (object, bool) {
		if (query.Has("preference_id") && query.Get("preference_id") != p.ID) ||
			(query.Has("external_reference") && query.Get("external_reference") != p.ExternalReference) {
			return nil, false
		}
		return s.orderBody(p), len(s.paymentsOf(p)) > 0
	})
}

func (s *Server) paymentsOf(p *preference) []*payment {
	var made []*payment
	for _, one := range s.state.Payments {
		if one.PreferenceID == p.ID {
			made = append(made, one)
		}
	}
	return made
}

func (s *Server) orderBody(p *preference) object {
	payments := []object{}
	var paid, refunded money.Cents
	waiting := false
	updated := p.Created
	for _, one := range s.paymentsOf(p) {
		payments = append(payments, one.inOrder())
		if !one.Approved.IsZero() {
			paid += one.Amount
		}
		refunded += one.Refunded
		waiting = waiting || one.Status == "pending" || one.Status == "in_process"
		if one.Updated.After(updated) {
			updated = one.Updated
		}
	}
	status, orderStatus := orderState(p.total(), paid, refunded, waiting)
	return object{
		"id": p.OrderID, "status": status, "order_status": orderStatus, "preference_id": p.ID, "application_id": p.ClientID,
		"external_reference": p.ExternalReference, "site_id": "MLA", "notification_url": orNull(p.NotificationURL),
		"date_created": date(p.Created), "last_updated": date(updated), "items": itemBodies(p.Items), "payments": payments,
		"total_amount": pesos(p.total()), "paid_amount": pesos(paid), "refunded_amount": pesos(refunded), "shipping_cost": 0,
		"cancelled": false, "marketplace": p.marketplace(), "shipments": []object{}, "sponsor_id": nil, "additional_info": p.AdditionalInfo,
		"is_test": s.isTestUser(p.CollectorID), "payouts": []object{},
		"payer":     object{"id": 1234567890, "email": ""},
		"collector": object{"id": p.CollectorID, "nickname": s.sellerName(p.CollectorID), "email": ""},
	}
}

// orderState uses the words of the reference; the OpenAPI document has others.
func orderState(total, paid, refunded money.Cents, waiting bool) (status, orderStatus string) {
	switch {
	case paid > 0 && refunded >= paid:
		return "closed", "reverted"
	case refunded > 0:
		return "closed", "partially_reverted"
	case paid >= total:
		return "closed", "paid"
	case paid > 0:
		return "opened", "partially_paid"
	case waiting:
		return "opened", "payment_in_process"
	default:
		return "opened", "payment_required"
	}
}

func (p *payment) inOrder() object {
	return object{
		"id": p.ID, "transaction_amount": pesos(p.Amount), "total_paid_amount": pesos(p.Amount), "shipping_cost": 0, "currency_id": "ARS",
		"status": p.Status, "status_detail": p.Detail, "operation_type": "regular_payment", "amount_refunded": pesos(p.Refunded),
		"date_approved": date(p.Approved), "date_created": date(p.Created), "last_modified": date(p.Updated),
	}
}

// elements answers a search over the caller's preferences of the last 90 days,
// oldest first, in the shape that preferences and orders share.
func (s *Server) elements(r *http.Request, show func(*preference) (object, bool)) reply {
	query := r.URL.Query()
	limit, offset := min(whole(query, "limit", usualLimit), highestLimit), whole(query, "offset", 0)
	matching := []object{}
	for _, p := range s.inOrder() {
		if p.CollectorID != callerOf(r).seller || s.now().Sub(p.Created) > searchedFor {
			continue
		}
		if body, ok := show(p); ok {
			matching = append(matching, body)
		}
	}
	page := matching[min(offset, len(matching)):min(offset+limit, len(matching))]
	return reply{http.StatusOK, object{"elements": page, "next_offset": min(offset+limit, len(matching)), "total": len(matching)}}
}

func orderNumber(p *preference) string { return strconv.FormatInt(p.OrderID, 10) }
