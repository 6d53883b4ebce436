package diner

import (
	"context"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/readmodel"
)

func (h *Handlers) dinerDeviceRoutes(api *httpx.API) {
	httpx.Route(api, "GET /api/diner/device/{device_id}/history", "listDeviceVisits",
		"Las visitas de un dispositivo al restaurante.", httpx.Table, h.deviceHistory)
	httpx.Route(api, "GET /api/diner/device/{device_id}/preferences", "getDevicePreferences",
		"Cómo filtró el menú un dispositivo la última vez.", httpx.Table, h.devicePreferences)
	httpx.Route(api, "PATCH /api/diner/preferences", "updateDinerPreferences", "Recuerda cómo un comensal filtra el menú.",
		httpx.Table, h.updatePreferences, httpx.Fails{404})
}

// deviceInput names a device. Only who holds it knows its name.
type deviceInput struct {
	Device string `path:"device_id" minLength:"1" maxLength:"100"`
}

type deviceHistoryOutput struct{ Body readmodel.DeviceHistoryOutput }

func (h *Handlers) deviceHistory(ctx context.Context, in *deviceInput) (*deviceHistoryOutput, error) {
	history, err := readmodel.DeviceHistory(ctx, h.Store, access.TableFrom(ctx).TenantID, in.Device)
	return &deviceHistoryOutput{history}, err
}

type devicePreferencesOutput struct {
	Body readmodel.DevicePreferencesOutput
}

func (h *Handlers) devicePreferences(ctx context.Context, in *deviceInput) (*devicePreferencesOutput, error) {
	preferences, err := readmodel.DevicePreferences(ctx, h.Store, access.TableFrom(ctx).TenantID, in.Device)
	return &devicePreferencesOutput{preferences}, err
}

// UpdatePreferencesRequest says how a diner filters the menu.
type UpdatePreferencesRequest struct {
	ImplicitPreferences ImplicitPreferencesInput `json:"implicit_preferences"`
}

// ImplicitPreferencesInput is store.ImplicitPreferencesData as clients send it:
// whatever is left out has its default.
type ImplicitPreferencesInput struct {
	ExcludedAllergenIDs    []int64  `json:"excluded_allergen_ids,omitempty" maxItems:"100"`
	DietaryPreferences     []string `json:"dietary_preferences,omitempty" maxItems:"50"`
	ExcludedCookingMethods []string `json:"excluded_cooking_methods,omitempty" maxItems:"50"`
	CrossReactionsEnabled  bool     `json:"cross_reactions_enabled,omitempty"`
	Strictness             string   `json:"strictness,omitempty" maxLength:"20" default:"strict"`
}

type updatePreferencesInput struct{ Body UpdatePreferencesRequest }

type updatePreferencesOutput struct {
	Body readmodel.UpdatePreferencesResponse
}

func (h *Handlers) updatePreferences(ctx context.Context, in *updatePreferencesInput) (*updatePreferencesOutput, error) {
	sent := in.Body.ImplicitPreferences
	preferences := readmodel.ImplicitPreferencesData{
		ExcludedAllergenIDs: orNone(sent.ExcludedAllergenIDs), DietaryPreferences: orNone(sent.DietaryPreferences),
		ExcludedCookingMethods: orNone(sent.ExcludedCookingMethods),
		CrossReactionsEnabled:  sent.CrossReactionsEnabled, Strictness: sent.Strictness,
	}
	at := h.Now()
	kept, err := h.Store.SetPreferences(ctx, access.TableFrom(ctx), preferences, at)
	return &updatePreferencesOutput{readmodel.Preferences(kept, preferences, at)}, err
}

// orNone makes a list that was left out an empty one: the ledger keeps JSON.
func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
