package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"integrador/client"
)

// notice is an event that the partner has to receive.
type notice struct {
	event string
	of    entity
}

func (n notice) String() string {
	return fmt.Sprintf("%s de %s %d", n.event, inSpanish(n.of.kind), n.of.id)
}

// follow turns the partner's Dashboard to a branch.
func (a *adminRun) follow(ctx context.Context, branch int64) error {
	if a.socket != nil {
		a.socket.socket.Close()
	}
	a.socket = newListener("socia", thePartner, branch)
	a.socket.onEvent = a.transcript.event
	return a.socket.connect(ctx, a.partner.Client, client.Subscription{Kind: client.AdminSocket, Branch: branch})
}

// receives waits until the partner has received all notices, in whatever order, and
// gives the events in the order of the notices. What others do in the restaurant
// meanwhile does not matter; what comes twice of ours does.
func (a *adminRun) receives(ctx context.Context, notices ...notice) ([]event, error) {
	answered := time.Now()
	ctx, cancel := context.WithTimeout(ctx, a.Promptly)
	defer cancel()
	received, missing := make([]event, len(notices)), slices.Clone(notices)
	for left := len(notices); left > 0; {
		ev, err := a.next(ctx, missing)
		if err != nil {
			return nil, err
		}
		got := noticeOf(ev)
		i := slices.Index(missing, got)
		switch {
		case i >= 0:
			received[i], missing[i] = ev, notice{}
			left--
		case a.ours[got.of]:
			return nil, fmt.Errorf("la socia recibió de más %s, y faltaba %v", got, missing)
		}
	}
	a.slowest = max(a.slowest, time.Since(answered))
	return received, nil
}

func (a *adminRun) next(ctx context.Context, missing []notice) (event, error) {
	ev, err := a.socket.next(ctx)
	if err != nil {
		missing = slices.DeleteFunc(missing, func(n notice) bool { return n == notice{} })
		return ev, fmt.Errorf("la socia tenía que recibir, en %v: %v: %w", a.Promptly, missing, err)
	}
	return ev, a.socket.inspect(ev)
}

// receivesNoMore makes sure, once a step is over, that nothing of ours comes twice.
func (a *adminRun) receivesNoMore(ctx context.Context) error {
	rest, err := a.socket.rest(ctx)
	if err != nil {
		return err
	}
	for _, ev := range rest {
		if err := a.socket.inspect(ev); err != nil {
			return err
		}
		if n := noticeOf(ev); a.ours[n.of] {
			return fmt.Errorf("la socia recibió de más %s", n)
		}
	}
	return nil
}

func noticeOf(ev event) notice {
	kind, _ := ev.Entity["entity_type"].(string)
	id, _ := ev.Entity["entity_id"].(float64)
	return notice{ev.Type, entity{kind, int64(id)}}
}

// affected are the other entities that an event names.
func affected(ev event) ([]entity, error) {
	list, ok := ev.Entity["affected_entities"].([]any)
	if !ok {
		return nil, errors.New("el evento no dice qué más alcanza: " + ev.String())
	}
	var out []entity
	for _, each := range list {
		row, _ := each.(map[string]any)
		kind, _ := row["type"].(string)
		id, _ := row["id"].(float64)
		out = append(out, entity{kind, int64(id)})
	}
	return out, nil
}

// inSpanish is what people call a kind.
func inSpanish(kind any) string {
	name := map[any]string{
		"branch": "sucursal", "sector": "sector", "table": "mesa", "staff": "persona", "category": "categoría", "subcategory": "subcategoría",
		"product": "producto", "branch_product": "precio", "product_allergen": "alérgeno de un producto", "allergen": "alérgeno", "promotion": "promoción",
		"sector_assignment": "asignaciones de un día",
	}[kind]
	if name == "" {
		return fmt.Sprint(kind)
	}
	return name
}
