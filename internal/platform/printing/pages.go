// Package printing renders the HTML pages that are printed: the kitchen ticket and the
// receipt for 80 mm rolls, and the daily report for A4.
//
// A page loads no other file and runs no script. Policy is the content security policy
// to send with it.
//
// Imports: internal/domain/money.
package printing

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"time"
	_ "time/tzdata" // a slim container has no time zones

	"integrador/internal/domain/money"
)

//go:embed pages/*.html pages/*.css
var files embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"money": money.Cents.String,
	"style": style,
	"bar":   bar,
}).ParseFS(files, "pages/*.html"))

// ContentType is the media type of the pages.
const ContentType = "text/html; charset=utf-8"

// style returns one of the embedded style sheets.
func style(name string) (template.CSS, error) {
	css, err := files.ReadFile("pages/" + name + ".css")
	return template.CSS(css), err //nolint:gosec // an embedded file
}

// Policy allows nothing but the page's own style sheet, by its hash.
func Policy(page string) string {
	css, err := style(page)
	if err != nil {
		panic("no style for " + page)
	}
	sum := sha256.Sum256([]byte(css))
	const policy = "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	return fmt.Sprintf(policy, base64.StdEncoding.EncodeToString(sum[:]))
}

// The names of the styles.
const (
	Roll = "roll" // 80 mm
	A4   = "a4"
)

// InZone converts a time to a time zone, or to UTC if the zone is unknown.
func InZone(at time.Time, zone string) time.Time {
	if location, err := time.LoadLocation(zone); err == nil {
		return at.In(location)
	}
	return at.UTC()
}

// bar is the length of a bar in percent of the longest one.
func bar(n, most int64) int64 {
	if most <= 0 {
		return 0
	}
	return max(0, min(100, n*100/most))
}

func write(w io.Writer, page string, data any) error {
	var out bytes.Buffer // a page that fails half-way is not sent at all
	if err := pages.ExecuteTemplate(&out, page, data); err != nil {
		return fmt.Errorf("write %s: %w", page, err)
	}
	_, err := out.WriteTo(w)
	return err
}

// Ticket is a round as the kitchen reads it.
type Ticket struct {
	Restaurant, Branch   string
	Table, Sector        string
	Round                int
	Waiter, Notes        string
	ByDiners             bool
	Canceled             bool
	OrderedAt, PrintedAt time.Time // in the branch's time zone
	Groups               []TicketGroup
}

// TicketGroup is the items of one category.
type TicketGroup struct {
	Category string
	Items    []TicketItem
}

// TicketItem is a line of a ticket.
type TicketItem struct {
	Name     string `json:"name"`
	Category string `json:"category"`
	Qty      int    `json:"qty"`
	Notes    string `json:"notes"`
	Diner    string `json:"diner"`
	Voided   bool   `json:"voided"`
}

// Write writes the ticket's page.
func (t Ticket) Write(w io.Writer) error { return write(w, "ticket.html", t) }

// Receipt is the bill that the table is given.
type Receipt struct {
	Restaurant, Branch, Address, Phone string
	Table, Waiter                      string
	Check                              int64
	Diners                             int
	OpenedAt, LeftAt                   time.Time // in the branch's time zone; LeftAt is now while they are there
	Lines                              []ReceiptLine
	Subtotal, Discount, Total          money.Cents
	Payments                           []ReceiptPayment
	Paid, Owed, Unallocated            money.Cents
}

// ReceiptLine is the quantity and price of one product.
type ReceiptLine struct {
	Name  string      `json:"name"`
	Qty   int         `json:"qty"`
	Unit  money.Cents `json:"unit_cents"`
	Cents money.Cents `json:"cents"`
}

// ReceiptPayment is a payment received.
type ReceiptPayment struct {
	Means           string
	Cents, Refunded money.Cents
	At              time.Time
}

// Write writes the receipt's page.
func (r Receipt) Write(w io.Writer) error { return write(w, "receipt.html", r) }

// Day is the report of one day of a branch.
type Day struct {
	Restaurant, Branch, Address  string
	Date                         string
	PrintedAt                    time.Time
	Sold, Average                money.Cents
	Orders, Tables               int
	Items                        int64
	Gross, Discounts             money.Cents
	Voided, Canceled, Open, Lost money.Cents
	Means                        []DayMeans
	Worth, Unallocated           money.Cents
	Hours                        []DayHour
	Busiest                      int64
	Categories                   []DayLine
	Products                     []DayLine
	People                       []DayPerson
	Deliveries                   []DayDelivery
}

// DayMeans is the sum of one payment method.
type DayMeans struct {
	Name             string
	Payments         int
	Amount, Refunded money.Cents
}

// DayHour is one hour with orders.
type DayHour struct {
	Hour   int
	Orders int64
	Sold   money.Cents
}

// DayLine is a product or a category.
type DayLine struct {
	Name string
	Qty  int64
	Sold money.Cents
}

// DayPerson is the work of one waiter.
type DayPerson struct {
	Name           string
	Tables, Rounds int
	Sold           money.Cents
}

// DayDelivery is the take-away or the delivery orders of a day.
type DayDelivery struct {
	Name        string
	Orders      int
	Total, Paid money.Cents
}

// Write writes the report's page.
func (d Day) Write(w io.Writer) error { return write(w, "day.html", d) }
