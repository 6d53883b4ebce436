package report

import (
	"context"
	"time"

	"integrador/api/httpx"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/csvexport"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const reportsPath = "/api/admin/reports"

// What a sale is, and what it is worth, the view "sale" says for all reports: so
// the days, the products and the hours of one period come to the same sum.
func (h *Handlers) reportRoutes(api *httpx.API) {
	reportRoute[ReportsSummaryOutput](api, "/summary", "getSalesSummary", "Resume las ventas de un período.", h.salesSummary)
	reportRoute[[]DailySalesOutput](api, "/daily-sales", "listDailySales", "Ventas por día, también los días sin ventas.",
		h.dailySales)
	reportRoute[[]TopProductOutput](api, "/top-products", "listTopProducts", "Los productos más vendidos.", h.topProducts)
	reportRoute[[]HourlyOrdersOutput](api, "/orders-by-hour", "listOrdersByHour", "Pedidos por hora del día.", h.ordersByHour)
	reportRoute[[]WaiterPerformanceOutput](api, "/waiter-performance", "listWaiterPerformance",
		"Lo que atendió y vendió cada persona del salón.", h.waiterPerformance)
}

// ReportsSummaryOutput is a period in five numbers. An order is a round.
type ReportsSummaryOutput struct {
	TotalRevenueCents  money.Cents `json:"total_revenue_cents"`
	TotalOrders        int         `json:"total_orders"`
	AvgOrderValueCents money.Cents `json:"avg_order_value_cents"`
	TotalSessions      int         `json:"total_sessions" doc:"Mesas que pidieron algo."`
	BusiestHour        *int        `json:"busiest_hour" doc:"De 0 a 23; la primera, si hay varias."`
	Covers             int64       `json:"covers" doc:"Cubiertos: los comensales que dijo el mozo, o los que se sumaron con el teléfono si son más."`
	AvgPerCoverCents   money.Cents `json:"avg_per_cover_cents"`
}

// DailySalesOutput is one day.
type DailySalesOutput struct {
	Date            string      `json:"date" example:"2026-11-21"`
	TotalSalesCents money.Cents `json:"total_sales_cents"`
	OrderCount      int         `json:"order_count"`
	AvgOrderCents   money.Cents `json:"avg_order_cents"`
}

// TopProductOutput is what one product came to.
type TopProductOutput struct {
	ProductID         int64       `json:"product_id"`
	ProductName       string      `json:"product_name"`
	QuantitySold      int64       `json:"quantity_sold"`
	TotalRevenueCents money.Cents `json:"total_revenue_cents"`
}

// HourlyOrdersOutput is one hour of the day.
type HourlyOrdersOutput struct {
	Hour       int `json:"hour"`
	OrderCount int `json:"order_count"`
}

// WaiterPerformanceOutput is what one person of the floor did. Sales are of the
// tables that are hers; of a table that is nobody's, of the rounds that she took,
// confirmed or served.
type WaiterPerformanceOutput struct {
	UserID                 int64       `json:"user_id"`
	UserName               string      `json:"user_name"`
	TotalTablesServed      int         `json:"total_tables_served"`
	TotalRoundsProcessed   int         `json:"total_rounds_processed"`
	TotalRevenueCents      money.Cents `json:"total_revenue_cents"`
	TotalTipsCents         money.Cents `json:"total_tips_cents"`
	AvgServiceTimeMinutes  float64     `json:"avg_service_time_minutes" doc:"De que se pidió a que se sirvió."`
	TotalServiceCalls      int         `json:"total_service_calls" doc:"Llamados que tomó."`
	AvgResponseTimeSeconds float64     `json:"avg_response_time_seconds"`
}

func (h *Handlers) salesSummary(ctx context.Context, in *ReportSpan) (*reportOutput, error) {
	p, err := h.period(ctx, in.BranchID, in.Days)
	if err != nil {
		return nil, err
	}
	sum, err := h.Store.SalesSum(ctx, dbgen.SalesSumParams(p))
	if err != nil {
		return nil, postgres.Fault(err)
	}
	covers, err := h.Store.Covers(ctx, dbgen.CoversParams(p))
	if err != nil {
		return nil, postgres.Fault(err)
	}
	hours, err := h.Store.OrdersByHour(ctx, dbgen.OrdersByHourParams(p))
	row := ReportsSummaryOutput{
		TotalRevenueCents: money.Cents(sum.SoldCents), TotalOrders: int(sum.Orders), TotalSessions: int(sum.Sessions),
		AvgOrderValueCents: average(money.Cents(sum.SoldCents), int(sum.Orders)), BusiestHour: busiest(hours),
		Covers: covers, AvgPerCoverCents: average(money.Cents(sum.SoldCents), int(covers)),
	}
	if err != nil {
		return nil, postgres.Fault(err)
	}
	return report(in.ReportFormat, p, "resumen", summaryColumns, []ReportsSummaryOutput{row}, row)
}

func busiest(hours []dbgen.OrdersByHourRow) *int {
	var hour, most int
	for _, h := range hours {
		if int(h.Orders) > most {
			hour, most = int(h.Hour), int(h.Orders)
		}
	}
	if most == 0 {
		return nil
	}
	return &hour
}

var summaryColumns = []column[ReportsSummaryOutput]{
	{"Ventas", func(r ReportsSummaryOutput) csvexport.Cell { return csvexport.Money(r.TotalRevenueCents) }},
	{"Pedidos", func(r ReportsSummaryOutput) csvexport.Cell { return csvexport.Int(r.TotalOrders) }},
	{"Promedio por pedido", func(r ReportsSummaryOutput) csvexport.Cell { return csvexport.Money(r.AvgOrderValueCents) }},
	{"Mesas", func(r ReportsSummaryOutput) csvexport.Cell { return csvexport.Int(r.TotalSessions) }},
	{"Hora con más pedidos", func(r ReportsSummaryOutput) csvexport.Cell {
		if r.BusiestHour == nil {
			return csvexport.Text("")
		}
		return csvexport.Int(*r.BusiestHour)
	}},
	{"Cubiertos", func(r ReportsSummaryOutput) csvexport.Cell { return csvexport.Int(int(r.Covers)) }},
	{"Promedio por cubierto", func(r ReportsSummaryOutput) csvexport.Cell { return csvexport.Money(r.AvgPerCoverCents) }},
}

func (h *Handlers) dailySales(ctx context.Context, in *ReportSpan) (*reportOutput, error) {
	p, err := h.period(ctx, in.BranchID, in.Days)
	if err != nil {
		return nil, err
	}
	sold, err := h.Store.SalesByDay(ctx, dbgen.SalesByDayParams(p))
	if err != nil {
		return nil, postgres.Fault(err)
	}
	byDay := map[time.Time]dbgen.SalesByDayRow{}
	for _, row := range sold {
		byDay[row.Day] = row
	}
	rows := httpx.Map(p.days(), func(day time.Time) DailySalesOutput {
		sum, orders := money.Cents(byDay[day].SoldCents), int(byDay[day].Orders)
		return DailySalesOutput{day.Format(time.DateOnly), sum, orders, average(sum, orders)}
	})
	return report(in.ReportFormat, p, "ventas-por-dia", dailyColumns, rows, rows)
}

var dailyColumns = []column[DailySalesOutput]{
	{"Fecha", func(r DailySalesOutput) csvexport.Cell { return csvexport.Text(r.Date) }},
	{"Ventas", func(r DailySalesOutput) csvexport.Cell { return csvexport.Money(r.TotalSalesCents) }},
	{"Pedidos", func(r DailySalesOutput) csvexport.Cell { return csvexport.Int(r.OrderCount) }},
	{"Promedio por pedido", func(r DailySalesOutput) csvexport.Cell { return csvexport.Money(r.AvgOrderCents) }},
}

type topProductsInput struct {
	ReportSpan
	Limit int32 `query:"limit" minimum:"1" maximum:"200" default:"10"`
}

func (h *Handlers) topProducts(ctx context.Context, in *topProductsInput) (*reportOutput, error) {
	p, err := h.period(ctx, in.BranchID, in.Days)
	if err != nil {
		return nil, err
	}
	sold, err := h.bestSellers(ctx, p, in.Limit)
	if err != nil {
		return nil, err
	}
	rows := httpx.Map(sold, func(r dbgen.SalesByProductRow) TopProductOutput {
		return TopProductOutput{r.ProductID, r.ProductName, r.Qty, money.Cents(r.SoldCents)}
	})
	return report(in.ReportFormat, p, "productos", productColumns, rows, rows)
}

func (h *Handlers) bestSellers(ctx context.Context, p period, n int32) ([]dbgen.SalesByProductRow, error) {
	rows, err := h.Store.SalesByProduct(ctx, dbgen.SalesByProductParams{
		TenantID: p.TenantID, EveryBranch: p.EveryBranch, BranchIds: p.BranchIds, Since: p.Since, Until: p.Until,
		FromDay: p.FromDay, ToDay: p.ToDay, MaxRows: n,
	})
	return rows, postgres.Fault(err)
}

var productColumns = []column[TopProductOutput]{
	{"Producto", func(r TopProductOutput) csvexport.Cell { return csvexport.Text(r.ProductName) }},
	{"Cantidad", func(r TopProductOutput) csvexport.Cell { return csvexport.Int(r.QuantitySold) }},
	{"Ventas", func(r TopProductOutput) csvexport.Cell { return csvexport.Money(r.TotalRevenueCents) }},
}

func (h *Handlers) ordersByHour(ctx context.Context, in *ReportSpan) (*reportOutput, error) {
	p, err := h.period(ctx, in.BranchID, in.Days)
	if err != nil {
		return nil, err
	}
	sold, err := h.Store.OrdersByHour(ctx, dbgen.OrdersByHourParams(p))
	if err != nil {
		return nil, postgres.Fault(err)
	}
	rows := make([]HourlyOrdersOutput, 24)
	for hour := range rows {
		rows[hour].Hour = hour
	}
	for _, r := range sold {
		rows[r.Hour].OrderCount = int(r.Orders)
	}
	return report(in.ReportFormat, p, "pedidos-por-hora", hourColumns, rows, rows)
}

var hourColumns = []column[HourlyOrdersOutput]{
	{"Hora", func(r HourlyOrdersOutput) csvexport.Cell { return csvexport.Int(r.Hour) }},
	{"Pedidos", func(r HourlyOrdersOutput) csvexport.Cell { return csvexport.Int(r.OrderCount) }},
}

type waiterPerformanceInput struct {
	ReportSpan
	DateFrom string `query:"date_from" format:"date" doc:"Primer día; con él, days no cuenta."`
	DateTo   string `query:"date_to" format:"date" doc:"Último día; sin él, hoy."`
}

var errPeriod = fault.New(fault.Invalid, "period_invalid", "El período tiene que ir de un día a otro posterior, y no pasar de 366 días.")

// within narrows p to the days that were named.
func (in *waiterPerformanceInput) within(p period) (period, error) {
	from, to := p.FromDay, p.ToDay
	var err error
	if in.DateTo != "" {
		if to, err = time.Parse(time.DateOnly, in.DateTo); err != nil {
			return p, errPeriod.Because(err)
		}
		from = to.AddDate(0, 0, 1-in.Days)
	}
	if in.DateFrom != "" {
		if from, err = time.Parse(time.DateOnly, in.DateFrom); err != nil {
			return p, errPeriod.Because(err)
		}
	}
	if to.Before(from) || from.AddDate(0, 0, 366).Before(to) {
		return p, errPeriod
	}
	return periodOf(p, from, to), nil
}

func (h *Handlers) waiterPerformance(ctx context.Context, in *waiterPerformanceInput) (*reportOutput, error) {
	p, err := h.period(ctx, in.BranchID, in.Days)
	if err != nil {
		return nil, err
	}
	if p, err = in.within(p); err != nil {
		return nil, err
	}
	sold, err := h.Store.SalesByWaiter(ctx, dbgen.SalesByWaiterParams(p))
	rows := httpx.Map(sold, func(r dbgen.SalesByWaiterRow) WaiterPerformanceOutput {
		return WaiterPerformanceOutput{
			UserID: r.UserID, UserName: r.UserName, TotalTablesServed: int(r.Tables), TotalRoundsProcessed: int(r.Rounds),
			TotalRevenueCents: money.Cents(r.SoldCents), AvgServiceTimeMinutes: tenths(r.ServiceSeconds / 60),
			TotalTipsCents: money.Cents(r.TipCents), TotalServiceCalls: int(r.Calls), AvgResponseTimeSeconds: tenths(r.ResponseSeconds),
		}
	})
	if err != nil {
		return nil, postgres.Fault(err)
	}
	return report(in.ReportFormat, p, "equipo", waiterColumns, rows, rows)
}

// tenths rounds what nobody reads more exactly.
func tenths(f float64) float64 { return float64(int64(f*10+0.5)) / 10 }

var waiterColumns = []column[WaiterPerformanceOutput]{
	{"Persona", func(r WaiterPerformanceOutput) csvexport.Cell { return csvexport.Text(r.UserName) }},
	{"Mesas", func(r WaiterPerformanceOutput) csvexport.Cell { return csvexport.Int(r.TotalTablesServed) }},
	{"Rondas", func(r WaiterPerformanceOutput) csvexport.Cell { return csvexport.Int(r.TotalRoundsProcessed) }},
	{"Ventas", func(r WaiterPerformanceOutput) csvexport.Cell { return csvexport.Money(r.TotalRevenueCents) }},
	{
		"Minutos de servicio",
		func(r WaiterPerformanceOutput) csvexport.Cell { return csvexport.Decimal(r.AvgServiceTimeMinutes) },
	},
	{"Llamados", func(r WaiterPerformanceOutput) csvexport.Cell { return csvexport.Int(r.TotalServiceCalls) }},
	{
		"Segundos de respuesta",
		func(r WaiterPerformanceOutput) csvexport.Cell { return csvexport.Decimal(r.AvgResponseTimeSeconds) },
	},
	{"Propinas", func(r WaiterPerformanceOutput) csvexport.Cell { return csvexport.Money(r.TotalTipsCents) }},
}
