package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

func TestIngredientsWithTheirParts(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	o.Call(t, "POST", "/api/admin/ingredients/groups", map[string]any{"name": "Salsas"}, o.Manager).Want(t, 403, "")
	g := o.Call(t, "POST", "/api/admin/ingredients/groups", map[string]any{"name": "Salsas", "icon": "🥫"}, o.Admin).Want(t, 201, "")
	apitest.Fields(t, g.Body, "id", "name", "description", "icon", "is_active")
	o.Call(t, "POST", "/api/admin/ingredients/groups", map[string]any{"name": "Salsas"}, o.Admin).Want(t, 409, "ingredient_group_name_taken")
	require.Len(t, o.Call(t, "GET", "/api/admin/ingredients/groups", nil, o.Waiter).Want(t, 200, "").List(t), 1)

	body := map[string]any{"name": "Chimichurri", "group_id": g.Int(t, "id"), "is_processed": true}
	o.Call(t, "POST", "/api/admin/ingredients", body, o.Waiter).Want(t, 403, "")
	made := o.Call(t, "POST", "/api/admin/ingredients", body, o.Manager).Want(t, 201, "")
	apitest.Fields(t, made.Body, "id", "tenant_id", "name", "description", "group_id", "group_name", "is_processed", "is_active", "created_at", "sub_ingredients")
	assert.Equal(t, "Salsas", made.Body["group_name"])
	o.Call(t, "POST", "/api/admin/ingredients", body, o.Manager).Want(t, 409, "ingredient_name_taken")
	o.Call(t, "POST", "/api/admin/ingredients", map[string]any{"name": "X", "group_id": 99999}, o.Manager).Want(t, 400, "ingredient_group_not_found")
	o.Call(t, "POST", "/api/admin/ingredients", map[string]any{"name": ""}, o.Manager).Want(t, 422, "validation_error")

	at := fmt.Sprintf("%s/%d", "/api/admin/ingredients", made.Int(t, "id"))
	sub := o.Call(t, "POST", at+"/sub", map[string]any{"name": "Ajo"}, o.Manager).Want(t, 201, "")
	apitest.Fields(t, sub.Body, "id", "ingredient_id", "name", "description", "is_active")
	o.Call(t, "POST", at+"/sub", map[string]any{"name": "Ajo"}, o.Stranger).Want(t, 404, "ingredient_not_found")
	o.Call(t, "GET", at, nil, o.Stranger).Want(t, 404, "ingredient_not_found")
	o.Call(t, "PATCH", at, map[string]any{"name": "Chimi", "group_id": nil}, o.Stranger).Want(t, 404, "ingredient_not_found")
	a := o.Call(t, "PATCH", at, map[string]any{"name": "Chimi", "group_id": nil}, o.Manager).Want(t, 200, "")
	assert.Nil(t, a.Body["group_id"])
	require.Len(t, a.Body["sub_ingredients"], 1)

	other := o.Make(t, "/api/admin/ingredients", map[string]any{"name": "Pan"})
	o.Call(t, "DELETE", fmt.Sprintf("%s/%d/sub/%d", "/api/admin/ingredients", other, sub.Int(t, "id")), nil, o.Manager).Want(t, 404, "sub_ingredient_not_found")
	require.Len(t, o.Call(t, "GET", "/api/admin/ingredients", nil, o.Waiter).Want(t, 200, "").List(t), 2)
	require.Empty(t, o.Call(t, "GET", fmt.Sprintf("%s?group_id=%d", "/api/admin/ingredients", g.Int(t, "id")), nil, o.Waiter).Want(t, 200, "").List(t))

	o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 403, "")
	o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 204, "")
	require.Len(t, o.Call(t, "GET", "/api/admin/ingredients"+"?include_deleted=true", nil, o.Waiter).Want(t, 200, "").List(t), 2)
	o.Call(t, "POST", at+"/restore", nil, o.Admin).Want(t, 200, "")
	back := o.Call(t, "GET", at, nil, o.Waiter).Want(t, 200, "")
	require.Len(t, back.Body["sub_ingredients"], 1, "what went with it came back with it")
	o.Call(t, "DELETE", fmt.Sprintf("%s/sub/%d", at, sub.Int(t, "id")), nil, o.Manager).Want(t, 204, "")
	back = o.Call(t, "GET", at, nil, o.Waiter).Want(t, 200, "")
	require.Empty(t, back.Body["sub_ingredients"])
}
