package demo

import (
	"context"
	"fmt"
	"slices"

	"integrador/client"
)

// line is what somebody wants of a dish.
type line struct {
	dish dish
	qty  int64
	by   *guest // nil: the table shares it
}

// cost is what lines come to.
func cost(lines []line) int64 {
	var sum int64
	for _, l := range lines {
		sum += l.qty * l.dish.PriceCents
	}
	return sum
}

// of is what one diner's lines come to; nil asks for what is shared.
func of(lines []line, by *guest) int64 {
	return cost(slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return l.by != by }))
}

// fillTheCart has both diners fill one cart, from two phones.
func (d *dinner) fillTheCart(ctx context.Context) error {
	var wine, bread int64 // lines of the cart
	dishes := d.dishes
	steps := []struct {
		title string
		do    func(context.Context) ([]expectation, error)
	}{
		{"Ana agrega al carrito", func(ctx context.Context) ([]expectation, error) {
			id, expected, err := d.add(ctx, d.ana, dishes[0], 1)
			wine = id
			return expected, err
		}},
		{"Bruno agrega al mismo carrito", func(ctx context.Context) ([]expectation, error) {
			_, expected, err := d.add(ctx, d.bruno, dishes[2], 1)
			return expected, err
		}},
		{"Bruno agrega otra cosa", func(ctx context.Context) ([]expectation, error) {
			id, expected, err := d.add(ctx, d.bruno, dishes[1], 3)
			bread = id
			return expected, err
		}},
		{"Ana prefiere dos", func(ctx context.Context) ([]expectation, error) {
			item, err := d.ana.UpdateCartItem(ctx, wine, client.UpdateCartItemRequest{Quantity: 2})
			return []expectation{cartEvent("CART_ITEM_UPDATED", item.ItemID, dishes[0], 2, d.ana)}, err
		}},
		{"Bruno se arrepiente", func(ctx context.Context) ([]expectation, error) {
			err := d.bruno.DeleteCartItem(ctx, bread)
			removed := fields{"item_id": bread, "product_id": dishes[1].ID, "diner_id": d.bruno.id}
			return []expectation{{theDiners, "CART_ITEM_REMOVED", removed}}, err
		}},
	}
	for _, s := range steps {
		if err := d.step(ctx, s.title, s.do); err != nil {
			return err
		}
	}
	return d.seeTheSameCart(ctx, []line{{dishes[0], 2, d.ana}, {dishes[2], 1, d.bruno}})
}

func (d *dinner) add(ctx context.Context, g *guest, what dish, qty int64) (id int64, expected []expectation,
	err error) {
	item, err := g.SetCartItem(ctx, client.AddToCartRequest{ProductID: what.ID, Quantity: &qty, DinerID: &g.id})
	if err == nil && item.PriceCents != what.PriceCents {
		err = fmt.Errorf("%s vale %s en el menú y %s en el carrito", what.Name, pesos(what.PriceCents),
			pesos(item.PriceCents))
	}
	return item.ItemID, []expectation{cartEvent("CART_ITEM_ADDED", item.ItemID, what, qty, g)}, err
}

func cartEvent(name string, id int64, what dish, qty int64, g *guest) expectation {
	return expectation{theDiners, name, fields{
		"item_id": id, "product_id": what.ID, "product_name": what.Name, "price_cents": what.PriceCents, "quantity": qty,
		"diner_id": g.id, "diner_name": g.name, "diner_color": g.color,
	}}
}

// seeTheSameCart compares what both phones read with what is in it.
func (d *dinner) seeTheSameCart(ctx context.Context, want []line) error {
	for _, g := range []*guest{d.ana, d.bruno} {
		c, err := g.GetCart(ctx)
		if err != nil {
			return err
		}
		for _, l := range want {
			if !slices.ContainsFunc(c.Items, func(i client.CartItemOutput) bool {
				return i.ProductID == l.dish.ID && i.Quantity == l.qty && i.DinerID == l.by.id && i.PriceCents == l.dish.PriceCents
			}) {
				return fmt.Errorf("en el carrito que ve %s falta %d × %s: %+v", g.name, l.qty, l.dish.Name, c.Items)
			}
		}
		if len(c.Items) != len(want) {
			return fmt.Errorf("el carrito que ve %s tenía que tener %d líneas: %+v", g.name, len(want), c.Items)
		}
	}
	d.transcript.say("los dos teléfonos ven el mismo carrito")
	return nil
}

// round is one order.
type round struct {
	id, number int64
	lines      []line
}

func (r round) event(name string) expectation {
	return expectation{everyone, name, fields{"round_id": r.id, "round_number": r.number}}
}

var cartCleared = expectation{theDiners, "CART_CLEARED", fields{"cleared": true}}

func (d *dinner) orderFirstRound(ctx context.Context) error {
	d.first.lines = []line{{d.dishes[0], 2, d.ana}, {d.dishes[2], 1, d.bruno}}
	ana, body := d.ana.WithKey("demo-"+d.run), client.SubmitRoundRequest{Items: itemsOf(d.first.lines)}
	err := d.step(ctx, "Ana manda la ronda 1, con clave de idempotencia",
		func(ctx context.Context) ([]expectation, error) {
			made, err := ana.SubmitRound(ctx, body)
			if err == nil && (made.RoundNumber != 1 || made.Status != "SUBMITTED") {
				err = fmt.Errorf("la primera ronda tenía que ser la 1 y estar SUBMITTED: %d, %s", made.RoundNumber, made.Status)
			}
			d.first.id, d.first.number = made.RoundID, made.RoundNumber
			return []expectation{d.first.event("ROUND_SUBMITTED"), cartCleared}, err
		})
	if err != nil {
		return err
	}
	title := "El teléfono de Ana, que no recibió la respuesta, la manda otra vez: es la misma ronda"
	err = d.step(ctx, title, func(ctx context.Context) ([]expectation, error) {
		made, err := ana.SubmitRound(ctx, body)
		if err == nil && (made.RoundID != d.first.id || made.RoundNumber != d.first.number) {
			err = fmt.Errorf("la misma clave dio otra ronda que la %d (id %d): %+v", d.first.number, d.first.id, made)
		}
		return nil, err
	})
	if err != nil {
		return err
	}
	return d.seeTheSameCart(ctx, nil)
}

func itemsOf(lines []line) (items []client.RoundItemInput) {
	for _, l := range lines {
		items = append(items, client.RoundItemInput{ProductID: l.dish.ID, Qty: l.qty, DinerID: &l.by.id, Notes: new("para " + l.by.name)})
	}
	return items
}

func (d *dinner) cookFirstRound(ctx context.Context) error {
	queue, err := d.cook.ListKitchenRounds(ctx, client.ListKitchenRoundsQuery{})
	if err != nil {
		return err
	}
	for _, q := range queue {
		if q.ID == d.first.id && q.TableCode != nil && *q.TableCode == d.table.Code && q.Status == "SUBMITTED" {
			return d.serve(ctx, d.first)
		}
	}
	return fmt.Errorf("la cocina no ve la ronda 1 de %s en su lista: %+v", d.table.Code, queue)
}

// serve takes a round through the kitchen to the table.
func (d *dinner) serve(ctx context.Context, r round) error {
	for _, s := range []struct {
		title, status string
		by            *client.Client
	}{
		{"La cocina toma la ronda %d", "IN_KITCHEN", d.cook},
		{"La ronda %d está lista", "READY", d.cook},
		{"El mozo sirve la ronda %d", "SERVED", d.waiter},
	} {
		err := d.step(ctx, fmt.Sprintf(s.title, r.number), func(ctx context.Context) ([]expectation, error) {
			now, err := s.by.UpdateRoundStatus(ctx, r.id, client.UpdateRoundStatusRequest{Status: s.status})
			if err == nil && now.Status != s.status {
				err = fmt.Errorf("la ronda %d tenía que quedar %s y quedó %s", r.number, s.status, now.Status)
			}
			return []expectation{r.event("ROUND_" + s.status)}, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// orderSecondRound is the waiter's: a dish for Bruno, who sat down second, and
// one that the table shares. What Ana is still thinking about stays in the cart.
func (d *dinner) orderSecondRound(ctx context.Context) error {
	d.second.lines = []line{{d.dishes[3], 1, d.bruno}, {d.dishes[1], 2, nil}}
	err := d.step(ctx, "Ana piensa en otra cosa y la deja en el carrito",
		func(ctx context.Context) ([]expectation, error) {
			_, expected, err := d.add(ctx, d.ana, d.dishes[0], 1)
			return expected, err
		})
	if err != nil {
		return err
	}
	err = d.step(ctx, "El mozo toma la ronda 2 de palabra", func(ctx context.Context) ([]expectation, error) {
		body := client.WaiterSubmitRoundRequest{Items: []client.WaiterRoundItemInput{
			{ProductID: d.dishes[3].ID, Qty: 1, DinerIndex: new(int64(1))},
			{ProductID: d.dishes[1].ID, Qty: 2, Notes: new("al medio")},
		}}
		out, err := d.waiter.WithKey("demo-mozo-"+d.run).SubmitRoundForSession(ctx, d.session, body)
		d.second.id, d.second.number = out.RoundID, out.RoundNumber
		if err == nil && (out.RoundNumber != 2 || out.SubmittedBy != "WAITER" || out.TotalCents != cost(d.second.lines)) {
			err = fmt.Errorf("la ronda del mozo tenía que ser la 2, de %s: %+v", pesos(cost(d.second.lines)), out)
		}
		return []expectation{d.second.event("ROUND_SUBMITTED")}, err
	})
	if err != nil {
		return err
	}
	if err := d.seeTheSameCart(ctx, []line{{d.dishes[0], 1, d.ana}}); err != nil {
		return err
	}
	return d.serve(ctx, d.second)
}

// callTheWaiter makes a call and has it attended to.
func (d *dinner) callTheWaiter(ctx context.Context) error {
	var id int64
	for _, s := range []struct {
		title, event, status string
		do                   func(context.Context) (client.ServiceCallOutput, error)
	}{
		{"Bruno llama al mozo", "SERVICE_CALL_CREATED", "OPEN", func(ctx context.Context) (client.ServiceCallOutput, error) {
			call, err := d.bruno.CreateServiceCall(ctx, client.CreateServiceCallRequest{Type: new("WAITER_CALL")})
			id = call.ID
			return call, err
		}},
		{"El mozo avisa que va", "SERVICE_CALL_ACKED", "ACKED", func(ctx context.Context) (client.ServiceCallOutput, error) {
			return d.waiter.AcknowledgeServiceCall(ctx, id)
		}},
		{"El mozo resuelve el llamado", "SERVICE_CALL_CLOSED", "CLOSED", func(ctx context.Context) (client.ServiceCallOutput, error) {
			return d.waiter.ResolveServiceCall(ctx, id)
		}},
	} {
		err := d.step(ctx, s.title, func(ctx context.Context) ([]expectation, error) {
			call, err := s.do(ctx)
			if err == nil && (call.ID != id || call.Status != s.status) {
				err = fmt.Errorf("el llamado %d tenía que quedar %s: %+v", id, s.status, call)
			}
			return []expectation{{floor, s.event, fields{"call_id": id, "call_type": "WAITER_CALL"}}}, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
