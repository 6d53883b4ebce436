package api

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
)

func TestAuditLog(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	north := o.Employ(t, 305, "norte@demo.com", apitest.OtherBranchID, access.Manager)
	allergen := o.Make(t, "/api/admin/allergens", map[string]any{"name": "Lupino"})
	o.Call(t, "PATCH", fmt.Sprintf("%s/%d", "/api/admin/allergens", allergen), map[string]any{"name": "Altramuz"}, o.Manager).Want(t, 200, "")
	dine(t, o)
	all := o.Call(t, "GET", "/api/admin/audit-log", nil, o.Admin).Want(t, 200, "").List(t)
	apitest.Fields(t, all[0], "id", "tenant_id", "user_id", "user_email", "action", "entity_type", "entity_id", "old_values", "new_values", "ip_address", "user_agent", "created_at")
	last := all[0]["id"].(float64) + 1
	for _, e := range all {
		require.Less(t, e["id"], last, "the latest first")
		last = e["id"].(float64)
		require.NotNil(t, e["user_email"], "%v", e)
	}
	page := o.Call(t, "GET", "/api/admin/audit-log?limit=2", nil, o.Admin).List(t)
	o.Make(t, "/api/admin/allergens", map[string]any{"name": "Apio"})
	older := o.Call(t, "GET", fmt.Sprintf("/api/admin/audit-log?limit=2&before_id=%.0f", page[1]["id"]), nil, o.Admin).List(t)
	require.Equal(t, all[2]["id"], older[0]["id"], "pages do not shift when entries come")

	one := o.Call(t, "GET", fmt.Sprintf("/api/admin/audit-log?entity_type=allergen&entity_id=%d&action=UPDATE&user_id=302", allergen), nil, o.Admin).List(t)
	require.Len(t, one, 1)
	require.Equal(t, "Lupino", one[0]["old_values"].(map[string]any)["name"])
	require.IsType(t, float64(0), one[0]["old_values"].(map[string]any)["id"], "a number is told as one")
	discount := "/api/admin/audit-log?action=DISCOUNT"
	require.Len(t, o.Call(t, "GET", discount, nil, o.Manager).List(t), 1)
	require.Empty(t, o.Call(t, "GET", discount, nil, north).List(t), "another branch's")
	require.NotEmpty(t, o.Call(t, "GET", "/api/admin/audit-log?entity_type=allergen", nil, north).List(t), "what all branches share")
	for _, e := range o.Call(t, "GET", "/api/admin/audit-log?entity_type=user", nil, north).List(t) {
		require.EqualValues(t, 305, e["user_id"], "of logins only one's own")
	}
	o.Call(t, "GET", "/api/admin/audit-log", nil, o.Waiter).Want(t, 403, "")
	require.Empty(t, o.Call(t, "GET", "/api/admin/audit-log?entity_type=allergen", nil, o.Stranger).Want(t, 200, "").List(t))

	today := time.Now().UTC().Format(time.DateOnly)
	export := o.Call(t, "GET", "/api/admin/data-export/audit-log?entity_type=allergen&date_to=2099-01-01&date_from=2020-01-01", nil, o.Admin).Want(t, 200, "").List(t)
	apitest.Fields(t, export[0], "id", "user_id", "user_email", "entity_type", "entity_id", "action", "old_values", "new_values", "changes", "ip_address", "created_at")
	require.Equal(t, map[string]any{"name": map[string]any{"old": "Lupino", "new": "Altramuz"}}, export[1]["changes"])
	require.Empty(t, o.Call(t, "GET", "/api/admin/data-export/audit-log?date_to=2020-01-01", nil, o.Admin).List(t), today)
	o.Call(t, "GET", "/api/admin/data-export/audit-log", nil, o.Manager).Want(t, 403, "")
}

func TestACustomerIsForgotten(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	o.Register(t, "Zulema", "zulemas-phone")
	seat := o.Seated(t, "zulemas-phone")
	o.Call(t, "POST", "/api/customer/register", map[string]any{"device_id": "zulemas-phone", "name": "Zulema Paz", "email": "zulema@x.com", "phone": "261777"}, seat).Want(t, 200, "")
	o.Exec(t, `INSERT INTO feedback (tenant_id, branch_id, session_id, rating, comment) VALUES (1, 10, 5000, 5, 'Soy Zulema, un placer')`)
	var customer int64
	require.NoError(t, o.Pool.QueryRow(t.Context(), `SELECT id FROM customer WHERE name = 'Zulema Paz'`).Scan(&customer))
	at := fmt.Sprintf("/api/admin/data-export/customer/%d", customer)
	known := o.Call(t, "GET", at, nil, o.Admin).Want(t, 200, "")
	apitest.Fields(t, known.Body, "customer", "devices", "visits")
	require.Contains(t, known.Text, "zulema@x.com")
	require.Contains(t, known.Text, "un placer")
	for _, method := range []string{"GET", "DELETE"} {
		o.Call(t, method, at, nil, o.Manager).Want(t, 403, "")
		o.Call(t, method, at, nil, o.Stranger).Want(t, 404, "customer_not_found")
		o.Call(t, method, "/api/admin/data-export/customer/90", nil, o.Admin).Want(t, 404, "customer_not_found")
	}
	gone := o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 200, "")
	apitest.Fields(t, gone.Body, "status", "customer_id", "fields_anonymized", "visits_feedback_anonymized", "message")
	require.EqualValues(t, 1, gone.Int(t, "visits_feedback_anonymized"))
	require.NotContains(t, o.Call(t, "GET", at, nil, o.Admin).Want(t, 200, "").Text, "ulema")
	for _, table := range []string{"customer", "customer_device", "diner", "feedback", "event", "audit_log"} {
		require.Zero(t, o.Count(t, `SELECT count(*) FROM `+table+` x WHERE x::text ILIKE '%zulema%'`), table)
	}
	require.Equal(t, 1, o.Count(t, `SELECT count(*) FROM audit_log WHERE action = 'ANONYMIZE' AND entity_id = $1 AND user_id = 301`, customer))
	o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 200, "")
}
