package cash

import (
	"maps"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

const distribute = "/api/admin/tips/distribute"

func aPool(waiter, kitchen, other int) map[string]any {
	return map[string]any{"branch_id": 10, "name": "Todos", "waiter_percent": waiter, "kitchen_percent": kitchen, "other_percent": other}
}

// makeTipPool makes one and gives its id.
func makeTipPool(t *testing.T, c *apitest.StaffFixture, waiter, kitchen, other int) int64 {
	t.Helper()
	return c.Call(t, "POST", "/api/admin/tip-pools", aPool(waiter, kitchen, other), c.Manager).Want(t, 201, "").Int(t, "id")
}

// recordTip notes one for nobody in particular and gives its id.
func recordTip(t *testing.T, c *apitest.StaffFixture, cents int64, more ...map[string]any) int64 {
	t.Helper()
	body := map[string]any{"branch_id": 10, "amount_cents": cents, "payment_method": "CASH"}
	for _, m := range more {
		maps.Copy(body, m)
	}
	return c.Call(t, "POST", "/api/admin/tips", body, c.Manager).Want(t, 201, "").Int(t, "id")
}

// twoWaiters leaves two waiters, a cook and a manager who work in the branch.
func twoWaiters(t *testing.T, c *apitest.StaffFixture) {
	t.Helper()
	c.Employ(t, 300, "otra@demo.com", apitest.BranchID, access.Waiter)
	c.Exec(t, `UPDATE app_user SET is_active = false WHERE id = 100`)
}

func TestTipPools(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	const pools = "/api/admin/tip-pools"
	a := c.Call(t, "POST", pools, aPool(70, 25, 5), c.Manager).Want(t, 201, "")
	members := []string{"id", "branch_id", "name", "waiter_percent", "kitchen_percent", "other_percent"}
	apitest.Fields(t, a.Body, members...)
	at := pools + "/" + apitest.ID(a.Int(t, "id"))
	c.Call(t, "POST", pools, aPool(70, 25, 6), c.Manager).Want(t, 400, "tip_pool_not_whole")
	c.Call(t, "POST", pools, aPool(-1, 100, 1), c.Manager).Want(t, 422, "validation_error")
	c.Call(t, "POST", pools, aPool(100, 0, 0), c.North).Want(t, 403, "")
	c.Call(t, "POST", pools, aPool(100, 0, 0), c.Canary).Want(t, 400, "branch_not_found")

	apitest.Fields(t, c.Call(t, "GET", pools, nil, c.Manager).Want(t, 200, "").List(t)[0], append(members, "is_active")...)
	assert.Len(t, c.Call(t, "GET", pools+"?branch_id=10", nil, c.Manager).Want(t, 200, "").List(t), 1)
	for name, who := range map[string]apitest.Headers{"another branch": c.North, "another tenant": c.Canary} {
		assert.Empty(t, c.Call(t, "GET", pools, nil, who).Want(t, 200, "").List(t), name)
		assert.Contains(t, []int{403, 404}, c.Call(t, http.MethodPut, at, map[string]any{"name": "x"}, who).StatusCode, name)
		assert.Contains(t, []int{403, 404}, c.Call(t, "DELETE", at, nil, who).StatusCode, name)
	}
	c.Call(t, http.MethodPut, at, map[string]any{"waiter_percent": 60}, c.Manager).Want(t, 400, "tip_pool_not_whole")
	b := c.Call(t, http.MethodPut, at, map[string]any{"waiter_percent": 60, "kitchen_percent": 35}, c.Manager).Want(t, 200, "")
	assert.Equal(t, []int64{60, 35, 5}, []int64{b.Int(t, "waiter_percent"), b.Int(t, "kitchen_percent"), b.Int(t, "other_percent")})
	c.Call(t, "DELETE", at, nil, c.Manager).Want(t, 204, "")
	c.Call(t, "DELETE", at, nil, c.Manager).Want(t, 404, "tip_pool_not_found")
	assert.Empty(t, c.Call(t, "GET", pools, nil, c.Manager).Want(t, 200, "").List(t))
	c.Call(t, "POST", distribute, map[string]any{"tip_id": recordTip(t, c, 100), "pool_id": a.Int(t, "id")}, c.Manager).Want(t, 404, "tip_pool_not_found")
	assert.Equal(t, 3, c.Count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'tip_pool'`))
}

func TestATipIsDistributedOnce(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	twoWaiters(t, c)
	pool, tip := makeTipPool(t, c, 70, 25, 5), recordTip(t, c, 1001)
	ask := map[string]any{"tip_id": tip, "pool_id": pool}
	for _, who := range []apitest.Headers{c.North, c.Canary} {
		assert.Contains(t, []int{403, 404}, c.Call(t, "POST", distribute, ask, who).StatusCode)
	}
	first := c.Call(t, "POST", distribute, ask, c.Manager.With("X-Idempotency-Key", "una")).Want(t, 200, "").List(t)
	got := map[string]int64{}
	for _, share := range first {
		apitest.Fields(t, share, "id", "role", "amount_cents", "user_id")
		got[share["role"].(string)] += int64(share["amount_cents"].(float64))
	}
	assert.Equal(t, map[string]int64{"WAITER": 701, "KITCHEN": 250, "OTHER": 50}, got)
	assert.Len(t, first, 4, "two waiters, a cook and a manager; the owner has no part")
	assert.Equal(t, first, c.Call(t, "POST", distribute, ask, c.Manager.With("X-Idempotency-Key", "una")).Want(t, 200, "").List(t))
	for name, repeat := range map[string]apitest.Headers{"without a key": c.Manager, "with another key": c.Manager.With("X-Idempotency-Key", "otra")} {
		c.Call(t, "POST", distribute, ask, repeat).Want(t, 400, "tip_distributed")
		assert.Equal(t, 4, c.Count(t, `SELECT count(*) FROM tip_distribution`), name)
	}
	ask["pool_id"] = makeTipPool(t, c, 100, 0, 0)
	c.Call(t, "POST", distribute, ask, c.Manager.With("X-Idempotency-Key", "una")).Want(t, 422, "idempotency_key_reused")
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'tip' AND action = 'DISTRIBUTE' AND entity_id = $1 AND user_id = 122`, tip))
}

func TestWhoseATipIs(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	twoWaiters(t, c)
	all := makeTipPool(t, c, 100, 0, 0)
	hers := c.Call(t, "POST", distribute, map[string]any{"tip_id": recordTip(t, c, 900, map[string]any{"waiter_id": apitest.FloorWaiterID}), "pool_id": all}, c.Manager).Want(t, 200, "").List(t)
	require.Len(t, hers, 1)
	assert.Equal(t, []any{apitest.FloorWaiterID * 1.0, 900.0}, []any{hers[0]["user_id"], hers[0]["amount_cents"]})

	c.Exec(t, `UPDATE app_user SET is_active = false WHERE id = 121`)
	tip := recordTip(t, c, 900)
	c.Call(t, "POST", distribute, map[string]any{"tip_id": tip, "pool_id": makeTipPool(t, c, 50, 50, 0)}, c.Manager).Want(t, 400, "tip_pool_nobody")
	assert.Zero(t, c.Count(t, `SELECT count(*) FROM tip_payout WHERE tip_id = $1`, tip), "it may be divided otherwise")
	c.Exec(t, `INSERT INTO tip_pool (id, tenant_id, branch_id, name, waiter_percent, kitchen_percent, other_percent) VALUES (900, 1, 11, 'Norte', 100, 0, 0)`)
	c.Call(t, "POST", distribute, map[string]any{"tip_id": tip, "pool_id": 900}, c.Admin).Want(t, 400, "tip_pool_elsewhere")
	c.Exec(t, `UPDATE tip SET is_active = false WHERE id = $1`, tip)
	c.Call(t, "POST", distribute, map[string]any{"tip_id": tip, "pool_id": all}, c.Manager).Want(t, 400, "tip_returned")
	c.Call(t, "POST", distribute, map[string]any{"tip_id": 999_999, "pool_id": all}, c.Manager).Want(t, 404, "tip_not_found")
}

func TestManyDistributeOneTip(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	ask := map[string]any{"tip_id": recordTip(t, c, 1001), "pool_id": makeTipPool(t, c, 100, 0, 0)}
	answers := make([]int, 6)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			answers[i] = c.Ask(t, apitest.Call{Method: "POST", Path: distribute, Body: ask}, c.Manager).StatusCode
		})
	}
	all.Wait()
	assert.ElementsMatch(t, []int{200, 400, 400, 400, 400, 400}, answers)
	assert.Equal(t, 1001, c.Count(t, `SELECT sum(amount_cents)::int FROM tip_distribution`))
}
