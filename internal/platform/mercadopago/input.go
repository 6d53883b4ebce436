package mercadopago

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"integrador/internal/domain/payments"
)

const (
	maxNotificationURL = 248
	maxDescriptor      = 13
)

var (
	reference = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	snakeCase = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// check refuses what Mercado Pago would refuse or silently change.
func check(in payments.CheckoutRequest) error {
	switch {
	case !reference.MatchString(in.Reference):
		return errors.New("reference must be 1 to 64 letters, digits, - or _")
	case in.Amount <= 0 || in.Tip < 0:
		return errors.New("amount must be above zero, tip not below")
	case strings.TrimSpace(in.Title) == "" || utf8.RuneCountInString(in.Title) > 256:
		return errors.New("title must have 1 to 256 characters")
	case in.ExpiresAt.IsZero():
		return errors.New("a checkout must expire")
	}
	for key := range in.Metadata {
		if !snakeCase.MatchString(key) {
			return errors.New("metadata keys must be in snake_case, since they come back so")
		}
	}
	if in.ReturnURL == "" {
		return nil
	}
	if u, err := url.Parse(in.ReturnURL); err != nil || !absolute(u, true) || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("return url must be absolute, without a query")
	}
	return nil
}

// notificationURL asks for webhooks only, without the older IPN.
func (c *Client) notificationURL(target string) (string, error) {
	if target == "" {
		return "", nil
	}
	u, err := url.Parse(target)
	if err != nil || !absolute(u, c.config.AllowInsecure) {
		return "", errors.New("notify url must be https")
	}
	query := u.Query()
	query.Set("source_news", "webhooks")
	u.RawQuery = query.Encode()
	if full := u.String(); len(full) <= maxNotificationURL {
		return full, nil
	}
	return "", errors.New("notify url is too long")
}

// descriptor shortens a name to what card statements print: 13 capitals, no accents.
func descriptor(name string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn))), name)
	if err != nil {
		return ""
	}
	plain = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return unicode.ToUpper(r)
	}, plain)
	return strings.TrimSpace(plain[:min(len(plain), maxDescriptor)])
}
