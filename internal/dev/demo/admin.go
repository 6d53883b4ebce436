package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"integrador/client"
)

const adminTimeout = 3 * time.Minute

// PlayAdmin has an administrator of the demo restaurant open a new branch, sell a
// dinner in it and read its reports, and prints that to Out, in Spanish. Another
// administrator's socket receives every change within a second. It may be played
// any number of times: each has a branch of its own, which is retired at the end with
// its people, also when something was not as it has to be.
//
// The error is the first entity that is not as it has to be.
func PlayAdmin(ctx context.Context, o Options) error {
	ctx, cancel := context.WithTimeout(ctx, adminTimeout)
	defer cancel()
	a := newAdminRun(o)
	defer a.close()
	if err := errors.Join(a.administer(ctx), a.retire(ctx)); err != nil {
		return err
	}
	a.end()
	return nil
}

// administer does all that is shown.
func (a *adminRun) administer(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		a.logInAdmins, a.openBranch, a.createTables, a.hire, a.assign, a.writeTheMenu, a.excludeAndInclude, a.promote, a.fetchQR,
		a.dine, a.readReports, a.raisePrice, a.refuseTheManager, a.deleteCategory, a.restoreCategory, a.readAudit,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// retire leaves the restaurant as it was: without the branch, its promotion and the people who were taken on.
func (a *adminRun) retire(ctx context.Context) error {
	if a.admin.Client == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
	defer cancel()
	if a.socket != nil {
		a.socket.socket.Close()
	}
	a.transcript.step("Cierra la sucursal y despide a su gente: el restaurante queda como antes")
	var errs []error
	for _, made := range slices.Backward(a.retirable) {
		errs = append(errs, a.delete(ctx, made))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("dejar el restaurante como antes: %w", err)
	}
	return nil
}

func (a *adminRun) delete(ctx context.Context, made entity) error {
	switch made.kind {
	case "branch":
		return a.admin.DeleteBranch(ctx, made.id)
	case "staff":
		return a.admin.DeleteStaffMember(ctx, made.id)
	case "promotion":
		return a.admin.DeletePromotion(ctx, made.id)
	}
	return nil // goes with its branch
}

// adminRun is what is known while the restaurant is administered.
type adminRun struct {
	*dinner // of the new branch
	admin   administrator
	partner administrator // the second one
	manager administrator
	socket  *listener // the partner's
	changes []change  // what the audit log has to list
	ours    map[entity]bool
	// retirable is all that was made, in that order.
	retirable []entity
	slowest   time.Duration // that the partner received something, from the answer on
	home      int64         // the demo restaurant's first branch

	sectors                 map[string]int64 // by prefix
	tables                  []client.TableOutput
	waiterID, otherWaiterID int64 // the first serves our dinner
	card                    []section
	deletion                deletion
}

// administrator is somebody who administers.
type administrator struct {
	login
	*client.Client
}

// entity is a row of any kind.
type entity struct {
	kind string
	id   int64
}

// change is a change that was made.
type change struct {
	action string
	entity
	by string // an e-mail
}

func newAdminRun(o Options) *adminRun {
	o.Branch = ""
	if o.Promptly == 0 {
		o.Promptly = time.Second
	}
	a := &adminRun{dinner: newDinner(o), ours: map[entity]bool{}, sectors: map[string]int64{}}
	a.Branch = "bodegon-" + a.run
	return a
}

func (a *adminRun) close() {
	if a.socket != nil {
		a.socket.socket.Close()
	}
	a.http.CloseIdleConnections()
}

// enter logs somebody in.
func (a *adminRun) enter(ctx context.Context, as login) (administrator, error) {
	c, err := a.logIn(ctx, as)
	return administrator{as, c}, err
}

// act does one step.
func (a *adminRun) act(ctx context.Context, title string, do func(context.Context) error) error {
	n := a.transcript.step(title)
	err := do(ctx)
	if err == nil {
		err = a.receivesNoMore(ctx)
	}
	if err != nil {
		return fmt.Errorf("paso %d (%s): %w", n, title, err)
	}
	return nil
}

// created notes what was made, of which the partner receives an event.
func (a *adminRun) created(ctx context.Context, kind string, id int64, err error) error {
	return a.changed(ctx, a.admin, "CREATE", entity{kind, id}, err, "ENTITY_CREATED")
}

// updated notes what was changed, of which the partner receives an event.
func (a *adminRun) updated(ctx context.Context, by administrator, kind string, id int64, err error) error {
	return a.changed(ctx, by, "UPDATE", entity{kind, id}, err, "ENTITY_UPDATED")
}

// changed notes a change and waits until the partner has received its event.
func (a *adminRun) changed(ctx context.Context, by administrator, action string, what entity, err error,
	event string) error {
	if err != nil {
		return err
	}
	a.note(by, action, what)
	_, err = a.receives(ctx, notice{event, what})
	return err
}

// note keeps a change for the comparison with the audit log.
func (a *adminRun) note(by administrator, action string, what entity) {
	a.changes = append(a.changes, change{action, what, by.email})
	a.ours[what] = true
	if action == "CREATE" {
		a.retirable = append(a.retirable, what)
	}
}

// logInAdmins logs both administrators in.
func (a *adminRun) logInAdmins(ctx context.Context) error {
	return a.act(ctx, "La dueña ingresa y suma a una socia, que abre su tablero", func(ctx context.Context) (err error) {
		if a.admin, err = a.enter(ctx, demoStaff.admin); err != nil {
			return err
		}
		me, err := a.admin.GetMe(ctx)
		if err != nil {
			return err
		}
		if len(me.BranchIDs) == 0 {
			return errors.New("la dueña no tiene ninguna sucursal")
		}
		a.home = me.BranchIDs[0]
		as := a.newLogin("socia")
		made, err := a.admin.CreateStaffMember(ctx, client.StaffCreate{
			Email: as.email, Password: as.password, FirstName: new("Lucía"), LastName: new("Ferreyra"),
			BranchRoles: []client.BranchRole{{BranchID: a.home, Role: "ADMIN"}},
		})
		if err != nil {
			return err
		}
		partner := entity{"staff", made.ID}
		a.changes = append(a.changes, change{"CREATE", partner, a.admin.email})
		a.retirable = append(a.retirable, partner)
		if a.partner, err = a.enter(ctx, as); err != nil {
			return err
		}
		return a.follow(ctx, a.home)
	})
}

// newLogin makes up a login that nobody else has.
func (a *adminRun) newLogin(name string) login {
	return login{name + "." + a.run + "@demo.com", strings.ToLower(rand.Text()[:12]) + "Aa1"}
}

func (a *adminRun) openBranch(ctx context.Context) error {
	return a.act(ctx, "Abre una sucursal", func(ctx context.Context) error {
		a.transcript.mark()
		made, err := a.admin.CreateBranch(ctx, client.BranchCreate{
			Name: "Bodegón del Bajo", Slug: a.Branch, Timezone: new("America/Argentina/Buenos_Aires"),
			Address: new("Reconquista 1124, Buenos Aires"), Phone: new("+54 11 4312-0000"),
			OpeningTime: new("12:00"), ClosingTime: new("01:00"),
		})
		if err := a.created(ctx, "branch", made.ID, err); err != nil {
			return err
		}
		a.branch = client.PublicBranchPublicOutput{ID: made.ID, Name: made.Name, Slug: a.Branch}
		a.transcript.say("es la %d, %s; la socia pasa a seguirla, con el token que ya tenía", made.ID, a.Branch)
		return a.follow(ctx, made.ID)
	})
}

// dine plays the dinner in the new branch, by those who were hired for it.
func (a *adminRun) dine(ctx context.Context) error {
	a.transcript.line("\nLa primera cena en %s:", a.branch.Name)
	if err := a.play(ctx); err != nil {
		return err
	}
	a.transcript.line("\nCierra la cena; de vuelta en la oficina:")
	return nil
}

func (a *adminRun) end() {
	a.transcript.line("\nLo que quedó de %s:", a.Branch)
	a.transcript.say("%d cambios, todos en la auditoría; al tablero de la socia llegaron %v después de la respuesta como mucho", len(a.changes), a.slowest.Round(time.Millisecond))
	a.transcript.say("se vendieron %s y es lo que dicen los cinco informes", pesos(a.totals.total))
	a.transcript.say("duró %v", time.Since(a.transcript.total).Round(10*time.Millisecond))
}

// refused wants an answer of 403.
func refused(err error) error {
	if client.StatusOf(err) != http.StatusForbidden {
		return errors.Join(errors.New("tenía que contestar 403"), err)
	}
	return nil
}
