package mpsim

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

const (
	mostItems         = 500
	mostQuantity      = 10_000
	highestPrice      = 100_000_000_000 // cents; with the two above no total overflows
	longestURL        = 248
	longestDescriptor = 13
)

var (
	referenceForm = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)
	dateForm      = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}[+-][0-9]{2}:?[0-9]{2}$`)
)

// field reads one field of a request into a preference. Its error is the message
// of the refusal.
type field struct {
	name, key string
	read      func(s *Server, p *preference, raw json.RawMessage) error
}

// The order is the order in which mistakes are found.
var fields = []field{
	{"items", "invalid_items", readItems},
	{"external_reference", "invalid_external_reference", readReference},
	{"back_urls", "invalid_back_urls", readBackURLs},
	{"auto_return", "invalid_auto_return", readAutoReturn},
	{"notification_url", "invalid_notification_url", readNotificationURL},
	{"expires", "invalid_expires", readExpires},
	{"expiration_date_from", "invalid_expiration_date_from", readExpirationFrom},
	{"expiration_date_to", "invalid_expiration_date_to", readExpirationTo},
	{"binary_mode", "invalid_binary_mode", readBinaryMode},
	{"payment_methods", "invalid_payment_methods", readPaymentMethods},
	{"statement_descriptor", "invalid_statement_descriptor", readDescriptor},
	{"payer", "invalid_payer", readPayer},
	{"metadata", "invalid_metadata", readMetadata},
	{"marketplace_fee", "invalid_marketplace_fee", readMarketplaceFee},
	{"purpose", "invalid_purpose", readPurpose},
	{"additional_info", "invalid_additional_info", readAdditionalInfo},
}

// decodeInto reads a request into p, or says how Mercado Pago would refuse it.
func (s *Server) decodeInto(p *preference, r *http.Request) *reply {
	var sent map[string]json.RawMessage
	if json.NewDecoder(r.Body).Decode(&sent) != nil {
		return refusal("bad_request", "invalid json", nil)
	}
	for _, f := range fields {
		raw, present := sent[f.name]
		if !present || string(raw) == "null" {
			continue
		}
		if err := f.read(s, p, raw); err != nil {
			return refusal(f.key, err.Error(), []object{})
		}
	}
	if len(p.Items) == 0 {
		return refusal("invalid_items", "items needed", []object{})
	}
	if p.AutoReturn != "" && p.BackURLs.Success == "" {
		return refusal("invalid_auto_return", "auto_return invalid. back_url.success must be defined", nil)
	}
	if p.MarketplaceFee > p.total() {
		return refusal("invalid_marketplace_fee", "marketplace_fee must not be greater than the total", []object{})
	}
	if !p.ExpirationTo.IsZero() && !p.ExpirationFrom.IsZero() && !p.ExpirationFrom.Before(p.ExpirationTo) {
		return refusal("invalid_expiration_date_to", "expiration_date_to must be after expiration_date_from", []object{})
	}
	return nil
}

// refusal is a 400. The real ones have a null cause in some cases and an empty
// list in others.
func refusal(key, message string, cause any) *reply {
	return &reply{http.StatusBadRequest, object{"message": message, "error": key, "status": 400, "cause": cause}}
}

func readItems(_ *Server, p *preference, raw json.RawMessage) error {
	var sent []struct {
		ID          string          `json:"id"`
		Title       string          `json:"title"`
		Description string          `json:"description"`
		Category    string          `json:"category_id"`
		Picture     string          `json:"picture_url"`
		Quantity    int             `json:"quantity"`
		UnitPrice   json.RawMessage `json:"unit_price"`
		Currency    string          `json:"currency_id"`
	}
	if json.Unmarshal(raw, &sent) != nil || len(sent) > mostItems {
		return errors.New("items invalid")
	}
	p.Items = nil
	for _, one := range sent {
		price, ok := parsePesos(one.UnitPrice)
		switch {
		case !ok || price <= 0 || price > highestPrice:
			return errors.New("unit_price invalid")
		case strings.TrimSpace(one.Title) == "":
			return errors.New("title needed")
		case one.Quantity < 1 || one.Quantity > mostQuantity:
			return errors.New("quantity invalid")
		case one.Currency != "" && one.Currency != "ARS":
			return errors.New("currency_id invalid")
		}
		p.Items = append(p.Items, item{one.ID, one.Title, one.Description, one.Category, one.Picture, one.Quantity, price})
	}
	return nil
}

func readReference(_ *Server, p *preference, raw json.RawMessage) error {
	if json.Unmarshal(raw, &p.ExternalReference) != nil || !referenceForm.MatchString(p.ExternalReference) {
		return errors.New("external_reference invalid")
	}
	return nil
}

// readBackURLs drops the addresses that are not https without a word, as the
// real one does.
func readBackURLs(s *Server, p *preference, raw json.RawMessage) error {
	var sent backURLs
	if json.Unmarshal(raw, &sent) != nil {
		return errors.New("back_urls invalid")
	}
	for _, one := range []*string{&sent.Success, &sent.Failure, &sent.Pending} {
		if !s.acceptable(*one) {
			*one = ""
		}
	}
	p.BackURLs = sent
	return nil
}

func readAutoReturn(_ *Server, p *preference, raw json.RawMessage) error {
	if json.Unmarshal(raw, &p.AutoReturn) != nil || (p.AutoReturn != "" && p.AutoReturn != "approved" && p.AutoReturn != "all") {
		return errors.New("auto_return invalid")
	}
	return nil
}

func readNotificationURL(s *Server, p *preference, raw json.RawMessage) error {
	var sent string
	if json.Unmarshal(raw, &sent) != nil || len(sent) > longestURL || !s.acceptable(sent) {
		return errors.New("notification_url attribute must be url valid")
	}
	p.NotificationURL = sent
	return nil
}

func (s *Server) acceptable(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (u.Scheme == "https" || (u.Scheme == "http" && s.config.Profile == Dev))
}

func readExpires(_ *Server, p *preference, raw json.RawMessage) error {
	if json.Unmarshal(raw, &p.Expires) != nil {
		return errors.New("expires value is not boolean")
	}
	return nil
}

func readExpirationFrom(_ *Server, p *preference, raw json.RawMessage) (err error) {
	p.ExpirationFrom, err = readDate(raw, "expiration_date_from")
	return err
}

func readExpirationTo(_ *Server, p *preference, raw json.RawMessage) (err error) {
	p.ExpirationTo, err = readDate(raw, "expiration_date_to")
	return err
}

func readDate(raw json.RawMessage, name string) (time.Time, error) {
	var sent string
	if json.Unmarshal(raw, &sent) == nil && dateForm.MatchString(sent) {
		for _, layout := range []string{"2006-01-02T15:04:05.000-07:00", "2006-01-02T15:04:05.000-0700"} {
			if parsed, err := time.Parse(layout, sent); err == nil {
				return parsed.UTC(), nil
			}
		}
	}
	return time.Time{}, errors.New(name + " invalid. expected format is yyyy-MM-dd'T'HH:mm:ss.SSSZ")
}

func readBinaryMode(_ *Server, p *preference, raw json.RawMessage) error {
	if json.Unmarshal(raw, &p.BinaryMode) != nil {
		return errors.New("binary_mode value is not boolean")
	}
	return nil
}

func readPaymentMethods(_ *Server, p *preference, raw json.RawMessage) error {
	type named struct {
		ID string `json:"id"`
	}
	var sent struct {
		Methods      []named `json:"excluded_payment_methods"`
		Types        []named `json:"excluded_payment_types"`
		Installments *int    `json:"installments"`
		Default      string  `json:"default_payment_method_id"`
	}
	if json.Unmarshal(raw, &sent) != nil {
		return errors.New("payment_methods invalid")
	}
	p.ExcludedMethods, p.ExcludedTypes, p.Installments, p.DefaultMethod = nil, nil, 0, sent.Default
	for _, one := range sent.Methods {
		if one.ID == "" {
			continue // an empty one excludes nothing
		}
		if one.ID == "account_money" {
			return errors.New("account_money cannot be excluded")
		}
		p.ExcludedMethods = append(p.ExcludedMethods, one.ID)
	}
	for _, one := range sent.Types {
		if one.ID == "account_money" {
			return errors.New("account_money cannot be excluded")
		}
		if one.ID != "" {
			p.ExcludedTypes = append(p.ExcludedTypes, one.ID)
		}
	}
	if sent.Installments != nil {
		if p.Installments = *sent.Installments; p.Installments < 1 || p.Installments > 36 {
			return errors.New("installments invalid")
		}
	}
	return nil
}
