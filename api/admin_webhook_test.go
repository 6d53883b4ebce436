package api

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
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
	o := newOffice(t, sealing(t), func(o *Options) { o.Subscriptions = heard })
	body := map[string]any{"name": "Tablero", "url": "https://ejemplo.com.ar/eventos", "event_types": []string{"CHECK_PAID"}}
	o.call(t, post, webhooksPath, body, o.manager).want(t, 403, "")
	a := o.call(t, post, webhooksPath, body, o.admin).want(t, 201, "")
	number, secret := a.int(t, "id"), a.str(t, "signing_secret")
	at := webhooksPath + "/" + id(number)
	assert.Equal(t, []int64{number}, heard.ids)

	for _, inside := range []string{"http://127.0.0.1/x", "http://169.254.169.254/latest", "http://[::1]/", "http://0x7f.1/", "ftp://ejemplo.com", "https://localhost/"} {
		o.call(t, post, webhooksPath, map[string]any{"name": "X", "url": inside}, o.admin).want(t, 422, "")
	}
	o.call(t, post, webhooksPath, map[string]any{"name": "X", "url": "https://ejemplo.com", "event_types": []string{"NADA"}}, o.admin).want(t, 422, "unknown_event_type")
	o.call(t, post, webhooksPath, map[string]any{"name": "X", "url": "https://ejemplo.com", "branch_id": canaryBranchID}, o.admin).want(t, 400, "branch_not_found")

	shown := o.call(t, get, webhooksPath, nil, o.admin).want(t, 200, "")
	assert.NotContains(t, shown.text, secret)
	assert.Equal(t, 0, o.count(t, `SELECT count(*) FROM webhook_subscription WHERE signing_secret LIKE '%' || $1 || '%'`, secret))
	assert.Equal(t, 0, o.count(t, `SELECT count(*) FROM audit_log WHERE new_values::text LIKE '%' || $1 || '%'`, secret))

	p := o.call(t, patch, at, map[string]any{"status": "PAUSED", "url": "https://ejemplo.com.ar/otro"}, o.admin).want(t, 200, "")
	assert.Equal(t, "PAUSED", p.body["status"])
	o.call(t, patch, at, map[string]any{"status": "FAILED"}, o.admin).want(t, 422, "")
	o.call(t, patch, at, map[string]any{"status": "ACTIVE"}, o.admin).want(t, 200, "")
	o.call(t, post, at+"/replay", map[string]any{}, o.admin).want(t, 422, "replay_from_missing")
	o.call(t, post, at+"/replay", map[string]any{"from_position": 1}, o.admin).want(t, 200, "")
	assert.Equal(t, []int64{number, number, number}, heard.ids, "a paused one is not served")
	o.call(t, get, at+"/deliveries", nil, o.admin).want(t, 200, "")
	for _, path := range []string{at, at + "/deliveries"} {
		o.call(t, get, path, nil, o.stranger).want(t, 404, "webhook_not_found")
	}
	o.call(t, del, at, nil, o.admin).want(t, 204, "")
	o.call(t, get, at, nil, o.admin).want(t, 404, "webhook_not_found")
}
