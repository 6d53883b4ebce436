package api

import (
	"context"

	"integrador/internal/domain/access"
	"integrador/internal/platform/password"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// userByPassword finds whose e-mail and password these are. One address may
// belong to people of several tenants; the password tells which. Who is unknown
// waits as long as who mistypes.
func (s *Server) userByPassword(ctx context.Context, email, typed string) (dbgen.SystemUsersByEmailRow, error) {
	var none dbgen.SystemUsersByEmailRow
	users, err := s.store.SystemUsersByEmail(ctx, email)
	if err != nil {
		return none, err
	}
	if len(users) == 0 {
		if err := password.CompareNothing(ctx, typed); err != nil {
			return none, err
		}
		s.log.InfoContext(ctx, "login refused", "reason", "unknown e-mail")
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
	return none, s.refuseLogin(ctx, users)
}

// refuseLogin tells each tenant concerned that somebody tried.
func (s *Server) refuseLogin(ctx context.Context, users []dbgen.SystemUsersByEmailRow) error {
	err := s.store.InTx(ctx, func(tx *postgres.Tx) error {
		for _, user := range users {
			who := access.Staff{UserID: user.ID, TenantID: user.TenantID, Email: user.Email}
			if err := s.auditAccess(ctx, tx, "LOGIN_FAILED", who); err != nil {
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
func (s *Server) auditAccess(ctx context.Context, tx *postgres.Tx, action string, who access.Staff) error {
	r := requestFrom(ctx)
	ip := r.ip.String()
	return tx.InsertAccessAudit(ctx, dbgen.InsertAccessAuditParams{
		TenantID: who.TenantID, UserID: &who.UserID, UserEmail: &who.Email, Action: action,
		IpAddress: &ip, UserAgent: &r.userAgent, RequestID: &r.id, At: s.now(),
	})
}
