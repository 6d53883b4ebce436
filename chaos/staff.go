package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"integrador/client"
)

// tempWaiter is a waiter who was hired during the run, with a socket of the waiters.
type tempWaiter struct {
	*client.Client
	cl     *cluster
	id     int64
	socket *socket

	demoted time.Time     // when it was answered that the role was taken away
	took    time.Duration // until the last request that was still served began
	refused bool
}

// revocationLimit is how long something that was taken from a person may still work.
const revocationLimit = 5 * time.Second

// hireWaiter hires a waiter, lets them in and opens their socket.
func (cl *cluster) hireWaiter(ctx context.Context, name string) (*tempWaiter, error) {
	const password = "Una-clave-larga-42" //nolint:gosec // of somebody who is not
	email := fmt.Sprintf("%s-%d@demo.com", name, cl.seed)
	made, err := cl.staff["admin"].CreateStaffMember(ctx, client.StaffCreate{
		Email: email, Password: password, FirstName: &name, LastName: new("Prueba"), IsActive: new(true),
		BranchRoles: []client.BranchRole{{BranchID: cl.branch, Role: "WAITER"}},
	})
	if err != nil {
		return nil, fmt.Errorf("hire %s: %w", name, err)
	}
	in, err := cl.visitor().LogIn(ctx, email, password)
	if err != nil {
		return nil, fmt.Errorf("log %s in: %w", name, err)
	}
	t := &tempWaiter{cl: cl, id: made.ID, Client: cl.visitor().WithAccessToken(in.Token())}
	t.socket = cl.screen(ctx, client.WaiterSocket, t.Client)
	within, cancel := context.WithTimeout(ctx, personTimeout)
	defer cancel()
	if err := t.socket.Connected(within); err != nil {
		return nil, fmt.Errorf("the socket of %s does not open: %w", name, err)
	}
	return t, cl.until(ctx, personTimeout, t.readTables)
}

// readTables reads what only those see who wait on tables here.
func (t *tempWaiter) readTables(ctx context.Context) error {
	_, err := t.ListFloorTables(ctx, client.ListFloorTablesQuery{BranchID: t.cl.branch})
	return err
}

// awaitRefusal repeats a request until t, who has lost the right to it, is refused.
// Neither an error nor a 5xx says anything.
func (t *tempWaiter) awaitRefusal(ctx context.Context) error {
	t.demoted = time.Now()
	return t.cl.until(ctx, personTimeout, func(ctx context.Context) error {
		began := time.Now()
		err := t.readTables(ctx)
		switch status := client.StatusOf(err); {
		case status == http.StatusUnauthorized || status == http.StatusForbidden:
			t.refused = true
		case err == nil:
			t.took = began.Sub(t.demoted)
		}
		if away := !t.socket.EndedAt().IsZero(); !t.refused || !away {
			return fmt.Errorf("whoever lost their role is refused: %v, and without a socket: %v", t.refused, away)
		}
		return nil
	})
}

// demoteLater takes the role from the temporary waiter while faults happen.
func (cl *cluster) demoteLater(ctx context.Context, guests *sync.WaitGroup) {
	guests.Go(func() {
		pause(ctx, cl.length/4)
		roles := []client.BranchRole{{BranchID: cl.branch, Role: "KITCHEN"}}
		_, err := insist(ctx, func(ctx context.Context) (client.StaffOutput, error) {
			return cl.staff["admin"].UpdateStaffMember(ctx, cl.demotedWaiter.id,
				client.StaffUpdate{BranchRoles: client.Set(roles)})
		})
		if err == nil {
			err = cl.demotedWaiter.awaitRefusal(ctx)
		}
		if err != nil && ctx.Err() == nil {
			cl.facts.noteUnexpected(fmt.Sprintf("quitarle el rol a alguien a mitad de la noche: %v", err))
		}
	})
}

// checkRevocations is I11: whose session or role has ended is refused within seconds.
func (cl *cluster) checkRevocations(ctx context.Context) finding {
	f := finding{id: "I11", says: "quien ya no puede, a los 5 s no puede"}
	for _, s := range cl.facts.all() {
		if s.closed.IsZero() || len(s.guests) == 0 {
			continue
		}
		f.checked++
		if _, err := s.guests[0].GetCart(ctx); client.StatusOf(err) != http.StatusUnauthorized {
			f.fail("el token de la sesión cerrada %d todavía abre: %v", s.id, err)
		}
	}
	dismissed, err := cl.dismissWaiter(ctx)
	if err != nil {
		f.fail("%v", err)
		return f
	}
	ended := dismissed.socket.EndedAt().Sub(dismissed.demoted)
	for what, took := range map[string]time.Duration{
		"a una persona dada de baja se la atendió":           dismissed.took,
		"a una persona dada de baja le quedó la conexión":    ended,
		"a quien perdió el rol en plena noche se lo atendió": cl.demotedWaiter.took,
	} {
		f.checked++
		if took > revocationLimit {
			f.fail("%s %.1f s más", what, took.Seconds())
		}
	}
	f.note = fmt.Sprintf("dada de baja: se la atendió %.2f s más y su conexión terminó a los %.2f s; sin rol en plena noche: %.2f s y %.2f s",
		dismissed.took.Seconds(), ended.Seconds(), cl.demotedWaiter.took.Seconds(), cl.demotedWaiter.socket.EndedAt().Sub(cl.demotedWaiter.demoted).Seconds())
	return f
}

// dismissWaiter hires a waiter, deletes them, and waits until they are refused.
func (cl *cluster) dismissWaiter(ctx context.Context) (*tempWaiter, error) {
	t, err := cl.hireWaiter(ctx, "breve")
	if err != nil {
		return nil, err
	}
	if err := cl.staff["admin"].DeleteStaffMember(ctx, t.id); err != nil {
		return nil, fmt.Errorf("dismiss somebody: %w", err)
	}
	return t, t.awaitRefusal(ctx)
}
