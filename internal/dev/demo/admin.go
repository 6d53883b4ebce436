package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

const wholeEvening = 3 * time.Minute

// PlayAdmin has an administrator of the demo restaurant open a new branch, sell a
// dinner in it and keep its books, and tells that to Out, in Spanish. Another
// administrator's socket hears of every change within a second. It may be played
// any number of times: each has a branch of its own, which stays.
//
// The error is the first thing that is not as it has to be.
func PlayAdmin(ctx context.Context, o Options) error {
	ctx, cancel := context.WithTimeout(ctx, wholeEvening)
	defer cancel()
	f := newOffice(o)
	defer f.lockUp()
	for _, act := range []func(context.Context) error{
		f.comeIn, f.openBranch, f.furnish, f.hire, f.assign, f.writeTheMenu, f.excludeAndAdmit, f.promote, f.fetchQR,
		f.dine, f.readReports, f.raisePrice, f.refuseTheManager, f.deleteCategory, f.restoreCategory, f.readAudit,
	} {
		if err := act(ctx); err != nil {
			return err
		}
	}
	f.end()
	return nil
}

// office is where a restaurant is administered, and what is known there.
type office struct {
	*dinner // of the new branch
	admin   colleague
	partner colleague // the second administrator
	manager colleague
	ear     *ear   // the partner's
	deeds   []deed // what the audit log has to tell
	ours    map[thing]bool
	slowest time.Duration // that the partner heard of something, from the answer on
	home    int64         // the demo restaurant's first branch

	sectors                 map[string]int64 // by prefix
	tables                  []table
	waiterID, otherWaiterID int64 // the first serves our dinner
	card                    []section
	doomed                  doomed
}

// colleague is somebody who administers.
type colleague struct {
	login
	token string
	*caller
}

// thing is a row of any kind.
type thing struct {
	kind string
	id   int64
}

// deed is a change that was made.
type deed struct {
	action string
	thing
	by string // an e-mail
}

func newOffice(o Options) *office {
	o.Branch = ""
	if o.Promptly == 0 {
		o.Promptly = time.Second
	}
	f := &office{dinner: newDinner(o), ours: map[thing]bool{}, sectors: map[string]int64{}}
	f.Branch = "bodegon-" + f.run
	return f
}

func (f *office) lockUp() {
	if f.ear != nil {
		f.ear.close()
	}
	f.http.CloseIdleConnections()
}

// enter logs somebody in.
func (f *office) enter(ctx context.Context, as login) (colleague, error) {
	token, err := f.login(ctx, as)
	return colleague{as, token, f.caller(map[string]string{"Authorization": "Bearer " + token})}, err
}

// act does one step.
func (f *office) act(ctx context.Context, title string, do func(context.Context) error) error {
	n := f.paper.step(title)
	err := do(ctx)
	if err == nil {
		err = f.hearsNoMore(ctx)
	}
	if err != nil {
		return fmt.Errorf("paso %d (%s): %w", n, title, err)
	}
	return nil
}

// create makes a thing, of which the partner hears, and gives its id.
func (f *office) create(ctx context.Context, kind, path string, body fields) (int64, error) {
	var out struct {
		ID int64 `json:"id"`
	}
	f.paper.mark()
	if err := f.admin.post(ctx, path, body, &out); err != nil {
		return 0, err
	}
	made := thing{kind, out.ID}
	return out.ID, f.done(ctx, f.admin, "CREATE", made, notice{"ENTITY_CREATED", made})
}

// change sends a PATCH or PUT, of which the partner hears as an update of what.
func (f *office) change(ctx context.Context, by colleague, method, path string, body fields, what thing) error {
	f.paper.mark()
	if err := by.do(ctx, method, path, body, nil); err != nil {
		return err
	}
	return f.done(ctx, by, "UPDATE", what, notice{"ENTITY_UPDATED", what})
}

// done notes a deed and waits until the partner has heard of it.
func (f *office) done(ctx context.Context, by colleague, action string, what thing, notices ...notice) error {
	f.deeds = append(f.deeds, deed{action, what, by.email})
	f.ours[what] = true
	_, err := f.hears(ctx, notices...)
	return err
}

// comeIn brings both administrators to their desks.
func (f *office) comeIn(ctx context.Context) error {
	return f.act(ctx, "La dueña ingresa y suma a una socia, que abre su tablero", func(ctx context.Context) error {
		var err error
		if f.admin, err = f.enter(ctx, demoCrew.admin); err != nil {
			return err
		}
		var me struct {
			Branches []int64 `json:"branch_ids"`
		}
		if err := f.admin.get(ctx, "/api/auth/me", &me); err != nil {
			return err
		}
		if len(me.Branches) == 0 {
			return errors.New("la dueña no tiene ninguna sucursal")
		}
		f.home = me.Branches[0]
		as := f.newLogin("socia")
		var made struct {
			ID int64 `json:"id"`
		}
		role := []fields{{"branch_id": f.home, "role": "ADMIN"}}
		err = f.admin.post(ctx, "/api/admin/staff", fields{"email": as.email, "password": as.password, "first_name": "Lucía", "last_name": "Ferreyra", "branch_roles": role}, &made)
		if err != nil {
			return err
		}
		f.deeds = append(f.deeds, deed{"CREATE", thing{"staff", made.ID}, f.admin.email})
		if f.partner, err = f.enter(ctx, as); err != nil {
			return err
		}
		return f.follow(ctx, f.home)
	})
}

// newLogin makes up a login that nobody else has.
func (f *office) newLogin(name string) login {
	return login{name + "." + f.run + "@demo.com", strings.ToLower(rand.Text()[:12]) + "Aa1"}
}

func (f *office) openBranch(ctx context.Context) error {
	return f.act(ctx, "Abre una sucursal", func(ctx context.Context) error {
		id, err := f.create(ctx, "branch", "/api/admin/branches", fields{
			"name": "Bodegón del Bajo", "slug": f.Branch, "timezone": "America/Argentina/Buenos_Aires",
			"address": "Reconquista 1124, Buenos Aires", "phone": "+54 11 4312-0000", "opening_time": "12:00", "closing_time": "01:00",
		})
		if err != nil {
			return err
		}
		f.branch = branch{id, "Bodegón del Bajo", f.Branch}
		f.paper.say("es la %d, %s; la socia pasa a seguirla, con el token que ya tenía", id, f.Branch)
		return f.follow(ctx, id)
	})
}

// dine plays the dinner in the new branch, by those who were hired for it.
func (f *office) dine(ctx context.Context) error {
	f.paper.line("\nLa primera cena en %s:", f.branch.Name)
	if err := f.play(ctx); err != nil {
		return err
	}
	f.paper.line("\nCierra la cena; de vuelta en la oficina:")
	return nil
}

func (f *office) end() {
	f.paper.line("\nLa sucursal %s queda abierta:", f.Branch)
	f.paper.say("%d cambios, todos en la auditoría; al tablero de la socia llegaron %v después de la respuesta como mucho", len(f.deeds), f.slowest.Round(time.Millisecond))
	f.paper.say("se vendieron %s y es lo que dicen los cinco informes", pesos(f.sums.total))
	f.paper.say("duró %v", time.Since(f.paper.total).Round(10*time.Millisecond))
}

// refused wants an answer of 403.
func refused(err error) error {
	switch {
	case err == nil:
		return errors.New("tenía que contestar 403 y lo hizo")
	case statusOf(err) != http.StatusForbidden:
		return fmt.Errorf("tenía que contestar 403: %w", err)
	}
	return nil
}
