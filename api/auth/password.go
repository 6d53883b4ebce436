package auth

import (
	"context"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/platform/password"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// userByPassword finds whose e-mail and password these are. One address may
// belong to people of several tenants; the password says which. Who is unknown
// waits as long as who mistypes.
func (h *Handlers) userByPassword(ctx context.Context, email, typed string) (dbgen.SystemUsersByEmailRow, error) {
	var none dbgen.SystemUsersByEmailRow
	users, err := h.Store.SystemUsersByEmail(ctx, email)
	if err != nil {
		return none, err
	}
	if len(users) == 0 {
		if err := password.CompareNothing(ctx, typed); err != nil {
			return none, err
		}
		h.Log.InfoContext(ctx, "login refused", "reason", "unknown e-mail")
		return none, errCredentials
	}
	for _, user := range users {
		ok, err := password.Matches(ctx, user.Password, typed)
		if err != nil {
			return none, err
		}
		if ok {
			return user, nil
		}
	}
	return none, h.refuseLogin(ctx, users)
}

// refuseLogin informs each tenant concerned that somebody tried.
func (h *Handlers) refuseLogin(ctx context.Context, users []dbgen.SystemUsersByEmailRow) error {
	err := h.Store.InTx(ctx, func(tx *postgres.Tx) error {
		for _, user := range users {
			who := access.Staff{UserID: user.ID, TenantID: user.TenantID, Email: user.Email}
			if err := h.auditAccess(ctx, tx, "LOGIN_FAILED", who); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return errCredentials
}

// auditAccess writes a line of the audit log about who came in or went out.
func (h *Handlers) auditAccess(ctx context.Context, tx *postgres.Tx, action string, who access.Staff) error {
	r := httpx.RequestFrom(ctx)
	ip := r.IP.String()
	return tx.InsertAccessAudit(ctx, dbgen.InsertAccessAuditParams{
		TenantID: who.TenantID, UserID: &who.UserID, UserEmail: &who.Email, Action: action,
		IpAddress: &ip, UserAgent: &r.UserAgent, RequestID: &r.ID, At: h.Now(),
	})
}
