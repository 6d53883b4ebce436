package mercadopago

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"integrador/internal/domain/money"
)

// amount is money in Mercado Pago's JSON: pesos as a number with two decimals. It is
// never converted to a float.
type amount money.Cents

var (
	errAmount     = errors.New("not an exact amount of cents")
	decimalDigits = regexp.MustCompile(`^(-?)([0-9]{1,14})(?:\.([0-9]{1,2})0*)?$`)
)

func (a amount) MarshalJSON() ([]byte, error) {
	sign, n := "", int64(a)
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Appendf(nil, "%s%d.%02d", sign, n/100, n%100), nil
}

// UnmarshalJSON accepts a number, or a string with one. A required field is declared as
// a pointer, since null changes nothing.
func (a *amount) UnmarshalJSON(raw []byte) error {
	digits := strings.Trim(string(raw), `"`)
	if digits == "null" || digits == "" {
		return nil
	}
	parts := decimalDigits.FindStringSubmatch(digits)
	if parts == nil {
		return errAmount
	}
	n, err := strconv.ParseInt(parts[2]+(parts[3] + "00")[:2], 10, 64)
	if err != nil {
		return errAmount
	}
	if parts[1] != "" {
		n = -n
	}
	*a = amount(n)
	return nil
}

// text is a string that may be sent as a number or null.
type text string

func (t *text) UnmarshalJSON(raw []byte) error {
	if string(raw) == "null" {
		return nil
	}
	if raw[0] == '"' {
		return json.Unmarshal(raw, (*string)(t))
	}
	if _, err := strconv.ParseFloat(string(raw), 64); err != nil {
		return fmt.Errorf("neither a string nor a number: %.20s", raw)
	}
	*t = text(raw)
	return nil
}

// number is an integer that may be sent as a string.
type number int64

func (n *number) UnmarshalJSON(raw []byte) error {
	digits := strings.Trim(string(raw), `"`)
	if digits == "null" || digits == "" {
		return nil
	}
	parsed, err := strconv.ParseInt(digits, 10, 64)
	*n = number(parsed)
	return err
}

// instant is a date that may be null or empty. Any other value must be a date, since
// snapshots are ordered by it.
type instant struct{ time.Time }

func (i *instant) UnmarshalJSON(raw []byte) error {
	date := strings.Trim(string(raw), `"`)
	if date == "null" || date == "" {
		return nil
	}
	parsed, err := time.Parse(time.RFC3339, date)
	if err != nil {
		parsed, err = time.Parse("2006-01-02T15:04:05.999-0700", date)
	}
	i.Time = parsed.UTC()
	return err
}

// optional reads a field that is not essential: what cannot be parsed counts as absent.
func optional[T any](raw json.RawMessage) T {
	var value T
	if json.Unmarshal(raw, &value) != nil {
		var none T
		return none
	}
	return value
}
