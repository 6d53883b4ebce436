package demo

import (
	"context"
	"fmt"
)

// entry is a line of the audit log.
type entry struct {
	ID     int64   `json:"id"`
	Action string  `json:"action"`
	Kind   string  `json:"entity_type"`
	Of     *int64  `json:"entity_id"`
	By     *string `json:"user_email"`
	Old    *priced `json:"old_values"`
	New    *priced `json:"new_values"`
}

// priced is what an entry says of prices, if it is about a product.
type priced struct {
	Prices []struct {
		Cents int64 `json:"price_cents"`
	} `json:"branch_prices"`
}

// readAudit finds every deed of the evening in the audit log, in its order.
func (f *office) readAudit(ctx context.Context) error {
	return f.act(ctx, "Lee la auditoría: está todo lo que se hizo, en su orden y con quién", func(ctx context.Context) error {
		left := len(f.deeds) // the log is read from its end
		tally := map[string]int{}
		for before := int64(0); left > 0; {
			page, err := f.auditBefore(ctx, before)
			if err != nil {
				return err
			}
			if len(page) == 0 {
				return fmt.Errorf("en la auditoría falta, o está fuera de su orden: %+v", f.deeds[left-1])
			}
			for _, e := range page {
				before = e.ID
				if left > 0 && e.is(f.deeds[left-1]) {
					left--
					tally[e.Action]++
					if err := f.raised(e); err != nil {
						return err
					}
				}
			}
		}
		f.paper.say("%d altas, %d cambios, %d bajas, %d restauraciones", tally["CREATE"], tally["UPDATE"], tally["DELETE"], tally["RESTORE"])
		return nil
	})
}

// raised compares the entry of the new price, old and new, with the card.
func (f *office) raised(e entry) error {
	if e.Kind != "product" || e.Action != "UPDATE" {
		return nil
	}
	steak := f.card[1].parts[0].plates[0]
	if e.Old == nil || e.New == nil || len(e.Old.Prices) != 1 || len(e.New.Prices) != 1 ||
		e.Old.Prices[0].Cents != steak.price-raise || e.New.Prices[0].Cents != steak.price {
		return fmt.Errorf("la auditoría tenía que decir de cuánto a cuánto subió el %s: %+v", steak.name, e)
	}
	f.paper.say("%s: de %s a %s, por %s", steak.name, pesos(e.Old.Prices[0].Cents), pesos(e.New.Prices[0].Cents), *e.By)
	return nil
}

func (f *office) auditBefore(ctx context.Context, before int64) (page []entry, err error) {
	path := "/api/admin/audit-log?limit=200"
	if before > 0 {
		path += fmt.Sprintf("&before_id=%d", before)
	}
	err = f.admin.get(ctx, path, &page)
	return page, err
}

func (e entry) is(d deed) bool {
	return e.Action == d.action && e.Kind == d.kind && e.Of != nil && *e.Of == d.id && e.By != nil && *e.By == d.by
}
