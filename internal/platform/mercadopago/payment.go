package mercadopago

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"integrador/internal/domain/money"
	"integrador/internal/domain/payments"
)

const (
	pageSize   = 50
	maxResults = 200
)

// wirePayment has the fields that are used. The other ones differ between countries
// and change often.
type wirePayment struct {
	ID                number          `json:"id"`
	Status            text            `json:"status"`
	StatusDetail      text            `json:"status_detail"`
	Amount            *amount         `json:"transaction_amount"`
	Refunded          amount          `json:"transaction_amount_refunded"`
	Details           json.RawMessage `json:"transaction_details"`
	Currency          text            `json:"currency_id"`
	CollectorID       number          `json:"collector_id"`
	ExternalReference text            `json:"external_reference"`
	LiveMode          json.RawMessage `json:"live_mode"`
	Method            text            `json:"payment_method_id"`
	Type              text            `json:"payment_type_id"`
	Created           instant         `json:"date_created"`
	Updated           instant         `json:"date_last_updated"`
	Approved          instant         `json:"date_approved"`
	Refunds           json.RawMessage `json:"refunds"`
}

func (w wirePayment) payment() (payments.Payment, error) {
	switch {
	case w.ID <= 0:
		return payments.Payment{}, errors.New("payment without id")
	case w.Status == "":
		return payments.Payment{}, fmt.Errorf("payment %d without status", w.ID)
	case w.Amount == nil || *w.Amount <= 0:
		return payments.Payment{}, fmt.Errorf("payment %d without amount", w.ID)
	case w.Refunded < 0:
		return payments.Payment{}, fmt.Errorf("payment %d with a negative refund", w.ID)
	}
	payment := payments.Payment{
		ID:                int64(w.ID),
		Status:            payments.PaymentStatus(w.Status),
		StatusDetail:      string(w.StatusDetail),
		Amount:            money.Cents(*w.Amount),
		Refunded:          money.Cents(w.Refunded),
		Net:               w.net(),
		Currency:          string(w.Currency),
		SellerID:          int64(w.CollectorID),
		ExternalReference: string(w.ExternalReference),
		LiveMode:          optional[bool](w.LiveMode),
		Method:            string(w.Method),
		Type:              string(w.Type),
		Created:           w.Created.Time,
		Updated:           w.Updated.Time,
		Refunds:           refunds(optional[[]wireRefund](w.Refunds)),
	}
	if payment.Updated.IsZero() {
		payment.Updated = payment.Created
	}
	if !w.Approved.IsZero() {
		payment.Approved = &w.Approved.Time
	}
	return payment, nil
}

func (w wirePayment) net() *money.Cents {
	details := optional[struct {
		Net *amount `json:"net_received_amount"`
	}](w.Details)
	return (*money.Cents)(details.Net)
}

// GetPayment reads a payment. A payment of another seller is NotFound or Forbidden; one
// that was just announced may be NotFound for a while.
func (c *Client) GetPayment(ctx context.Context, id int64) (payments.Payment, error) {
	var payment payments.Payment
	err := c.do(ctx, call{
		op:      "get payment",
		method:  http.MethodGet,
		path:    paymentPath(id),
		timeout: readTimeout,
		accept: func(body []byte) (err error) {
			payment, err = parsePayment(id, body)
			return err
		},
	})
	return payment, err
}

// parsePayment reads payment id and refuses another one.
func parsePayment(id int64, body []byte) (payments.Payment, error) {
	var wire wirePayment
	if err := json.Unmarshal(body, &wire); err != nil {
		return payments.Payment{}, err
	}
	if int64(wire.ID) != id {
		return payments.Payment{}, fmt.Errorf("asked for payment %d, got %d", id, wire.ID)
	}
	return wire.payment()
}

// FindPayments searches by external reference, page by page.
func (c *Client) FindPayments(ctx context.Context, reference string) ([]payments.Payment, error) {
	var found []payments.Payment
	seen := map[int64]bool{} // a payment made meanwhile moves others to the next page
	for offset := 0; offset < maxResults; offset += pageSize {
		page, err := c.searchPage(ctx, reference, offset)
		if err != nil {
			return nil, err
		}
		for _, payment := range page {
			if payment.ExternalReference == reference && !seen[payment.ID] {
				seen[payment.ID] = true
				found = append(found, payment)
			}
		}
		if len(page) < pageSize {
			break
		}
	}
	return found, nil
}

func (c *Client) searchPage(ctx context.Context, reference string, offset int) ([]payments.Payment, error) {
	query := url.Values{
		"external_reference": {reference},
		"sort":               {"date_created"},
		"criteria":           {"desc"},
		"range":              {"date_created"},
		"begin_date":         {"NOW-30DAYS"},
		"end_date":           {"NOW"},
		"limit":              {strconv.Itoa(pageSize)},
		"offset":             {strconv.Itoa(offset)},
	}
	var page []payments.Payment
	err := c.do(ctx, call{
		op:      "find payments",
		method:  http.MethodGet,
		path:    "/v1/payments/search?" + query.Encode(),
		timeout: readTimeout,
		accept: func(body []byte) (err error) {
			page, err = parseSearch(body)
			return err
		},
	})
	return page, err
}

// parseSearch refuses a page with a payment that it cannot read: leaving it out could
// hide money.
func parseSearch(body []byte) ([]payments.Payment, error) {
	var wire struct {
		Results *[]wirePayment `json:"results"`
	}
	if err := json.Unmarshal(body, &wire); err != nil {
		return nil, err
	}
	if wire.Results == nil {
		return nil, errors.New("search without results")
	}
	page := make([]payments.Payment, len(*wire.Results))
	for i, one := range *wire.Results {
		payment, err := one.payment()
		if err != nil {
			return nil, err
		}
		page[i] = payment
	}
	return page, nil
}

func paymentPath(id int64) string { return "/v1/payments/" + strconv.FormatInt(id, 10) }
