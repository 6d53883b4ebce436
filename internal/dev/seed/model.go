package seed

import "integrador/internal/domain/money"

// restaurant is a tenant of the demo.
type restaurant struct {
	name, slug, text, color string
	branches                []branch
	people                  []person
	topics                  []topic
}

type branch struct {
	name, slug, address, phone, zone string
	opens, closes                    string // "HH:MM"
	sectors                          []sector
	menu                             []category
	office                           bool // has recipes, promotions and reservations
}

// sector has one table per number of seats: PREFIX-01, PREFIX-02 …
type sector struct {
	name, prefix string
	seats        []int
}

type person struct {
	email, password, first, last, phone string
	hired                               string // "YYYY-MM-DD"
	roles                               []branchRole
}

// branchRole is what a person is in a branch, and the sectors served there every day.
type branchRole struct {
	branch, role string
	sectors      []string
}

type category struct {
	name, icon string
	parts      []part
}

// part is a subcategory.
type part struct {
	name   string
	dishes []dish
}

// dish is a product. Letters of contains and may are those of allergens.
type dish struct {
	name, text           string
	price                money.Cents
	contains, may        string
	diet                 diet
	methods              []string
	oil                  bool
	prep, cook           int // minutes
	flavors, textures    []string
	ingredients          []string // the main one first
	featured, popular    bool
	badge, seal          string
	without, with, never []string // what may be left out, may be added, and may not be changed
	withCost             money.Cents
	warning              string
}

// diet is a set of claims about a dish.
type diet uint8

const (
	vegetarian diet = 1 << iota
	vegan
	noGluten
	noDairy
	celiac
	keto
	lowSodium
)

// pick keeps the named dishes of a menu, and the categories that still have any.
func pick(menu []category, names ...string) []category {
	wanted := make(map[string]bool, len(names))
	for _, n := range names {
		wanted[n] = true
	}
	var out []category
	for _, c := range menu {
		kept := category{name: c.name, icon: c.icon}
		for _, p := range c.parts {
			some := part{name: p.name}
			for _, d := range p.dishes {
				if wanted[d.name] {
					some.dishes = append(some.dishes, d)
				}
			}
			if len(some.dishes) > 0 {
				kept.parts = append(kept.parts, some)
			}
		}
		if len(kept.parts) > 0 {
			out = append(out, kept)
		}
	}
	return out
}
