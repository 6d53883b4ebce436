package mercadopago

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"integrador/internal/domain/payments"
)

// Mercado Pago refuses dates without milliseconds or with a zone's name.
const dateLayout = "2006-01-02T15:04:05.000-07:00"

var (
	argentina = time.FixedZone("-03", -3*60*60)
	// The hosts of Mercado Pago's own pages: www.mercadopago.com.ar and its siblings.
	ownPages = regexp.MustCompile(`^([a-z0-9-]+\.)?mercadopago\.(com(\.[a-z]{2})?|cl)$`)
)

type wireItem struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Quantity  int    `json:"quantity"`
	UnitPrice amount `json:"unit_price"`
	Currency  string `json:"currency_id"`
}

type wireBackURLs struct {
	Success string `json:"success"`
	Failure string `json:"failure"`
	Pending string `json:"pending"`
}

type wireMethod struct {
	ID string `json:"id"`
}

type wireMethods struct {
	ExcludedTypes []wireMethod `json:"excluded_payment_types"`
	Installments  int          `json:"installments"`
}

type wirePreference struct {
	Items             []wireItem        `json:"items"`
	ExternalReference string            `json:"external_reference"`
	BackURLs          *wireBackURLs     `json:"back_urls,omitempty"`
	AutoReturn        string            `json:"auto_return,omitempty"`
	NotificationURL   string            `json:"notification_url,omitempty"`
	Methods           wireMethods       `json:"payment_methods"`
	BinaryMode        bool              `json:"binary_mode"`
	Expires           bool              `json:"expires"`
	ExpirationTo      string            `json:"expiration_date_to"`
	Descriptor        string            `json:"statement_descriptor,omitempty"`
	Metadata          map[string]string `json:"metadata,omitempty"`
}

// CreateCheckout creates a preference: one payment, by card or account balance, in one
// instalment, approved or rejected immediately.
func (c *Client) CreateCheckout(ctx context.Context, in payments.CheckoutRequest) (payments.Checkout, error) {
	const op = "create checkout"
	preference, err := c.preference(in)
	if err != nil {
		return payments.Checkout{}, invalid(op, err.Error())
	}
	var created payments.Checkout
	err = c.do(ctx, call{
		op:     op,
		method: http.MethodPost,
		path:   "/checkout/preferences",
		body:   preference,
		// Every client library sends this header, but no document says that it is used here.
		header: map[string]string{
			"X-Idempotency-Key": idempotencyKey("checkout:" + in.Reference + ":" + preference.ExpirationTo),
		},
		timeout: readTimeout,
		accept: func(body []byte) (err error) {
			created, err = c.parsePreference(in, body)
			return err
		},
	})
	return created, err
}

func (c *Client) preference(in payments.CheckoutRequest) (wirePreference, error) {
	if err := check(in); err != nil {
		return wirePreference{}, err
	}
	notify, err := c.notificationURL(in.NotifyURL)
	if err != nil {
		return wirePreference{}, err
	}
	preference := wirePreference{
		Items:             items(in),
		ExternalReference: in.Reference,
		NotificationURL:   notify,
		// A voucher would be paid days later.
		Methods:      wireMethods{ExcludedTypes: []wireMethod{{"ticket"}, {"atm"}}, Installments: 1},
		BinaryMode:   true,
		Expires:      true,
		ExpirationTo: in.ExpiresAt.In(argentina).Format(dateLayout),
		Descriptor:   descriptor(in.Descriptor),
		Metadata:     in.Metadata,
	}
	if in.ReturnURL != "" {
		preference.BackURLs, preference.AutoReturn = backURLs(in.ReturnURL)
	}
	return preference, nil
}

func items(in payments.CheckoutRequest) []wireItem {
	list := []wireItem{{"cuenta", in.Title, 1, amount(in.Amount), "ARS"}}
	if in.Tip > 0 {
		list = append(list, wireItem{"propina", "Propina", 1, amount(in.Tip), "ARS"})
	}
	return list
}

// backURLs asks for the automatic return only over https: otherwise Mercado Pago drops
// the URLs, and then refuses a preference that asks for the automatic return.
func backURLs(base string) (*wireBackURLs, string) {
	base = strings.TrimRight(base, "/")
	urls := &wireBackURLs{base + "/payment/success", base + "/payment/failure", base + "/payment/pending"}
	if strings.HasPrefix(base, "https://") {
		return urls, "approved"
	}
	return urls, ""
}

// parsePreference reads the new preference. It refuses another seller's, and one that
// would send the diner to an unknown page.
func (c *Client) parsePreference(in payments.CheckoutRequest, body []byte) (payments.Checkout, error) {
	var wire struct {
		ID                text   `json:"id"`
		InitPoint         string `json:"init_point"`
		SandboxInitPoint  text   `json:"sandbox_init_point"`
		ExternalReference text   `json:"external_reference"`
		CollectorID       number `json:"collector_id"`
	}
	if err := json.Unmarshal(body, &wire); err != nil {
		return payments.Checkout{}, err
	}
	switch {
	case wire.ID == "":
		return payments.Checkout{}, errors.New("preference without id")
	case string(wire.ExternalReference) != in.Reference:
		return payments.Checkout{}, errors.New("preference with another external reference")
	case c.conn.SellerID != 0 && int64(wire.CollectorID) != c.conn.SellerID:
		return payments.Checkout{}, fmt.Errorf("preference of another seller, %d", wire.CollectorID)
	case !c.isPaymentPage(wire.InitPoint):
		return payments.Checkout{}, errors.New("preference with an unexpected init_point")
	}
	checkout := payments.Checkout{
		ProviderRef: string(wire.ID), RedirectURL: wire.InitPoint,
		SellerID: int64(wire.CollectorID), ExpiresAt: in.ExpiresAt,
	}
	if c.isPaymentPage(string(wire.SandboxInitPoint)) {
		checkout.SandboxURL = string(wire.SandboxInitPoint)
	}
	return checkout, nil
}

func (c *Client) isPaymentPage(page string) bool {
	u, err := url.Parse(page)
	if err != nil || u.User != nil || !absolute(u, c.config.AllowInsecure) {
		return false
	}
	if c.config.CheckoutHost != "" && u.Host == c.config.CheckoutHost {
		return true
	}
	return u.Scheme == "https" && u.Port() == "" && ownPages.MatchString(u.Host)
}

// ExpireCheckout sets the end of a preference to a time in the past.
func (c *Client) ExpireCheckout(ctx context.Context, providerRef string) error {
	return c.do(ctx, call{
		op:     "expire checkout",
		method: http.MethodPut,
		path:   "/checkout/preferences/" + url.PathEscape(providerRef),
		body: map[string]any{
			"expires":            true,
			"expiration_date_to": time.Now().Add(-time.Minute).In(argentina).Format(dateLayout),
		},
		timeout: readTimeout,
		accept:  func(body []byte) error { return json.Unmarshal(body, &struct{}{}) },
	})
}
