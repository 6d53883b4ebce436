package httpx

import (
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgtype"

	"integrador/internal/domain/fault"
)

// Optional reads a query parameter whose zero value means that it was not sent.
func Optional[T comparable](value T) *T {
	var none T
	if value == none {
		return nil
	}
	return &value
}

// Deref is what p points to, or the zero value.
func Deref[T any](p *T) T {
	var none T
	if p == nil {
		return none
	}
	return *p
}

// ParseDay reads a day that was validated already; "" is none.
func ParseDay(text string) pgtype.Date {
	day, err := time.Parse(time.DateOnly, text)
	return pgtype.Date{Time: day, Valid: err == nil}
}

// Truncate gives the beginning of a text that is longer than so many characters.
func Truncate(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}

// Only gives the row of a query that was narrowed to one.
func Only[Row any](rows []Row, err error) (Row, error) {
	if err == nil && len(rows) == 0 {
		err = fault.New(fault.NotFound, "not_found", "No lo encontramos.")
	}
	if err != nil {
		var none Row
		return none, err
	}
	return rows[0], nil
}

// Map turns rows into what is answered. The list is never nil.
func Map[From, To any](rows []From, turn func(From) To) []To {
	out := make([]To, len(rows))
	for i, r := range rows {
		out[i] = turn(r)
	}
	return out
}

// MapOrError is each for a turn that can fail.
func MapOrError[From, To any](rows []From, turn func(From) (To, error)) (out []To, err error) {
	out = make([]To, len(rows))
	for i, r := range rows {
		if out[i], err = turn(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}
