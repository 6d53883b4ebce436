package report

import (
	"context"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/printing"
)

type dayPageInput struct {
	BranchID   int64  `path:"branch_id"`
	ReportDate string `query:"report_date" format:"date" doc:"Un día de la sucursal; sin él, hoy."`
}

// dailyReportPage reads what the reports read, so that it says the same sums.
func (h *Handlers) dailyReportPage(ctx context.Context, in *dayPageInput) (*printOutput, error) {
	who := access.StaffFrom(ctx)
	b, err := h.Store.BranchOfReport(ctx, in.BranchID, who.TenantID)
	if err = orMissing(err, catalog.Branch.Missing); err != nil {
		return nil, err
	}
	p, err := h.period(ctx, in.BranchID, 1)
	if err != nil {
		return nil, err
	}
	if day := httpx.ParseDay(in.ReportDate); day.Valid {
		p = periodOf(p, day.Time, day.Time)
	}
	d := &printing.Day{
		Restaurant: b.TenantName, Branch: b.Name, Address: b.Address, Date: p.FromDay.Format("02/01/2006"),
		PrintedAt: printing.InZone(h.Now(), b.Timezone),
	}
	for _, part := range []func(context.Context, period, *printing.Day) error{
		h.daySums, h.dayMoney, h.dayHours, h.dayLines, h.dayPeople, h.dayDeliveries,
	} {
		if err := part(ctx, p, d); err != nil {
			return nil, postgres.Fault(err)
		}
	}
	return printed(printing.A4, *d)
}

func (h *Handlers) daySums(ctx context.Context, p period, d *printing.Day) error {
	sum, err := h.Store.SalesSum(ctx, dbgen.SalesSumParams(p))
	if err != nil {
		return err
	}
	lost, err := h.Store.LossesOfDay(ctx, dbgen.LossesOfDayParams{
		TenantID: p.TenantID, BranchID: p.BranchIds[0], Since: p.Since, Until: p.Until, Day: p.FromDay,
	})
	d.Sold, d.Orders, d.Tables, d.Items = money.Cents(sum.SoldCents), int(sum.Orders), int(sum.Sessions), sum.Items
	d.Average = average(d.Sold, d.Orders)
	d.Discounts, d.Voided, d.Canceled = money.Cents(sum.OffCents), money.Cents(lost.VoidedCents), money.Cents(lost.CanceledCents)
	d.Open, d.Lost = money.Cents(lost.OpenCents), money.Cents(lost.LostCents)
	d.Gross = d.Sold + d.Discounts + d.Lost
	return err
}

func (h *Handlers) dayMoney(ctx context.Context, p period, d *printing.Day) error {
	rows, err := h.Store.MoneyByMeans(ctx, dbgen.MoneyByMeansParams{
		TenantID: p.TenantID, BranchID: p.BranchIds[0], Since: p.Since, Until: p.Until, Day: p.FromDay,
	})
	for _, r := range rows {
		amount, worth := money.Cents(r.AmountCents), money.Cents(r.EffectCents)
		d.Means = append(d.Means, printing.DayMeans{
			Name: meansOf(r.Provider), Payments: int(r.Payments), Amount: amount, Refunded: amount - worth,
		})
		d.Worth += worth
		d.Unallocated += money.Cents(r.UnallocatedCents)
	}
	return err
}

func (h *Handlers) dayHours(ctx context.Context, p period, d *printing.Day) error {
	rows, err := h.Store.OrdersByHour(ctx, dbgen.OrdersByHourParams(p))
	for _, r := range rows {
		d.Hours = append(d.Hours, printing.DayHour{
			Hour: int(r.Hour), Orders: int64(r.Orders), Sold: money.Cents(r.SoldCents),
		})
		d.Busiest = max(d.Busiest, int64(r.Orders))
	}
	return err
}

func (h *Handlers) dayLines(ctx context.Context, p period, d *printing.Day) error {
	products, err := h.bestSellers(ctx, p, 15)
	if err != nil {
		return err
	}
	for _, r := range products {
		d.Products = append(d.Products, printing.DayLine{Name: r.ProductName, Qty: r.Qty, Sold: money.Cents(r.SoldCents)})
	}
	categories, err := h.Store.SalesByCategory(ctx, dbgen.SalesByCategoryParams(p))
	for _, r := range categories {
		d.Categories = append(d.Categories, printing.DayLine{Name: r.Category, Qty: r.Qty, Sold: money.Cents(r.SoldCents)})
	}
	return err
}

func (h *Handlers) dayPeople(ctx context.Context, p period, d *printing.Day) error {
	rows, err := h.Store.SalesByWaiter(ctx, dbgen.SalesByWaiterParams(p))
	for _, r := range rows {
		d.People = append(d.People, printing.DayPerson{
			Name: r.UserName, Tables: int(r.Tables), Rounds: int(r.Rounds), Sold: money.Cents(r.SoldCents),
		})
	}
	return err
}

var deliveryNames = map[string]string{"TAKEOUT": "Para llevar", "DELIVERY": "Envíos"}

func (h *Handlers) dayDeliveries(ctx context.Context, p period, d *printing.Day) error {
	rows, err := h.Store.DeliveriesOfDay(ctx, dbgen.DeliveriesOfDayParams{
		TenantID: p.TenantID, BranchID: p.BranchIds[0], Since: p.Since, Until: p.Until, Day: p.FromDay,
	})
	for _, r := range rows {
		d.Deliveries = append(d.Deliveries, printing.DayDelivery{
			Name: deliveryNames[r.OrderType], Orders: int(r.Orders), Total: money.Cents(r.TotalCents),
			Paid: money.Cents(r.PaidCents),
		})
	}
	return err
}
