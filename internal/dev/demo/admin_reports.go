package demo

import (
	"context"
	"fmt"

	"integrador/client"
)

// reportDays: midnight may have come during the dinner.
const reportDays = 2

// readReports compares five reports with what was sold, cent by cent.
func (a *adminRun) readReports(ctx context.Context) error {
	for _, r := range []struct {
		title string
		read  func(context.Context) error
	}{
		{"Lee el resumen de ventas", a.readSummary},
		{"Lee las ventas por día", a.readDays},
		{"Lee los productos más vendidos", a.readProducts},
		{"Lee los pedidos por hora", a.readHours},
		{"Lee lo que hizo cada mozo", a.readWaiters},
	} {
		if err := a.act(ctx, r.title, r.read); err != nil {
			return err
		}
	}
	return nil
}

func (a *adminRun) readSummary(ctx context.Context) error {
	r, err := a.admin.GetSalesSummary(ctx, client.GetSalesSummaryQuery{BranchID: a.branch.ID, Days: reportDays})
	if err != nil {
		return err
	}
	a.transcript.say("%s en %d pedidos de %d mesa", pesos(r.TotalRevenueCents), r.TotalOrders, r.TotalSessions)
	if half := a.totals.total / 2; r.TotalRevenueCents != a.totals.total || r.TotalOrders != 2 ||
		r.TotalSessions != 1 || r.AvgOrderValueCents < half || r.AvgOrderValueCents > half+1 {
		return fmt.Errorf("se vendieron %s en dos rondas de una mesa, y el resumen dice %+v", pesos(a.totals.total), r)
	}
	return nil
}

func (a *adminRun) readDays(ctx context.Context) error {
	days, err := a.admin.ListDailySales(ctx, client.ListDailySalesQuery{BranchID: a.branch.ID, Days: reportDays})
	if err != nil {
		return err
	}
	var sum, orders int64
	for _, d := range days {
		a.transcript.say("%s: %s", d.Date, pesos(d.TotalSalesCents))
		sum, orders = sum+d.TotalSalesCents, orders+d.OrderCount
	}
	if len(days) != 2 || sum != a.totals.total || orders != 2 {
		return fmt.Errorf("se vendieron %s en dos rondas, y los días suman %s en %d", pesos(a.totals.total), pesos(sum), orders)
	}
	return nil
}

func (a *adminRun) readProducts(ctx context.Context) error {
	rows, err := a.admin.ListTopProducts(ctx, client.ListTopProductsQuery{BranchID: a.branch.ID, Days: reportDays})
	if err != nil {
		return err
	}
	want := map[int64]client.TopProductOutput{}
	for _, l := range a.ordered() {
		w := want[l.dish.ID]
		w.ProductID, w.ProductName = l.dish.ID, l.dish.Name
		w.QuantitySold += l.qty
		w.TotalRevenueCents += l.qty * l.dish.PriceCents
		want[l.dish.ID] = w
	}
	for _, r := range rows {
		a.transcript.say("%d × %s: %s", r.QuantitySold, r.ProductName, pesos(r.TotalRevenueCents))
		if r != want[r.ProductID] {
			return fmt.Errorf("el informe dice %+v y se vendió %+v", r, want[r.ProductID])
		}
		delete(want, r.ProductID)
	}
	if len(want) != 0 {
		return fmt.Errorf("en el informe faltan %+v", want)
	}
	return nil
}

func (a *adminRun) readHours(ctx context.Context) error {
	hours, err := a.admin.ListOrdersByHour(ctx, client.ListOrdersByHourQuery{BranchID: a.branch.ID, Days: reportDays})
	if err != nil {
		return err
	}
	var orders int64
	for _, h := range hours {
		if h.OrderCount > 0 {
			a.transcript.say("a las %d: %d pedidos", h.Hour, h.OrderCount)
		}
		orders += h.OrderCount
	}
	if len(hours) != 24 || orders != 2 {
		return fmt.Errorf("hubo dos pedidos, y en %d horas suman %d", len(hours), orders)
	}
	return nil
}

func (a *adminRun) readWaiters(ctx context.Context) error {
	rows, err := a.admin.ListWaiterPerformance(ctx,
		client.ListWaiterPerformanceQuery{BranchID: a.branch.ID, Days: reportDays})
	if err != nil {
		return err
	}
	for _, r := range rows {
		a.transcript.say("%s: %d mesa, %d rondas, %s, %d llamado", r.UserName, r.TotalTablesServed, r.TotalRoundsProcessed,
			pesos(r.TotalRevenueCents), r.TotalServiceCalls)
	}
	if len(rows) != 1 || rows[0].UserID != a.waiterID || rows[0].UserName != "Julián Sosa" ||
		rows[0].TotalTablesServed != 1 ||
		rows[0].TotalRoundsProcessed != 2 || rows[0].TotalRevenueCents != a.totals.total || rows[0].TotalServiceCalls != 1 {
		return fmt.Errorf("tenía que ser solo Julián, con una mesa, dos rondas, un llamado y %s: %+v", pesos(a.totals.total), rows)
	}
	return nil
}
