package demo

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"integrador/client"
)

// prices are those of the public menu, by product.
func pricesOf(m client.PublicMenuOutput) map[int64]int64 {
	by := map[int64]int64{}
	for _, c := range m.Categories {
		for _, p := range c.Products {
			by[p.ID] = p.PriceCents
		}
	}
	return by
}

// menuFollows waits until the public menu is as it has to be, as promptly.
func (a *adminRun) menuFollows(ctx context.Context, as func(client.PublicMenuOutput) error) error {
	ctx, cancel := context.WithTimeout(ctx, a.Promptly)
	defer cancel()
	return until(ctx, func(ctx context.Context) error {
		m, err := a.visitor.GetPublicMenu(ctx, a.Branch)
		if err != nil {
			return err
		}
		return as(m)
	})
}

// writeTheMenu makes categories, subcategories and products, and compares what a
// guest sees with what was written.
func (a *adminRun) writeTheMenu(ctx context.Context) error {
	known, err := a.allergens(ctx)
	if err != nil {
		return err
	}
	a.card = newCard()
	for i := range a.card {
		s := &a.card[i]
		title := fmt.Sprintf("Escribe la carta: %s, %d productos", s.name, len(s.plates()))
		if err := a.act(ctx, title, func(ctx context.Context) error { return a.writeSection(ctx, s, known) }); err != nil {
			return err
		}
	}
	return a.act(ctx, "Cualquiera puede leerla: es la que se escribió", func(ctx context.Context) error {
		return a.menuFollows(ctx, a.asWritten)
	})
}

// allergens are the restaurant's, by name.
func (a *adminRun) allergens(ctx context.Context) (map[string]int64, error) {
	rows, err := a.admin.ListAllergens(ctx, client.ListAllergensQuery{})
	by := map[string]int64{}
	for _, r := range rows {
		by[r.Name] = r.ID
	}
	return by, err
}

func (a *adminRun) writeSection(ctx context.Context, s *section, known map[string]int64) error {
	a.transcript.mark()
	category, err := a.admin.CreateCategory(ctx, client.CategoryCreate{BranchID: a.branch.ID, Name: s.name, Icon: &s.icon})
	if err := a.created(ctx, "category", category.ID, err); err != nil {
		return err
	}
	s.id = category.ID
	for i := range s.parts {
		p := &s.parts[i]
		a.transcript.mark()
		made, err := a.admin.CreateSubcategory(ctx, client.SubcategoryCreate{CategoryID: s.id, Name: p.name})
		if err := a.created(ctx, "subcategory", made.ID, err); err != nil {
			return err
		}
		p.id = made.ID
		for j := range p.plates {
			if err := a.writePlate(ctx, s.id, p.id, &p.plates[j], known); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *adminRun) writePlate(ctx context.Context, category, subcategory int64, p *plate,
	known map[string]int64) error {
	product := client.ProductCreate{
		CategoryID: category, SubcategoryID: &subcategory, Name: p.name, Description: &p.about,
		BranchPrices: []client.BranchPriceInput{{BranchID: a.branch.ID, PriceCents: p.price}},
	}
	for _, name := range p.allergens {
		id, there := known[name]
		if !there {
			return fmt.Errorf("el restaurante no tiene el alérgeno %s", name)
		}
		product.Allergens = append(product.Allergens,
			client.AllergenPresenceInput{AllergenID: id, PresenceType: new("contains")})
	}
	a.transcript.mark()
	made, err := a.admin.CreateProduct(ctx, product)
	p.id = made.ID
	return a.created(ctx, "product", made.ID, err)
}

// asWritten compares the public menu with the card.
func (a *adminRun) asWritten(m client.PublicMenuOutput) error {
	if len(m.Categories) != len(a.card) {
		return fmt.Errorf("la carta tenía que mostrar %d categorías y muestra %d", len(a.card), len(m.Categories))
	}
	shown := 0
	for i, s := range a.card {
		all := s.plates()
		if c := m.Categories[i]; c.ID != s.id || len(c.Products) != len(all) {
			return fmt.Errorf("en %s tenía que haber %d productos: %+v", s.name, len(all), c)
		}
		for _, p := range m.Categories[i].Products {
			var names []string
			for _, a := range p.Allergens.Contains {
				names = append(names, a.Name)
			}
			at := slices.IndexFunc(all, func(w plate) bool { return w.id == p.ID && w.name == p.Name && w.price == p.PriceCents })
			if at < 0 || !sameMembers(names, all[at].allergens) {
				return fmt.Errorf("la carta muestra otra cosa que lo que se escribió: %+v", p)
			}
			shown++
		}
	}
	a.transcript.say("%d productos en %d categorías, con sus precios y alérgenos", shown, len(m.Categories))
	return nil
}

func sameMembers[T interface{ ~string | ~int64 }](a, b []T) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// excludeAndInclude keeps a subcategory off the branch's menu, and puts it back.
func (a *adminRun) excludeAndInclude(ctx context.Context) error {
	drinks := a.card[3].parts[2]
	for _, s := range []struct {
		title    string
		excluded []int64
		shown    bool
	}{
		{"Todavía no hay habilitación: excluye los " + drinks.name, []int64{a.branch.ID}, false},
		{"Llegó la habilitación: los " + drinks.name + " vuelven a la carta", []int64{}, true},
	} {
		err := a.act(ctx, s.title, func(ctx context.Context) error {
			a.transcript.mark()
			_, err := a.admin.SetSubcategoryExclusion(ctx, drinks.id, client.ExclusionBulkUpdate{ExcludedBranchIDs: s.excluded})
			if err := a.updated(ctx, a.admin, "subcategory", drinks.id, err); err != nil {
				return err
			}
			return a.menuFollows(ctx, func(m client.PublicMenuOutput) error {
				prices := pricesOf(m)
				for _, p := range drinks.plates {
					if _, there := prices[p.id]; there != s.shown {
						return fmt.Errorf("%s en la carta: %v, y tenía que ser %v", p.name, there, s.shown)
					}
				}
				a.transcript.say("la carta tiene %d productos", len(prices))
				return nil
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *adminRun) promote(ctx context.Context) error {
	return a.act(ctx, "Arma una promoción", func(ctx context.Context) error {
		pasta, soda := a.card[2].parts[0].plates[1], a.card[3].parts[1].plates[0]
		today := time.Now().In(here)
		a.transcript.mark()
		made, err := a.admin.CreatePromotion(ctx, client.PromotionCreate{
			Name: "Ñoquis del 29", Description: new("Ñoquis y soda, con el billete debajo del plato."), PriceCents: 1_290_000,
			BranchIDs: []int64{a.branch.ID}, Items: []client.PromotionItem{{ProductID: pasta.id}, {ProductID: soda.id}},
			StartDate: today.Format(time.DateOnly), EndDate: today.AddDate(0, 1, 0).Format(time.DateOnly),
		})
		return a.created(ctx, "promotion", made.ID, err)
	})
}

// raise is by how many cents a steak becomes dearer.
const raise = 120_010

// raisePrice is the manager's: she writes in her own branch.
func (a *adminRun) raisePrice(ctx context.Context) error {
	steak := &a.card[1].parts[0].plates[0]
	was := steak.price
	steak.price += raise
	return a.act(ctx, fmt.Sprintf("La encargada sube el %s de %s a %s, y la carta abierta lo sigue", steak.name,
		pesos(was), pesos(steak.price)), func(ctx context.Context) error {
		var err error
		if a.manager, err = a.enter(ctx, a.staff.admin); err != nil {
			return err
		}
		a.transcript.mark()
		prices := []client.BranchPriceInput{{BranchID: a.branch.ID, PriceCents: steak.price}}
		_, err = a.manager.UpdateProduct(ctx, steak.id, client.ProductUpdate{BranchPrices: client.Set(prices)})
		if err := a.updated(ctx, a.manager, "product", steak.id, err); err != nil {
			return err
		}
		return a.menuFollows(ctx, func(m client.PublicMenuOutput) error {
			if now := pricesOf(m)[steak.id]; now != steak.price {
				return fmt.Errorf("la carta todavía dice %s", pesos(now))
			}
			a.transcript.say("la carta ya dice %s", pesos(steak.price))
			return nil
		})
	})
}

// text is the public menu to the letter.
func (a *adminRun) text(ctx context.Context) (string, error) {
	var text []byte
	err := a.visitor.Call(ctx, http.MethodGet, "/api/public/menu/"+a.Branch, nil, &text)
	return string(text), err
}
