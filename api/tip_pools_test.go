package api

import (
	"maps"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
)

const distribute = "/api/admin/tips/distribute"

func aPool(waiter, kitchen, other int) map[string]any {
	return map[string]any{"branch_id": 10, "name": "Todos", "waiter_percent": waiter, "kitchen_percent": kitchen, "other_percent": other}
}

// tipPool makes one and gives its id.
func (c *crew) tipPool(t *testing.T, waiter, kitchen, other int) int64 {
	t.Helper()
	return c.call(t, post, "/api/admin/tip-pools", aPool(waiter, kitchen, other), c.manager).want(t, 201, "").int(t, "id")
}

// tip notes one for nobody in particular and gives its id.
func (c *crew) tip(t *testing.T, cents int64, more ...map[string]any) int64 {
	t.Helper()
	body := map[string]any{"branch_id": 10, "amount_cents": cents, "payment_method": "CASH"}
	for _, m := range more {
		maps.Copy(body, m)
	}
	return c.call(t, post, "/api/admin/tips", body, c.manager).want(t, 201, "").int(t, "id")
}

// twoWaiters leaves two waiters, a cook and a manager who work in the branch.
func (c *crew) twoWaiters(t *testing.T) {
	t.Helper()
	c.employ(t, 300, "otra@demo.com", branchID, access.Waiter)
	c.exec(t, `UPDATE app_user SET is_active = false WHERE id = 100`)
}

func TestTipPools(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	const pools = "/api/admin/tip-pools"
	a := c.call(t, post, pools, aPool(70, 25, 5), c.manager).want(t, 201, "")
	members := []string{"id", "branch_id", "name", "waiter_percent", "kitchen_percent", "other_percent"}
	fields(t, a.body, members...)
	at := pools + "/" + id(a.int(t, "id"))
	c.call(t, post, pools, aPool(70, 25, 6), c.manager).want(t, 400, "tip_pool_not_whole")
	c.call(t, post, pools, aPool(-1, 100, 1), c.manager).want(t, 422, "validation_error")
	c.call(t, post, pools, aPool(100, 0, 0), c.north).want(t, 403, "")
	c.call(t, post, pools, aPool(100, 0, 0), c.canary).want(t, 400, "branch_not_found")

	fields(t, c.call(t, get, pools, nil, c.manager).want(t, 200, "").list(t)[0], append(members, "is_active")...)
	assert.Len(t, c.call(t, get, pools+"?branch_id=10", nil, c.manager).want(t, 200, "").list(t), 1)
	for name, who := range map[string]headers{"another branch": c.north, "another tenant": c.canary} {
		assert.Empty(t, c.call(t, get, pools, nil, who).want(t, 200, "").list(t), name)
		assert.Contains(t, []int{403, 404}, c.call(t, http.MethodPut, at, map[string]any{"name": "x"}, who).StatusCode, name)
		assert.Contains(t, []int{403, 404}, c.call(t, del, at, nil, who).StatusCode, name)
	}
	c.call(t, http.MethodPut, at, map[string]any{"waiter_percent": 60}, c.manager).want(t, 400, "tip_pool_not_whole")
	b := c.call(t, http.MethodPut, at, map[string]any{"waiter_percent": 60, "kitchen_percent": 35}, c.manager).want(t, 200, "")
	assert.Equal(t, []int64{60, 35, 5}, []int64{b.int(t, "waiter_percent"), b.int(t, "kitchen_percent"), b.int(t, "other_percent")})
	c.call(t, del, at, nil, c.manager).want(t, 204, "")
	c.call(t, del, at, nil, c.manager).want(t, 404, "tip_pool_not_found")
	assert.Empty(t, c.call(t, get, pools, nil, c.manager).want(t, 200, "").list(t))
	c.call(t, post, distribute, map[string]any{"tip_id": c.tip(t, 100), "pool_id": a.int(t, "id")}, c.manager).want(t, 404, "tip_pool_not_found")
	assert.Equal(t, 3, c.count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'tip_pool'`))
}

func TestATipIsDistributedOnce(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.twoWaiters(t)
	pool, tip := c.tipPool(t, 70, 25, 5), c.tip(t, 1001)
	ask := map[string]any{"tip_id": tip, "pool_id": pool}
	for _, who := range []headers{c.north, c.canary} {
		assert.Contains(t, []int{403, 404}, c.call(t, post, distribute, ask, who).StatusCode)
	}
	first := c.call(t, post, distribute, ask, c.manager.with("X-Idempotency-Key", "una")).want(t, 200, "").list(t)
	got := map[string]int64{}
	for _, share := range first {
		fields(t, share, "id", "role", "amount_cents", "user_id")
		got[share["role"].(string)] += int64(share["amount_cents"].(float64))
	}
	assert.Equal(t, map[string]int64{"WAITER": 701, "KITCHEN": 250, "OTHER": 50}, got)
	assert.Len(t, first, 4, "two waiters, a cook and a manager; the owner has no part")
	assert.Equal(t, first, c.call(t, post, distribute, ask, c.manager.with("X-Idempotency-Key", "una")).want(t, 200, "").list(t))
	for name, repeat := range map[string]headers{"without a key": c.manager, "with another key": c.manager.with("X-Idempotency-Key", "otra")} {
		c.call(t, post, distribute, ask, repeat).want(t, 400, "tip_distributed")
		assert.Equal(t, 4, c.count(t, `SELECT count(*) FROM tip_distribution`), name)
	}
	ask["pool_id"] = c.tipPool(t, 100, 0, 0)
	c.call(t, post, distribute, ask, c.manager.with("X-Idempotency-Key", "una")).want(t, 400, "tip_distributed")
	assert.Equal(t, 1, c.count(t, `SELECT count(*) FROM audit_log WHERE entity_type = 'tip' AND action = 'DISTRIBUTE' AND entity_id = $1 AND user_id = 122`, tip))
}

func TestWhoseATipIs(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	c.twoWaiters(t)
	all := c.tipPool(t, 100, 0, 0)
	hers := c.call(t, post, distribute, map[string]any{"tip_id": c.tip(t, 900, map[string]any{"waiter_id": crewWaiterID}), "pool_id": all}, c.manager).want(t, 200, "").list(t)
	require.Len(t, hers, 1)
	assert.Equal(t, []any{crewWaiterID * 1.0, 900.0}, []any{hers[0]["user_id"], hers[0]["amount_cents"]})

	c.exec(t, `UPDATE app_user SET is_active = false WHERE id = 121`)
	tip := c.tip(t, 900)
	c.call(t, post, distribute, map[string]any{"tip_id": tip, "pool_id": c.tipPool(t, 50, 50, 0)}, c.manager).want(t, 400, "tip_pool_nobody")
	assert.Zero(t, c.count(t, `SELECT count(*) FROM tip_payout WHERE tip_id = $1`, tip), "it may be divided otherwise")
	c.exec(t, `INSERT INTO tip_pool (id, tenant_id, branch_id, name, waiter_percent, kitchen_percent, other_percent) VALUES (900, 1, 11, 'Norte', 100, 0, 0)`)
	c.call(t, post, distribute, map[string]any{"tip_id": tip, "pool_id": 900}, c.admin).want(t, 400, "tip_pool_elsewhere")
	c.exec(t, `UPDATE tip SET is_active = false WHERE id = $1`, tip)
	c.call(t, post, distribute, map[string]any{"tip_id": tip, "pool_id": all}, c.manager).want(t, 400, "tip_returned")
	c.call(t, post, distribute, map[string]any{"tip_id": 999_999, "pool_id": all}, c.manager).want(t, 404, "tip_not_found")
}

func TestManyDistributeOneTip(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	ask := map[string]any{"tip_id": c.tip(t, 1001), "pool_id": c.tipPool(t, 100, 0, 0)}
	answers := make([]int, 6)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = c.ask(t, errandTo{post, distribute, ask}, c.manager).StatusCode })
	}
	all.Wait()
	assert.ElementsMatch(t, []int{200, 400, 400, 400, 400, 400}, answers)
	assert.Equal(t, 1001, c.count(t, `SELECT sum(amount_cents)::int FROM tip_distribution`))
}
