package demo

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
)

// doomed is what deleting a category takes along, as was foretold.
type doomed struct {
	id    int64
	name  string
	along []thing
	menu  string // the public menu before
}

// kinds are the names under which a preview lists what goes along.
var kinds = map[string]string{
	"subcategories": "subcategory", "products": "product", "branch_products": "branch_product", "product_allergens": "product_allergen",
}

// refuseTheManager: deleting is for administrators alone.
func (f *office) refuseTheManager(ctx context.Context) error {
	last := f.card[len(f.card)-1]
	f.doomed = doomed{id: last.id, name: last.name}
	return f.act(ctx, "La encargada quiere borrar los "+last.name+": no puede", func(ctx context.Context) error {
		return refused(f.manager.do(ctx, http.MethodDelete, f.doomed.path(), nil, nil))
	})
}

func (d doomed) path() string { return fmt.Sprintf("/api/admin/categories/%d", d.id) }

func (f *office) deleteCategory(ctx context.Context) error {
	if err := f.act(ctx, "La dueña mira qué se iría con ellos", f.foretell); err != nil {
		return err
	}
	return f.act(ctx, "Los borra: se va lo que se mostró, y nada más", func(ctx context.Context) error {
		d := f.doomed
		f.paper.mark()
		if err := f.admin.do(ctx, http.MethodDelete, d.path(), nil, nil); err != nil {
			return err
		}
		gone := thing{"category", d.id}
		f.deeds = append(f.deeds, deed{"DELETE", gone, f.admin.email})
		heard, err := f.hears(ctx, notice{"ENTITY_DELETED", gone}, notice{"CASCADE_DELETE", gone})
		if err != nil {
			return err
		}
		told, err := affected(heard[1])
		if err != nil {
			return err
		}
		if !sameThings(told, d.along) {
			return fmt.Errorf("se mostró que se iban %v y CASCADE_DELETE dice %v", d.along, told)
		}
		if err := f.listed(ctx, false); err != nil {
			return err
		}
		return f.menuFollows(ctx, func(m publicMenu) error { return f.without(m, f.doomed) })
	})
}

// foretell reads the preview and compares it with the card.
func (f *office) foretell(ctx context.Context) (err error) {
	if f.doomed.menu, err = f.text(ctx); err != nil {
		return err
	}
	var preview map[string][]struct {
		ID   int64  `json:"id"`
		Name string `json:"name"`
	}
	if err := f.admin.get(ctx, f.doomed.path()+"/cascade-preview", &preview); err != nil {
		return err
	}
	count := map[string]int{}
	for plural, rows := range preview {
		for _, r := range rows {
			kind := kinds[plural]
			f.doomed.along = append(f.doomed.along, thing{kind, r.ID})
			count[kind]++
		}
	}
	last, allergens := f.card[len(f.card)-1], 0
	for _, p := range last.plates() {
		allergens += len(p.allergens)
	}
	n := len(last.plates())
	want := map[string]int{"subcategory": len(last.parts), "product": n, "branch_product": n, "product_allergen": allergens}
	f.paper.say("%d subcategorías, %d productos, %d precios y %d alérgenos de productos", count["subcategory"], count["product"], count["branch_product"], count["product_allergen"])
	if !reflect.DeepEqual(count, want) {
		return fmt.Errorf("tenían que irse %v y se muestran %v", want, count)
	}
	return nil
}

// listed compares the Dashboard's lists with whether the doomed are there.
func (f *office) listed(ctx context.Context, there bool) error {
	for kind, path := range map[string]string{
		"subcategory": fmt.Sprintf("/api/admin/subcategories?category_id=%d", f.doomed.id),
		"product":     fmt.Sprintf("/api/admin/products?category_id=%d&limit=200", f.doomed.id),
	} {
		var rows []struct {
			ID int64 `json:"id"`
		}
		if err := f.admin.get(ctx, path, &rows); err != nil && (there || statusOf(err) != http.StatusNotFound) {
			return err
		}
		var got, want []int64
		for _, r := range rows {
			got = append(got, r.ID)
		}
		for _, t := range f.doomed.along {
			if there && t.kind == kind {
				want = append(want, t.id)
			}
		}
		if !sameMembers(got, want) {
			return fmt.Errorf("la lista de %s tenía que ser %v y es %v", kind, want, got)
		}
	}
	return nil
}

// without wants a menu that has everything but the doomed.
func (f *office) without(m publicMenu, d doomed) error {
	prices, want := m.prices(), map[int64]int64{}
	for _, s := range f.card {
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
	f.paper.say("la carta queda en %d productos", len(prices))
	return nil
}

func (f *office) restoreCategory(ctx context.Context) error {
	return f.act(ctx, "Se arrepiente y los restaura: vuelve exactamente eso", func(ctx context.Context) error {
		var out struct {
			Affected []struct {
				Type string `json:"type"`
				ID   int64  `json:"id"`
			} `json:"affected_entities"`
		}
		f.paper.mark()
		if err := f.admin.post(ctx, f.doomed.path()+"/restore", nil, &out); err != nil {
			return err
		}
		back := thing{"category", f.doomed.id}
		f.deeds = append(f.deeds, deed{"RESTORE", back, f.admin.email})
		var came []thing
		for _, a := range out.Affected {
			came = append(came, thing{a.Type, a.ID})
		}
		if !sameThings(came, f.doomed.along) {
			return fmt.Errorf("se habían ido %v y volvieron %v", f.doomed.along, came)
		}
		heard, err := f.hears(ctx, append([]notice{{"ENTITY_CREATED", back}}, firsts(came)...)...)
		if err != nil {
			return err
		}
		if err := tellAll(heard[1:], came); err != nil {
			return err
		}
		if err := f.listed(ctx, true); err != nil {
			return err
		}
		return f.menuFollows(ctx, func(publicMenu) error { return f.asBefore(ctx) })
	})
}

// tellAll wants the events of a restoration to name all that came back.
func tellAll(heard []event, came []thing) error {
	var told []thing
	for _, ev := range heard {
		others, err := affected(ev)
		if err != nil {
			return err
		}
		told = append(append(told, noticeOf(ev).of), others...)
	}
	if !sameThings(told, came) {
		return fmt.Errorf("volvieron %v y se avisó de %v", came, told)
	}
	return nil
}

// firsts are whom the events of a restoration are of: one of each kind that came back.
func firsts(came []thing) (out []notice) {
	told := map[string]bool{}
	for _, t := range came {
		if !told[t.kind] {
			out = append(out, notice{"ENTITY_CREATED", t})
		}
		told[t.kind] = true
	}
	return out
}

func (f *office) asBefore(ctx context.Context) error {
	now, err := f.text(ctx)
	if err != nil {
		return err
	}
	if now != f.doomed.menu {
		return fmt.Errorf("la carta no es la de antes de borrar los %s", f.doomed.name)
	}
	f.paper.say("la carta es, letra por letra, la de antes")
	return nil
}

func sameThings(a, b []thing) bool {
	order := func(x, y thing) int {
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
