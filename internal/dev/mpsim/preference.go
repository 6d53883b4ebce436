package mpsim

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"time"

	"github.com/google/uuid"

	"integrador/internal/domain/money"
)

type item struct {
	ID          string      `json:"id"`
	Title       string      `json:"title"`
	Description string      `json:"description"`
	Category    string      `json:"category_id"`
	Picture     string      `json:"picture_url"`
	Quantity    int         `json:"quantity"`
	UnitPrice   money.Cents `json:"unit_price_cents"`
}

type backURLs struct {
	Success string `json:"success"`
	Failure string `json:"failure"`
	Pending string `json:"pending"`
}

// preference is a checkout that may be paid, any number of times, until it
// expires.
type preference struct {
	ID                string          `json:"id"`
	OrderID           int64           `json:"order_id"`
	CollectorID       int64           `json:"collector_id"`
	ClientID          string          `json:"client_id"`
	Created           time.Time       `json:"created_at"`
	Updated           time.Time       `json:"updated_at"`
	Items             []item          `json:"items"`
	BackURLs          backURLs        `json:"back_urls"`
	AutoReturn        string          `json:"auto_return"`
	NotificationURL   string          `json:"notification_url"`
	ExternalReference string          `json:"external_reference"`
	Expires           bool            `json:"expires"`
	ExpirationFrom    time.Time       `json:"expiration_from"`
	ExpirationTo      time.Time       `json:"expiration_to"`
	BinaryMode        bool            `json:"binary_mode"`
	Descriptor        string          `json:"descriptor"`
	ExcludedMethods   []string        `json:"excluded_methods"`
	ExcludedTypes     []string        `json:"excluded_types"`
	Installments      int             `json:"installments"`
	DefaultMethod     string          `json:"default_method"`
	MarketplaceFee    money.Cents     `json:"marketplace_fee_cents"`
	Purpose           string          `json:"purpose"`
	AdditionalInfo    string          `json:"additional_info"`
	Payer             json.RawMessage `json:"payer"`
	Metadata          object          `json:"metadata"`
}

// total cannot overflow: the check of the items bounds each factor.
func (p *preference) total() money.Cents {
	var total money.Cents
	for _, one := range p.Items {
		total += one.UnitPrice * money.Cents(one.Quantity)
	}
	return total
}

func (p *preference) open(now time.Time) bool {
	if !p.Expires {
		return true
	}
	return !now.Before(p.ExpirationFrom) && (p.ExpirationTo.IsZero() || now.Before(p.ExpirationTo))
}

// createPreference makes a new one every time: the real call knows no
// idempotency key either.
func (s *Server) createPreference(r *http.Request) reply {
	who := callerOf(r)
	made := &preference{CollectorID: who.seller, ClientID: who.client}
	if refusal := s.decodeInto(made, r); refusal != nil {
		return *refusal
	}
	s.state.Last.Preference++
	s.state.Last.Order++
	serial := uuid.NewSHA1(uuid.NameSpaceOID, fmt.Append(nil, "preference ", s.state.Last.Preference))
	made.ID = fmt.Sprintf("%d-%s", made.CollectorID, serial)
	made.OrderID = s.state.Last.Order
	made.Created = s.now()
	made.Updated = made.Created
	s.state.Preferences[made.ID] = made
	s.keep(change{Preference: made})
	s.save()
	return reply{http.StatusCreated, s.preferenceBody(made, r)}
}

func (s *Server) getPreference(r *http.Request) reply {
	found := s.preferenceOf(r)
	if found == nil {
		return noPreference()
	}
	return reply{http.StatusOK, s.preferenceBody(found, r)}
}

// preferenceOf finds the preference of the path among the caller's own.
func (s *Server) preferenceOf(r *http.Request) *preference {
	if one := s.state.Preferences[r.PathValue("id")]; one != nil && one.CollectorID == callerOf(r).seller {
		return one
	}
	return nil
}

// updatePreference changes the fields that were sent and leaves the others.
func (s *Server) updatePreference(r *http.Request) reply {
	return s.changePreference(r, func(p *preference) *reply { return s.decodeInto(p, r) })
}

func (s *Server) expirePreference(r *http.Request) reply {
	return s.changePreference(r, func(p *preference) *reply {
		p.Expires, p.ExpirationTo = true, s.now()
		return nil
	})
}

func (s *Server) changePreference(r *http.Request, alter func(*preference) *reply) reply {
	found := s.preferenceOf(r)
	if found == nil {
		return noPreference()
	}
	changed := *found
	if refusal := alter(&changed); refusal != nil {
		return *refusal
	}
	changed.Updated = s.now()
	*found = changed
	s.keep(change{Preference: found})
	s.save()
	return reply{http.StatusOK, s.preferenceBody(found, r)}
}

func noPreference() reply {
	return refuse(http.StatusNotFound, "invalid_id", "preference_id not found")
}

func (s *Server) preferenceBody(p *preference, r *http.Request) object {
	page := s.publicURL(r) + "/checkout/v1/redirect?pref_id=" + p.ID
	body := object{
		"id": p.ID, "client_id": p.ClientID, "collector_id": p.CollectorID, "site_id": "MLA",
		"init_point": page, "sandbox_init_point": page,
		"items": itemBodies(p.Items), "external_reference": p.ExternalReference,
		"back_urls": p.BackURLs, "redirect_urls": backURLs{}, "auto_return": p.AutoReturn,
		"binary_mode": p.BinaryMode, "notification_url": orNull(p.NotificationURL),
		"expires": p.Expires, "expiration_date_from": date(p.ExpirationFrom), "expiration_date_to": date(p.ExpirationTo),
		"date_created": date(p.Created), "last_updated": date(p.Updated), "date_of_expiration": nil,
		"metadata": p.metadata(), "payer": p.payer(), "payment_methods": p.paymentMethods(),
		"statement_descriptor": p.Descriptor, "additional_info": p.AdditionalInfo, "purpose": p.Purpose,
	}
	maps.Copy(body, object{
		"coupon_code": nil, "coupon_labels": nil, "internal_metadata": nil, "marketplace": p.marketplace(),
		"marketplace_fee": pesos(p.MarketplaceFee), "operation_type": "regular_payment", "processing_modes": nil, "product_id": nil,
		"shipments": object{"default_shipping_method": nil, "receiver_address": object{
			"zip_code": "", "street_name": "", "street_number": nil, "floor": "", "apartment": "",
			"city_name": nil, "state_name": nil, "country_name": nil,
		}}, "total_amount": nil,
	})
	return body
}

func (p *preference) marketplace() string {
	if p.MarketplaceFee > 0 {
		return "MP-MKT-" + p.ClientID
	}
	return "NONE"
}

func (p *preference) metadata() object {
	if p.Metadata == nil {
		return object{}
	}
	return p.Metadata
}

func (p *preference) payer() any {
	if len(p.Payer) > 0 {
		return p.Payer
	}
	return object{
		"name": "", "surname": "", "email": "", "date_created": nil, "last_purchase": nil,
		"phone":          object{"area_code": "", "number": ""},
		"identification": object{"type": "", "number": ""},
		"address":        object{"zip_code": "", "street_name": "", "street_number": nil},
	}
}

func (p *preference) paymentMethods() object {
	var installments any
	if p.Installments > 0 {
		installments = p.Installments
	}
	return object{
		"excluded_payment_methods": idBodies(p.ExcludedMethods), "excluded_payment_types": idBodies(p.ExcludedTypes),
		"installments": installments, "default_installments": nil, "default_card_id": nil, "default_payment_method_id": orNull(p.DefaultMethod),
	}
}

func itemBodies(items []item) []object {
	bodies := make([]object, len(items))
	for i, one := range items {
		bodies[i] = object{
			"id": one.ID, "title": one.Title, "description": one.Description, "category_id": one.Category,
			"picture_url": one.Picture, "currency_id": "ARS", "quantity": one.Quantity, "unit_price": pesos(one.UnitPrice),
		}
	}
	return bodies
}

func idBodies(ids []string) []object {
	bodies := make([]object, len(ids))
	for i, id := range ids {
		bodies[i] = object{"id": id}
	}
	return bodies
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
