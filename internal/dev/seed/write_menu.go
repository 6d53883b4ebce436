package seed

import (
	"fmt"
	"strings"
)

// tables collects the rows of a branch's menu, by table.
type tables map[string][][]any

func (t tables) add(table string, row ...any) { t[table] = append(t[table], row) }

// menuTables are the tables of a menu in the order that foreign keys want.
var menuTables = []struct {
	name    string
	columns []string
}{
	{"category", []string{"id", "branch_id", "name", "icon", "order"}},
	{"subcategory", []string{"id", "category_id", "name", "order"}},
	{"product", []string{"id", "name", "description", "category_id", "subcategory_id", "featured", "popular", "badge", "seal", "image"}},
	{"branch_product", []string{"branch_id", "product_id", "price_cents"}},
	{"product_allergen", []string{"product_id", "allergen_id", "presence_type"}},
	{"product_dietary_profile", []string{"product_id", "is_vegetarian", "is_vegan", "is_gluten_free", "is_dairy_free", "is_celiac_safe", "is_keto", "is_low_sodium"}},
	{"product_cooking", []string{"product_id", "uses_oil", "prep_time_minutes", "cook_time_minutes"}},
	{"product_cooking_method", []string{"product_id", "cooking_method_id"}},
	{"product_flavor", []string{"product_id", "flavor_profile_id"}},
	{"product_texture", []string{"product_id", "texture_profile_id"}},
	{"product_ingredient", []string{"product_id", "ingredient_id", "is_main"}},
	{"product_modification", []string{"product_id", "action", "item", "is_allowed", "extra_cost_cents"}},
	{"product_warning", []string{"product_id", "text", "severity"}},
}

// writtenDish is where a dish went.
type writtenDish struct {
	dish
	id, subcategory int64
}

// menu writes a branch's menu and returns its dishes by name.
func (w *writer) menu(branch int64, menu []category, s catalogueIDs) map[string]writtenDish {
	rows, at := tables{}, map[string]writtenDish{}
	categories := w.ids("category", len(menu))
	for i, c := range menu {
		rows.add("category", categories[i], branch, c.name, c.icon, i+1)
		parts := w.ids("subcategory", len(c.parts))
		for j, p := range c.parts {
			rows.add("subcategory", parts[j], categories[i], p.name, j+1)
			products := w.ids("product", len(p.dishes))
			for k, d := range p.dishes {
				at[d.name] = writtenDish{d, products[k], parts[j]}
				rows.add("product", products[k], d.name, d.text, categories[i], parts[j], d.featured, d.popular, orNull(d.badge), orNull(d.seal), pictureOf(d))
				rows.add("branch_product", branch, products[k], int64(d.price))
				if err := rows.facts(products[k], d, s); err != nil && w.err == nil {
					w.err = fmt.Errorf("%s: %w", d.name, err)
				}
				rows.modifications(products[k], d)
			}
		}
	}
	for _, t := range menuTables {
		w.copy(t.name, t.columns, rows[t.name])
	}
	return at
}

// facts are what a dish is and is made of. A name that is in
// no catalogue is a mistake in the menu.
func (t tables) facts(id int64, d dish, s catalogueIDs) error {
	is := func(claim diet) bool { return d.diet&claim != 0 }
	t.add("product_dietary_profile", id, is(vegetarian), is(vegan), is(noGluten), is(noDairy), is(celiac), is(keto), is(lowSodium))
	t.add("product_cooking", id, d.oil, d.prep, d.cook)
	free := ""
	if is(celiac) {
		free += "G"
	}
	if is(noDairy) && !strings.Contains(d.may, "L") {
		free += "L"
	}
	for _, p := range []struct{ letters, presence string }{{d.contains, "contains"}, {d.may, "may_contain"}, {free, "free_from"}} {
		for i := range len(p.letters) {
			at, known := s.allergens[p.letters[i]]
			if !known {
				return fmt.Errorf("no allergen %q", p.letters[i])
			}
			t.add("product_allergen", id, at, p.presence)
		}
	}
	for _, link := range []struct {
		table string
		names []string
		ids   map[string]int64
	}{
		{"product_cooking_method", d.methods, s.methods},
		{"product_flavor", d.flavors, s.flavors},
		{"product_texture", d.textures, s.textures},
		{"product_ingredient", d.ingredients, s.ingredient},
	} {
		for i, name := range link.names {
			at, known := link.ids[name]
			switch {
			case !known:
				return fmt.Errorf("no %q for %s", name, link.table)
			case link.table == "product_ingredient":
				t.add(link.table, id, at, i == 0)
			default:
				t.add(link.table, id, at)
			}
		}
	}
	return nil
}

// modifications are what may be asked of the kitchen, and what it warns of.
func (t tables) modifications(id int64, d dish) {
	for _, item := range d.without {
		t.add("product_modification", id, "remove", item, true, 0)
	}
	for _, item := range d.with {
		t.add("product_modification", id, "add", item, true, int64(d.withCost))
	}
	for _, item := range d.never {
		t.add("product_modification", id, "remove", item, false, 0)
	}
	if d.warning != "" {
		t.add("product_warning", id, d.warning, "warning")
	}
}
