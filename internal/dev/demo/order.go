package demo

import (
	"context"
	"fmt"
	"net/http"
	"slices"
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
		sum += l.qty * l.dish.Price
	}
	return sum
}

// of is what one diner's lines come to; nil asks for what is shared.
func of(lines []line, by *guest) int64 {
	return cost(slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return l.by != by }))
}

type cartItem struct {
	ID       int64 `json:"item_id"`
	Product  int64 `json:"product_id"`
	Quantity int64 `json:"quantity"`
	Diner    int64 `json:"diner_id"`
	Price    int64 `json:"price_cents"`
}

type cart struct {
	Items   []cartItem `json:"items"`
	Version int64      `json:"version"`
}

// fillTheCart has both diners fill one cart, from two phones.
func (d *dinner) fillTheCart(ctx context.Context) error {
	var wine, bread int64 // lines of the cart
	dishes := d.dishes
	steps := []struct {
		title string
		do    func(context.Context) ([]sound, error)
	}{
		{"Ana agrega al carrito", func(ctx context.Context) ([]sound, error) {
			id, heard, err := d.add(ctx, d.ana, dishes[0], 1)
			wine = id
			return heard, err
		}},
		{"Bruno agrega al mismo carrito", func(ctx context.Context) ([]sound, error) {
			_, heard, err := d.add(ctx, d.bruno, dishes[2], 1)
			return heard, err
		}},
		{"Bruno agrega otra cosa", func(ctx context.Context) ([]sound, error) {
			id, heard, err := d.add(ctx, d.bruno, dishes[1], 3)
			bread = id
			return heard, err
		}},
		{"Ana prefiere dos", func(ctx context.Context) ([]sound, error) {
			var item cartItem
			err := d.ana.do(ctx, http.MethodPatch, fmt.Sprintf("/api/diner/cart/%d", wine), fields{"quantity": 2}, &item)
			return []sound{cartSound("CART_ITEM_UPDATED", item.ID, dishes[0], 2, d.ana)}, err
		}},
		{"Bruno se arrepiente", func(ctx context.Context) ([]sound, error) {
			err := d.bruno.do(ctx, http.MethodDelete, fmt.Sprintf("/api/diner/cart/%d", bread), nil, nil)
			gone := fields{"item_id": bread, "product_id": dishes[1].ID, "diner_id": d.bruno.id}
			return []sound{{theGuests, "CART_ITEM_REMOVED", gone}}, err
		}},
	}
	for _, s := range steps {
		if err := d.step(ctx, s.title, s.do); err != nil {
			return err
		}
	}
	return d.seeTheSameCart(ctx, []line{{dishes[0], 2, d.ana}, {dishes[2], 1, d.bruno}})
}

func (d *dinner) add(ctx context.Context, g *guest, what dish, qty int64) (id int64, heard []sound, err error) {
	var item cartItem
	err = g.post(ctx, "/api/diner/cart/add", fields{"product_id": what.ID, "quantity": qty, "diner_id": g.id}, &item)
	if err == nil && item.Price != what.Price {
		err = fmt.Errorf("%s vale %s en el menú y %s en el carrito", what.Name, pesos(what.Price), pesos(item.Price))
	}
	return item.ID, []sound{cartSound("CART_ITEM_ADDED", item.ID, what, qty, g)}, err
}

func cartSound(kind string, id int64, what dish, qty int64, g *guest) sound {
	return sound{theGuests, kind, fields{
		"item_id": id, "product_id": what.ID, "product_name": what.Name, "price_cents": what.Price, "quantity": qty,
		"diner_id": g.id, "diner_name": g.name, "diner_color": g.color,
	}}
}

// seeTheSameCart compares what both phones read with what is in it.
func (d *dinner) seeTheSameCart(ctx context.Context, want []line) error {
	for _, g := range []*guest{d.ana, d.bruno} {
		var c cart
		if err := g.get(ctx, "/api/diner/cart", &c); err != nil {
			return err
		}
		for _, l := range want {
			if !slices.ContainsFunc(c.Items, func(i cartItem) bool {
				return i.Product == l.dish.ID && i.Quantity == l.qty && i.Diner == l.by.id && i.Price == l.dish.Price
			}) {
				return fmt.Errorf("en el carrito que ve %s falta %d × %s: %+v", g.name, l.qty, l.dish.Name, c.Items)
			}
		}
		if len(c.Items) != len(want) {
			return fmt.Errorf("el carrito que ve %s tenía que tener %d líneas: %+v", g.name, len(want), c.Items)
		}
	}
	d.paper.say("los dos teléfonos ven el mismo carrito")
	return nil
}

// round is one order.
type round struct {
	ID     int64  `json:"round_id"`
	Number int64  `json:"round_number"`
	Status string `json:"status"`
	lines  []line
}

func (r round) sound(kind string) sound {
	return sound{everyone, kind, fields{"round_id": r.ID, "round_number": r.Number}}
}

var cartCleared = sound{theGuests, "CART_CLEARED", fields{"cleared": true}}

func (d *dinner) orderFirstRound(ctx context.Context) error {
	d.first.lines = []line{{d.dishes[0], 2, d.ana}, {d.dishes[2], 1, d.bruno}}
	key, body := "demo-"+d.run, fields{"items": d.orderOf(d.first.lines)}
	err := d.step(ctx, "Ana manda la ronda 1, con clave de idempotencia", func(ctx context.Context) ([]sound, error) {
		if err := d.ana.keyed(key).post(ctx, "/api/diner/rounds/submit", body, &d.first); err != nil {
			return nil, err
		}
		if d.first.Number != 1 || d.first.Status != "SUBMITTED" {
			return nil, fmt.Errorf("la primera ronda tenía que ser la 1 y estar SUBMITTED: %d, %s", d.first.Number, d.first.Status)
		}
		return []sound{d.first.sound("ROUND_SUBMITTED"), cartCleared}, nil
	})
	if err != nil {
		return err
	}
	err = d.step(ctx, "El teléfono de Ana, que no recibió la respuesta, la manda otra vez: es la misma ronda", func(ctx context.Context) ([]sound, error) {
		var again round
		err := d.ana.keyed(key).post(ctx, "/api/diner/rounds/submit", body, &again)
		if err == nil && (again.ID != d.first.ID || again.Number != d.first.Number) {
			err = fmt.Errorf("la misma clave dio la ronda %d (id %d) en vez de la %d (id %d)", again.Number, again.ID, d.first.Number, d.first.ID)
		}
		return nil, err
	})
	if err != nil {
		return err
	}
	return d.seeTheSameCart(ctx, nil)
}

func (d *dinner) orderOf(lines []line) []fields {
	var out []fields
	for _, l := range lines {
		out = append(out, fields{"product_id": l.dish.ID, "qty": l.qty, "diner_id": l.by.id, "notes": "para " + l.by.name})
	}
	return out
}

func (d *dinner) cookFirstRound(ctx context.Context) error {
	var queue []struct {
		ID     int64  `json:"id"`
		Table  string `json:"table_code"`
		Status string `json:"status"`
	}
	if err := d.cook.get(ctx, "/api/kitchen/rounds", &queue); err != nil {
		return err
	}
	for _, q := range queue {
		if q.ID == d.first.ID && q.Table == d.table.Code && q.Status == "SUBMITTED" {
			return d.serve(ctx, d.first)
		}
	}
	return fmt.Errorf("la cocina no ve la ronda 1 de %s en su lista: %+v", d.table.Code, queue)
}

// serve takes a round through the kitchen to the table.
func (d *dinner) serve(ctx context.Context, r round) error {
	for _, s := range []struct {
		title, status string
		by            *caller
	}{
		{"La cocina toma la ronda %d", "IN_KITCHEN", d.cook},
		{"La ronda %d está lista", "READY", d.cook},
		{"El mozo sirve la ronda %d", "SERVED", d.waiter},
	} {
		err := d.step(ctx, fmt.Sprintf(s.title, r.Number), func(ctx context.Context) ([]sound, error) {
			var now round
			err := s.by.post(ctx, fmt.Sprintf("/api/kitchen/rounds/%d/status", r.ID), fields{"status": s.status}, &now)
			if err == nil && now.Status != s.status {
				err = fmt.Errorf("la ronda %d tenía que quedar %s y quedó %s", r.Number, s.status, now.Status)
			}
			return []sound{r.sound("ROUND_" + s.status)}, err
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
	err := d.step(ctx, "Ana piensa en otra cosa y la deja en el carrito", func(ctx context.Context) ([]sound, error) {
		_, heard, err := d.add(ctx, d.ana, d.dishes[0], 1)
		return heard, err
	})
	if err != nil {
		return err
	}
	err = d.step(ctx, "El mozo toma la ronda 2 de palabra", func(ctx context.Context) ([]sound, error) {
		items := []fields{
			{"product_id": d.dishes[3].ID, "qty": 1, "diner_index": 1},
			{"product_id": d.dishes[1].ID, "qty": 2, "notes": "al medio"},
		}
		var out struct {
			round
			By    string `json:"submitted_by"`
			Total int64  `json:"total_cents"`
		}
		err := d.waiter.keyed("demo-mozo-"+d.run).post(ctx, fmt.Sprintf("/api/waiter/sessions/%d/rounds", d.session), fields{"items": items}, &out)
		d.second.ID, d.second.Number = out.ID, out.Number
		if err == nil && (out.Number != 2 || out.By != "WAITER" || out.Total != cost(d.second.lines)) {
			err = fmt.Errorf("la ronda del mozo tenía que ser la 2, de %s: %+v", pesos(cost(d.second.lines)), out)
		}
		return []sound{d.second.sound("ROUND_SUBMITTED")}, err
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
	for _, s := range []struct{ title, kind, status string }{
		{"Bruno llama al mozo", "SERVICE_CALL_CREATED", "OPEN"},
		{"El mozo avisa que va", "SERVICE_CALL_ACKED", "ACKED"},
		{"El mozo resuelve el llamado", "SERVICE_CALL_CLOSED", "CLOSED"},
	} {
		err := d.step(ctx, s.title, func(ctx context.Context) ([]sound, error) {
			var call struct {
				ID     int64  `json:"id"`
				Type   string `json:"type"`
				Status string `json:"status"`
			}
			var err error
			switch s.status {
			case "OPEN":
				err = d.bruno.post(ctx, "/api/diner/service-call", fields{"type": "WAITER_CALL"}, &call)
				id = call.ID
			case "ACKED":
				err = d.waiter.post(ctx, fmt.Sprintf("/api/waiter/service-calls/%d/acknowledge", id), nil, &call)
			default:
				err = d.waiter.post(ctx, fmt.Sprintf("/api/waiter/service-calls/%d/resolve", id), nil, &call)
			}
			if err == nil && (call.ID != id || call.Status != s.status) {
				err = fmt.Errorf("el llamado %d tenía que quedar %s: %+v", id, s.status, call)
			}
			return []sound{{floor, s.kind, fields{"call_id": id, "call_type": "WAITER_CALL"}}}, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
