package demo

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"
)

// notice is an event that the partner has to hear.
type notice struct {
	event string
	of    thing
}

func (n notice) String() string {
	return fmt.Sprintf("%s de %s %d", n.event, inSpanish(n.of.kind), n.of.id)
}

// follow turns the partner's Dashboard to a branch.
func (f *office) follow(ctx context.Context, branch int64) error {
	if f.ear != nil {
		f.ear.close()
		f.ear = nil
	}
	here := *f.dinner
	here.branch.ID = branch
	e, err := here.listenAs(ctx, "socia", thePartner, fmt.Sprintf("/ws/admin?branch_id=%d&token=%s", branch, url.QueryEscape(f.partner.token)))
	f.ear = e
	return err
}

// hears waits until the partner has heard all notices, in whatever order, and
// gives the events in the order of the notices. What others do in the restaurant
// meanwhile is not our business; what is said twice of ours, is.
func (f *office) hears(ctx context.Context, notices ...notice) ([]event, error) {
	answered := time.Now()
	ctx, cancel := context.WithTimeout(ctx, f.Promptly)
	defer cancel()
	heard, missing := make([]event, len(notices)), slices.Clone(notices)
	for left := len(notices); left > 0; {
		ev, err := f.next(ctx, missing)
		if err != nil {
			return nil, err
		}
		got := noticeOf(ev)
		i := slices.Index(missing, got)
		switch {
		case i >= 0:
			heard[i], missing[i] = ev, notice{}
			left--
		case f.ours[got.of]:
			return nil, fmt.Errorf("la socia oyó de más %s, y faltaba %v", got, missing)
		}
	}
	f.slowest = max(f.slowest, time.Since(answered))
	return heard, nil
}

func (f *office) next(ctx context.Context, missing []notice) (event, error) {
	select {
	case ev := <-f.ear.events:
		return ev, f.inspect(ev)
	case <-f.ear.ended:
		return event{}, fmt.Errorf("la socia perdió su socket: %w", f.ear.why)
	case <-ctx.Done():
		missing = slices.DeleteFunc(missing, func(n notice) bool { return n == notice{} })
		return event{}, fmt.Errorf("la socia tenía que oír, en %v: %v", f.Promptly, missing)
	}
}

// hearsNoMore makes sure, once a step is over, that nothing of ours is told twice.
func (f *office) hearsNoMore(ctx context.Context) error {
	if err := f.ear.ping(ctx); err != nil {
		return err
	}
	for {
		select {
		case ev := <-f.ear.events:
			if err := f.inspect(ev); err != nil {
				return err
			}
			if n := noticeOf(ev); f.ours[n.of] {
				return fmt.Errorf("la socia oyó de más %s", n)
			}
		default:
			return nil
		}
	}
}

func (f *office) inspect(ev event) error {
	e := f.ear
	switch {
	case e.known[ev.ID]:
		return fmt.Errorf("la socia oyó dos veces el evento %d: %s", ev.ID, ev)
	case ev.ID == 0 || ev.V != 1 || ev.TS.IsZero() || ev.TenantID == 0:
		return fmt.Errorf("a la socia le llegó un sobre incompleto: %s", ev)
	case ev.BranchID != e.branch:
		return fmt.Errorf("la socia sigue la sucursal %d y oyó un evento de la %d: %s", e.branch, ev.BranchID, ev)
	}
	e.known[ev.ID] = true
	return nil
}

func noticeOf(ev event) notice {
	kind, _ := ev.Entity["entity_type"].(string)
	id, _ := ev.Entity["entity_id"].(float64)
	return notice{ev.Type, thing{kind, int64(id)}}
}

// affected are the things that an event says went or came along.
func affected(ev event) ([]thing, error) {
	list, ok := ev.Entity["affected_entities"].([]any)
	if !ok {
		return nil, errors.New("el evento no dice qué más alcanza: " + ev.String())
	}
	var out []thing
	for _, each := range list {
		row, _ := each.(map[string]any)
		kind, _ := row["type"].(string)
		id, _ := row["id"].(float64)
		out = append(out, thing{kind, int64(id)})
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
