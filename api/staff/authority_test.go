package staff

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres/dbgen"
)

// TestAuthorityOverPeopleEndsWithOnesBranches: nobody below an ADMIN changes one,
// nor takes over a login that opens a branch they do not manage, nor sees what
// somebody does there.
func TestAuthorityOverPeopleEndsWithOnesBranches(t *testing.T) {
	t.Parallel()
	role := rapid.SampledFrom([]access.Role{access.Waiter, access.Kitchen, access.Manager, access.Admin})
	branch := rapid.Int64Range(1, 4)
	rapid.Check(t, func(t *rapid.T) {
		may := authority{
			everywhere: rapid.Bool().Draw(t, "everywhere"), branches: rapid.SliceOfN(branch, 0, 3).Draw(t, "managed"),
		}
		var held []dbgen.RolesOfUserRow
		var roles []BranchRole
		for range rapid.IntRange(0, 4).Draw(t, "roles") {
			r := BranchRole{BranchID: branch.Draw(t, "branch"), Role: role.Draw(t, "role")}
			roles = append(roles, r)
			held = append(held, dbgen.RolesOfUserRow{
				BranchID: r.BranchID, Role: string(r.Role), IsDormant: rapid.Bool().Draw(t, "dormant"),
			})
		}
		for _, login := range []bool{false, true} {
			if may.mayChange(held, login) != nil || may.everywhere {
				continue
			}
			mine := func(r BranchRole) bool { return slices.Contains(may.branches, r.BranchID) }
			require.True(t, slices.ContainsFunc(roles, mine), "a stranger")
			require.False(t, slices.ContainsFunc(roles, func(r BranchRole) bool { return r.Role == access.Admin }), "an ADMIN")
			require.False(t, login && slices.ContainsFunc(roles, func(r BranchRole) bool { return !mine(r) }), "a login elsewhere")
		}
		for _, r := range may.show(StaffOutput{BranchRoles: roles}).BranchRoles {
			require.True(t, may.in(r.BranchID))
		}
		require.Equal(t, may.everywhere || len(may.show(StaffOutput{BranchRoles: roles}).BranchRoles) > 0, may.sees(roles))
	})
}
