package audit

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const customerExportPath = "/api/admin/data-export/customer/{customer_id}"

func (h *Handlers) privacyRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+customerExportPath, "exportCustomer", "Exporta todo lo que se sabe de un cliente.",
		httpx.Admins, h.exportCustomer, httpx.Fails{404})
	httpx.Route(api, "DELETE "+customerExportPath, "anonymizeCustomer",
		"Borra de los datos quién fue un cliente; sus consumos quedan, sin nombre.", httpx.Admins, h.anonymizeCustomer,
		httpx.Succeeds(200), httpx.Fails{404})
}

// CustomerPath names the customer of a path.
type CustomerPath struct {
	CustomerID int64 `path:"customer_id"`
}

var errNoSuchCustomer = fault.New(fault.NotFound, "customer_not_found", "No encontramos a ese cliente.")

func (h *Handlers) exportCustomer(ctx context.Context, in *CustomerPath) (*httpx.Body[map[string]any], error) {
	raw, err := h.Store.CustomerForExport(ctx, in.CustomerID, access.StaffFrom(ctx).TenantID)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, errNoSuchCustomer
	}
	if err != nil {
		return nil, postgres.Fault(err)
	}
	document, err := auditValues(raw)
	if err != nil {
		return nil, err
	}
	return httpx.Answer(*document), nil
}

// AnonymizeOutput says what no longer names the customer.
type AnonymizeOutput struct {
	Status                   string   `json:"status"`
	CustomerID               int64    `json:"customer_id"`
	FieldsAnonymized         []string `json:"fields_anonymized"`
	VisitsFeedbackAnonymized int64    `json:"visits_feedback_anonymized"`
	Message                  string   `json:"message"`
}

// customerKind names customers in the audit log. They are guests' own and no part
// of the catalogue.
var customerKind = &catalog.Kind{Name: "customer", Missing: errNoSuchCustomer}

var forgotten = []string{
	"name", "phone", "email", "birthday_month", "birthday_day", "excluded_allergen_ids", "dietary_preferences",
	"excluded_cooking_methods", "devices", "diners",
}

// anonymizeCustomer takes the person out of the data. Repeating it changes
// nothing more.
func (h *Handlers) anonymizeCustomer(ctx context.Context, in *CustomerPath) (*httpx.Body[AnonymizeOutput], error) {
	out := httpx.Answer(AnonymizeOutput{
		Status: "anonymized", CustomerID: in.CustomerID, FieldsAnonymized: forgotten,
		Message: "Los datos del cliente ya no dicen quién es.",
	})
	err := h.Writer.Write(ctx, func(c *entity.Change) (err error) {
		if _, err = c.LockCustomer(ctx, in.CustomerID, c.Who.TenantID); errors.Is(err, pgx.ErrNoRows) {
			return errNoSuchCustomer
		}
		if err == nil {
			out.Body.VisitsFeedbackAnonymized, err = anonymize(ctx, c, in.CustomerID)
		}
		if err != nil {
			return err
		}
		// What the values were is just what must not be kept.
		return c.Audit(ctx, c.Who, postgres.Change{
			Entity: postgres.Entity{Kind: customerKind, ID: in.CustomerID}, Action: "ANONYMIZE",
		})
	})
	return out, err
}

func anonymize(ctx context.Context, c *entity.Change, customer int64) (comments int64, err error) {
	tenant := c.Who.TenantID
	seats, err := c.SeatsOfCustomer(ctx, tenant, customer)
	if err != nil {
		return 0, err
	}
	diners := httpx.Map(seats, func(r dbgen.SeatsOfCustomerRow) int64 { return r.ID })
	sessions := httpx.Map(seats, func(r dbgen.SeatsOfCustomerRow) int64 { return r.SessionID })
	if comments, err = c.AnonymizeFeedback(ctx, tenant, sessions); err != nil {
		return 0, err
	}
	return comments, errors.Join(
		c.AnonymizeCustomer(ctx, customer, tenant),
		c.ForgetDevices(ctx, tenant, customer),
		c.AnonymizeSeats(ctx, tenant, diners),
		c.AnonymizeEvents(ctx, dbgen.AnonymizeEventsParams{TenantID: tenant, SessionIds: sessions, DinerIds: diners}),
	)
}
