package report

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/printing"
)

const (
	receiptsPath    = "/api/admin/receipts"
	ticketPath      = receiptsPath + "/kitchen-ticket/{round_id}"
	receiptPath     = receiptsPath + "/customer-receipt/{check_id}"
	dailyReportPath = receiptsPath + "/daily-report/{branch_id}"
)

func (h *Handlers) receiptRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+ticketPath, "printKitchenTicket", "La comanda de una ronda, para imprimir en 80 mm.",
		httpx.Staff(), h.kitchenTicketPage, httpx.Fails{404})
	httpx.Route(api, "GET "+receiptPath, "printCustomerReceipt", "La cuenta de una mesa, para imprimir en 80 mm.",
		httpx.Staff(), h.receiptPage, httpx.Fails{404})
	httpx.Route(api, "GET "+dailyReportPath, "printDailyReport",
		"El informe de un día de una sucursal, para imprimir en A4.", httpx.Managers.InBranch("branch_id"), h.dailyReportPage,
		httpx.Fails{404})
	for _, path := range []string{ticketPath, receiptPath, dailyReportPath} {
		api.OpenAPI().Paths[path].Get.Responses["200"].Content = map[string]*huma.MediaType{"text/html": {Schema: &huma.Schema{Type: huma.TypeString}}}
	}
}

// printOutput is a page to print.
type printOutput struct {
	ContentType string `header:"Content-Type"`
	Policy      string `header:"Content-Security-Policy"`
	Body        []byte
}

// printed writes a page; style is how its page is cut.
func printed(style string, page interface{ Write(w io.Writer) error }) (*printOutput, error) {
	var out bytes.Buffer
	err := page.Write(&out)
	return &printOutput{printing.ContentType, printing.Policy(style), out.Bytes()}, err
}

// RoundPagePath names the round of a page.
type RoundPagePath struct {
	RoundID int64 `path:"round_id"`
}

func (h *Handlers) kitchenTicketPage(ctx context.Context, in *RoundPagePath) (*printOutput, error) {
	who := access.StaffFrom(ctx)
	r, err := h.Store.TicketOfRound(ctx, in.RoundID, who.TenantID)
	if err = orMissing(err, errNoSuchRound); err != nil {
		return nil, err
	}
	if err := who.InBranch(r.BranchID); err != nil {
		return nil, err
	}
	items, err := postgres.DecodeJSON[[]printing.TicketItem](r.Items, "ticket items")
	if err != nil {
		return nil, err
	}
	t := printing.Ticket{
		Restaurant: r.TenantName, Branch: r.BranchName, Table: r.TableCode, Sector: r.SectorName, Round: int(r.RoundNumber),
		Waiter: r.WaiterName, ByDiners: r.SubmittedBy == "DINER", Canceled: r.Status == "CANCELED",
		PrintedAt: printing.InZone(h.Now(), r.Timezone),
	}
	if r.Notes != nil {
		t.Notes = *r.Notes
	}
	if r.SubmittedAt != nil {
		t.OrderedAt = printing.InZone(*r.SubmittedAt, r.Timezone)
	}
	for _, it := range items {
		if n := len(t.Groups); n == 0 || t.Groups[n-1].Category != it.Category {
			t.Groups = append(t.Groups, printing.TicketGroup{Category: it.Category})
		}
		last := &t.Groups[len(t.Groups)-1]
		last.Items = append(last.Items, it)
	}
	return printed(printing.Roll, t)
}

var (
	errNoSuchRound = fault.New(fault.NotFound, "round_not_found", "No encontramos esa ronda.")
	errNoSuchCheck = fault.New(fault.NotFound, "check_not_found", "No encontramos esa cuenta.")
)

func orMissing(err error, missing *fault.Error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return missing
	}
	return postgres.Fault(err)
}

// CheckPagePath names the check of a page.
type CheckPagePath struct {
	CheckID int64 `path:"check_id"`
}

func (h *Handlers) receiptPage(ctx context.Context, in *CheckPagePath) (*printOutput, error) {
	who := access.StaffFrom(ctx)
	c, err := h.Store.ReceiptOfCheck(ctx, in.CheckID, who.TenantID)
	if err = orMissing(err, errNoSuchCheck); err != nil {
		return nil, err
	}
	if err := who.InBranch(c.BranchID); err != nil {
		return nil, err
	}
	leftAt := h.Now()
	if c.ClosedAt != nil {
		leftAt = *c.ClosedAt
	}
	r := printing.Receipt{
		Restaurant: c.TenantName, Branch: c.BranchName, Address: c.Address, Phone: c.Phone, Table: c.TableCode,
		Waiter: c.WaiterName, Check: c.ID, Diners: int(c.Diners), OpenedAt: printing.InZone(c.OpenedAt, c.Timezone),
		LeftAt: printing.InZone(leftAt, c.Timezone), Total: c.TotalCents, Paid: c.PaidCents,
		Owed: c.TotalCents - c.PaidCents,
	}
	if r.Lines, err = postgres.DecodeJSON[[]printing.ReceiptLine](c.Lines, "receipt lines"); err != nil {
		return nil, err
	}
	for _, l := range r.Lines {
		r.Subtotal += l.Cents
	}
	r.Discount = r.Subtotal - r.Total
	payments, err := postgres.DecodeJSON[[]receivedPayment](c.Payments, "payments")
	for _, p := range payments {
		r.Unallocated += p.Unallocated
		r.Payments = append(r.Payments, printing.ReceiptPayment{
			Means: meansOf(p.Provider), Cents: p.Cents, Refunded: max(0, p.Cents-p.Effect),
			At: printing.InZone(p.At, c.Timezone),
		})
	}
	if err != nil {
		return nil, err
	}
	return printed(printing.Roll, r)
}

type receivedPayment struct {
	Provider    string      `json:"provider"`
	Cents       money.Cents `json:"cents"`
	Effect      money.Cents `json:"effect_cents"`
	Unallocated money.Cents `json:"unallocated_cents"`
	At          time.Time   `json:"at"`
}

// meansOf is what people call a means of payment.
func meansOf(provider string) string {
	switch provider {
	case "CASH":
		return "Efectivo"
	case "CARD_PHYSICAL":
		return "Tarjeta"
	case "TRANSFER_EXTERNAL":
		return "Transferencia"
	case "MERCADO_PAGO":
		return "Mercado Pago"
	}
	return "Otro medio"
}
