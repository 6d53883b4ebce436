// Package api is the HTTP interface: it makes one server of the audiences' packages.
//
// An operation is a method of the shape (ctx, *In) (*Out, error) and one call of
// httpx.Route, which declares its path, its access rule and its rate limit. There
// is no other way to register one, so none can lack a rule. In and Out are structs
// in huma's manner: parameters as tagged fields, the JSON in a field Body.
//
// Each audience has a package with a type Handlers, whose fields are all that it
// needs. No audience imports another: what two of them need is in httpx, dispatch
// or entity.
//
// Imports: api/audit, api/auth, api/billing, api/cash, api/catalogue, api/diner, api/dispatch,
// api/entity, api/floor, api/httpx, api/integration, api/inventory, api/kitchen, api/mercadopago,
// api/recipe, api/report, api/reservation, api/staff, api/venue, internal/platform/postgres,
// internal/platform/publicurl, internal/platform/telemetry, internal/readmodel/asyncapi,
// internal/readmodel/menu.
package api
