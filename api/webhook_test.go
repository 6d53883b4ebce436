package api

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
)

// listeners notes whom the API asked to serve.
type listeners struct{ ids []int64 }

func (s *listeners) ServeSubscription(_ context.Context, id int64, _ string) error {
	s.ids = append(s.ids, id)
	return nil
}

func TestAProgramSubscribesToEvents(t *testing.T) {
	t.Parallel()
	heard := &listeners{}
	o := newAdmin(t, sealing(t), func(o *Options) { o.Subscriptions = heard })
	body := map[string]any{"name": "Tablero", "url": "https://ejemplo.com.ar/eventos", "event_types": []string{"CHECK_PAID"}}
	o.Call(t, "POST", "/api/admin/webhooks", body, o.Manager).Want(t, 403, "")
	a := o.Call(t, "POST", "/api/admin/webhooks", body, o.Admin).Want(t, 201, "")
	number, secret := a.Int(t, "id"), a.Str(t, "signing_secret")
	at := "/api/admin/webhooks" + "/" + apitest.ID(number)
	assert.Equal(t, []int64{number}, heard.ids)

	for _, inside := range []string{"http://127.0.0.1/x", "http://169.254.169.254/latest", "http://[::1]/", "http://0x7f.1/", "ftp://ejemplo.com", "https://localhost/"} {
		o.Call(t, "POST", "/api/admin/webhooks", map[string]any{"name": "X", "url": inside}, o.Admin).Want(t, 422, "")
	}
	o.Call(t, "POST", "/api/admin/webhooks", map[string]any{"name": "X", "url": "https://ejemplo.com", "event_types": []string{"NADA"}}, o.Admin).Want(t, 422, "unknown_event_type")
	o.Call(t, "POST", "/api/admin/webhooks", map[string]any{"name": "X", "url": "https://ejemplo.com", "branch_id": apitest.CanaryBranchID}, o.Admin).Want(t, 400, "branch_not_found")

	shown := o.Call(t, "GET", "/api/admin/webhooks", nil, o.Admin).Want(t, 200, "")
	assert.NotContains(t, shown.Text, secret)
	assert.Equal(t, 0, o.Count(t, `SELECT count(*) FROM webhook_subscription WHERE signing_secret LIKE '%' || $1 || '%'`, secret))
	assert.Equal(t, 0, o.Count(t, `SELECT count(*) FROM audit_log WHERE new_values::text LIKE '%' || $1 || '%'`, secret))

	p := o.Call(t, "PATCH", at, map[string]any{"status": "PAUSED", "url": "https://ejemplo.com.ar/otro"}, o.Admin).Want(t, 200, "")
	assert.Equal(t, "PAUSED", p.Body["status"])
	o.Call(t, "PATCH", at, map[string]any{"status": "FAILED"}, o.Admin).Want(t, 422, "")
	o.Call(t, "PATCH", at, map[string]any{"status": "ACTIVE"}, o.Admin).Want(t, 200, "")
	o.Call(t, "POST", at+"/replay", map[string]any{}, o.Admin).Want(t, 422, "replay_from_missing")
	o.Call(t, "POST", at+"/replay", map[string]any{"from_position": 1}, o.Admin).Want(t, 200, "")
	assert.Equal(t, []int64{number, number, number}, heard.ids, "a paused one is not served")
	o.Call(t, "GET", at+"/deliveries", nil, o.Admin).Want(t, 200, "")
	for _, path := range []string{at, at + "/deliveries"} {
		o.Call(t, "GET", path, nil, o.Stranger).Want(t, 404, "webhook_not_found")
	}
	o.Call(t, "DELETE", at, nil, o.Admin).Want(t, 204, "")
	o.Call(t, "GET", at, nil, o.Admin).Want(t, 404, "webhook_not_found")
}
