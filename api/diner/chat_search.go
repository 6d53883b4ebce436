package diner

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"integrador/api/httpx"
	"integrador/internal/domain/menuchat"
	"integrador/internal/domain/money"
	"integrador/internal/domain/promotion"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// findings are what the ledger has on a question.
type findings struct {
	menuchat.Findings
	question   string
	health     bool
	sources    []ChatSource
	confidence float64
	allergens  []string // the names of all that the tenant declares
}

// findOut looks a question up: in the documents, in what the branch lists, in
// the allergens declared of it, and in its promotions.
func (h *Handlers) findOut(ctx context.Context, who asker, question string) (findings, error) {
	q := menuchat.ParseQuestion(question)
	f := findings{question: question, health: q.Health, sources: []ChatSource{}}
	f.Question = q
	if q.Talk != "" {
		f.confidence = 1
		return f, nil
	}
	if err := h.findAllergens(ctx, who, q, &f); err != nil {
		return f, postgres.Fault(err)
	}
	if err := h.findDocuments(ctx, who, q, &f); err != nil {
		return f, postgres.Fault(err)
	}
	if q.Offers {
		if err := h.findOffers(ctx, who, &f); err != nil {
			return f, postgres.Fault(err)
		}
	}
	return f, h.findListed(ctx, who, &f)
}

func (h *Handlers) findAllergens(ctx context.Context, who asker, q menuchat.Question, f *findings) error {
	rows, err := h.Store.AskedAllergens(ctx, dbgen.AskedAllergensParams{TenantID: who.tenant, Question: q.Search, Described: q.Health})
	if err != nil {
		return err
	}
	source := "allergen"
	for _, r := range rows {
		f.allergens = append(f.allergens, r.Name)
		if r.Asked {
			f.health = true
			f.Allergens = append(f.Allergens, menuchat.Allergen{ID: r.ID, Name: r.Name, CrossReactsWith: r.CrossReactsWith})
			f.sources = append(f.sources, ChatSource{ID: r.ID, Title: &r.Name, Score: 1, Source: &source})
			f.confidence = 1
		}
	}
	return nil
}

// findListed reads the whole menu where the answer is about all of it.
func (h *Handlers) findListed(ctx context.Context, who asker, f *findings) error {
	q := f.Question
	if len(f.Allergens) == 0 && q.Diet == "" && !q.Suggest && !q.Cheapest {
		return nil
	}
	listed, err := h.dishes(ctx, who, nil)
	if err != nil {
		return postgres.Fault(err)
	}
	f.Listed = listed
	if q.Diet != "" || q.Cheapest {
		f.confidence = 1
	}
	return nil
}

// mostDocuments is how many documents are looked at.
const mostDocuments = 20

func (h *Handlers) findDocuments(ctx context.Context, who asker, q menuchat.Question, f *findings) error {
	rows, err := h.Store.SearchKnowledge(ctx, dbgen.SearchKnowledgeParams{
		TenantID: who.tenant, BranchID: who.branch, Question: q.Search, MaxRows: mostDocuments,
	})
	if err != nil || len(rows) == 0 {
		return err
	}
	var ids []int64
	for _, r := range rows {
		if r.Score < rows[0].Score*nearEnough || len(ids) >= mostDishes {
			break
		}
		if r.Named {
			f.Named = append(f.Named, r.ProductIds...)
		}
		for _, id := range r.ProductIds {
			if !slices.Contains(ids, id) && len(ids) < mostDishes {
				ids = append(ids, id)
			}
		}
		if r.SourceID == nil {
			f.Notes = append(f.Notes, menuchat.Note{Title: httpx.Deref(r.Title), Text: httpx.Truncate(r.Content, noteLength)})
		}
		f.sources = append(f.sources, ChatSource{ID: r.ID, Title: r.Title, Score: hundredths(r.Score), Source: r.Source})
	}
	f.confidence = max(f.confidence, hundredths(rows[0].Score))
	if len(ids) == 0 {
		return nil
	}
	found, err := h.dishes(ctx, who, ids)
	for _, id := range ids {
		if i := slices.IndexFunc(found, func(d menuchat.Dish) bool { return d.ID == id }); i >= 0 {
			f.Dishes = append(f.Dishes, found[i])
		}
	}
	return err
}

// dishes are those of ids that the branch lists; all, if ids is nil.
func (h *Handlers) dishes(ctx context.Context, who asker, ids []int64) ([]menuchat.Dish, error) {
	rows, err := h.Store.ListedDishes(ctx, dbgen.ListedDishesParams{TenantID: who.tenant, BranchID: who.branch, ProductIds: ids})
	if err != nil {
		return nil, err
	}
	return httpx.MapOrError(rows, func(r dbgen.ListedDishesRow) (menuchat.Dish, error) {
		declared, err := postgres.DecodeJSON[[]menuchat.AllergenDeclaration](r.Allergens, "allergens of a dish")
		return menuchat.Dish{
			ID: r.ProductID, Name: r.Name, Description: httpx.Deref(r.Description), Price: r.PriceCents, Available: r.IsAvailable,
			Drink: menuchat.IsDrink(r.CategoryName), Featured: r.Featured || r.Popular, Vegan: r.IsVegan, Vegetarian: r.IsVegetarian,
			Allergens: declared, Cautions: r.Cautions,
		}, err
	})
}

// findOffers finds the promotions that are on by the branch's own clock.
func (h *Handlers) findOffers(ctx context.Context, who asker, f *findings) error {
	rows, err := h.Store.OfferedPromotions(ctx, who.branch, who.tenant)
	if err != nil {
		return err
	}
	source := "promotion"
	for _, r := range rows {
		on, err := isOn(r, h.Now())
		if err != nil {
			return err
		}
		if on {
			f.Offers = append(f.Offers, menuchat.Offer{
				Name: r.Name, Description: httpx.Deref(r.Description), Items: r.Items, Price: r.PriceCents, Charged: money.Cents(r.ChargedCents),
			})
			f.sources = append(f.sources, ChatSource{ID: r.ID, Title: &r.Name, Score: 1, Source: &source})
			f.confidence = 1
		}
	}
	return nil
}

func isOn(r dbgen.OfferedPromotionsRow, now time.Time) (bool, error) {
	zone, err := time.LoadLocation(r.Timezone)
	if err != nil {
		return false, fmt.Errorf("read a branch's time zone: %w", err)
	}
	start, ok := promotion.ParseClock(r.StartTime)
	end, alsoOK := promotion.ParseClock(r.EndTime)
	w := promotion.Window{FirstDay: r.StartDate, LastDay: r.EndDate, Start: start, End: end}
	return ok && alsoOK && w.ActiveAt(now.In(zone)), nil
}

func hundredths(score float64) float64 { return math.Round(score*100) / 100 }
