// Package paper writes what is printed: the kitchen's ticket and the table's
// receipt for rolls of 80 mm, and the report of a day for A4.
//
// A page is complete: it loads nothing, runs nothing, and Policy is the content
// security policy that lets a browser show it. It imports money alone.
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
	_ "time/tzdata" // a slim container knows no zones

	"integrador/internal/domain/money"
)

//go:embed pages/*.html pages/*.css
var files embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"money": money.Cents.String,
	"style": style,
	"bar":   bar,
}).ParseFS(files, "pages/*.html"))

// ContentType is what pages are, as HTTP says it.
const ContentType = "text/html; charset=utf-8"

// style is one of our own files, so it is safe to write as it is.
func style(name string) (template.CSS, error) {
	css, err := files.ReadFile("pages/" + name + ".css")
	return template.CSS(css), err //nolint:gosec // no text of anybody else's
}

// Policy allows the page to draw with its own style, by its hash, and nothing else.
func Policy(page string) string {
	css, err := style(page)
	if err != nil {
		panic("no style for " + page)
	}
	sum := sha256.Sum256([]byte(css))
	return fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		base64.StdEncoding.EncodeToString(sum[:]))
}

// The names of the styles.
const (
	Roll = "roll" // 80 mm
	A4   = "a4"
)

// InZone tells a moment on the clock of a zone; one that is unknown is UTC.
func InZone(at time.Time, zone string) time.Time {
	if place, err := time.LoadLocation(zone); err == nil {
		return at.In(place)
	}
	return at.UTC()
}

// bar is how far a bar goes of 100, for the longest that is most.
func bar(n, most int64) int64 {
	if most <= 0 {
		return 0
	}
	return max(0, min(100, n*100/most))
}

func write(w io.Writer, page string, data any) error {
	var out bytes.Buffer // nothing is sent of a page that fails half-way
	if err := pages.ExecuteTemplate(&out, page, data); err != nil {
		return fmt.Errorf("write %s: %w", page, err)
	}
	_, err := out.WriteTo(w)
	return err
}

// Ticket is what the kitchen reads of a round.
type Ticket struct {
	Restaurant, Branch   string
	Table, Sector        string
	Round                int
	Waiter, Notes        string
	ByDiners             bool
	Canceled             bool
	OrderedAt, PrintedAt time.Time // on the branch's clock
	Groups               []TicketGroup
}

// TicketGroup are the items of one category.
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

// Receipt is what the table is given.
type Receipt struct {
	Restaurant, Branch, Address, Phone string
	Table, Waiter                      string
	Check                              int64
	Diners                             int
	OpenedAt, PrintedAt                time.Time // on the branch's clock
	Lines                              []ReceiptLine
	Subtotal, Discount, Total          money.Cents
	Payments                           []ReceiptPayment
	Paid, Owed, Unallocated            money.Cents
}

// ReceiptLine is what was had of one thing.
type ReceiptLine struct {
	Name  string      `json:"name"`
	Qty   int         `json:"qty"`
	Unit  money.Cents `json:"unit_cents"`
	Cents money.Cents `json:"cents"`
}

// ReceiptPayment is money that came.
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

// DayMeans is what came by one means.
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

// DayPerson is somebody of the floor.
type DayPerson struct {
	Name           string
	Tables, Rounds int
	Sold           money.Cents
}

// DayDelivery are the orders of one type that did not come from a table.
type DayDelivery struct {
	Name        string
	Orders      int
	Total, Paid money.Cents
}

// Write writes the report's page.
func (d Day) Write(w io.Writer) error { return write(w, "day.html", d) }
