package demo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// check is the bill, as the API tells it in several places.
type check struct {
	ID        int64     `json:"id"`
	CheckID   int64     `json:"check_id"` // where it is told under this name
	Status    string    `json:"status"`
	Total     int64     `json:"total_cents"`
	Paid      int64     `json:"paid_cents"`
	Remaining int64     `json:"remaining_cents"`
	Payments  []payment `json:"payments"`
}

type payment struct {
	ID       int64  `json:"id"`
	Provider string `json:"provider"`
	Status   string `json:"status"`
	Amount   int64  `json:"amount_cents"`
}

// balance is what one diner, or the table, still owes.
type balance struct {
	Diner     *int64 `json:"diner_id"`
	Total     int64  `json:"total_cents"`
	Paid      int64  `json:"paid_cents"`
	Remaining int64  `json:"remaining_cents"`
}

// sums are what the evening came to.
type sums struct{ total, paid, card, cash, collected int64 }

func (d *dinner) ordered() []line {
	return slices.Concat(d.first.lines, d.second.lines)
}

func (d *dinner) checkSound(kind string, paid int64) sound {
	return sound{floor, kind, fields{"check_id": d.check.ID, "total_cents": d.check.Total, "paid_cents": paid}}
}

func (d *dinner) askForTheCheck(ctx context.Context) error {
	err := d.step(ctx, "Ana pide la cuenta", func(ctx context.Context) ([]sound, error) {
		var c check
		if err := d.ana.post(ctx, "/api/billing/check/request", nil, &c); err != nil {
			return nil, err
		}
		d.check.ID, d.check.Total = c.CheckID, c.Total
		if want := cost(d.ordered()); c.Total != want || c.Paid != 0 || c.Status != "REQUESTED" {
			return nil, fmt.Errorf("la cuenta tenía que ser de %s, sin pagos: %+v", pesos(want), c)
		}
		changed := sound{floor, "TABLE_STATUS_CHANGED", fields{"table_code": d.table.Code, "table_status": "PAYING"}}
		return []sound{d.checkSound("CHECK_REQUESTED", 0), changed}, nil
	})
	if err != nil {
		return err
	}
	return d.step(ctx, "Bruno también la pide: es la misma cuenta", func(ctx context.Context) ([]sound, error) {
		var c check
		err := d.bruno.post(ctx, "/api/billing/check/request", nil, &c)
		if err == nil && (c.CheckID != d.check.ID || c.Total != d.check.Total) {
			err = fmt.Errorf("la cuenta era la %d, de %s, y ahora es la %d, de %s", d.check.ID, pesos(d.check.Total), c.CheckID, pesos(c.Total))
		}
		return nil, err
	})
}

// payByMercadoPago pays Ana's own part. The money moves in the simulator; the
// restaurant learns of it by a signed webhook.
func (d *dinner) payByMercadoPago(ctx context.Context) error {
	mine := of(d.ordered(), d.ana)
	if err := d.owes(ctx, map[*guest]int64{d.ana: mine, d.bruno: of(d.ordered(), d.bruno), nil: of(d.ordered(), nil)}); err != nil {
		return err
	}
	var page struct {
		ID string `json:"preference_id"`
	}
	err := d.step(ctx, "Ana pide pagar lo suyo con Mercado Pago", func(ctx context.Context) ([]sound, error) {
		err := d.ana.post(ctx, "/api/billing/mercadopago/preference", fields{"check_id": d.check.ID, "diner_id": d.ana.id, "own_part": true}, &page)
		return []sound{{floor, "PAYMENT_STARTED", fields{"check_id": d.check.ID, "amount_cents": mine, "diner_id": d.ana.id}}}, err
	})
	if err != nil {
		return err
	}
	return d.step(ctx, "Ana paga "+pesos(mine)+"; Mercado Pago avisa con un webhook firmado", func(ctx context.Context) ([]sound, error) {
		var paid struct {
			Status string  `json:"status"`
			Amount float64 `json:"transaction_amount"` // pesos
		}
		err := d.provider().post(ctx, "/__sim/preferences/"+url.PathEscape(page.ID)+"/pay", fields{}, &paid)
		if err == nil && (paid.Status != "approved" || int64(paid.Amount*100+0.5) != mine) {
			err = fmt.Errorf("el simulador tenía que cobrar %s y cobró %+v", pesos(mine), paid)
		}
		d.card = mine
		return []sound{{floor, "PAYMENT_APPROVED", fields{
			"check_id": d.check.ID, "amount_cents": mine, "provider": "MERCADO_PAGO", "paid_cents": mine, "total_cents": d.check.Total,
		}}}, err
	})
}

func (d *dinner) provider() *caller {
	return &caller{d.http, d.Simulator, map[string]string{"X-Sim-Token": d.SimToken}}
}

// owes checks what everybody's part is before any money came.
func (d *dinner) owes(ctx context.Context, want map[*guest]int64) error {
	rows, err := d.balances(ctx)
	if err != nil {
		return err
	}
	for g, cents := range want {
		name, row := "la mesa", rows[0]
		if g != nil {
			name, row = g.name, rows[g.id]
		}
		if row.Total != cents || row.Remaining != cents {
			return fmt.Errorf("a %s le tocaban %s y el saldo dice %s", name, pesos(cents), pesos(row.Remaining))
		}
	}
	d.paper.say("a Ana le tocan %s, a Bruno %s, comparten %s", pesos(want[d.ana]), pesos(want[d.bruno]), pesos(want[nil]))
	return nil
}

// balances are by diner; 0 is what the table shares.
func (d *dinner) balances(ctx context.Context) (map[int64]balance, error) {
	var rows []balance
	err := d.ana.get(ctx, fmt.Sprintf("/api/billing/check/%d/balances", d.check.ID), &rows)
	by := map[int64]balance{}
	for _, r := range rows {
		var id int64
		if r.Diner != nil {
			id = *r.Diner
		}
		by[id] = r
	}
	return by, err
}

func (d *dinner) payTheRestInCash(ctx context.Context) error {
	rest := d.check.Total - d.card
	return d.step(ctx, "El mozo cobra el resto en efectivo: "+pesos(rest), func(ctx context.Context) ([]sound, error) {
		var out struct {
			ID     int64  `json:"payment_id"`
			Status string `json:"check_status"`
			Paid   int64  `json:"check_paid_cents"`
		}
		err := d.waiter.post(ctx, "/api/billing/cash/pay", fields{"check_id": d.check.ID, "amount_cents": rest}, &out)
		if err == nil && (out.Status != "PAID" || out.Paid != d.check.Total) {
			err = fmt.Errorf("la cuenta tenía que quedar paga: %+v", out)
		}
		return []sound{
			{floor, "PAYMENT_APPROVED", fields{"payment_id": out.ID, "check_id": d.check.ID, "amount_cents": rest, "provider": "CASH"}},
			d.checkSound("CHECK_PAID", d.check.Total),
		}, err
	})
}

// goHome adds everything up, frees the tables and sees the tokens die.
func (d *dinner) goHome(ctx context.Context) error {
	if err := errors.Join(d.addUp(ctx), d.compareWithProvider(ctx)); err != nil {
		return err
	}
	err := d.step(ctx, "El mozo libera "+d.table.Code, func(ctx context.Context) ([]sound, error) {
		return d.free(ctx, fmt.Sprintf("/api/billing/tables/%d/clear", d.table.ID), d.table, floor)
	})
	if err != nil {
		return err
	}
	return d.lockUp(ctx)
}

// addUp compares the bill with what was ordered, cent by cent.
func (d *dinner) addUp(ctx context.Context) error {
	var c check
	if err := d.waiter.get(ctx, fmt.Sprintf("/api/billing/check/%d", d.check.ID), &c); err != nil {
		return err
	}
	want := cost(d.ordered())
	s := sums{total: c.Total, paid: c.Paid}
	for _, p := range c.Payments {
		switch {
		case p.Status != "APPROVED":
			return fmt.Errorf("hay un pago que no está aprobado: %+v", p)
		case p.Provider == "MERCADO_PAGO":
			s.card += p.Amount
		default:
			s.cash += p.Amount
		}
	}
	if c.Total != want || c.Paid != want || c.Remaining != 0 || c.Status != "PAID" {
		return fmt.Errorf("se pidió por %s; la cuenta dice total %s, pagado %s, falta %s, %s", pesos(want), pesos(c.Total), pesos(c.Paid), pesos(c.Remaining), c.Status)
	}
	if len(c.Payments) != 2 || s.card != d.card || s.card+s.cash != want {
		return fmt.Errorf("los pagos no suman la cuenta de %s: %+v", pesos(want), c.Payments)
	}
	rows, err := d.balances(ctx)
	if err != nil {
		return err
	}
	for id, b := range rows {
		if b.Remaining != 0 || b.Paid != b.Total {
			return fmt.Errorf("la cuenta está paga y el saldo del comensal %d es %s", id, pesos(b.Remaining))
		}
	}
	d.sums = s
	return nil
}

// compareWithProvider asks the simulator what it collected for this check.
func (d *dinner) compareWithProvider(ctx context.Context) error {
	var books struct {
		By map[string]struct {
			Payments int   `json:"payments"`
			Net      int64 `json:"net_cents"`
		} `json:"by_external_reference"`
	}
	if err := d.provider().get(ctx, "/__sim/ledger", &books); err != nil {
		return err
	}
	name, payments := fmt.Sprintf("check_%d", d.check.ID), 0
	for reference, b := range books.By {
		if reference == name || strings.HasPrefix(reference, name+"_") {
			d.sums.collected += b.Net
			payments += b.Payments
		}
	}
	if d.sums.collected != d.card || payments != 1 {
		return fmt.Errorf("el libro del simulador dice %d pagos por %s y nosotros uno por %s", payments, pesos(d.sums.collected), pesos(d.card))
	}
	return nil
}

// free closes a table and expects its diners to be sent home.
func (d *dinner) free(ctx context.Context, path string, t table, to audience) ([]sound, error) {
	if err := d.waiter.post(ctx, path, nil, nil); err != nil {
		return nil, err
	}
	gone := []sound{{to, "TABLE_CLEARED", fields{"table_code": t.Code, "table_status": "FREE"}}}
	var staying []*ear
	for _, e := range d.ears {
		if e.is&to&(theGuests|theWitness) == 0 {
			staying = append(staying, e)
			continue
		}
		if err := errors.Join(e.expect(ctx, gone), e.dismissed(ctx, tableClosed)); err != nil {
			return nil, err
		}
		e.close()
	}
	d.ears = staying
	return gone, nil
}

// tableClosed is the close code after which phones stay away.
const tableClosed = 4001

// lockUp frees the witness's table too, where nothing was ordered.
func (d *dinner) lockUp(ctx context.Context) error {
	err := d.step(ctx, "El testigo, que no oyó nada de "+d.table.Code+", también se va", func(ctx context.Context) ([]sound, error) {
		return d.free(ctx, fmt.Sprintf("/api/waiter/tables/%d/close", d.other.ID), d.other, theWaiter|theAdmin|theWitness)
	})
	if err != nil {
		return err
	}
	d.over = true
	return d.step(ctx, "Las mesas están libres y los tokens de mesa ya no abren nada", func(ctx context.Context) ([]sound, error) {
		for _, t := range []table{d.table, d.other} {
			var now table
			if err := d.waiter.get(ctx, fmt.Sprintf("/api/tables/%d", t.ID), &now); err != nil {
				return nil, err
			}
			if now.Status != "FREE" {
				return nil, fmt.Errorf("la mesa %s tenía que quedar FREE y está %s", t.Code, now.Status)
			}
		}
		return nil, until(ctx, d.tokenIsDead)
	})
}

// tokenIsDead is asked until it is so: a process may believe for some seconds
// that the session lives.
func (d *dinner) tokenIsDead(ctx context.Context) error {
	switch err := d.ana.get(ctx, "/api/diner/cart", nil); {
	case err == nil:
		return errors.New("con la mesa cerrada, el carrito tenía que contestar 401 y se dejó leer")
	case statusOf(err) != http.StatusUnauthorized:
		return fmt.Errorf("con la mesa cerrada, el carrito tenía que contestar 401: %w", err)
	}
	return nil
}
