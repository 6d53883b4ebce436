package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// temp is a waiter who was hired for tonight, with a phone on the waiters' socket.
type temp struct {
	caller
	id  int64
	ear *ear

	demoted time.Time     // when it was answered that the role is gone
	took    time.Duration // until the last request that was still attended to began
	refused bool
}

// freshness is how long something that was taken from a person may still work.
const freshness = 5 * time.Second

// engage hires a waiter, lets them in and opens their socket.
func (h *house) engage(ctx context.Context, name string) (*temp, error) {
	const password = "Una-clave-larga-42" //nolint:gosec // of somebody who is not
	var made struct {
		ID int64 `json:"id"`
	}
	var in struct {
		Token string `json:"access_token"`
	}
	email := fmt.Sprintf("%s-%d@demo.com", name, h.seed)
	body := object{
		"email": email, "password": password, "first_name": name, "last_name": "Prueba", "is_active": true,
		"branch_roles": []object{{"branch_id": h.branch, "role": "WAITER"}},
	}
	if err := h.staff["admin"].good(ctx, http.MethodPost, "/api/admin/staff", body, &made); err != nil {
		return nil, fmt.Errorf("hire %s: %w", name, err)
	}
	if err := h.caller().good(ctx, http.MethodPost, "/api/auth/login", object{"email": email, "password": password}, &in); err != nil {
		return nil, fmt.Errorf("log %s in: %w", name, err)
	}
	t := &temp{id: made.ID, caller: h.caller().with("Authorization", "Bearer "+in.Token)}
	t.ear = h.screen(ctx, "waiter", t.caller)
	return t, h.until(ctx, patience, func(ctx context.Context) error {
		if t.ear.connections() == 0 {
			return fmt.Errorf("the socket of %s does not open", name)
		}
		return t.good(ctx, http.MethodGet, t.floor(), nil, nil)
	})
}

// floor is what only those see who wait on tables here.
func (t *temp) floor() string { return fmt.Sprintf("/api/waiter/tables?branch_id=%d", t.h.branch) }

// watchOut asks again and again until t is refused, which t has lost the right to
// since. Neither an error nor a 5xx says anything.
func (t *temp) watchOut(ctx context.Context) error {
	t.demoted = time.Now()
	return t.h.until(ctx, patience, func(ctx context.Context) error {
		began := time.Now()
		r, err := t.once(ctx, http.MethodGet, t.floor(), nil)
		switch {
		case err != nil:
		case r.status == http.StatusUnauthorized || r.status == http.StatusForbidden:
			t.refused = true
		case r.status/100 == 2:
			t.took = began.Sub(t.demoted)
		}
		if !t.refused || !t.ear.away() {
			return fmt.Errorf("whoever lost their role is refused: %v, and without a socket: %v", t.refused, t.ear.away())
		}
		return nil
	})
}

// demoteLater takes the role from the waiter of tonight in the midst of the
// faults.
func (h *house) demoteLater(ctx context.Context, guests *sync.WaitGroup) {
	guests.Go(func() {
		pause(ctx, h.length/4)
		path := fmt.Sprintf("/api/admin/staff/%d", h.tonight.id)
		body := object{"branch_roles": []object{{"branch_id": h.branch, "role": "KITCHEN"}}}
		err := h.staff["admin"].insist(ctx, http.MethodPatch, path, body, nil)
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
		r, err := s.guests[0].once(ctx, http.MethodGet, "/api/diner/cart", nil)
		if err != nil || r.status != http.StatusUnauthorized {
			f.blame("el token de la sesión cerrada %d todavía abre: %d %v", s.id, r.status, err)
		}
	}
	dismissed, err := h.dismiss(ctx)
	if err != nil {
		f.blame("%v", err)
		return f
	}
	ended := dismissed.ear.dismissedAt().Sub(dismissed.demoted)
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
		dismissed.took.Seconds(), ended.Seconds(), h.tonight.took.Seconds(), h.tonight.ear.dismissedAt().Sub(h.tonight.demoted).Seconds())
	return f
}

// dismiss hires a waiter, fires them, and watches them go.
func (h *house) dismiss(ctx context.Context) (*temp, error) {
	t, err := h.engage(ctx, "breve")
	if err != nil {
		return nil, err
	}
	if err := h.staff["admin"].good(ctx, http.MethodDelete, fmt.Sprintf("/api/admin/staff/%d", t.id), nil, nil); err != nil {
		return nil, fmt.Errorf("dismiss somebody: %w", err)
	}
	return t, t.watchOut(ctx)
}
