package readmodel

import (
	"context"
	"time"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres"
)

// CustomerOutput is a registered diner. Totals are of all sessions that the customer's
// devices joined.
type CustomerOutput struct {
	ID                     int64       `json:"id"`
	TenantID               int64       `json:"tenant_id"`
	Name                   *string     `json:"name"`
	Phone                  *string     `json:"phone"`
	Email                  *string     `json:"email"`
	FirstVisitAt           time.Time   `json:"first_visit_at"`
	LastVisitAt            time.Time   `json:"last_visit_at"`
	TotalVisits            int         `json:"total_visits"`
	TotalSpentCents        money.Cents `json:"total_spent_cents"`
	AvgTicketCents         money.Cents `json:"avg_ticket_cents"`
	ExcludedAllergenIDs    []int64     `json:"excluded_allergen_ids"`
	DietaryPreferences     []string    `json:"dietary_preferences"`
	ExcludedCookingMethods []string    `json:"excluded_cooking_methods"`
	FavoriteProductIDs     []int64     `json:"favorite_product_ids"`
	Segment                *string     `json:"segment"`
	ConsentRemember        bool        `json:"consent_remember"`
	ConsentMarketing       bool        `json:"consent_marketing"`
}

// CustomerRecognizeResponse says whether a device belongs to a customer.
type CustomerRecognizeResponse struct {
	Recognized          bool       `json:"recognized"`
	CustomerID          *int64     `json:"customer_id"`
	CustomerName        *string    `json:"customer_name"`
	LastVisit           *time.Time `json:"last_visit"`
	VisitCount          int        `json:"visit_count"`
	ShouldPromptOptin   bool       `json:"should_prompt_optin"` // no customer yet, but several visits
	AnonymousVisitCount int        `json:"anonymous_visit_count"`
}

// A device that came this often without a name is asked for one.
const visitsBeforeOptin = 2

var errNoCustomer = fault.New(fault.NotFound, "customer_not_found", "Este dispositivo no está registrado.")

// CustomerOfDevice reads the customer of a device.
//
// Errors: fault.NotFound.
func CustomerOfDevice(ctx context.Context, db *postgres.Store, tenant int64, device string) (CustomerOutput, error) {
	r, err := db.CustomerByDevice(ctx, tenant, device)
	if err != nil {
		return CustomerOutput{}, postgres.NotFoundAs(err, errNoCustomer)
	}
	c := CustomerOutput{
		ID:                 r.ID,
		TenantID:           r.TenantID,
		Name:               r.Name,
		Phone:              r.Phone,
		Email:              r.Email,
		FirstVisitAt:       r.FirstVisitAt,
		LastVisitAt:        r.LastVisitAt,
		TotalVisits:        int(r.Visits),
		TotalSpentCents:    money.Cents(r.SpentCents),
		FavoriteProductIDs: r.FavoriteProductIds,
		Segment:            &r.Segment,
		ConsentRemember:    r.ConsentRemember,
		ConsentMarketing:   r.ConsentMarketing,
	}
	if r.Visits > 0 {
		c.AvgTicketCents = money.Cents(r.SpentCents / int64(r.Visits))
	}
	if c.ExcludedAllergenIDs, err = postgres.DecodeJSON[[]int64](r.ExcludedAllergenIds, "allergens"); err != nil {
		return c, err
	}
	if c.DietaryPreferences, err = postgres.DecodeJSON[[]string](r.DietaryPreferences, "preferences"); err != nil {
		return c, err
	}
	c.ExcludedCookingMethods, err = postgres.DecodeJSON[[]string](r.ExcludedCookingMethods, "cooking methods")
	return c, err
}

// Recognize reads the customer of a device if they want to be recognized.
func Recognize(
	ctx context.Context, db *postgres.Store, tenant int64, device string,
) (CustomerRecognizeResponse, error) {
	c, err := CustomerOfDevice(ctx, db, tenant, device)
	if err == nil && c.ConsentRemember {
		return CustomerRecognizeResponse{
			Recognized: true, CustomerID: &c.ID, CustomerName: c.Name, LastVisit: &c.LastVisitAt, VisitCount: c.TotalVisits,
		}, nil
	}
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return CustomerRecognizeResponse{}, err
	}
	visits, err := db.CountDeviceVisits(ctx, tenant, device)
	return CustomerRecognizeResponse{
		AnonymousVisitCount: int(visits), ShouldPromptOptin: c.ID == 0 && visits >= visitsBeforeOptin,
	}, postgres.Fault(err)
}
