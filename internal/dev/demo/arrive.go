package demo

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
)

type branch struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Slug string `json:"slug"`
}

type table struct {
	ID     int64  `json:"table_id"`
	Code   string `json:"code"`
	Status string `json:"status"`
}

type dish struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	Price     int64  `json:"price_cents"`
	Available bool   `json:"is_available"`
}

// seat is what scanning a QR code gives.
type seat struct {
	SessionID int64  `json:"session_id"`
	TableID   int64  `json:"table_id"`
	TableCode string `json:"table_code"`
	Token     string `json:"table_token"`
	Status    string `json:"status"`
}

// openTheHouse logs the staff in, chooses the tables and opens the sockets.
func (d *dinner) openTheHouse(ctx context.Context) error {
	var tokens [3]string
	err := d.step(ctx, "El personal ingresa y abre sus pantallas", func(ctx context.Context) ([]sound, error) {
		for i, who := range []struct {
			login
			as **caller
		}{{d.crew.waiter, &d.waiter}, {d.crew.cook, &d.cook}, {d.crew.admin, &d.admin}} {
			var err error
			if tokens[i], err = d.login(ctx, who.login); err != nil {
				return nil, err
			}
			*who.as = d.caller(map[string]string{"Authorization": "Bearer " + tokens[i]})
		}
		for _, look := range []func(context.Context) error{d.findBranch, d.findTables, d.readMenu} {
			if err := look(ctx); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	if err != nil {
		return err
	}
	for i, s := range []struct {
		name, path string
		is         audience
	}{{"mozo", "/ws/waiter", theWaiter}, {"cocina", "/ws/kitchen", theKitchen}, {"admin", "/ws/admin", theAdmin}} {
		if _, err := d.listenAs(ctx, s.name, s.is, s.path+"?token="+url.QueryEscape(tokens[i])); err != nil {
			return err
		}
	}
	d.paper.say("cenamos en %s; el testigo se sienta en %s; escuchan mozo, cocina y admin", d.table.Code, d.other.Code)
	return nil
}

// login is how somebody of the staff comes in.
type login struct{ email, password string }

// crew are the staff of a dinner. The admin may be a manager of the branch.
type crew struct{ waiter, cook, admin login }

var demoCrew = crew{
	waiter: login{"waiter@demo.com", "waiter123"},
	cook:   login{"kitchen@demo.com", "kitchen123"},
	admin:  login{"admin@demo.com", "admin123"},
}

func (d *dinner) login(ctx context.Context, as login) (token string, err error) {
	var in struct {
		Token string `json:"access_token"`
	}
	err = d.visitor.post(ctx, "/api/auth/login", fields{"email": as.email, "password": as.password}, &in)
	if statusOf(err) == 0 && err != nil {
		return "", fmt.Errorf("la API de %s no contesta; ¿está en marcha? (make run): %w", d.API, err)
	}
	return in.Token, err
}

func (d *dinner) findBranch(ctx context.Context) error {
	var me struct {
		Branches []int64 `json:"branch_ids"`
	}
	var all []branch
	if err := errors.Join(d.waiter.get(ctx, "/api/auth/me", &me), d.visitor.get(ctx, "/api/public/branches", &all)); err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(b branch) bool { return b.Slug == d.Branch && slices.Contains(me.Branches, b.ID) })
	if i < 0 {
		return fmt.Errorf("el mozo de la demostración no trabaja en ninguna sucursal %q", d.Branch)
	}
	d.branch = all[i]
	return nil
}

// findTables takes the first two tables that are free among the waiter's.
func (d *dinner) findTables(ctx context.Context) error {
	var all []table
	if err := d.waiter.get(ctx, "/api/waiter/tables?branch_id="+strconv.FormatInt(d.branch.ID, 10), &all); err != nil {
		return err
	}
	free := slices.DeleteFunc(all, func(t table) bool { return t.Status != "FREE" })
	if len(free) < 2 {
		return fmt.Errorf("hacen falta dos mesas libres de los sectores del mozo y hay %d: cerrá alguna", len(free))
	}
	d.table, d.other = free[0], free[1]
	return nil
}

// readMenu keeps one dish of each category, as a diner would find them.
func (d *dinner) readMenu(ctx context.Context) error {
	var menu struct {
		Categories []struct {
			Products []dish `json:"products"`
		} `json:"categories"`
	}
	if err := d.visitor.get(ctx, "/api/public/menu/"+d.branch.Slug, &menu); err != nil {
		return err
	}
	for _, c := range menu.Categories {
		if i := slices.IndexFunc(c.Products, func(p dish) bool { return p.Available && p.Price > 0 }); i >= 0 {
			d.dishes = append(d.dishes, c.Products[i])
		}
	}
	if len(d.dishes) < 4 {
		return fmt.Errorf("el menú de %s tiene %d categorías con platos disponibles; hacen falta cuatro", d.branch.Slug, len(d.dishes))
	}
	return nil
}

// sitDown has a stranger sit at another table, and Ana and Bruno at ours.
func (d *dinner) sitDown(ctx context.Context) error {
	for _, act := range []func(context.Context) error{d.seatWitness, d.seatAna, d.seatBruno, d.introduce} {
		if err := act(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *dinner) seatWitness(ctx context.Context) error {
	return d.step(ctx, "En "+d.other.Code+" se sienta un testigo, que no tiene que oír nada de lo nuestro", func(ctx context.Context) ([]sound, error) {
		s, err := d.scan(ctx, fmt.Sprintf("/api/tables/%d/session", d.other.ID), d.other)
		if err != nil {
			return nil, err
		}
		d.neighbour = s.SessionID
		_, err = d.listenAtTable(ctx, "vecino", theWitness, s.Token)
		return []sound{started(d.other, theWaiter|theAdmin|theWitness)}, err
	})
}

func (d *dinner) seatAna(ctx context.Context) error {
	return d.step(ctx, "Ana escanea el QR de "+d.table.Code, func(ctx context.Context) ([]sound, error) {
		s, err := d.scan(ctx, fmt.Sprintf("/api/tables/%d/session", d.table.ID), d.table)
		if err != nil {
			return nil, err
		}
		d.session = s.SessionID
		d.ana.caller = d.phone(s.Token, d.ana.device)
		_, err = d.listenAtTable(ctx, "Ana", theGuests, s.Token)
		return []sound{started(d.table, floor)}, err
	})
}

// seatBruno comes by the table's code: he joins, and nothing starts. On his
// socket he asks for what came before him.
func (d *dinner) seatBruno(ctx context.Context) error {
	return d.step(ctx, "Bruno entra con el código de la mesa: es la misma sesión", func(ctx context.Context) ([]sound, error) {
		s, err := d.scan(ctx, "/api/tables/code/"+url.PathEscape(d.table.Code)+"/session?branch_slug="+url.QueryEscape(d.branch.Slug), d.table)
		if err != nil {
			return nil, err
		}
		if s.SessionID != d.session {
			return nil, fmt.Errorf("a Bruno le tocó la sesión %d y a Ana la %d", s.SessionID, d.session)
		}
		d.bruno.caller = d.phone(s.Token, d.bruno.device)
		e, err := d.listenAtTable(ctx, "Bruno", theGuests, s.Token)
		if err != nil {
			return nil, err
		}
		return nil, e.expect(ctx, []sound{started(d.table, theGuests)})
	})
}

func started(t table, to audience) sound {
	return sound{to, "TABLE_SESSION_STARTED", fields{"table_code": t.Code, "table_status": "ACTIVE"}}
}

func (d *dinner) scan(ctx context.Context, path string, at table) (seat, error) {
	var s seat
	err := d.visitor.post(ctx, path, nil, &s)
	if err == nil && (s.TableID != at.ID || s.TableCode != at.Code || s.Status != "OPEN" || s.Token == "") {
		err = fmt.Errorf("se abrió otra cosa que la mesa %s: %+v", at.Code, s)
	}
	return s, err
}

func (d *dinner) phone(token, device string) *caller {
	return d.caller(map[string]string{"X-Table-Token": token, "X-Device-Id": device})
}

func (d *dinner) listenAtTable(ctx context.Context, name string, is audience, token string) (*ear, error) {
	return d.listenAs(ctx, name, is, "/ws/diner?since_seq=0&table_token="+url.QueryEscape(token))
}

// introduce registers both diners; Ana's phone does it twice.
func (d *dinner) introduce(ctx context.Context) error {
	for _, g := range []*guest{d.ana, d.bruno} {
		err := d.step(ctx, g.name+" dice su nombre", func(ctx context.Context) ([]sound, error) {
			id, err := d.register(ctx, g)
			g.id = id
			return []sound{{theGuests, "DINER_JOINED", fields{"diner_id": id, "diner_name": g.name, "diner_color": g.color}}}, err
		})
		if err != nil {
			return err
		}
	}
	return d.step(ctx, "El teléfono de Ana repite el registro: es la misma persona", func(ctx context.Context) ([]sound, error) {
		id, err := d.register(ctx, d.ana)
		if err == nil && id != d.ana.id {
			err = fmt.Errorf("el comensal %d volvió como %d", d.ana.id, id)
		}
		return nil, err
	})
}

func (d *dinner) register(ctx context.Context, g *guest) (int64, error) {
	var out struct {
		ID    int64  `json:"id"`
		Name  string `json:"name"`
		Color string `json:"color"`
	}
	err := g.post(ctx, "/api/diner/register", fields{"name": g.name, "color": g.color, "local_id": g.device, "device_id": g.device}, &out)
	if err == nil && (out.ID == 0 || out.Name != g.name || out.Color != g.color) {
		err = fmt.Errorf("se registró a otra persona: %+v", out)
	}
	return out.ID, err
}
