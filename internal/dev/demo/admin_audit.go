package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"integrador/client"
)

// readAudit finds every change of the evening in the audit log, in its order.
func (a *adminRun) readAudit(ctx context.Context) error {
	return a.act(ctx, "Lee la auditoría: está todo lo que se hizo, en su orden y con quién",
		func(ctx context.Context) error {
			left := len(a.changes) // the log is read from its end
			tally := map[string]int{}
			for before := int64(0); left > 0; {
				page, err := a.admin.ListAuditLog(ctx, client.ListAuditLogQuery{Limit: 200, BeforeID: before})
				if err != nil {
					return err
				}
				if len(page) == 0 {
					return fmt.Errorf("en la auditoría falta, o está fuera de su orden: %+v", a.changes[left-1])
				}
				for _, e := range page {
					before = e.ID
					if left > 0 && a.changes[left-1].is(e) {
						left--
						tally[e.Action]++
						if err := a.raised(e); err != nil {
							return err
						}
					}
				}
			}
			a.transcript.say("%d altas, %d cambios, %d bajas, %d restauraciones", tally["CREATE"], tally["UPDATE"],
				tally["DELETE"], tally["RESTORE"])
			return nil
		})
}

// raised compares the entry of the new price, old and new, with the card.
func (a *adminRun) raised(e client.AuditLogOutput) error {
	if e.EntityType != "product" || e.Action != "UPDATE" {
		return nil
	}
	steak := a.card[1].parts[0].plates[0]
	before, after := pricesIn(e.OldValues), pricesIn(e.NewValues)
	if !slices.Equal(before, []int64{steak.price - raise}) || !slices.Equal(after, []int64{steak.price}) {
		return fmt.Errorf("la auditoría tenía que decir de cuánto a cuánto subió el %s: %+v", steak.name, e)
	}
	a.transcript.say("%s: de %s a %s, por %s", steak.name, pesos(before[0]), pesos(after[0]), *e.UserEmail)
	return nil
}

// pricesIn are the prices among the values of an entry.
func pricesIn(values map[string]json.RawMessage) (cents []int64) {
	var prices []client.BranchPriceInput
	if json.Unmarshal(values["branch_prices"], &prices) != nil {
		return nil
	}
	for _, p := range prices {
		cents = append(cents, p.PriceCents)
	}
	return cents
}

func (c change) is(e client.AuditLogOutput) bool {
	return e.Action == c.action && e.EntityType == c.kind && e.EntityID != nil && *e.EntityID == c.id &&
		e.UserEmail != nil && *e.UserEmail == c.by
}
