package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

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

// ErrNoCustomer answers a device that is nobody's.
var ErrNoCustomer = fault.New(fault.NotFound, "customer_not_found", "Este dispositivo no está registrado.")

// RegisterCustomer remembers whoever holds the device: it changes the customer
// that the device belongs to, or makes a new one. The device's seats at this
// session become the customer's.
//
// Errors: fault.Conflict if the phone or e-mail is another customer's. Handing
// that customer over would tell a stranger's data to whoever knows the number.
func (s *Store) RegisterCustomer(ctx context.Context, at access.Table, device string, c Customer) error {
	return Fault(s.InTx(ctx, func(tx *Tx) error {
		known, err := tx.changeCustomer(ctx, at.TenantID, device, c)
		if err == nil && !known {
			err = tx.newCustomer(ctx, at.TenantID, device, c)
		}
		if err != nil {
			return err
		}
		return tx.LinkDiners(ctx, dbgen.LinkDinersParams{TenantID: at.TenantID, SessionID: at.SessionID, DeviceID: device})
	}))
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
func (s *Store) UpdateCustomer(ctx context.Context, tenant int64, device string, c Customer) error {
	return Fault(s.InTx(ctx, func(tx *Tx) error {
		known, err := tx.changeCustomer(ctx, tenant, device, c)
		if err == nil && !known {
			return ErrNoCustomer
		}
		return err
	}))
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

// SetPreferences keeps how a diner filters the menu: the diner of the request's
// device, else who sat down last. Encoded as JSON, preferences is what is read back.
//
// Errors: fault.NotFound if nobody sits there.
func (s *Store) SetPreferences(ctx context.Context, at access.Table, preferences any, now time.Time) (dbgen.SavePreferencesRow, error) {
	body, err := json.Marshal(preferences)
	if err != nil {
		return dbgen.SavePreferencesRow{}, fmt.Errorf("encode preferences: %w", err)
	}
	r, err := s.SavePreferences(ctx, dbgen.SavePreferencesParams{
		Preferences: body, At: now, TenantID: at.TenantID, SessionID: at.SessionID, DeviceID: at.DeviceID,
	})
	if r.DeviceID != nil && *r.DeviceID != at.DeviceID {
		r.DeviceID = nil // it would prove to others that they hold the device
	}
	return r, NotFoundAs(err, errOtherDiner)
}

// GiveFeedback keeps a table's opinion, 1 to 5 with or without words.
//
// Errors: fault.Conflict the second time, fault.NotFound.
func (s *Store) GiveFeedback(ctx context.Context, at access.Table, rating int, comment *string) (dbgen.InsertFeedbackRow, error) {
	r, err := s.InsertFeedback(ctx, dbgen.InsertFeedbackParams{Rating: int64(rating), Comment: comment, SessionID: at.SessionID, TenantID: at.TenantID})
	return r, NotFoundAs(err, ErrNoSession)
}
