package seed

// catalogueIDs are the ids of the rows of a tenant's catalogues, by name.
type catalogueIDs struct {
	allergens                              map[byte]int64
	methods, flavors, textures, ingredient map[string]int64
}

func (w *writer) catalogueIDs() catalogueIDs {
	w.catalogue("cuisine_type", cuisines)
	return catalogueIDs{
		allergens:  w.allergens(),
		methods:    w.catalogue("cooking_method", cookingMethods),
		flavors:    w.catalogue("flavor_profile", flavors),
		textures:   w.catalogue("texture_profile", textures),
		ingredient: w.ingredients(),
	}
}

func (w *writer) catalogue(table string, rows []named) map[string]int64 {
	return w.byName(table, []string{"icon", "description"}, names(rows, func(n named) string { return n.name }), func(i int) []any {
		return []any{orNull(rows[i].icon), orNull(rows[i].text)}
	})
}

func (w *writer) allergens() map[byte]int64 {
	byName := w.byName("allergen", []string{"icon", "description", "is_mandatory", "severity"},
		names(allergens, func(a allergen) string { return a.name }), func(i int) []any {
			a := allergens[i]
			return []any{a.icon, a.text, true, a.severity}
		})
	at := make(map[byte]int64, len(allergens))
	for _, a := range allergens {
		at[a.letter] = byName[a.name]
	}
	var rows [][]any
	for _, r := range reactions {
		rows = append(rows, []any{at[r.a], at[r.b], r.probability, r.text}, []any{at[r.b], at[r.a], r.probability, r.text})
	}
	w.copy("allergen_cross_reaction", []string{"allergen_id", "cross_reacts_with_id", "probability", "notes"}, rows)
	return at
}

func (w *writer) ingredients() map[string]int64 {
	groups := w.byName("ingredient_group", []string{"icon"}, names(pantries, func(p ingredientGroup) string { return p.name }), func(i int) []any {
		return []any{pantries[i].icon}
	})
	var all []ingredient
	var group []int64
	for _, p := range pantries {
		for _, i := range p.items {
			all, group = append(all, i), append(group, groups[p.name])
		}
	}
	at := w.byName("ingredient", []string{"group_id", "is_processed"}, names(all, func(i ingredient) string { return i.name }), func(i int) []any {
		return []any{group[i], len(all[i].parts) > 0}
	})
	var parts [][]any
	for _, i := range all {
		for _, p := range i.parts {
			parts = append(parts, []any{at[i.name], p})
		}
	}
	w.copy("sub_ingredient", []string{"ingredient_id", "name"}, parts)
	return at
}

func names[T any](rows []T, name func(T) string) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = name(r)
	}
	return out
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
