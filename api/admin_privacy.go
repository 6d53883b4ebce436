package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/jackc/pgx/v5"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const customerExportPath = "/api/admin/data-export/customer/{customer_id}"

func (s *Server) privacyRoutes(r router) {
	handle(r, operation{
		ID: "exportCustomer", Method: http.MethodGet, Path: customerExportPath, Access: staff(access.Admin),
		Summary: "Exporta todo lo que se sabe de un cliente.", Errors: []int{http.StatusNotFound},
	}, s.exportCustomer)
	handle(r, operation{
		ID: "anonymizeCustomer", Method: http.MethodDelete, Path: customerExportPath, Access: staff(access.Admin), Success: http.StatusOK,
		Summary: "Borra de los datos quién fue un cliente; sus consumos quedan, sin nombre.", Errors: []int{http.StatusNotFound},
	}, s.anonymizeCustomer)
}

// CustomerPath names the customer of a path.
type CustomerPath struct {
	CustomerID int64 `path:"customer_id"`
}

type customerExportOutput struct{ Body map[string]any }

var errNoSuchCustomer = fault.New(fault.NotFound, "customer_not_found", "No encontramos a ese cliente.")

func (s *Server) exportCustomer(ctx context.Context, in *CustomerPath) (*customerExportOutput, error) {
	raw, err := s.store.CustomerForExport(ctx, in.CustomerID, access.StaffFrom(ctx).TenantID)
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
	return &customerExportOutput{*document}, nil
}

// AnonymizeOutput says what no longer names the customer.
type AnonymizeOutput struct {
	Status                   string   `json:"status"`
	CustomerID               int64    `json:"customer_id"`
	FieldsAnonymized         []string `json:"fields_anonymized"`
	VisitsFeedbackAnonymized int64    `json:"visits_feedback_anonymized"`
	Message                  string   `json:"message"`
}

type anonymizeOutput struct{ Body AnonymizeOutput }

// customerKind names customers in the audit log. They are guests' own and no part
// of the catalogue.
var customerKind = &catalog.Kind{Name: "customer", Missing: errNoSuchCustomer}

var forgotten = []string{
	"name", "phone", "email", "birthday_month", "birthday_day", "excluded_allergen_ids", "dietary_preferences", "excluded_cooking_methods", "devices", "diners",
}

// anonymizeCustomer takes the person out of the data. Repeating it changes
// nothing more.
func (s *Server) anonymizeCustomer(ctx context.Context, in *CustomerPath) (*anonymizeOutput, error) {
	out := &anonymizeOutput{AnonymizeOutput{
		Status: "anonymized", CustomerID: in.CustomerID, FieldsAnonymized: forgotten, Message: "Los datos del cliente ya no dicen quién es.",
	}}
	err := s.write(ctx, func(c *change) (err error) {
		if _, err = c.LockCustomer(ctx, in.CustomerID, c.who.TenantID); errors.Is(err, pgx.ErrNoRows) {
			return errNoSuchCustomer
		}
		if err == nil {
			out.Body.VisitsFeedbackAnonymized, err = c.forget(ctx, in.CustomerID)
		}
		if err != nil {
			return err
		}
		// What the values were is just what must not be kept.
		return c.Audit(ctx, c.who, postgres.Change{Entity: postgres.Entity{Kind: customerKind, ID: in.CustomerID}, Action: "ANONYMIZE"})
	})
	return out, err
}

func (c *change) forget(ctx context.Context, customer int64) (comments int64, err error) {
	tenant := c.who.TenantID
	seats, err := c.SeatsOfCustomer(ctx, tenant, customer)
	if err != nil {
		return 0, err
	}
	diners := each(seats, func(r dbgen.SeatsOfCustomerRow) int64 { return r.ID })
	sessions := each(seats, func(r dbgen.SeatsOfCustomerRow) int64 { return r.SessionID })
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
