package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"integrador/client"
)

// temp is a waiter who was hired for tonight, with a phone on the waiters' socket.
type temp struct {
	*client.Client
	h      *house
	id     int64
	socket *socket

	demoted time.Time     // when it was answered that the role was taken away
	took    time.Duration // until the last request that was still served began
	refused bool
}

// freshness is how long something that was taken from a person may still work.
const freshness = 5 * time.Second

// engage hires a waiter, lets them in and opens their socket.
func (h *house) engage(ctx context.Context, name string) (*temp, error) {
	const password = "Una-clave-larga-42" //nolint:gosec // of somebody who is not
	email := fmt.Sprintf("%s-%d@demo.com", name, h.seed)
	made, err := h.staff["admin"].CreateStaffMember(ctx, client.StaffCreate{
		Email: email, Password: password, FirstName: &name, LastName: new("Prueba"), IsActive: new(true),
		BranchRoles: []client.BranchRole{{BranchID: h.branch, Role: "WAITER"}},
	})
	if err != nil {
		return nil, fmt.Errorf("hire %s: %w", name, err)
	}
	in, err := h.visitor().LogIn(ctx, email, password)
	if err != nil {
		return nil, fmt.Errorf("log %s in: %w", name, err)
	}
	t := &temp{h: h, id: made.ID, Client: h.visitor().WithAccessToken(in.Token())}
	t.socket = h.screen(ctx, client.WaiterSocket, t.Client)
	within, cancel := context.WithTimeout(ctx, personTimeout)
	defer cancel()
	if err := t.socket.Connected(within); err != nil {
		return nil, fmt.Errorf("the socket of %s does not open: %w", name, err)
	}
	return t, h.until(ctx, personTimeout, t.readTables)
}

// readTables reads what only those see who wait on tables here.
func (t *temp) readTables(ctx context.Context) error {
	_, err := t.ListFloorTables(ctx, client.ListFloorTablesQuery{BranchID: t.h.branch})
	return err
}

// watchOut asks again and again until t is refused, which t has lost the right to
// since. Neither an error nor a 5xx says anything.
func (t *temp) watchOut(ctx context.Context) error {
	t.demoted = time.Now()
	return t.h.until(ctx, personTimeout, func(ctx context.Context) error {
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

// demoteLater takes the role from the waiter of tonight in the midst of the
// faults.
func (h *house) demoteLater(ctx context.Context, guests *sync.WaitGroup) {
	guests.Go(func() {
		pause(ctx, h.length/4)
		roles := []client.BranchRole{{BranchID: h.branch, Role: "KITCHEN"}}
		_, err := insist(ctx, func(ctx context.Context) (client.StaffOutput, error) {
			return h.staff["admin"].UpdateStaffMember(ctx, h.tonight.id, client.StaffUpdate{BranchRoles: client.Set(roles)})
		})
		if err == nil {
			err = h.tonight.watchOut(ctx)
		}
		if err != nil && ctx.Err() == nil {
			h.facts.wonder(fmt.Sprintf("quitarle el rol a alguien a mitad de la noche: %v", err))
		}
	})
}

// checkFreshness is I11: who has left, or was sent away, gets in no more.
func (h *house) checkFreshness(ctx context.Context) finding {
	f := finding{id: "I11", says: "quien ya no puede, a los 5 s no puede"}
	for _, s := range h.facts.all() {
		if s.closed.IsZero() || len(s.guests) == 0 {
			continue
		}
		f.checked++
		if _, err := s.guests[0].GetCart(ctx); client.StatusOf(err) != http.StatusUnauthorized {
			f.blame("el token de la sesión cerrada %d todavía abre: %v", s.id, err)
		}
	}
	dismissed, err := h.dismiss(ctx)
	if err != nil {
		f.blame("%v", err)
		return f
	}
	ended := dismissed.socket.EndedAt().Sub(dismissed.demoted)
	for what, took := range map[string]time.Duration{
		"a una persona dada de baja se la atendió":           dismissed.took,
		"a una persona dada de baja le quedó la conexión":    ended,
		"a quien perdió el rol en plena noche se lo atendió": h.tonight.took,
	} {
		f.checked++
		if took > freshness {
			f.blame("%s %.1f s más", what, took.Seconds())
		}
	}
	f.note = fmt.Sprintf("dada de baja: se la atendió %.2f s más y su conexión terminó a los %.2f s; sin rol en plena noche: %.2f s y %.2f s",
		dismissed.took.Seconds(), ended.Seconds(), h.tonight.took.Seconds(), h.tonight.socket.EndedAt().Sub(h.tonight.demoted).Seconds())
	return f
}

// dismiss hires a waiter, fires them, and watches them go.
func (h *house) dismiss(ctx context.Context) (*temp, error) {
	t, err := h.engage(ctx, "breve")
	if err != nil {
		return nil, err
	}
	if err := h.staff["admin"].DeleteStaffMember(ctx, t.id); err != nil {
		return nil, fmt.Errorf("dismiss somebody: %w", err)
	}
	return t, t.watchOut(ctx)
}
