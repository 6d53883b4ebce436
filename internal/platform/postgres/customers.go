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

// Customer is what a diner says about themselves. Nil fields and lists are unset: a new
// customer gets the default, an existing one keeps the value.
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

// ErrNoCustomer is the fault of a device without a customer.
var ErrNoCustomer = fault.New(fault.NotFound, "customer_not_found", "Este dispositivo no está registrado.")

// RegisterCustomer changes the customer of a device, or creates one, and links the
// device's seats at this session to it.
//
// Errors: fault.Conflict if the phone or e-mail is another customer's. It is not linked
// to that customer: knowing a telephone number must not give access to their data.
func (s *Store) RegisterCustomer(ctx context.Context, at access.Table, device string, c Customer) error {
	return Fault(s.InTx(ctx, func(tx *Tx) error {
		exists, err := tx.changeCustomer(ctx, at.TenantID, device, c)
		if err == nil && !exists {
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
		TenantID:                 tenant,
		Name:                     c.Name,
		Phone:                    c.Phone,
		Email:                    c.Email,
		BirthdayMonth:            c.BirthdayMonth,
		BirthdayDay:              c.BirthdayDay,
		ExcludedAllergenIds:      jsonList(c.ExcludedAllergenIDs),
		DietaryPreferences:       jsonList(c.DietaryPreferences),
		ExcludedCookingMethods:   jsonList(c.ExcludedCookingMethods),
		ConsentRemember:          orTrue(c.ConsentRemember),
		ConsentMarketing:         c.ConsentMarketing != nil && *c.ConsentMarketing,
		AiPersonalizationEnabled: orTrue(c.AIPersonalizationEnabled),
	})
	if err != nil {
		return err
	}
	return tx.LinkDevice(ctx, dbgen.LinkDeviceParams{TenantID: tenant, DeviceID: device, CustomerID: id})
}

// UpdateCustomer changes the customer of a device.
//
// Errors: fault.NotFound, fault.Conflict as RegisterCustomer.
func (s *Store) UpdateCustomer(ctx context.Context, tenant int64, device string, c Customer) error {
	return Fault(s.InTx(ctx, func(tx *Tx) error {
		exists, err := tx.changeCustomer(ctx, tenant, device, c)
		if err == nil && !exists {
			return ErrNoCustomer
		}
		return err
	}))
}

func (tx *Tx) changeCustomer(ctx context.Context, tenant int64, device string, c Customer) (exists bool, err error) {
	n, err := tx.ChangeCustomer(ctx, dbgen.ChangeCustomerParams{
		TenantID: tenant, DeviceID: device, Name: c.Name, Phone: c.Phone, Email: c.Email,
		BirthdayMonth: c.BirthdayMonth, BirthdayDay: c.BirthdayDay,
		ExcludedAllergenIds: jsonListOrNull(c.ExcludedAllergenIDs), DietaryPreferences: jsonListOrNull(c.DietaryPreferences),
		ExcludedCookingMethods: jsonListOrNull(c.ExcludedCookingMethods), ConsentRemember: c.ConsentRemember,
		ConsentMarketing: c.ConsentMarketing, AiPersonalizationEnabled: c.AIPersonalizationEnabled,
	})
	return n > 0, err
}

// jsonList encodes a list; nil is the empty one.
func jsonList[T any](items []T) json.RawMessage {
	if items == nil {
		items = []T{}
	}
	b, err := json.Marshal(items)
	if err != nil {
		panic(fmt.Sprintf("encode a list of %T: %v", items, err)) // lists of numbers and strings only
	}
	return b
}

func jsonListOrNull[T any](items []T) json.RawMessage {
	if items == nil {
		return nil
	}
	return jsonList(items)
}

func orTrue(b *bool) bool { return b == nil || *b }

// SetPreferences stores how a diner filters the menu, as JSON: the diner of the
// request's device, or else the last one who joined.
//
// Errors: fault.NotFound if there is no diner.
func (s *Store) SetPreferences(
	ctx context.Context, at access.Table, preferences any, now time.Time,
) (dbgen.SavePreferencesRow, error) {
	body, err := json.Marshal(preferences)
	if err != nil {
		return dbgen.SavePreferencesRow{}, fmt.Errorf("encode preferences: %w", err)
	}
	r, err := s.SavePreferences(ctx, dbgen.SavePreferencesParams{
		Preferences: body, At: now, TenantID: at.TenantID, SessionID: at.SessionID, DeviceID: at.DeviceID,
	})
	if r.DeviceID != nil && *r.DeviceID != at.DeviceID {
		r.DeviceID = nil // the ID authenticates the device, so other devices do not get it
	}
	return r, NotFoundAs(err, errOtherDiner)
}

// GiveFeedback stores the feedback of a table: a rating of 1 to 5 and a comment.
//
// Errors: fault.Conflict the second time, fault.NotFound.
func (s *Store) GiveFeedback(
	ctx context.Context, at access.Table, rating int, comment *string,
) (dbgen.InsertFeedbackRow, error) {
	r, err := s.InsertFeedback(ctx, dbgen.InsertFeedbackParams{
		Rating:    int64(rating),
		Comment:   comment,
		SessionID: at.SessionID,
		TenantID:  at.TenantID,
	})
	return r, NotFoundAs(err, ErrNoSession)
}
