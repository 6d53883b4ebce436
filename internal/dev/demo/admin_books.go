package demo

import (
	"context"
	"fmt"
)

// readReports compares five reports with what was sold, cent by cent. Two days
// are asked for: midnight may have come during the dinner.
func (f *office) readReports(ctx context.Context) error {
	for _, r := range []struct {
		title string
		read  func(context.Context) error
	}{
		{"Lee el resumen de ventas", f.readSummary},
		{"Lee las ventas por día", f.readDays},
		{"Lee los productos más vendidos", f.readProducts},
		{"Lee los pedidos por hora", f.readHours},
		{"Lee lo que hizo cada mozo", f.readWaiters},
	} {
		if err := f.act(ctx, r.title, r.read); err != nil {
			return err
		}
	}
	return nil
}

func (f *office) report(ctx context.Context, name string, out any) error {
	return f.admin.get(ctx, fmt.Sprintf("/api/admin/reports/%s?branch_id=%d&days=2", name, f.branch.ID), out)
}

func (f *office) readSummary(ctx context.Context) error {
	var r struct {
		Revenue  int64 `json:"total_revenue_cents"`
		Orders   int64 `json:"total_orders"`
		Average  int64 `json:"avg_order_value_cents"`
		Sessions int64 `json:"total_sessions"`
	}
	if err := f.report(ctx, "summary", &r); err != nil {
		return err
	}
	f.paper.say("%s en %d pedidos de %d mesa", pesos(r.Revenue), r.Orders, r.Sessions)
	if half := f.sums.total / 2; r.Revenue != f.sums.total || r.Orders != 2 || r.Sessions != 1 || r.Average < half || r.Average > half+1 {
		return fmt.Errorf("se vendieron %s en dos rondas de una mesa, y el resumen dice %+v", pesos(f.sums.total), r)
	}
	return nil
}

func (f *office) readDays(ctx context.Context) error {
	var days []struct {
		Date   string `json:"date"`
		Sales  int64  `json:"total_sales_cents"`
		Orders int64  `json:"order_count"`
	}
	if err := f.report(ctx, "daily-sales", &days); err != nil {
		return err
	}
	var sum, orders int64
	for _, d := range days {
		f.paper.say("%s: %s", d.Date, pesos(d.Sales))
		sum, orders = sum+d.Sales, orders+d.Orders
	}
	if len(days) != 2 || sum != f.sums.total || orders != 2 {
		return fmt.Errorf("se vendieron %s en dos rondas, y los días suman %s en %d", pesos(f.sums.total), pesos(sum), orders)
	}
	return nil
}

func (f *office) readProducts(ctx context.Context) error {
	type sold struct {
		ID      int64  `json:"product_id"`
		Name    string `json:"product_name"`
		Qty     int64  `json:"quantity_sold"`
		Revenue int64  `json:"total_revenue_cents"`
	}
	var rows []sold
	if err := f.report(ctx, "top-products", &rows); err != nil {
		return err
	}
	want := map[int64]sold{}
	for _, l := range f.ordered() {
		w := want[l.dish.ID]
		want[l.dish.ID] = sold{l.dish.ID, l.dish.Name, w.Qty + l.qty, w.Revenue + l.qty*l.dish.Price}
	}
	for _, r := range rows {
		f.paper.say("%d × %s: %s", r.Qty, r.Name, pesos(r.Revenue))
		if r != want[r.ID] {
			return fmt.Errorf("el informe dice %+v y se vendió %+v", r, want[r.ID])
		}
		delete(want, r.ID)
	}
	if len(want) != 0 {
		return fmt.Errorf("en el informe faltan %+v", want)
	}
	return nil
}

func (f *office) readHours(ctx context.Context) error {
	var hours []struct {
		Hour   int64 `json:"hour"`
		Orders int64 `json:"order_count"`
	}
	if err := f.report(ctx, "orders-by-hour", &hours); err != nil {
		return err
	}
	var orders int64
	for _, h := range hours {
		if h.Orders > 0 {
			f.paper.say("a las %d: %d pedidos", h.Hour, h.Orders)
		}
		orders += h.Orders
	}
	if len(hours) != 24 || orders != 2 {
		return fmt.Errorf("hubo dos pedidos, y en %d horas suman %d", len(hours), orders)
	}
	return nil
}

func (f *office) readWaiters(ctx context.Context) error {
	type performance struct {
		ID      int64  `json:"user_id"`
		Name    string `json:"user_name"`
		Tables  int64  `json:"total_tables_served"`
		Rounds  int64  `json:"total_rounds_processed"`
		Revenue int64  `json:"total_revenue_cents"`
		Calls   int64  `json:"total_service_calls"`
	}
	var rows []performance
	if err := f.report(ctx, "waiter-performance", &rows); err != nil {
		return err
	}
	for _, r := range rows {
		f.paper.say("%s: %d mesa, %d rondas, %s, %d llamado", r.Name, r.Tables, r.Rounds, pesos(r.Revenue), r.Calls)
	}
	want := performance{f.waiterID, "Julián Sosa", 1, 2, f.sums.total, 1}
	if len(rows) != 1 || rows[0] != want {
		return fmt.Errorf("tenía que ser solo %+v: %+v", want, rows)
	}
	return nil
}
