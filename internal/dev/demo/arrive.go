package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"integrador/client"
)

// openRestaurant logs the staff in, chooses the tables and opens the sockets.
func (d *dinner) openRestaurant(ctx context.Context) error {
	err := d.step(ctx, "El personal ingresa y abre sus pantallas", func(ctx context.Context) (_ []expectation, err error) {
		for _, who := range []struct {
			login
			as **client.Client
		}{{d.staff.waiter, &d.waiter}, {d.staff.cook, &d.cook}, {d.staff.admin, &d.admin}} {
			if *who.as, err = d.logIn(ctx, who.login); err != nil {
				return nil, err
			}
		}
		return nil, errors.Join(d.findBranch(ctx), d.findTables(ctx), d.readMenu(ctx))
	})
	if err != nil {
		return err
	}
	for _, s := range []struct {
		name string
		is   audience
		kind client.Kind
		as   *client.Client
	}{
		{"mozo", theWaiter, client.WaiterSocket, d.waiter},
		{"cocina", theKitchen, client.KitchenSocket, d.cook},
		{"admin", theAdmin, client.AdminSocket, d.admin},
	} {
		if _, err := d.listen(ctx, s.name, s.is, s.as, client.Subscription{Kind: s.kind}); err != nil {
			return err
		}
	}
	d.transcript.say("cenamos en %s; el testigo se sienta en %s; escuchan mozo, cocina y admin", d.table.Code,
		d.other.Code)
	return nil
}

// login is how a member of staff logs in.
type login struct{ email, password string }

// staff are the people who serve a dinner. The admin may be a manager of the branch.
type staff struct{ waiter, cook, admin login }

var demoStaff = staff{
	waiter: login{"waiter@demo.com", "waiter123"},
	cook:   login{"kitchen@demo.com", "kitchen123"},
	admin:  login{"admin@demo.com", "admin123"},
}

func (d *dinner) logIn(ctx context.Context, as login) (*client.Client, error) {
	c, err := d.visitor.LogIn(ctx, as.email, as.password)
	if client.StatusOf(err) == 0 && err != nil {
		return nil, fmt.Errorf("la API de %s no contesta; ¿está en marcha? (make run): %w", d.API, err)
	}
	return c, err
}

func (d *dinner) findBranch(ctx context.Context) error {
	me, err := d.waiter.GetMe(ctx)
	if err != nil {
		return err
	}
	all, err := d.visitor.ListPublicBranches(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(b client.PublicBranchPublicOutput) bool {
		return b.Slug == d.Branch && slices.Contains(me.BranchIDs, b.ID)
	})
	if i < 0 {
		return fmt.Errorf("el mozo de la demostración no trabaja en ninguna sucursal %q", d.Branch)
	}
	d.branch = all[i]
	return nil
}

// findTables takes the first two tables that are free among the waiter's.
func (d *dinner) findTables(ctx context.Context) error {
	all, err := d.waiter.ListFloorTables(ctx, client.ListFloorTablesQuery{BranchID: d.branch.ID})
	if err != nil {
		return err
	}
	free := slices.DeleteFunc(all, func(t client.TableCard) bool { return t.Status != "FREE" })
	if len(free) < 2 {
		return fmt.Errorf("hacen falta dos mesas libres de los sectores del mozo y hay %d: cerrá alguna", len(free))
	}
	d.table, d.other = free[0], free[1]
	return nil
}

// readMenu keeps one dish of each category, as a diner would find them.
func (d *dinner) readMenu(ctx context.Context) error {
	menu, err := d.visitor.GetPublicMenu(ctx, d.branch.Slug)
	if err != nil {
		return err
	}
	for _, c := range menu.Categories {
		if i := slices.IndexFunc(c.Products, func(p dish) bool { return p.IsAvailable && p.PriceCents > 0 }); i >= 0 {
			d.dishes = append(d.dishes, c.Products[i])
		}
	}
	if len(d.dishes) < 4 {
		return fmt.Errorf("el menú de %s tiene %d categorías con platos disponibles; hacen falta cuatro", d.branch.Slug,
			len(d.dishes))
	}
	return nil
}

// sitDown has a witness sit at another table, and Ana and Bruno at ours.
func (d *dinner) sitDown(ctx context.Context) error {
	for _, step := range []func(context.Context) error{d.seatWitness, d.seatAna, d.seatBruno, d.register} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *dinner) seatWitness(ctx context.Context) error {
	title := "En " + d.other.Code + " se sienta un testigo, que no tiene que recibir nada de lo nuestro"
	return d.step(ctx, title, func(ctx context.Context) ([]expectation, error) {
		s, err := d.visitor.OpenTableSession(ctx, d.other.TableID)
		if err := opened(s, err, d.other); err != nil {
			return nil, err
		}
		d.otherSession = s.SessionID
		_, err = d.listenAtTable(ctx, "vecino", theWitness, d.visitor.WithTableToken(s.TableToken))
		return []expectation{started(d.other, theWaiter|theAdmin|theWitness)}, err
	})
}

func (d *dinner) seatAna(ctx context.Context) error {
	return d.step(ctx, "Ana escanea el QR de "+d.table.Code, func(ctx context.Context) ([]expectation, error) {
		s, err := d.visitor.OpenTableSession(ctx, d.table.TableID)
		if err := opened(s, err, d.table); err != nil {
			return nil, err
		}
		d.session = s.SessionID
		d.ana.Client = d.visitor.WithTableToken(s.TableToken).WithDevice(d.ana.device)
		_, err = d.listenAtTable(ctx, "Ana", theDiners, d.ana.Client)
		return []expectation{started(d.table, floor)}, err
	})
}

// seatBruno comes by the table's code: he joins, and nothing starts. On his
// socket he asks for what came before him.
func (d *dinner) seatBruno(ctx context.Context) error {
	return d.step(ctx, "Bruno entra con el código de la mesa: es la misma sesión",
		func(ctx context.Context) ([]expectation, error) {
			s, err := d.visitor.OpenTableSessionByCode(ctx, d.table.Code,
				client.OpenTableSessionByCodeQuery{BranchSlug: d.branch.Slug})
			if err := opened(s, err, d.table); err != nil {
				return nil, err
			}
			if s.SessionID != d.session {
				return nil, fmt.Errorf("a Bruno le tocó la sesión %d y a Ana la %d", s.SessionID, d.session)
			}
			d.bruno.Client = d.visitor.WithTableToken(s.TableToken).WithDevice(d.bruno.device)
			l, err := d.listenAtTable(ctx, "Bruno", theDiners, d.bruno.Client)
			if err != nil {
				return nil, err
			}
			return nil, l.expect(ctx, []expectation{started(d.table, theDiners)})
		})
}

func started(t client.TableCard, to audience) expectation {
	return expectation{to, "TABLE_SESSION_STARTED", fields{"table_code": t.Code, "table_status": "ACTIVE"}}
}

// opened checks what scanning a table's code gave.
func opened(s client.TableSessionResponse, err error, at client.TableCard) error {
	if err == nil && (s.TableID != at.TableID || s.TableCode != at.Code || s.Status != "OPEN" || s.TableToken == "") {
		err = fmt.Errorf("se abrió otra cosa que la mesa %s: %+v", at.Code, s)
	}
	return err
}

func (d *dinner) listenAtTable(ctx context.Context, name string, is audience, as *client.Client) (*listener, error) {
	return d.listen(ctx, name, is, as, client.Subscription{Kind: client.DinerSocket})
}

// register registers both diners; Ana's phone does it twice.
func (d *dinner) register(ctx context.Context) error {
	for _, g := range []*guest{d.ana, d.bruno} {
		err := d.step(ctx, g.name+" dice su nombre", func(ctx context.Context) (_ []expectation, err error) {
			g.id, err = g.register(ctx)
			return []expectation{{theDiners, "DINER_JOINED", fields{"diner_id": g.id, "diner_name": g.name, "diner_color": g.color}}}, err
		})
		if err != nil {
			return err
		}
	}
	return d.step(ctx, "El teléfono de Ana repite el registro: es la misma persona",
		func(ctx context.Context) ([]expectation, error) {
			id, err := d.ana.register(ctx)
			if err == nil && id != d.ana.id {
				err = fmt.Errorf("el comensal %d volvió como %d", d.ana.id, id)
			}
			return nil, err
		})
}

func (g *guest) register(ctx context.Context) (int64, error) {
	out, err := g.RegisterDiner(ctx, client.RegisterDinerRequest{Name: g.name, Color: g.color, LocalID: &g.device, DeviceID: &g.device})
	if err == nil && (out.ID == 0 || out.Name != g.name || out.Color != g.color) {
		err = fmt.Errorf("se registró a otra persona: %+v", out)
	}
	return out.ID, err
}
