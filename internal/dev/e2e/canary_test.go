package e2e_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/protobuf/proto"

	"integrador/internal/dev/testkit"
)

// Secrets that nothing may show, besides those that the dinner creates.
const (
	canaryPassword   = "canario-de-contrasena-8d1f"
	canaryTOTP       = "canario-de-totp-77a0"
	canaryCard       = "4509953566233704"
	canaryWebhook    = "canario-de-la-clave-de-avisos-de-mercado-pago"
	canaryToken      = "TEST-canario-de-la-credencial-de-mercado-pago"
	canaryStaff      = "canario-de-la-clave-que-firma-al-personal"
	canaryTable      = "canario-de-la-clave-que-firma-las-mesas-x"
	canaryBearer     = "canario-de-portador-ajeno-1c2d"
	canaryPerson     = "Canaria Apellido-Raro"
	canaryPhone      = "+54 261 5550000199"
	canaryEmail      = "canaria.comensal@correo-raro.example"
	canaryDiet       = "dieta-canaria-sin-apio"
	canaryStaffPhone = "+54 261 5550000277"
	note             = "nota-que-si-se-tiene-que-encontrar"
)

// TestNoSecretIsLogged plays logins, a dinner and payments with secrets that can be
// recognised, with the log at its most talkative, and looks for them in the log,
// the traces, the metrics and the histories of the workflows.
func TestNoSecretIsLogged(t *testing.T) {
	t.Parallel()
	kept := newTraceCollector(t)
	s := newSystem(t, lavish, map[string]string{
		"OTEL_EXPORTER_OTLP_ENDPOINT": kept.URL, "LOG_LEVEL": "debug", "JWT_SECRET": canaryStaff, "TABLE_TOKEN_SECRET": canaryTable,
		"MERCADOPAGO_WEBHOOK_SECRET": canaryWebhook, "MERCADOPAGO_ACCESS_TOKEN": canaryToken,
	})
	secrets := map[string]string{
		"a wrong password": canaryPassword, "a code": canaryTOTP, "a card": canaryCard, "the webhook's secret": canaryWebhook,
		"Mercado Pago's token": canaryToken, "the staff's key": canaryStaff, "the tables' key": canaryTable, "a foreign token": canaryBearer,
		"a right password": "admin123", "the simulator's token": simToken,
		"a guest's name": canaryPerson, "a guest's telephone": canaryPhone, "a guest's address": canaryEmail, "a guest's diet": canaryDiet,
		"a waiter's telephone": canaryStaffPhone,
	}
	s.tempt(secrets)

	places := map[string][]byte{"metrics": s.allMetrics()}
	testkit.Eventually(t, 20*time.Second, "the histories hold the evening", func() bool {
		places["histories"] = s.histories()
		return bytes.Contains(places["histories"], []byte(note))
	})
	testkit.Eventually(t, 20*time.Second, "the traces hold the evening", func() bool {
		places["traces"] = kept.everything()
		return bytes.Contains(places["traces"], []byte("mercadopago POST")) && bytes.Contains(places["traces"], []byte("/api/auth/refresh"))
	})
	log, err := os.ReadFile(s.processes["all"].logPath)
	require.NoError(t, err)
	require.Contains(t, string(log), "/api/billing/mercadopago/webhook")
	places["log"] = log
	for where, text := range places {
		require.NotEmpty(t, text, where)
		for what, secret := range secrets {
			require.NotEmpty(t, secret, what)
			assert.False(t, bytes.Contains(text, []byte(secret)), "%s is told in the %s", what, where)
		}
	}
}

// tempt does what brings secrets into the system, and adds those that it hands out.
func (s *system) tempt(secrets map[string]string) {
	t := s.t
	try := func(c client, method, path string, body any) {
		_, err := c.call(t.Context(), method, path, body)
		require.NoError(t, err)
	}
	try(s.public(), http.MethodPost, "/api/auth/login", object{"email": "admin@demo.com", "password": canaryPassword, "totp_code": canaryTOTP})
	in := s.public().must(t, http.MethodPost, "/api/auth/login", object{"email": "admin@demo.com", "password": "admin123"})
	again := s.public().must(t, http.MethodPost, "/api/auth/refresh", object{"refresh_token": str(in, "refresh_token")})
	secrets["an access token"], secrets["a refresh token"] = signature(str(in, "access_token")), signature(str(in, "refresh_token"))
	secrets["a later access token"] = signature(str(again, "access_token"))
	try(s.public().with("Authorization", "Bearer "+canaryBearer), http.MethodGet, "/api/auth/me", nil)

	admin := s.public().with("Authorization", "Bearer "+str(again, "access_token"))
	key := admin.must(t, http.MethodPost, "/api/admin/api-keys", object{"name": "caja", "permissions": []string{"menu:read"}})
	secrets["an API key"] = str(key, "key")
	try(s.public().with("X-API-Key", str(key, "key")), http.MethodGet, "/api/integrations/me", nil)

	branch := s.id(`SELECT id FROM branch WHERE slug = 'centro'`)
	admin.must(t, http.MethodPost, "/api/admin/staff", object{
		"email": "canaria@demo.example", "password": "canaria-1234", "first_name": "Eva", "last_name": "Luna",
		"phone": canaryStaffPhone, "branch_roles": []object{{"branch_id": branch, "role": "WAITER"}},
	})
	admin.must(t, http.MethodPost, "/api/admin/reservations", object{
		"branch_id": branch, "customer_name": canaryPerson, "customer_phone": canaryPhone,
		"customer_email": canaryEmail, "party_size": 2, "reservation_date": time.Now().AddDate(0, 0, 2).Format(time.DateOnly), "reservation_time": "21:00",
	})

	ana := s.sit("INT-01", "ana")
	about := object{
		"name": canaryPerson, "phone": canaryPhone, "email": canaryEmail, "device_id": "device-ana", "consent_remember": true,
		"dietary_preferences": []string{canaryDiet}, "excluded_allergen_ids": []int64{1},
	}
	ana.must(t, http.MethodPost, "/api/customer/register", about)
	try(ana.client, http.MethodPatch, "/api/customer/me?device_id=device-ana", object{"phone": canaryPhone, "email": canaryEmail, "birthday_month": 40})
	try(ana.client, http.MethodPatch, "/api/diner/preferences", object{"implicit_preferences": object{"dietary_preferences": []string{canaryDiet}}})
	secrets["a table token"] = signature(ana.bearer())
	socket := s.listen(ana, "ana")
	screen := s.screen(admin, "admin", "admin", branch)
	_, err := ana.order(t.Context(), note, num(s.dishes()[0], "id"), 1)
	require.NoError(t, err)
	bill := ana.must(t, http.MethodPost, "/api/billing/check/request", object{})
	page := ana.must(t, http.MethodPost, "/api/billing/mercadopago/preference", object{"check_id": num(bill, "check_id"), "card_number": canaryCard})
	sim := client{at: s.sim, header: map[string]string{"X-Sim-Token": simToken}}
	sim.must(t, http.MethodPost, "/__sim/preferences/"+str(page, "preference_id")+"/pay", object{})
	socket.waitFor(t, "PAYMENT_APPROVED")
	screen.waitFor(t, "PAYMENT_APPROVED")
	try(s.public().with("x-signature", "ts=1,v1="+canaryBearer), http.MethodPost, "/api/billing/mercadopago/webhook?data.id=1&type=payment",
		object{"type": "payment", "data": object{"id": "1"}, "card": canaryCard})
	try(client{at: "http" + strings.TrimPrefix(s.ws, "ws")}, http.MethodGet, "/ws/admin?token="+canaryBearer, nil)
	try(admin, http.MethodPost, "/api/auth/logout", nil)
}

// signature is the part of a token that no other has.
func signature(token string) string { return token[strings.LastIndex(token, ".")+1:] }

func (s *system) allMetrics() (out []byte) {
	for _, at := range []string{s.api + "/metrics", s.metrics, "http" + strings.TrimPrefix(s.ws, "ws") + "/ws/metrics"} {
		r, err := client{at: at}.call(s.t.Context(), http.MethodGet, "", nil)
		require.NoError(s.t, err)
		out = append(out, r.body...)
	}
	return out
}

// histories are all events of all workflows, with their payloads as they are.
func (s *system) histories() (out []byte) {
	ctx, cancel := context.WithTimeout(s.t.Context(), generous)
	defer cancel()
	c := s.namespace.Client
	list, err := c.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{Namespace: s.namespace.Name})
	require.NoError(s.t, err)
	for _, w := range list.GetExecutions() {
		events := c.GetWorkflowHistory(ctx, w.GetExecution().GetWorkflowId(), w.GetExecution().GetRunId(), false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
		for events.HasNext() {
			event, err := events.Next()
			require.NoError(s.t, err)
			raw, err := proto.Marshal(event)
			require.NoError(s.t, err)
			out = append(out, raw...)
		}
	}
	return out
}
