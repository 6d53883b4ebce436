package postgres_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
)

// TestOperatorManagesPeople: each change is in the audit log as the command
// line's, and ends the person's tokens.
func TestOperatorManagesPeople(t *testing.T) {
	t.Parallel()
	l := newLedgerTable(t)
	ctx := t.Context()
	const slug = "centro"
	u := postgres.NewUser{TenantID: l.TenantID, Email: "Sofia@Demo.com", PasswordHash: "h", Roles: []postgres.RoleAssignment{{Role: access.Waiter, Branch: slug}}}
	id, err := l.store.CreateUser(ctx, u)
	require.NoError(t, err)
	_, err = l.store.CreateUser(ctx, u)
	require.Equal(t, fault.Conflict, fault.CodeOf(err), "once only")

	who := postgres.Person{TenantID: l.TenantID, UserID: id}
	live := func() int64 { // a token of every person, to be ended
		return l.id(`SELECT count(*) FROM app_user WHERE id = $1 AND tokens_valid_from < now()`, id)
	}
	later := time.Now().Add(time.Hour)
	require.EqualValues(t, 1, live())
	require.NoError(t, l.store.SetRoles(ctx, who, []postgres.RoleAssignment{{Role: access.Manager, Branch: slug}}, later))
	require.Zero(t, live(), "tokens with the old roles are dead")
	require.EqualValues(t, 1, l.id(`SELECT count(*) FROM user_branch_role WHERE user_id = $1 AND is_active AND role = 'MANAGER'`, id))
	require.Zero(t, l.id(`SELECT count(*) FROM user_branch_role WHERE user_id = $1 AND is_active AND role <> 'MANAGER'`, id))

	err = l.store.SetRoles(ctx, who, []postgres.RoleAssignment{{Role: access.Admin, Branch: "de otro"}}, later)
	require.Equal(t, fault.Refused, fault.CodeOf(err))
	require.EqualValues(t, 1, l.id(`SELECT count(*) FROM user_branch_role WHERE user_id = $1 AND is_active`, id), "all or nothing")

	require.NoError(t, l.store.SetPassword(ctx, who, "other", later))
	require.NoError(t, l.store.SetActive(ctx, who, false, later))
	require.EqualValues(t, 1, l.id(`SELECT count(*) FROM app_user WHERE id = $1 AND NOT is_active AND password = 'other' AND email = 'sofia@demo.com'`, id))
	require.EqualValues(t, 4, l.id(`SELECT count(*) FROM audit_log WHERE entity_type = 'staff' AND entity_id = $1 AND user_email = 'cli' AND user_id IS NULL`, id))
	require.Zero(t, l.id(`SELECT count(*) FROM audit_log WHERE entity_id = $1 AND new_values::text LIKE '%other%'`, id), "no password in the log")
}
