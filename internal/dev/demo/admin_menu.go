package demo

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// publicMenu is what a guest's phone shows.
type publicMenu struct {
	Categories []struct {
		ID       int64 `json:"id"`
		Products []struct {
			dish
			Allergens struct {
				Contains []struct {
					Name string `json:"name"`
				} `json:"contains"`
			} `json:"allergens"`
		} `json:"products"`
	} `json:"categories"`
}

// prices are those of the public menu, by product.
func (m publicMenu) prices() map[int64]int64 {
	by := map[int64]int64{}
	for _, c := range m.Categories {
		for _, p := range c.Products {
			by[p.ID] = p.Price
		}
	}
	return by
}

func (f *office) menu(ctx context.Context) (m publicMenu, err error) {
	err = f.visitor.get(ctx, "/api/public/menu/"+f.Branch, &m)
	return m, err
}

// menuFollows waits until the public menu is as it has to be, as promptly.
func (f *office) menuFollows(ctx context.Context, as func(publicMenu) error) error {
	ctx, cancel := context.WithTimeout(ctx, f.Promptly)
	defer cancel()
	return until(ctx, func(ctx context.Context) error {
		m, err := f.menu(ctx)
		if err != nil {
			return err
		}
		return as(m)
	})
}

// writeTheMenu makes categories, subcategories and products, and compares what a
// guest sees with what was written.
func (f *office) writeTheMenu(ctx context.Context) error {
	known, err := f.allergens(ctx)
	if err != nil {
		return err
	}
	f.card = newCard()
	for i := range f.card {
		s := &f.card[i]
		title := fmt.Sprintf("Escribe la carta: %s, %d productos", s.name, len(s.plates()))
		if err := f.act(ctx, title, func(ctx context.Context) error { return f.writeSection(ctx, s, known) }); err != nil {
			return err
		}
	}
	return f.act(ctx, "Cualquiera puede leerla: es la que se escribió", func(ctx context.Context) error {
		return f.menuFollows(ctx, f.asWritten)
	})
}

// allergens are the restaurant's, by name.
func (f *office) allergens(ctx context.Context) (map[string]int64, error) {
	var rows []struct {
		ID   int64  `json:"id"`
		Name string `json:"name"`
	}
	err := f.admin.get(ctx, "/api/admin/allergens", &rows)
	by := map[string]int64{}
	for _, r := range rows {
		by[r.Name] = r.ID
	}
	return by, err
}

func (f *office) writeSection(ctx context.Context, s *section, known map[string]int64) (err error) {
	s.id, err = f.create(ctx, "category", "/api/admin/categories", fields{"branch_id": f.branch.ID, "name": s.name, "icon": s.icon})
	if err != nil {
		return err
	}
	for i := range s.parts {
		p := &s.parts[i]
		p.id, err = f.create(ctx, "subcategory", "/api/admin/subcategories", fields{"category_id": s.id, "name": p.name})
		if err != nil {
			return err
		}
		for j := range p.plates {
			if err := f.writePlate(ctx, s.id, p.id, &p.plates[j], known); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *office) writePlate(ctx context.Context, category, subcategory int64, p *plate, known map[string]int64) (err error) {
	contains := []fields{}
	for _, name := range p.allergens {
		id, there := known[name]
		if !there {
			return fmt.Errorf("el restaurante no tiene el alérgeno %s", name)
		}
		contains = append(contains, fields{"allergen_id": id, "presence_type": "contains"})
	}
	p.id, err = f.create(ctx, "product", "/api/admin/products", fields{
		"category_id": category, "subcategory_id": subcategory, "name": p.name, "description": p.about, "allergens": contains,
		"branch_prices": []fields{{"branch_id": f.branch.ID, "price_cents": p.price}},
	})
	return err
}

// asWritten compares the public menu with the card.
func (f *office) asWritten(m publicMenu) error {
	if len(m.Categories) != len(f.card) {
		return fmt.Errorf("la carta tenía que mostrar %d categorías y muestra %d", len(f.card), len(m.Categories))
	}
	shown := 0
	for i, s := range f.card {
		all := s.plates()
		if c := m.Categories[i]; c.ID != s.id || len(c.Products) != len(all) {
			return fmt.Errorf("en %s tenía que haber %d productos: %+v", s.name, len(all), c)
		}
		for _, p := range m.Categories[i].Products {
			var names []string
			for _, a := range p.Allergens.Contains {
				names = append(names, a.Name)
			}
			at := slices.IndexFunc(all, func(w plate) bool { return w.id == p.ID && w.name == p.Name && w.price == p.Price })
			if at < 0 || !sameMembers(names, all[at].allergens) {
				return fmt.Errorf("la carta muestra otra cosa que lo que se escribió: %+v", p)
			}
			shown++
		}
	}
	f.paper.say("%d productos en %d categorías, con sus precios y alérgenos", shown, len(m.Categories))
	return nil
}

func sameMembers[T interface{ ~string | ~int64 }](a, b []T) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// excludeAndAdmit keeps a subcategory off the branch's menu, and puts it back.
func (f *office) excludeAndAdmit(ctx context.Context) error {
	drinks := f.card[3].parts[2]
	for _, s := range []struct {
		title    string
		excluded []int64
		shown    bool
	}{
		{"Todavía no hay habilitación: excluye los " + drinks.name, []int64{f.branch.ID}, false},
		{"Llegó la habilitación: los " + drinks.name + " vuelven a la carta", []int64{}, true},
	} {
		err := f.act(ctx, s.title, func(ctx context.Context) error {
			path := fmt.Sprintf("/api/admin/exclusions/subcategories/%d", drinks.id)
			if err := f.change(ctx, f.admin, http.MethodPut, path, fields{"excluded_branch_ids": s.excluded}, thing{"subcategory", drinks.id}); err != nil {
				return err
			}
			return f.menuFollows(ctx, func(m publicMenu) error {
				prices := m.prices()
				for _, p := range drinks.plates {
					if _, there := prices[p.id]; there != s.shown {
						return fmt.Errorf("%s en la carta: %v, y tenía que ser %v", p.name, there, s.shown)
					}
				}
				f.paper.say("la carta tiene %d productos", len(prices))
				return nil
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *office) promote(ctx context.Context) error {
	return f.act(ctx, "Arma una promoción", func(ctx context.Context) error {
		pasta, soda := f.card[2].parts[0].plates[1], f.card[3].parts[1].plates[0]
		today := time.Now().In(here)
		_, err := f.create(ctx, "promotion", "/api/admin/promotions", fields{
			"name": "Ñoquis del 29", "description": "Ñoquis y soda, con el billete debajo del plato.", "price_cents": 1_290_000,
			"branch_ids": []int64{f.branch.ID}, "items": []fields{{"product_id": pasta.id, "quantity": 1}, {"product_id": soda.id, "quantity": 1}},
			"start_date": today.Format(time.DateOnly), "end_date": today.AddDate(0, 1, 0).Format(time.DateOnly),
		})
		return err
	})
}

// raise is by how many cents a steak becomes dearer.
const raise = 120_010

// raisePrice is the manager's: she writes in her own branch.
func (f *office) raisePrice(ctx context.Context) error {
	steak := &f.card[1].parts[0].plates[0]
	was := steak.price
	steak.price += raise
	return f.act(ctx, fmt.Sprintf("La encargada sube el %s de %s a %s, y la carta abierta lo sigue", steak.name, pesos(was), pesos(steak.price)), func(ctx context.Context) error {
		var err error
		if f.manager, err = f.enter(ctx, f.crew.admin); err != nil {
			return err
		}
		path := fmt.Sprintf("/api/admin/products/%d", steak.id)
		body := fields{"branch_prices": []fields{{"branch_id": f.branch.ID, "price_cents": steak.price}}}
		if err := f.change(ctx, f.manager, http.MethodPatch, path, body, thing{"product", steak.id}); err != nil {
			return err
		}
		return f.menuFollows(ctx, func(m publicMenu) error {
			if now := m.prices()[steak.id]; now != steak.price {
				return fmt.Errorf("la carta todavía dice %s", pesos(now))
			}
			f.paper.say("la carta ya dice %s", pesos(steak.price))
			return nil
		})
	})
}

// text is the public menu to the letter.
func (f *office) text(ctx context.Context) (string, error) {
	var text []byte
	err := f.visitor.get(ctx, "/api/public/menu/"+f.Branch, &text)
	return string(text), err
}
