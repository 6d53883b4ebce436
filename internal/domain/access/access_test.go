package access_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
)

// two works in branch 1 as a manager and in branch 2 as a waiter.
var two = access.Staff{
	UserID: 9, BranchIDs: []int64{1, 2}, Roles: []access.Role{access.Manager, access.Waiter},
	RolesIn: map[int64][]access.Role{1: {access.Manager}, 2: {access.Waiter}},
}

func TestBranchesAreThoseWhereTheRoleIsHeld(t *testing.T) {
	t.Parallel()
	require.Equal(t, []int64{1, 2}, two.Branches())
	managing := two.For(access.Manager, access.Admin)
	require.Equal(t, []int64{1}, managing.Branches())
	require.NoError(t, managing.InBranch(1))
	require.Equal(t, fault.Forbidden, fault.CodeOf(managing.InBranch(2)), "a waiter there")
	require.Equal(t, fault.Forbidden, fault.CodeOf(two.InBranch(3)), "not a branch of the token")
	require.NoError(t, two.For().InBranch(2), "any role will do")
}

func TestRolesThatWereNotLookedUpDoNotRefuse(t *testing.T) {
	t.Parallel()
	s := access.Staff{BranchIDs: []int64{1}, Roles: []access.Role{access.Kitchen}}
	require.NoError(t, s.For(access.Manager).InBranch(1), "the access rule of the route has looked at the roles")
	require.Error(t, s.InBranch(2))
}

func TestAdminActsInEveryBranch(t *testing.T) {
	t.Parallel()
	admin := access.Staff{Roles: []access.Role{access.Admin}}
	require.NoError(t, admin.For(access.Admin).InBranch(77))
}

func TestActorHasTheStrongestAllowedRole(t *testing.T) {
	t.Parallel()
	require.Equal(t, access.Manager, two.Actor().Role)
	require.Equal(t, access.Waiter, two.ActingAs([]access.Role{access.Waiter}).Role)
	require.Equal(t, access.Manager, two.ActingAs([]access.Role{access.Kitchen}).Role, "no allowed role is held")
	require.EqualValues(t, 9, *two.Actor().UserID)
	require.Equal(t, access.Actor{Role: access.Diner}, access.Table{SessionID: 3}.Actor(), "diners are anonymous")
}

func TestContextCarriesWhoAsks(t *testing.T) {
	t.Parallel()
	ctx := access.WithTable(access.WithStaff(t.Context(), two), access.Table{SessionID: 3})
	require.Equal(t, two.UserID, access.StaffFrom(ctx).UserID)
	table, ok := access.TableIn(ctx)
	require.True(t, ok)
	require.Equal(t, table, access.TableFrom(ctx))
	_, ok = access.TableIn(t.Context())
	require.False(t, ok)
	require.Panics(t, func() { access.StaffFrom(t.Context()) }, "a route without an access rule is a mistake")
	require.Equal(t, access.Origin{}, access.OriginFrom(t.Context()))
}
