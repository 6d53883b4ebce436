package wstest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// visitDemo logs in as the demonstration's people, sits down at a free table and
// connects all four sockets.
func (t *trier) visitDemo(ctx context.Context) error {
	for kind, who := range map[string][2]string{
		"waiter": {"waiter@demo.com", "waiter123"}, "kitchen": {"kitchen@demo.com", "kitchen123"}, "admin": {"admin@demo.com", "admin123"},
	} {
		t.progress("ingresando como " + who[0])
		token, err := t.login(ctx, who[0], who[1])
		if err != nil {
			return err
		}
		switch kind {
		case "kitchen":
			t.kitchen = token
		case "admin":
			t.admin = token
		}
		t.open(ctx, kind, token, "token")
	}
	if err := t.choose(ctx); err != nil {
		return err
	}
	return t.sit(ctx)
}

func (t *trier) login(ctx context.Context, email, password string) (string, error) {
	var in struct {
		Token string `json:"access_token"`
	}
	err := t.call(ctx, http.MethodPost, "/api/auth/login", "", map[string]string{"email": email, "password": password}, &in)
	if err != nil {
		return "", fmt.Errorf("no se pudo ingresar como %s (fuera de la demostración usá --token): %w", email, err)
	}
	return in.Token, nil
}

// choose finds the branch and a dish of it that there is.
func (t *trier) choose(ctx context.Context) error {
	var branches []struct {
		ID   int64  `json:"id"`
		Slug string `json:"slug"`
	}
	if err := t.call(ctx, http.MethodGet, "/api/public/branches", "", nil, &branches); err != nil {
		return err
	}
	for _, b := range branches {
		if b.Slug == t.Branch {
			t.branch = b.ID
		}
	}
	if t.branch == 0 {
		return fmt.Errorf("no hay ninguna sucursal %q", t.Branch)
	}
	var menu struct {
		Categories []struct {
			Products []struct {
				ID        int64 `json:"id"`
				Available bool  `json:"is_available"`
			} `json:"products"`
		} `json:"categories"`
	}
	if err := t.call(ctx, http.MethodGet, "/api/public/menu/"+url.PathEscape(t.Branch), "", nil, &menu); err != nil {
		return err
	}
	for _, c := range menu.Categories {
		for _, p := range c.Products {
			if p.Available {
				t.product = p.ID
			}
		}
	}
	if t.product == 0 {
		return errors.New("la carta no tiene ningún producto disponible con que probar")
	}
	return nil
}

// sit opens a free table, whose socket is the diner's.
func (t *trier) sit(ctx context.Context) error {
	var tables []struct {
		ID     int64  `json:"table_id"`
		Status string `json:"status"`
	}
	if err := t.call(ctx, http.MethodGet, fmt.Sprintf("/api/waiter/tables?branch_id=%d", t.branch), t.admin, nil, &tables); err != nil {
		return err
	}
	for _, free := range tables {
		if free.Status != "FREE" {
			continue
		}
		var seat struct {
			Token string `json:"table_token"`
		}
		if err := t.call(ctx, http.MethodPost, fmt.Sprintf("/api/tables/%d/session", free.ID), "", nil, &seat); err != nil {
			return err
		}
		t.table = free.ID
		t.open(ctx, "diner", seat.Token, "table_token")
		return nil
	}
	t.sockets = append(t.sockets, &socket{Trial: Trial{Socket: "diner", Problem: "no hay ninguna mesa libre en que sentarse: cerrá alguna"}})
	return nil
}

func (t *trier) available(ctx context.Context, yes bool) error {
	path := fmt.Sprintf("/api/kitchen/products/%d/availability?branch_id=%d", t.product, t.branch)
	return t.call(ctx, http.MethodPatch, path, t.kitchen, map[string]bool{"is_available": yes}, nil)
}

// leave closes what was opened.
func (t *trier) leave(ctx context.Context) {
	for _, s := range t.sockets {
		if s.conn != nil {
			_ = s.conn.Close()
		}
	}
	if t.table == 0 {
		return
	}
	if err := t.call(ctx, http.MethodPost, fmt.Sprintf("/api/waiter/tables/%d/close", t.table), t.admin, map[string]bool{"force": true}, nil); err != nil {
		t.progress(fmt.Sprintf("¡ojo! la mesa %d quedó abierta: %v", t.table, err))
	}
}

func (t *trier) call(ctx context.Context, method, path, token string, body, out any) error {
	var payload bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&payload).Encode(body); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, t.API+path, &payload)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := t.http.Do(req)
	if err != nil {
		return fmt.Errorf("la API de %s no contesta; ¿está en marcha? (make run)", t.API)
	}
	defer res.Body.Close()
	if res.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s contestó %d", req.URL.Path, res.StatusCode)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(res.Body).Decode(out)
}
