package api

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/domain/access"
	"integrador/internal/domain/money"
	"integrador/internal/platform/postgres/dbgen"
)

// TestAPriceThatIsSetIsThePriceThatIsRead, in each branch and to the cent,
// whatever the product is called.
func TestAPriceThatIsSetIsThePriceThatIsRead(t *testing.T) {
	t.Parallel()
	o := newKitchen(t)
	name := rapid.StringMatching(`[A-Za-zÀ-ÿ0-9ñÑ"'<&;%\\(🍕][A-Za-zÀ-ÿ0-9ñÑ "'<&;%\\(🍕]{0,60}[A-Za-zÀ-ÿ0-9ñÑ"'<&;%\\(🍕]`)
	cents := rapid.Int64Range(0, 100_000_000_000)
	rapid.Check(t, func(r *rapid.T) {
		want := map[int64]money.Cents{}
		body := m{"name": name.Draw(r, "name"), "category_id": 50}
		var prices []m
		for _, branch := range rapid.SliceOfNDistinct(rapid.SampledFrom([]int64{branchID, otherBranchID}), 0, 2, rapid.ID).Draw(r, "branches") {
			price := cents.Draw(r, "price")
			want[branch] = money.Cents(price)
			prices = append(prices, m{"branch_id": branch, "price_cents": price})
		}
		body["branch_prices"] = prices
		id := o.make(t, productsPath, body)
		read := o.call(t, get, at(productsPath, id), nil, o.admin).want(t, 200, "")
		got := map[int64]money.Cents{}
		for _, each := range read.body["branch_prices"].([]any) {
			price := each.(map[string]any)
			got[int64(price["branch_id"].(float64))] = money.Cents(price["price_cents"].(float64))
		}
		require.Equal(r, want, got)
		require.Equal(r, body["name"], read.body["name"])
		o.call(t, del, at(productsPath, id), nil, o.admin).want(t, 204, "")
	})
}

// TestAuthorityOverPeopleEndsWithOnesBranches: nobody below an ADMIN changes one,
// nor takes over a login that opens a branch they do not manage, nor sees what
// somebody does there.
func TestAuthorityOverPeopleEndsWithOnesBranches(t *testing.T) {
	t.Parallel()
	role := rapid.SampledFrom([]access.Role{access.Waiter, access.Kitchen, access.Manager, access.Admin})
	branch := rapid.Int64Range(1, 4)
	rapid.Check(t, func(t *rapid.T) {
		may := authority{everywhere: rapid.Bool().Draw(t, "everywhere"), branches: rapid.SliceOfN(branch, 0, 3).Draw(t, "managed")}
		var held []dbgen.RolesOfUserRow
		var roles []BranchRole
		for range rapid.IntRange(0, 4).Draw(t, "roles") {
			r := BranchRole{BranchID: branch.Draw(t, "branch"), Role: role.Draw(t, "role")}
			roles = append(roles, r)
			held = append(held, dbgen.RolesOfUserRow{BranchID: r.BranchID, Role: string(r.Role), IsDormant: rapid.Bool().Draw(t, "dormant")})
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

// TestNobodyGetsMoreThanTheirShare: in any stretch of time, no more than the
// burst and what has flowed back since; and whoever waits as told gets in.
func TestNobodyGetsMoreThanTheirShare(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(1_700_000_000, 0)
		l := newLimiter(Options{Registry: prometheus.NewRegistry(), Now: func() time.Time { return now }})
		share := rapid.IntRange(1, 30).Draw(t, "a minute")
		b := bucket{LimitLogin, "email", "somebody", redis_rate.PerMinute(share)}
		var admitted []time.Time
		for range rapid.IntRange(1, 80).Draw(t, "tries") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20_000).Draw(t, "ms")) * time.Millisecond)
			wait := l.takeLocally(b)
			if wait >= 0 && rapid.Bool().Draw(t, "patient") {
				now = now.Add(wait + time.Millisecond) // nobody's clock is finer
				require.Negative(t, l.takeLocally(b), "waited %v as told", wait)
				wait = -1
			}
			if wait < 0 {
				admitted = append(admitted, now)
			}
		}
		for i, first := range admitted {
			for j := i; j < len(admitted); j++ {
				flowed := admitted[j].Sub(first).Minutes() * float64(share)
				require.LessOrEqual(t, float64(j-i+1), float64(share)+flowed+1e-6, "from try %d to %d", i, j)
			}
		}
	})
}

// TestNobodyCountsForAnother: attempts to log in are counted together only if the
// e-mail and, for the narrower count, the network are the same.
func TestNobodyCountsForAnother(t *testing.T) {
	t.Parallel()
	address := rapid.Custom(func(t *rapid.T) netip.Addr {
		if rapid.Bool().Draw(t, "v6") {
			return netip.AddrFrom16([16]byte{0x20, 1, 15: rapid.Byte().Draw(t, "host")})
		}
		return netip.AddrFrom4([4]byte{203, 0, 113, rapid.ByteRange(1, 3).Draw(t, "host")})
	})
	l := newLimiter(Options{Registry: prometheus.NewRegistry(), Now: time.Now})
	rapid.Check(t, func(t *rapid.T) {
		ip, otherIP := address.Draw(t, "ip"), address.Draw(t, "other ip")
		email := rapid.SampledFrom([]string{"ana@demo.com", "b@demo.com"}).Draw(t, "email")
		other := rapid.SampledFrom([]string{"ana@demo.com", email + ":" + network(ip), email + " " + network(ip), network(ip) + " " + email, ""}).Draw(t, "other e-mail")
		mine, theirs := l.loginBuckets(email, ip), l.loginBuckets(other, otherIP)
		require.Equal(t, email == other && network(ip) == network(otherIP), mine[0].key == theirs[0].key)
		require.Equal(t, email == other, mine[1].key == theirs[1].key)
		require.NotEqual(t, mine[0].key, theirs[1].key)
		require.NotEqual(t, mine[1].key, theirs[0].key)
	})
}
