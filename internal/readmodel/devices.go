package readmodel

import (
	"context"
	"slices"
	"time"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// DeviceHistoryOutput is where a device has been, over the tenant's branches.
type DeviceHistoryOutput struct {
	DeviceID        string              `json:"device_id"`
	TotalVisits     int                 `json:"total_visits"`
	TotalSpentCents money.Cents         `json:"total_spent_cents"`
	FirstVisit      *time.Time          `json:"first_visit"`
	LastVisit       *time.Time          `json:"last_visit"`
	Visits          []DeviceVisitOutput `json:"visits"` // latest first, 200 at most
}

// DeviceVisitOutput is one seat that the device took.
type DeviceVisitOutput struct {
	SessionID       int64       `json:"session_id"`
	DinerID         int64       `json:"diner_id"`
	DinerName       string      `json:"diner_name"`
	BranchID        int64       `json:"branch_id"`
	BranchName      *string     `json:"branch_name"`
	VisitedAt       time.Time   `json:"visited_at"`
	TotalSpentCents money.Cents `json:"total_spent_cents"`
	ItemsOrdered    int         `json:"items_ordered"`
}

// ImplicitPreferencesData is how a diner filters the menu.
type ImplicitPreferencesData struct {
	ExcludedAllergenIDs    []int64  `json:"excluded_allergen_ids"`
	DietaryPreferences     []string `json:"dietary_preferences"`
	ExcludedCookingMethods []string `json:"excluded_cooking_methods"`
	CrossReactionsEnabled  bool     `json:"cross_reactions_enabled"`
	Strictness             string   `json:"strictness"`
}

// UpdatePreferencesResponse is the stored preferences of a diner.
type UpdatePreferencesResponse struct {
	DinerID             int64                   `json:"diner_id"`
	DeviceID            *string                 `json:"device_id"`
	ImplicitPreferences ImplicitPreferencesData `json:"implicit_preferences"`
	UpdatedAt           time.Time               `json:"updated_at"`
}

// DevicePreferencesOutput is the last stored preferences of a device.
type DevicePreferencesOutput struct {
	DeviceID            string                   `json:"device_id"`
	HasPreferences      bool                     `json:"has_preferences"`
	ImplicitPreferences *ImplicitPreferencesData `json:"implicit_preferences"`
	LastUpdated         *time.Time               `json:"last_updated"`
	VisitCount          int                      `json:"visit_count"`
}

// FavoriteProductOutput is a product that is worth suggesting.
type FavoriteProductOutput struct {
	ID           int64      `json:"id"`
	Name         string     `json:"name"`
	Image        *string    `json:"image"`
	TimesOrdered int        `json:"times_ordered"`
	LastOrdered  *time.Time `json:"last_ordered"`
}

// CustomerSuggestionsOutput suggests what the branch still sells, five of each.
type CustomerSuggestionsOutput struct {
	DeviceID        string                  `json:"device_id"`
	CustomerID      *int64                  `json:"customer_id"`
	Favorites       []FavoriteProductOutput `json:"favorites"`
	LastOrdered     []FavoriteProductOutput `json:"last_ordered"`
	Recommendations []FavoriteProductOutput `json:"recommendations"` // never ordered
}

// FeedbackResponse is the stored feedback.
type FeedbackResponse struct {
	ID        int64     `json:"id"`
	SessionID int64     `json:"session_id"`
	Rating    int       `json:"rating"`
	Comment   *string   `json:"comment"`
	CreatedAt time.Time `json:"created_at"`
}

const suggestions = 5

// DeviceHistory lists the sessions that a device joined.
func DeviceHistory(ctx context.Context, db *postgres.Store, tenant int64, device string) (DeviceHistoryOutput, error) {
	rows, err := db.DeviceVisits(ctx, tenant, device)
	out := DeviceHistoryOutput{DeviceID: device, Visits: make([]DeviceVisitOutput, len(rows))}
	seen := make(map[int64]bool, len(rows))
	for i, r := range rows {
		out.Visits[i] = DeviceVisitOutput{
			SessionID: r.SessionID, DinerID: r.DinerID, DinerName: r.DinerName, BranchID: r.BranchID, BranchName: &r.BranchName,
			VisitedAt: r.VisitedAt, TotalSpentCents: money.Cents(r.SpentCents), ItemsOrdered: int(r.ItemsOrdered),
		}
		out.TotalSpentCents += money.Cents(r.SpentCents)
		seen[r.SessionID] = true
	}
	out.TotalVisits = len(seen)
	if n := len(rows); n > 0 {
		out.LastVisit, out.FirstVisit = &rows[0].VisitedAt, &rows[n-1].VisitedAt
	}
	return out, postgres.Fault(err)
}

// DevicePreferences reads the last filters of a device.
func DevicePreferences(
	ctx context.Context, db *postgres.Store, tenant int64, device string,
) (DevicePreferencesOutput, error) {
	visits, err := db.CountDeviceVisits(ctx, tenant, device)
	if err != nil {
		return DevicePreferencesOutput{}, postgres.Fault(err)
	}
	out := DevicePreferencesOutput{DeviceID: device, VisitCount: int(visits)}
	r, err := db.LatestPreferences(ctx, tenant, device)
	if postgres.IsNoRow(err) {
		return out, nil
	}
	if err != nil {
		return out, postgres.Fault(err)
	}
	p, err := postgres.DecodeJSON[ImplicitPreferencesData](r.Preferences, "preferences")
	out.HasPreferences, out.ImplicitPreferences, out.LastUpdated = true, &p, r.PreferencesUpdatedAt
	return out, err
}

// Suggestions suggests products of a branch to a device.
func Suggestions(
	ctx context.Context, db *postgres.Store, tenant, branch int64, device string,
) (CustomerSuggestionsOutput, error) {
	out := CustomerSuggestionsOutput{DeviceID: device}
	c, err := CustomerOfDevice(ctx, db, tenant, device)
	if err == nil {
		out.CustomerID = &c.ID
	} else if fault.CodeOf(err) != fault.NotFound {
		return out, err
	}
	rows, err := db.OrderedByDevice(ctx, dbgen.OrderedByDeviceParams{BranchID: branch, TenantID: tenant, DeviceID: device})
	if err != nil {
		return out, postgres.Fault(err)
	}
	popular, err := db.PopularIn(ctx, tenant, branch)
	if err != nil {
		return out, postgres.Fault(err)
	}
	ordered := make([]FavoriteProductOutput, len(rows))
	for i, r := range rows {
		ordered[i] = FavoriteProductOutput{
			ID:           r.ProductID,
			Name:         r.Name,
			Image:        r.Image,
			TimesOrdered: int(r.TimesOrdered),
			LastOrdered:  &r.LastOrdered,
		}
	}
	out.Favorites, out.Recommendations = first(ordered), unordered(popular, ordered)
	latest := slices.Clone(ordered)
	slices.SortStableFunc(latest, func(a, b FavoriteProductOutput) int { return b.LastOrdered.Compare(*a.LastOrdered) })
	out.LastOrdered = first(latest)
	return out, nil
}

func first(products []FavoriteProductOutput) []FavoriteProductOutput {
	return products[:min(suggestions, len(products))]
}

func unordered(popular []dbgen.PopularInRow, ordered []FavoriteProductOutput) []FavoriteProductOutput {
	out := []FavoriteProductOutput{}
	for _, p := range popular {
		known := slices.ContainsFunc(ordered, func(o FavoriteProductOutput) bool { return o.ID == p.ProductID })
		if !known && len(out) < suggestions {
			out = append(out, FavoriteProductOutput{ID: p.ProductID, Name: p.Name, Image: p.Image})
		}
	}
	return out
}

// Preferences converts the row of stored preferences.
func Preferences(r dbgen.SavePreferencesRow, p ImplicitPreferencesData, at time.Time) UpdatePreferencesResponse {
	return UpdatePreferencesResponse{DinerID: r.ID, DeviceID: r.DeviceID, ImplicitPreferences: p, UpdatedAt: at}
}

// Feedback converts the row of stored feedback.
func Feedback(r dbgen.InsertFeedbackRow) FeedbackResponse {
	return FeedbackResponse{
		ID:        r.ID,
		SessionID: r.SessionID,
		Rating:    int(r.Rating),
		Comment:   r.Comment,
		CreatedAt: r.CreatedAt,
	}
}
