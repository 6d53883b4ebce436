package api

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
)

func TestSomebodyWithTwoRolesActsInTheOneThatMay(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	round := c.Order(t, apitest.MilanesaID)
	c.Exec(t, `UPDATE round SET status = 'PENDING' WHERE id = $1`, round)
	both := apitest.Bearing(c.Login(t, "waiter@demo.com", "waiter123").Str(t, "access_token")) // waits and cooks
	c.Call(t, "POST", "/api/kitchen/rounds/"+apitest.ID(round)+"/status", map[string]any{"status": "CONFIRMED"}, both).Want(t, 200, "")
	assert.Equal(t, access.Waiter, c.Fake.Last().Env.By.Role, "a cook may not confirm")
}

func TestAvailability(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	for path, want := range map[string]struct {
		status int
		code   string
	}{
		"/api/kitchen/products/303/availability":              {404, "product_not_sold"}, // by another branch alone
		"/api/kitchen/products/350/availability":              {404, "product_not_sold"}, // of another tenant
		"/api/kitchen/products/300/availability?branch_id=11": {403, "branch_forbidden"},
	} {
		c.Call(t, "PATCH", path, map[string]any{"is_available": false}, c.Cook).Want(t, want.status, want.code)
	}
	assert.Empty(t, c.Published.Types())

	c.Call(t, "GET", "/api/public/menu/centro", nil, nil).Want(t, 200, "") // cached now
	a := c.Call(t, "PATCH", "/api/kitchen/products/300/availability", map[string]any{"is_available": false}, c.Cook).Want(t, 200, "")
	assert.Equal(t, map[string]any{"product_id": 300.0, "branch_id": 10.0, "is_available": false}, a.Body)
	assert.Equal(t, []event.Type{event.ProductAvailabilityChanged}, c.Published.Types())
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM event WHERE type = 'PRODUCT_AVAILABILITY_CHANGED' AND entity @> '{"product_id": 300, "is_available": false}'`))
	assert.False(t, available(t, c, apitest.MilanesaID), "the menu's cache was dropped")

	c.Call(t, "PATCH", "/api/kitchen/products/300/availability?branch_id=10", map[string]any{"is_available": false}, c.Admin).Want(t, 200, "")
	assert.Empty(t, c.Published.Types(), "it was so already")
	c.Call(t, "POST", "/api/waiter/sessions/5000/rounds", map[string]any{"items": []any{map[string]any{"product_id": apitest.MilanesaID, "qty": 1}}}, c.Waiter).
		Want(t, 400, "product_unavailable")
}

// available says what the public menu says of a dish.
func available(t *testing.T, c *apitest.StaffFixture, dish int64) bool {
	t.Helper()
	menu := c.Call(t, "GET", "/api/public/menu/centro", nil, nil).Want(t, 200, "")
	for _, category := range menu.Body["categories"].([]any) {
		for _, product := range category.(map[string]any)["products"].([]any) {
			if product.(map[string]any)["id"] == float64(dish) {
				return product.(map[string]any)["is_available"].(bool)
			}
		}
	}
	t.Fatalf("the menu has no dish %d", dish)
	return false
}

func TestAvailabilityIsKeptWithoutRedis(t *testing.T) {
	t.Parallel()
	c := newStaff(t, func(o *Options) {
		o.Redis = redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", MaxRetries: -1, DialTimeout: time.Second})
	})
	c.Published.Fail = apitest.ErrTemporalDown
	c.Call(t, "PATCH", "/api/kitchen/products/300/availability", map[string]any{"is_available": false}, c.Cook).Want(t, 200, "")
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM event WHERE type = 'PRODUCT_AVAILABILITY_CHANGED' AND published_at IS NULL`))
	assert.False(t, available(t, c, apitest.MilanesaID))
}
