package wstest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"integrador/client"
)

// visitDemo logs in as the demonstration's people, sits down at a free table and
// connects all four sockets.
func (t *trier) visitDemo(ctx context.Context) error {
	var waiter *client.Client
	for _, who := range []struct {
		kind            client.Kind
		as              **client.Client
		email, password string
	}{
		{client.WaiterSocket, &waiter, "waiter@demo.com", "waiter123"},
		{client.KitchenSocket, &t.kitchen, "kitchen@demo.com", "kitchen123"},
		{client.AdminSocket, &t.admin, "admin@demo.com", "admin123"},
	} {
		t.progress("ingresando como " + who.email)
		as, err := t.visitor.LogIn(ctx, who.email, who.password)
		if err != nil {
			return fmt.Errorf("no se pudo ingresar como %s (fuera de la demostración usá --token): %w", who.email,
				t.explain(err))
		}
		*who.as = as
		t.open(ctx, who.kind, as)
	}
	if err := t.choose(ctx); err != nil {
		return err
	}
	return t.sit(ctx)
}

// explain says what it may mean that the API does not answer.
func (t *trier) explain(err error) error {
	if err != nil && client.StatusOf(err) == 0 {
		return fmt.Errorf("la API de %s no contesta; ¿está en marcha? (make run): %w", t.API, err)
	}
	return err
}

// choose finds the branch and an available product of it.
func (t *trier) choose(ctx context.Context) error {
	menu, err := t.visitor.GetPublicMenu(ctx, t.Branch)
	if err != nil {
		return err
	}
	t.branch = menu.BranchID
	for _, c := range menu.Categories {
		for _, p := range c.Products {
			if p.IsAvailable {
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
	tables, err := t.admin.ListFloorTables(ctx, client.ListFloorTablesQuery{BranchID: t.branch})
	if err != nil {
		return err
	}
	for _, free := range tables {
		if free.Status != "FREE" {
			continue
		}
		session, err := t.visitor.OpenTableSession(ctx, free.TableID)
		if err != nil {
			return err
		}
		t.table = free.TableID
		t.open(ctx, client.DinerSocket, t.visitor.WithTableToken(session.TableToken))
		return nil
	}
	t.sockets = append(t.sockets, &socket{Trial: Trial{Socket: "diner", Problem: "no hay ninguna mesa libre en que sentarse: cerrá alguna"}})
	return nil
}

func (t *trier) setAvailable(ctx context.Context, yes bool) error {
	_, err := t.kitchen.UpdateProductAvailability(ctx, t.product,
		client.ToggleAvailabilityRequest{IsAvailable: yes}, client.UpdateProductAvailabilityQuery{BranchID: t.branch})
	return err
}

func productOf(e client.Event) int64 {
	var entity struct {
		ProductID int64 `json:"product_id"`
	}
	_ = json.Unmarshal(e.Entity, &entity) // another event, if it is none of these
	return entity.ProductID
}

// leave closes what was opened.
func (t *trier) leave(ctx context.Context) {
	for _, s := range t.sockets {
		if s.Socket != nil {
			s.Close()
		}
	}
	if t.table == 0 {
		return
	}
	if _, err := t.admin.CloseTable(ctx, t.table, &client.WaiterCloseTableRequest{Force: new(true)}, client.CloseTableQuery{}); err != nil {
		t.progress(fmt.Sprintf("¡ojo! la mesa %d quedó abierta: %v", t.table, err))
	}
}
