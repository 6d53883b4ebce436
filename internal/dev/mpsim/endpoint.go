package mpsim

import (
	"net/http"
	"slices"
)

// endpoint is one call of Mercado Pago's API as the simulator answers it. A
// status that is not declared here is never given: docs/simulator-differences.md
// is written from this table.
type endpoint struct {
	method, path string
	handle       func(*Server, *http.Request) reply
	open         bool // needs no access token
	statuses     []int
	source       string // who says that it exists
}

const (
	byGoSDK   = "sdk-go 1.14.0"
	byDocs    = "mercadopago/devsite-docs"
	byOpenAPI = "mercadopago/openapi"
)

var endpoints = []endpoint{
	{"POST", "/checkout/preferences", (*Server).createPreference, false, []int{201, 400}, byGoSDK},
	{"GET", "/checkout/preferences/search", (*Server).searchPreferences, false, []int{200}, byGoSDK},
	{"GET", "/checkout/preferences/{id}", (*Server).getPreference, false, []int{200, 404}, byGoSDK},
	{"PUT", "/checkout/preferences/{id}", (*Server).updatePreference, false, []int{200, 400, 404}, byGoSDK},
	{"PUT", "/checkout/preferences/{id}/expire", (*Server).expirePreference, false, []int{200, 404}, byOpenAPI},
	{"GET", "/v1/payments/search", (*Server).searchPayments, false, []int{200, 400}, byGoSDK},
	{"GET", "/v1/payments/{id}", (*Server).getPayment, false, []int{200, 403, 404}, byGoSDK},
	{"PUT", "/v1/payments/{id}", (*Server).updatePayment, false, []int{200, 400, 403, 404}, byGoSDK},
	{"PUT", "/v1/payments/{id}/cancellations", (*Server).cancelPayment, false, []int{200, 400, 403, 404}, byOpenAPI},
	{"POST", "/v1/payments/{id}/refunds", (*Server).createRefund, false, []int{201, 400, 403, 404, 409}, byGoSDK},
	{"GET", "/v1/payments/{id}/refunds", (*Server).listRefunds, false, []int{200, 403, 404}, byGoSDK},
	{"GET", "/v1/payments/{id}/refunds/{refund}", (*Server).getRefund, false, []int{200, 403, 404}, byGoSDK},
	{"GET", "/merchant_orders/search", (*Server).searchOrders, false, []int{200}, byGoSDK},
	{"GET", "/merchant_orders/{id}", (*Server).getOrder, false, []int{200, 404}, byGoSDK},
	{"GET", "/v1/chargebacks/search", (*Server).searchChargebacks, false, []int{200}, byGoSDK},
	{"GET", "/v1/chargebacks/{id}", (*Server).getChargeback, false, []int{200, 404}, byGoSDK},
	{"GET", "/v1/payment_methods", (*Server).listMethods, false, []int{200}, byGoSDK},
	{"GET", "/users/me", (*Server).me, false, []int{200}, byGoSDK},
	{"POST", "/oauth/token", (*Server).exchangeToken, true, []int{200, 400}, byDocs},
}

// served answers only with what the endpoint declares; anything else is a fault
// of the simulator and says so.
func (s *Server) served(e endpoint) http.HandlerFunc {
	handle := func(r *http.Request) reply { return e.handle(s, r) }
	if !e.open {
		handle = s.asSeller(handle)
	}
	handle = s.locked(handle)
	return func(w http.ResponseWriter, r *http.Request) {
		answer := handle(r)
		if answer.status != http.StatusUnauthorized && !slices.Contains(e.statuses, answer.status) {
			s.config.Logger.ErrorContext(r.Context(), "simulator gave an undeclared status", "method", e.method, "path", e.path, "status", answer.status)
			answer = refuse(http.StatusInternalServerError, "simulator_error", "the simulator gave a status it does not declare")
		}
		answer.write(w)
	}
}
