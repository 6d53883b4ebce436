package demo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"integrador/client"
)

// totals are what the evening came to.
type totals struct{ total, paid, card, cash, collected int64 }

func (d *dinner) ordered() []line {
	return slices.Concat(d.first.lines, d.second.lines)
}

func (d *dinner) checkEvent(name string, paid int64) expectation {
	return expectation{floor, name, fields{"check_id": d.checkID, "total_cents": d.checkTotal, "paid_cents": paid}}
}

func (d *dinner) askForTheCheck(ctx context.Context) error {
	err := d.step(ctx, "Ana pide la cuenta", func(ctx context.Context) ([]expectation, error) {
		c, err := d.ana.RequestCheck(ctx)
		if err != nil {
			return nil, err
		}
		d.checkID, d.checkTotal = c.CheckID, c.TotalCents
		if want := cost(d.ordered()); c.TotalCents != want || c.PaidCents != 0 || c.Status != "REQUESTED" {
			return nil, fmt.Errorf("la cuenta tenía que ser de %s, sin pagos: %+v", pesos(want), c)
		}
		changed := expectation{floor, "TABLE_STATUS_CHANGED", fields{"table_code": d.table.Code, "table_status": "PAYING"}}
		return []expectation{d.checkEvent("CHECK_REQUESTED", 0), changed}, nil
	})
	if err != nil {
		return err
	}
	err = d.step(ctx, "Bruno también la pide: es la misma cuenta", func(ctx context.Context) ([]expectation, error) {
		c, err := d.bruno.RequestCheck(ctx)
		return nil, d.sameCheck(c, err)
	})
	if err != nil {
		return err
	}
	return d.orderOn(ctx)
}

// orderOn withdraws the check, which lets the table order again, and asks for it once more.
func (d *dinner) orderOn(ctx context.Context) error {
	for _, s := range []struct {
		title, event, table string
		send                func(context.Context) (client.RequestCheckResponse, error)
	}{
		{"Ana quiere seguir pidiendo: retira la cuenta", "CHECK_WITHDRAWN", "ACTIVE", d.ana.WithdrawCheck},
		{"Al final no piden más: Ana la pide otra vez, y es la misma", "CHECK_REQUESTED", "PAYING", d.ana.RequestCheck},
	} {
		err := d.step(ctx, s.title, func(ctx context.Context) ([]expectation, error) {
			c, err := s.send(ctx)
			changed := expectation{floor, "TABLE_STATUS_CHANGED", fields{"table_code": d.table.Code, "table_status": s.table}}
			return []expectation{d.checkEvent(s.event, 0), changed}, d.sameCheck(c, err)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *dinner) sameCheck(c client.RequestCheckResponse, err error) error {
	if err == nil && (c.CheckID != d.checkID || c.TotalCents != d.checkTotal) {
		err = fmt.Errorf("la cuenta era la %d, de %s, y ahora es la %d, de %s", d.checkID, pesos(d.checkTotal), c.CheckID, pesos(c.TotalCents))
	}
	return err
}

// payByMercadoPago pays Ana's own part. The money moves in the simulator; the
// restaurant learns of it by a signed webhook.
func (d *dinner) payByMercadoPago(ctx context.Context) error {
	part := of(d.ordered(), d.ana)
	if err := d.owes(ctx, map[*guest]int64{d.ana: part, d.bruno: of(d.ordered(), d.bruno), nil: of(d.ordered(), nil)}); err != nil {
		return err
	}
	var page client.MercadoPagoPreferenceResponse
	err := d.step(ctx, "Ana pide pagar lo suyo con Mercado Pago", func(ctx context.Context) (_ []expectation, err error) {
		page, err = d.ana.CreatePreference(ctx,
			client.MercadoPagoPreferenceRequest{CheckID: d.checkID, DinerID: &d.ana.id, OwnPart: new(true)})
		return []expectation{{floor, "PAYMENT_STARTED", fields{"check_id": d.checkID, "amount_cents": part, "diner_id": d.ana.id}}}, err
	})
	if err != nil {
		return err
	}
	return d.step(ctx, "Ana paga "+pesos(part)+"; Mercado Pago avisa con un webhook firmado",
		func(ctx context.Context) ([]expectation, error) {
			var paid struct {
				Status string  `json:"status"`
				Amount float64 `json:"transaction_amount"` // pesos
			}
			err := d.provider.Call(ctx, http.MethodPost, "/__sim/preferences/"+url.PathEscape(page.PreferenceID)+"/pay", fields{}, &paid)
			if err == nil && (paid.Status != "approved" || int64(paid.Amount*100+0.5) != part) {
				err = fmt.Errorf("el simulador tenía que cobrar %s y cobró %+v", pesos(part), paid)
			}
			d.card = part
			return []expectation{{floor, "PAYMENT_APPROVED", fields{
				"check_id": d.checkID, "amount_cents": part, "provider": "MERCADO_PAGO", "paid_cents": part, "total_cents": d.checkTotal,
			}}}, err
		})
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
		if row.TotalCents != cents || row.RemainingCents != cents {
			return fmt.Errorf("a %s le tocaban %s y el saldo dice %s", name, pesos(cents), pesos(row.RemainingCents))
		}
	}
	d.transcript.say("a Ana le tocan %s, a Bruno %s, comparten %s", pesos(want[d.ana]), pesos(want[d.bruno]),
		pesos(want[nil]))
	return nil
}

// balances are by diner; 0 is what the table shares.
func (d *dinner) balances(ctx context.Context) (map[int64]client.DinerBalance, error) {
	rows, err := d.ana.ListCheckBalances(ctx, d.checkID)
	by := map[int64]client.DinerBalance{}
	for _, r := range rows {
		var id int64
		if r.DinerID != nil {
			id = *r.DinerID
		}
		by[id] = r
	}
	return by, err
}

func (d *dinner) payTheRestInCash(ctx context.Context) error {
	rest := d.checkTotal - d.card
	return d.step(ctx, "El mozo cobra el resto en efectivo: "+pesos(rest),
		func(ctx context.Context) ([]expectation, error) {
			out, err := d.waiter.RecordCashPayment(ctx, client.CashPaymentRequest{CheckID: d.checkID, AmountCents: rest})
			if err == nil && (out.CheckStatus != "PAID" || out.CheckPaidCents != d.checkTotal) {
				err = fmt.Errorf("la cuenta tenía que quedar paga: %+v", out)
			}
			return []expectation{
				{floor, "PAYMENT_APPROVED", fields{"payment_id": out.PaymentID, "check_id": d.checkID, "amount_cents": rest, "provider": "CASH"}},
				d.checkEvent("CHECK_PAID", d.checkTotal),
			}, err
		})
}

// closeTables adds everything up, frees the tables and checks that the tokens are worthless.
func (d *dinner) closeTables(ctx context.Context) error {
	if err := errors.Join(d.addUp(ctx), d.compareWithProvider(ctx)); err != nil {
		return err
	}
	err := d.step(ctx, "El mozo libera "+d.table.Code, func(ctx context.Context) ([]expectation, error) {
		_, err := d.waiter.ClearTable(ctx, d.table.TableID, client.ClearTableQuery{})
		return d.cleared(ctx, err, d.table, floor)
	})
	if err != nil {
		return err
	}
	return d.closeOtherTable(ctx)
}

// addUp compares the bill with what was ordered, cent by cent.
func (d *dinner) addUp(ctx context.Context) error {
	c, err := d.waiter.GetCheck(ctx, d.checkID)
	if err != nil {
		return err
	}
	want := cost(d.ordered())
	s := totals{total: c.TotalCents, paid: c.PaidCents}
	for _, p := range c.Payments {
		switch {
		case p.Status != "APPROVED":
			return fmt.Errorf("hay un pago que no está aprobado: %+v", p)
		case p.Provider == "MERCADO_PAGO":
			s.card += p.AmountCents
		default:
			s.cash += p.AmountCents
		}
	}
	if c.TotalCents != want || c.PaidCents != want || c.RemainingCents != 0 || c.Status != "PAID" {
		return fmt.Errorf("se pidió por %s; la cuenta dice total %s, pagado %s, falta %s, %s", pesos(want),
			pesos(c.TotalCents), pesos(c.PaidCents), pesos(c.RemainingCents), c.Status)
	}
	if len(c.Payments) != 2 || s.card != d.card || s.card+s.cash != want {
		return fmt.Errorf("los pagos no suman la cuenta de %s: %+v", pesos(want), c.Payments)
	}
	rows, err := d.balances(ctx)
	if err != nil {
		return err
	}
	for id, b := range rows {
		if b.RemainingCents != 0 || b.PaidCents != b.TotalCents {
			return fmt.Errorf("la cuenta está paga y el saldo del comensal %d es %s", id, pesos(b.RemainingCents))
		}
	}
	d.totals = s
	return nil
}

// compareWithProvider asks the simulator what it collected for this check.
func (d *dinner) compareWithProvider(ctx context.Context) error {
	var ledger struct {
		By map[string]struct {
			Payments int   `json:"payments"`
			Net      int64 `json:"net_cents"`
		} `json:"by_external_reference"`
	}
	if err := d.provider.Call(ctx, http.MethodGet, "/__sim/ledger", nil, &ledger); err != nil {
		return err
	}
	name, payments := fmt.Sprintf("check_%d", d.checkID), 0
	for reference, b := range ledger.By {
		if reference == name || strings.HasPrefix(reference, name+"_") {
			d.totals.collected += b.Net
			payments += b.Payments
		}
	}
	if d.totals.collected != d.card || payments != 1 {
		return fmt.Errorf("el libro del simulador dice %d pagos por %s y nosotros uno por %s", payments,
			pesos(d.totals.collected), pesos(d.card))
	}
	return nil
}

// cleared checks that the diners of a table that was closed are sent home.
func (d *dinner) cleared(ctx context.Context, err error, t client.TableCard, to audience) ([]expectation, error) {
	if err != nil {
		return nil, err
	}
	expected := []expectation{{to, "TABLE_CLEARED", fields{"table_code": t.Code, "table_status": "FREE"}}}
	var staying []*listener
	for _, l := range d.listeners {
		if l.is&to&(theDiners|theWitness) == 0 {
			staying = append(staying, l)
			continue
		}
		if err := errors.Join(l.expect(ctx, expected), l.closedWith(ctx, client.CloseUnauthenticated)); err != nil {
			return nil, err
		}
		l.socket.Close()
	}
	d.listeners = staying
	return expected, nil
}

// closeOtherTable frees the witness's table too, where nothing was ordered.
func (d *dinner) closeOtherTable(ctx context.Context) error {
	title := "El testigo, que no recibió nada de " + d.table.Code + ", también se va"
	err := d.step(ctx, title, func(ctx context.Context) ([]expectation, error) {
		_, err := d.waiter.CloseTable(ctx, d.other.TableID, nil, client.CloseTableQuery{})
		return d.cleared(ctx, err, d.other, theWaiter|theAdmin|theWitness)
	})
	if err != nil {
		return err
	}
	d.over = true
	title = "Las mesas están libres y los tokens de mesa ya no abren nada"
	return d.step(ctx, title, func(ctx context.Context) ([]expectation, error) {
		for _, t := range []client.TableCard{d.table, d.other} {
			now, err := d.waiter.GetTableSummary(ctx, t.TableID)
			if err != nil {
				return nil, err
			}
			if now.Status != "FREE" {
				return nil, fmt.Errorf("la mesa %s tenía que quedar FREE y está %s", t.Code, now.Status)
			}
		}
		return nil, until(ctx, d.tokenIsRefused)
	})
}

// tokenIsRefused is asked until it is so: a process may believe for some seconds
// that the session is open.
func (d *dinner) tokenIsRefused(ctx context.Context) error {
	if _, err := d.ana.GetCart(ctx); client.StatusOf(err) != http.StatusUnauthorized {
		return errors.Join(errors.New("con la mesa cerrada, el carrito tenía que contestar 401"), err)
	}
	return nil
}
