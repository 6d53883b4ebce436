package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres/dbgen"
)

// CustomerOutput is a diner who asked to be remembered. Totals are of all
// sessions that the customer's devices joined.
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

// CustomerRecognizeResponse tells a device whether it is somebody's.
type CustomerRecognizeResponse struct {
	Recognized          bool       `json:"recognized"`
	CustomerID          *int64     `json:"customer_id"`
	CustomerName        *string    `json:"customer_name"`
	LastVisit           *time.Time `json:"last_visit"`
	VisitCount          int        `json:"visit_count"`
	ShouldPromptOptin   bool       `json:"should_prompt_optin"` // nobody yet, but it has been here before
	AnonymousVisitCount int        `json:"anonymous_visit_count"`
}

// Customer is what a diner tells of themselves. Nil fields, and nil lists, say
// nothing: a new customer has the column's default, a known one keeps what was.
type Customer struct {
	Name, Phone, Email       *string
	BirthdayMonth            *int32
	BirthdayDay              *int32
	ExcludedAllergenIDs      []int64
	DietaryPreferences       []string
	ExcludedCookingMethods   []string
	ConsentRemember          *bool
	ConsentMarketing         *bool
	AIPersonalizationEnabled *bool
}

// A device that came this often without a name is asked for one.
const visitsBeforeOptin = 2

var errNoCustomer = fault.New(fault.NotFound, "customer_not_found", "Este dispositivo no está registrado.")

// RegisterCustomer remembers whoever holds the device: it changes the customer
// that the device belongs to, or makes a new one. The device's seats at this
// session become the customer's.
//
// Errors: fault.Conflict if the phone or e-mail is another customer's. Handing
// that customer over would tell a stranger's data to whoever knows the number.
func (s *Store) RegisterCustomer(ctx context.Context, at access.Table, device string, c Customer) (CustomerOutput, error) {
	err := s.InTx(ctx, func(tx *Tx) error {
		known, err := tx.changeCustomer(ctx, at.TenantID, device, c)
		if err == nil && !known {
			err = tx.newCustomer(ctx, at.TenantID, device, c)
		}
		if err != nil {
			return err
		}
		return tx.LinkDiners(ctx, dbgen.LinkDinersParams{TenantID: at.TenantID, SessionID: at.SessionID, DeviceID: device})
	})
	if err != nil {
		return CustomerOutput{}, Fault(err)
	}
	return s.CustomerOfDevice(ctx, at.TenantID, device)
}

func (tx *Tx) newCustomer(ctx context.Context, tenant int64, device string, c Customer) error {
	id, err := tx.InsertCustomer(ctx, dbgen.InsertCustomerParams{
		TenantID: tenant, Name: c.Name, Phone: c.Phone, Email: c.Email, BirthdayMonth: c.BirthdayMonth, BirthdayDay: c.BirthdayDay,
		ExcludedAllergenIds: list(c.ExcludedAllergenIDs), DietaryPreferences: list(c.DietaryPreferences),
		ExcludedCookingMethods: list(c.ExcludedCookingMethods), ConsentRemember: orTrue(c.ConsentRemember),
		ConsentMarketing: c.ConsentMarketing != nil && *c.ConsentMarketing, AiPersonalizationEnabled: orTrue(c.AIPersonalizationEnabled),
	})
	if err != nil {
		return err
	}
	return tx.LinkDevice(ctx, dbgen.LinkDeviceParams{TenantID: tenant, DeviceID: device, CustomerID: id})
}

// UpdateCustomer changes what the device's customer said of themselves.
//
// Errors: fault.NotFound, fault.Conflict as RegisterCustomer.
func (s *Store) UpdateCustomer(ctx context.Context, tenant int64, device string, c Customer) (CustomerOutput, error) {
	err := s.InTx(ctx, func(tx *Tx) error {
		known, err := tx.changeCustomer(ctx, tenant, device, c)
		if err == nil && !known {
			return errNoCustomer
		}
		return err
	})
	if err != nil {
		return CustomerOutput{}, Fault(err)
	}
	return s.CustomerOfDevice(ctx, tenant, device)
}

func (tx *Tx) changeCustomer(ctx context.Context, tenant int64, device string, c Customer) (known bool, err error) {
	n, err := tx.ChangeCustomer(ctx, dbgen.ChangeCustomerParams{
		TenantID: tenant, DeviceID: device, Name: c.Name, Phone: c.Phone, Email: c.Email,
		BirthdayMonth: c.BirthdayMonth, BirthdayDay: c.BirthdayDay,
		ExcludedAllergenIds: listOrNull(c.ExcludedAllergenIDs), DietaryPreferences: listOrNull(c.DietaryPreferences),
		ExcludedCookingMethods: listOrNull(c.ExcludedCookingMethods), ConsentRemember: c.ConsentRemember,
		ConsentMarketing: c.ConsentMarketing, AiPersonalizationEnabled: c.AIPersonalizationEnabled,
	})
	return n > 0, err
}

// CustomerOfDevice tells the customer that the device belongs to.
//
// Errors: fault.NotFound.
func (s *Store) CustomerOfDevice(ctx context.Context, tenant int64, device string) (CustomerOutput, error) {
	r, err := s.CustomerByDevice(ctx, tenant, device)
	if err != nil {
		return CustomerOutput{}, missing(err, errNoCustomer)
	}
	c := CustomerOutput{
		ID: r.ID, TenantID: r.TenantID, Name: r.Name, Phone: r.Phone, Email: r.Email, FirstVisitAt: r.FirstVisitAt, LastVisitAt: r.LastVisitAt,
		TotalVisits: int(r.Visits), TotalSpentCents: money.Cents(r.SpentCents), FavoriteProductIDs: r.FavoriteProductIds,
		Segment: &r.Segment, ConsentRemember: r.ConsentRemember, ConsentMarketing: r.ConsentMarketing,
	}
	if r.Visits > 0 {
		c.AvgTicketCents = money.Cents(r.SpentCents / int64(r.Visits))
	}
	if c.ExcludedAllergenIDs, err = DecodeJSON[[]int64](r.ExcludedAllergenIds, "allergens"); err != nil {
		return c, err
	}
	if c.DietaryPreferences, err = DecodeJSON[[]string](r.DietaryPreferences, "preferences"); err != nil {
		return c, err
	}
	c.ExcludedCookingMethods, err = DecodeJSON[[]string](r.ExcludedCookingMethods, "cooking methods")
	return c, err
}

// Recognize tells a device whether somebody who wants to be remembered holds it.
func (s *Store) Recognize(ctx context.Context, tenant int64, device string) (CustomerRecognizeResponse, error) {
	c, err := s.CustomerOfDevice(ctx, tenant, device)
	if err == nil && c.ConsentRemember {
		return CustomerRecognizeResponse{
			Recognized: true, CustomerID: &c.ID, CustomerName: c.Name, LastVisit: &c.LastVisitAt, VisitCount: c.TotalVisits,
		}, nil
	}
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return CustomerRecognizeResponse{}, err
	}
	visits, err := s.CountDeviceVisits(ctx, tenant, device)
	return CustomerRecognizeResponse{
		AnonymousVisitCount: int(visits), ShouldPromptOptin: c.ID == 0 && visits >= visitsBeforeOptin,
	}, Fault(err)
}

// list writes a JSON list; nil is the empty one.
func list[T any](items []T) json.RawMessage {
	if items == nil {
		items = []T{}
	}
	b, err := json.Marshal(items)
	if err != nil {
		panic(fmt.Sprintf("encode a list of %T: %v", items, err)) // numbers and strings encode
	}
	return b
}

func listOrNull[T any](items []T) json.RawMessage {
	if items == nil {
		return nil
	}
	return list(items)
}

func orTrue(b *bool) bool { return b == nil || *b }
