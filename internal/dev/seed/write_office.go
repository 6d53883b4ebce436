package seed

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
)

// writtenBranch is where a branch and what is in it went: tables by code, the rest by name.
type writtenBranch struct {
	id          int64
	zone        string
	tables      map[string]int64
	dishes      map[string]writtenDish
	ingredients map[string]int64
}

// office writes what people of the office find when they first look.
func (w *writer) office(at writtenBranch, now time.Time) {
	w.recipes(at)
	w.promotions(at, now)
	w.reservations(at, now)
}

func (w *writer) recipes(at writtenBranch) {
	var rows [][]any
	for _, r := range recipes {
		d := at.dishes[r.dish]
		lines, steps := encodeRecipe(r, at.ingredients)
		rows = append(rows, []any{
			at.id, r.dish, d.text, r.short, d.id, d.subcategory, "Argentina", r.difficulty, r.prep, r.cook,
			r.servings, r.calories, lines, steps, r.notes, d.flavors, d.textures, d.methods, d.oil, r.cost, int64(d.price) * int64(r.servings),
			fmt.Sprint(r.servings), "porciones",
		})
	}
	w.copy("recipe", []string{
		"branch_id", "name", "description", "short_description", "product_id", "subcategory_id", "cuisine_type", "difficulty",
		"prep_time_minutes", "cook_time_minutes", "servings", "calories_per_serving", "ingredients", "preparation_steps", "chef_notes",
		"flavors", "textures", "cooking_methods", "uses_oil", "cost_cents", "suggested_price_cents", "yield_quantity", "yield_unit",
	}, rows)
}

// encodeRecipe writes the lists of a recipe as the API reads them.
func encodeRecipe(r recipe, ingredients map[string]int64) (lines, steps json.RawMessage) {
	type line struct {
		ID       int64  `json:"ingredient_id"`
		Name     string `json:"name"`
		Quantity string `json:"quantity"`
		Unit     string `json:"unit"`
	}
	type step struct {
		Step        int    `json:"step"`
		Instruction string `json:"instruction"`
	}
	var ls []line
	for _, l := range r.lines {
		ls = append(ls, line{ingredients[l.name], l.name, l.quantity, l.unit})
	}
	var ss []step
	for i, text := range r.steps {
		ss = append(ss, step{i + 1, text})
	}
	lines, _ = json.Marshal(ls)
	steps, _ = json.Marshal(ss)
	return lines, steps
}

func (w *writer) promotions(at writtenBranch, now time.Time) {
	ids := w.ids("promotion", len(promotions))
	var rows, branches, items [][]any
	for i, p := range promotions {
		var price int64
		for _, item := range p.items {
			price += int64(at.dishes[item.dish].price) * item.quantity
			items = append(items, []any{ids[i], at.dishes[item.dish].id, item.quantity})
		}
		rows = append(rows, []any{ids[i], p.name, p.text, price, now, now.AddDate(1, 0, 0), p.start, p.end, "combo"})
		branches = append(branches, []any{ids[i], at.id})
	}
	w.copy("promotion", []string{
		"id", "name", "description", "price_cents", "start_date", "end_date", "start_time", "end_time", "promotion_type_id",
	}, rows)
	w.copy("promotion_branch", []string{"promotion_id", "branch_id"}, branches)
	w.copy("promotion_item", []string{"promotion_id", "product_id", "quantity"}, items)
}

func (w *writer) reservations(at writtenBranch, now time.Time) {
	zone, err := time.LoadLocation(at.zone)
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("read the branch's time zone: %w", err)
	}
	if w.err != nil {
		return
	}
	today := now.In(zone)
	var rows [][]any
	for _, r := range reservations {
		day := today.AddDate(0, 0, r.inDays).Format(time.DateOnly)
		starts, err := time.ParseInLocation("2006-01-02 15:04", day+" "+r.at, zone)
		if err != nil {
			w.err = fmt.Errorf("read the hour of a reservation: %w", err)
			return
		}
		var table *int64
		if id, known := at.tables[r.table]; known {
			table = &id
		}
		rows = append(rows, []any{
			at.id, r.name, r.phone, r.guests, starts, clock(starts), r.minutes, starts,
			starts.Add(time.Duration(r.minutes) * time.Minute), table, r.is, orNull(r.notes),
		})
	}
	w.copy("reservation", []string{
		"branch_id", "customer_name", "customer_phone", "party_size", "reservation_date", "reservation_time", "duration_minutes",
		"starts_at", "ends_at", "table_id", "status", "notes",
	}, rows)
}

// clock is the time of day of t.
func clock(t time.Time) pgtype.Time {
	since := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	return pgtype.Time{Microseconds: since.Microseconds(), Valid: true}
}
