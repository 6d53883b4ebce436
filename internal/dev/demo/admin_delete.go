package demo

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"integrador/client"
)

// deletion is what deleting a category takes along, according to the preview.
type deletion struct {
	id    int64
	name  string
	along []entity
	menu  string // the public menu before
}

// kinds are the names under which a preview lists what goes along.
var kinds = map[string]string{
	"subcategories": "subcategory", "products": "product", "branch_products": "branch_product", "product_allergens": "product_allergen",
}

// refuseTheManager: deleting is for administrators alone.
func (a *adminRun) refuseTheManager(ctx context.Context) error {
	last := a.card[len(a.card)-1]
	a.deletion = deletion{id: last.id, name: last.name}
	return a.act(ctx, "La encargada quiere borrar los "+last.name+": no puede", func(ctx context.Context) error {
		_, err := a.manager.DeleteCategory(ctx, a.deletion.id)
		return refused(err)
	})
}

func (a *adminRun) deleteCategory(ctx context.Context) error {
	if err := a.act(ctx, "La dueña mira qué se iría con ellos", a.preview); err != nil {
		return err
	}
	return a.act(ctx, "Los borra: se va lo que se mostró, y nada más", func(ctx context.Context) error {
		d := a.deletion
		a.transcript.mark()
		if _, err := a.admin.DeleteCategory(ctx, d.id); err != nil {
			return err
		}
		deleted := entity{"category", d.id}
		a.note(a.admin, "DELETE", deleted)
		received, err := a.receives(ctx, notice{"ENTITY_DELETED", deleted}, notice{"CASCADE_DELETE", deleted})
		if err != nil {
			return err
		}
		named, err := affected(received[1])
		if err != nil {
			return err
		}
		if !sameEntities(named, d.along) {
			return fmt.Errorf("se mostró que se iban %v y CASCADE_DELETE dice %v", d.along, named)
		}
		if err := a.listed(ctx, false); err != nil {
			return err
		}
		return a.menuFollows(ctx, func(m client.PublicMenuOutput) error { return a.without(m, a.deletion) })
	})
}

// preview reads what would be deleted and compares it with the card.
func (a *adminRun) preview(ctx context.Context) (err error) {
	if a.deletion.menu, err = a.text(ctx); err != nil {
		return err
	}
	preview, err := a.admin.PreviewDeletionOfCategory(ctx, a.deletion.id)
	if err != nil {
		return err
	}
	count := map[string]int{}
	for plural, rows := range preview {
		for _, r := range rows {
			kind := kinds[plural]
			a.deletion.along = append(a.deletion.along, entity{kind, r.ID})
			count[kind]++
		}
	}
	last, allergens := a.card[len(a.card)-1], 0
	for _, p := range last.plates() {
		allergens += len(p.allergens)
	}
	n := len(last.plates())
	want := map[string]int{"subcategory": len(last.parts), "product": n, "branch_product": n, "product_allergen": allergens}
	a.transcript.say("%d subcategorías, %d productos, %d precios y %d alérgenos de productos", count["subcategory"],
		count["product"], count["branch_product"], count["product_allergen"])
	if !reflect.DeepEqual(count, want) {
		return fmt.Errorf("tenían que irse %v y se muestran %v", want, count)
	}
	return nil
}

// listed compares the Dashboard's lists with whether the deleted are there.
func (a *adminRun) listed(ctx context.Context, there bool) error {
	subcategories, err := a.admin.ListSubcategories(ctx, client.ListSubcategoriesQuery{CategoryID: a.deletion.id})
	if err != nil && (there || client.StatusOf(err) != http.StatusNotFound) {
		return err
	}
	products, err := a.admin.ListProducts(ctx, client.ListProductsQuery{CategoryID: a.deletion.id, Limit: 200})
	if err != nil && (there || client.StatusOf(err) != http.StatusNotFound) {
		return err
	}
	var got, want []entity
	for _, s := range subcategories {
		got = append(got, entity{"subcategory", s.ID})
	}
	for _, p := range products {
		got = append(got, entity{"product", p.ID})
	}
	for _, e := range a.deletion.along {
		if there && (e.kind == "subcategory" || e.kind == "product") {
			want = append(want, e)
		}
	}
	if !sameEntities(got, want) {
		return fmt.Errorf("las listas tenían que mostrar %v y muestran %v", want, got)
	}
	return nil
}

// without wants a menu that has everything but what was deleted.
func (a *adminRun) without(m client.PublicMenuOutput, d deletion) error {
	prices, want := pricesOf(m), map[int64]int64{}
	for _, s := range a.card {
		if s.id == d.id {
			continue
		}
		for _, p := range s.plates() {
			want[p.id] = p.price
		}
	}
	if !reflect.DeepEqual(prices, want) {
		return fmt.Errorf("la carta tenía que tener %d productos, sin los %s, y tiene %d", len(want), d.name, len(prices))
	}
	a.transcript.say("la carta queda en %d productos", len(prices))
	return nil
}

func (a *adminRun) restoreCategory(ctx context.Context) error {
	return a.act(ctx, "Se arrepiente y los restaura: vuelve exactamente eso", func(ctx context.Context) error {
		a.transcript.mark()
		out, err := a.admin.RestoreCategory(ctx, a.deletion.id)
		if err != nil {
			return err
		}
		restored := entity{"category", a.deletion.id}
		a.note(a.admin, "RESTORE", restored)
		var came []entity
		for _, a := range out.AffectedEntities {
			came = append(came, entity{a.Type, a.ID})
		}
		if !sameEntities(came, a.deletion.along) {
			return fmt.Errorf("se habían ido %v y volvieron %v", a.deletion.along, came)
		}
		received, err := a.receives(ctx, append([]notice{{"ENTITY_CREATED", restored}}, firsts(came)...)...)
		if err != nil {
			return err
		}
		if err := allNamed(received[1:], came); err != nil {
			return err
		}
		if err := a.listed(ctx, true); err != nil {
			return err
		}
		return a.menuFollows(ctx, func(client.PublicMenuOutput) error { return a.asBefore(ctx) })
	})
}

// allNamed wants the events of a restoration to name all that came back.
func allNamed(received []event, came []entity) error {
	var named []entity
	for _, ev := range received {
		others, err := affected(ev)
		if err != nil {
			return err
		}
		named = append(append(named, noticeOf(ev).of), others...)
	}
	if !sameEntities(named, came) {
		return fmt.Errorf("volvieron %v y se avisó de %v", came, named)
	}
	return nil
}

// firsts are whom the events of a restoration are of: one of each kind that came back.
func firsts(came []entity) (out []notice) {
	done := map[string]bool{}
	for _, t := range came {
		if !done[t.kind] {
			out = append(out, notice{"ENTITY_CREATED", t})
		}
		done[t.kind] = true
	}
	return out
}

func (a *adminRun) asBefore(ctx context.Context) error {
	now, err := a.text(ctx)
	if err != nil {
		return err
	}
	if now != a.deletion.menu {
		return fmt.Errorf("la carta no es la de antes de borrar los %s", a.deletion.name)
	}
	a.transcript.say("la carta es, letra por letra, la de antes")
	return nil
}

func sameEntities(a, b []entity) bool {
	order := func(x, y entity) int {
		if c := strings.Compare(x.kind, y.kind); c != 0 {
			return c
		}
		return int(x.id - y.id)
	}
	a, b = slices.Clone(a), slices.Clone(b)
	slices.SortFunc(a, order)
	slices.SortFunc(b, order)
	return slices.Equal(a, b)
}
