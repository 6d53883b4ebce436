package diner

import (
	"context"
	"strings"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

func (h *Handlers) customerRoutes(api *httpx.API) {
	httpx.Route(api, "POST /api/customer/register", "registerCustomer",
		"Recuerda a quien tiene el dispositivo, si quiere.", httpx.Table, h.registerCustomer, httpx.LimitDinerRegister,
		httpx.Fails{409})
	httpx.Route(api, "GET /api/customer/recognize", "recognizeCustomer", "Dice si el dispositivo es de alguien conocido.",
		httpx.Table, h.recognizeCustomer, httpx.Fails{400})
	httpx.Route(api, "GET /api/customer/me", "getCustomer", "Lo que sabemos de quien tiene el dispositivo.", httpx.Table,
		h.customer, httpx.Fails{400, 404})
	httpx.Route(api, "PATCH /api/customer/me", "updateCustomer", "Cambia lo que sabemos de quien tiene el dispositivo.",
		httpx.Table, h.updateCustomer, httpx.Fails{400, 404, 409})
	httpx.Route(api, "GET /api/customer/suggestions", "listSuggestions", "Qué ofrecerle a quien tiene el dispositivo.",
		httpx.Table, h.suggest, httpx.Fails{400})
}

// CustomerRegisterRequest is what a diner gives to be remembered. Both names of
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

func (h *Handlers) registerCustomer(ctx context.Context, in *registerCustomerInput) (*customerOutput, error) {
	at := access.TableFrom(ctx)
	if err := h.Store.RegisterCustomer(ctx, at, in.Body.DeviceID, in.Body.customer()); err != nil {
		return nil, err
	}
	known, err := readmodel.CustomerOfDevice(ctx, h.Store, at.TenantID, in.Body.DeviceID)
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

func (h *Handlers) recognizeCustomer(ctx context.Context, in *aboutDevice) (*recognizeOutput, error) {
	device, err := in.device(ctx)
	if err != nil {
		return nil, err
	}
	known, err := readmodel.Recognize(ctx, h.Store, access.TableFrom(ctx).TenantID, device)
	return &recognizeOutput{known}, err
}

func (h *Handlers) customer(ctx context.Context, in *aboutDevice) (*customerOutput, error) {
	device, err := in.device(ctx)
	if err != nil {
		return nil, err
	}
	known, err := readmodel.CustomerOfDevice(ctx, h.Store, access.TableFrom(ctx).TenantID, device)
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

func (h *Handlers) updateCustomer(ctx context.Context, in *updateCustomerInput) (*customerOutput, error) {
	device, err := in.device(ctx)
	if err != nil {
		return nil, err
	}
	b := in.Body
	tenant := access.TableFrom(ctx).TenantID
	err = h.Store.UpdateCustomer(ctx, tenant, device, postgres.Customer{
		Name: said(b.Name), Phone: said(b.Phone), Email: said(b.Email), ExcludedAllergenIDs: b.ExcludedAllergenIDs,
		DietaryPreferences: b.DietaryPreferences, ExcludedCookingMethods: b.ExcludedCookingMethods, ConsentMarketing: b.ConsentMarketing,
	})
	if err != nil {
		return nil, err
	}
	known, err := readmodel.CustomerOfDevice(ctx, h.Store, tenant, device)
	return &customerOutput{known}, err
}

type suggestInput struct {
	Device
	Branch int64 `query:"branch_id" minimum:"1" doc:"La sucursal; sin ella, la de la mesa."`
}

type suggestOutput struct {
	Body readmodel.CustomerSuggestionsOutput
}

func (h *Handlers) suggest(ctx context.Context, in *suggestInput) (*suggestOutput, error) {
	device, err := in.device(ctx)
	if err != nil {
		return nil, err
	}
	at := access.TableFrom(ctx)
	branch := at.BranchID
	if in.Branch != 0 {
		branch = in.Branch
	}
	products, err := readmodel.Suggestions(ctx, h.Store, at.TenantID, branch, device)
	return &suggestOutput{products}, err
}
