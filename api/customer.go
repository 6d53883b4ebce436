package api

import (
	"context"
	"net/http"
	"strings"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

func (s *Server) customerRoutes(r router) {
	handle(r, operation{
		ID: "registerCustomer", Method: http.MethodPost, Path: "/api/customer/register", Access: table, Limit: LimitDinerRegister,
		Summary: "Recuerda a quien tiene el dispositivo, si quiere.", Errors: []int{http.StatusConflict},
	}, s.registerCustomer)
	handle(r, operation{
		ID: "recognizeCustomer", Method: http.MethodGet, Path: "/api/customer/recognize", Access: table,
		Summary: "Dice si el dispositivo es de alguien conocido.", Errors: []int{http.StatusBadRequest},
	}, s.recognizeCustomer)
	handle(r, operation{
		ID: "getCustomer", Method: http.MethodGet, Path: "/api/customer/me", Access: table,
		Summary: "Lo que sabemos de quien tiene el dispositivo.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.customer)
	handle(r, operation{
		ID: "updateCustomer", Method: http.MethodPatch, Path: "/api/customer/me", Access: table,
		Summary: "Cambia lo que sabemos de quien tiene el dispositivo.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict},
	}, s.updateCustomer)
	handle(r, operation{
		ID: "listSuggestions", Method: http.MethodGet, Path: "/api/customer/suggestions", Access: table,
		Summary: "Qué ofrecerle a quien tiene el dispositivo.", Errors: []int{http.StatusBadRequest},
	}, s.suggest)
}

// CustomerRegisterRequest is what a diner tells to be remembered. Both names of
// each consent are in use; the first of a pair counts.
type CustomerRegisterRequest struct {
	Name                     *string  `json:"name,omitempty" maxLength:"100"`
	Phone                    *string  `json:"phone,omitempty" maxLength:"20"`
	Email                    *string  `json:"email,omitempty" maxLength:"100"`
	BirthdayMonth            *int32   `json:"birthday_month,omitempty" minimum:"1" maximum:"12"`
	BirthdayDay              *int32   `json:"birthday_day,omitempty" minimum:"1" maximum:"31"`
	DeviceID                 string   `json:"device_id" minLength:"1" maxLength:"100"`
	ExcludedAllergenIDs      []int64  `json:"excluded_allergen_ids,omitempty" maxItems:"100"`
	DietaryPreferences       []string `json:"dietary_preferences,omitempty" maxItems:"50"`
	ExcludedCookingMethods   []string `json:"excluded_cooking_methods,omitempty" maxItems:"50"`
	ConsentRemember          *bool    `json:"consent_remember,omitempty"`
	DataConsent              *bool    `json:"data_consent,omitempty"`
	ConsentMarketing         *bool    `json:"consent_marketing,omitempty"`
	MarketingConsent         *bool    `json:"marketing_consent,omitempty"`
	AIPersonalizationEnabled *bool    `json:"ai_personalization_enabled,omitempty"`
}

func (r CustomerRegisterRequest) customer() postgres.Customer {
	return postgres.Customer{
		Name: said(r.Name), Phone: said(r.Phone), Email: said(r.Email), BirthdayMonth: r.BirthdayMonth, BirthdayDay: r.BirthdayDay,
		ExcludedAllergenIDs: r.ExcludedAllergenIDs, DietaryPreferences: r.DietaryPreferences, ExcludedCookingMethods: r.ExcludedCookingMethods,
		ConsentRemember: either(r.ConsentRemember, r.DataConsent), ConsentMarketing: either(r.ConsentMarketing, r.MarketingConsent),
		AIPersonalizationEnabled: r.AIPersonalizationEnabled,
	}
}

// said is a text without the spaces around it; nil if nothing is left. Forms send
// "" for what nobody filled in, and two people without a telephone are not one.
func said(text *string) *string {
	if text == nil {
		return nil
	}
	trimmed := strings.TrimSpace(*text)
	if trimmed == "" {
		return nil
	}
	return &trimmed
}

func either(first, second *bool) *bool {
	if first != nil {
		return first
	}
	return second
}

type registerCustomerInput struct{ Body CustomerRegisterRequest }

type customerOutput struct{ Body readmodel.CustomerOutput }

func (s *Server) registerCustomer(ctx context.Context, in *registerCustomerInput) (*customerOutput, error) {
	at := access.TableFrom(ctx)
	if err := s.store.RegisterCustomer(ctx, at, in.Body.DeviceID, in.Body.customer()); err != nil {
		return nil, err
	}
	known, err := readmodel.CustomerOfDevice(ctx, s.store, at.TenantID, in.Body.DeviceID)
	return &customerOutput{known}, err
}

// Device is embedded in the input of what is about the holder of a device.
type Device struct {
	DeviceID string `query:"device_id" maxLength:"100" doc:"El dispositivo; sin él, el del encabezado X-Device-Id."`
}

var errNoDevice = fault.New(fault.Refused, "device_id_required", "Falta el identificador del dispositivo.")

// device is the one asked about.
func (d Device) device(ctx context.Context) (string, error) {
	if d.DeviceID != "" {
		return d.DeviceID, nil
	}
	if sent := access.TableFrom(ctx).DeviceID; sent != "" {
		return sent, nil
	}
	return "", errNoDevice
}

type aboutDevice struct{ Device }

type recognizeOutput struct {
	Body readmodel.CustomerRecognizeResponse
}

func (s *Server) recognizeCustomer(ctx context.Context, in *aboutDevice) (*recognizeOutput, error) {
	device, err := in.device(ctx)
	if err != nil {
		return nil, err
	}
	known, err := readmodel.Recognize(ctx, s.store, access.TableFrom(ctx).TenantID, device)
	return &recognizeOutput{known}, err
}

func (s *Server) customer(ctx context.Context, in *aboutDevice) (*customerOutput, error) {
	device, err := in.device(ctx)
	if err != nil {
		return nil, err
	}
	known, err := readmodel.CustomerOfDevice(ctx, s.store, access.TableFrom(ctx).TenantID, device)
	return &customerOutput{known}, err
}

// CustomerUpdateRequest changes what was said; what is left out stays.
type CustomerUpdateRequest struct {
	Name                   *string  `json:"name,omitempty" maxLength:"100"`
	Phone                  *string  `json:"phone,omitempty" maxLength:"20"`
	Email                  *string  `json:"email,omitempty" maxLength:"100"`
	ExcludedAllergenIDs    []int64  `json:"excluded_allergen_ids,omitempty" maxItems:"100"`
	DietaryPreferences     []string `json:"dietary_preferences,omitempty" maxItems:"50"`
	ExcludedCookingMethods []string `json:"excluded_cooking_methods,omitempty" maxItems:"50"`
	ConsentMarketing       *bool    `json:"consent_marketing,omitempty"`
}

type updateCustomerInput struct {
	Device
	Body CustomerUpdateRequest
}

func (s *Server) updateCustomer(ctx context.Context, in *updateCustomerInput) (*customerOutput, error) {
	device, err := in.device(ctx)
	if err != nil {
		return nil, err
	}
	b := in.Body
	tenant := access.TableFrom(ctx).TenantID
	err = s.store.UpdateCustomer(ctx, tenant, device, postgres.Customer{
		Name: said(b.Name), Phone: said(b.Phone), Email: said(b.Email), ExcludedAllergenIDs: b.ExcludedAllergenIDs,
		DietaryPreferences: b.DietaryPreferences, ExcludedCookingMethods: b.ExcludedCookingMethods, ConsentMarketing: b.ConsentMarketing,
	})
	if err != nil {
		return nil, err
	}
	known, err := readmodel.CustomerOfDevice(ctx, s.store, tenant, device)
	return &customerOutput{known}, err
}

type suggestInput struct {
	Device
	Branch int64 `query:"branch_id" minimum:"1" doc:"La sucursal; sin ella, la de la mesa."`
}

type suggestOutput struct {
	Body readmodel.CustomerSuggestionsOutput
}

func (s *Server) suggest(ctx context.Context, in *suggestInput) (*suggestOutput, error) {
	device, err := in.device(ctx)
	if err != nil {
		return nil, err
	}
	at := access.TableFrom(ctx)
	branch := at.BranchID
	if in.Branch != 0 {
		branch = in.Branch
	}
	products, err := readmodel.Suggestions(ctx, s.store, at.TenantID, branch, device)
	return &suggestOutput{products}, err
}
