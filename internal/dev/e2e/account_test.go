package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
)

// The sellers that the restaurants connect, as the provider numbers them.
const (
	ourSeller   = 810_000_001
	theirSeller = 810_000_002
	otherSeller = 810_000_003 // nobody's here
)

const connectionPath = "/api/admin/mercadopago/connection"

// TestAcceptanceOfAccounts plays the cases of restaurants that collect with
// accounts of their own, and of attackers.
func TestAcceptanceOfAccounts(t *testing.T) {
	testkit.Long(t)
	t.Parallel()
	all := newAccounts(newSystem(t, roomy, map[string]string{
		"RATE_LIMIT_WEBHOOK": "40", "RATE_LIMIT_CONNECTION": "1000", "RATE_LIMIT_MP_RETURN": "1000",
	}))
	for _, c := range []struct {
		name string
		play func(*accounts)
	}{
		{"09 a restaurant connects and its tokens are renewed in time", connectsAndRenews},
		{"10 the older kind of notice makes us look", olderNotice},
		{"16 too many requests", tooMany},
		{"22 the token is taken back in the middle of service", tokenGone},
		{"22 the policy agent refuses", policyAgent},
		{"22 the permission is taken back and we are told", permissionGone},
		{"23 forged notices", forgedNotices},
		{"23 a genuine notice sent to another restaurant", replayedElsewhere},
		{"23 secrets change", secretsChange},
		{"24 collected by another seller", othersMoney},
		{"24 for a bill of another restaurant", othersBill},
		{"24 another currency", func(b *accounts) { unfit(b, "other_currency", "pesos") }},
		{"24 not live", func(b *accounts) { unfit(b, "not_live", "prueba") }},
		{"23 a flood of garbage", garbage},
		{"09 two renewals at once", twoRenewals},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := all.in(t)
			c.play(b)
			b.us.checkLedgers()
			b.us.clear()
			b.them.clear()
		})
	}
	all.checkNoSecretLogged()
}

// accounts are two restaurants of one system, each with an account of its own.
type accounts struct {
	t        *testing.T
	us, them *moneyFixture
}

func newAccounts(s *system) *accounts {
	s.t.Helper()
	b := newMoneyFixture(s)
	for seller, name := range map[int64]string{ourSeller: "Buen Sabor", theirSeller: "La Esquina", otherSeller: "Nadie"} {
		b.provider.must(s.t, http.MethodPost, "/__sim/sellers", object{"id": seller, "name": name})
	}
	ours, theirs := centro, palermo
	ours.token, theirs.token = b.pasted(ourSeller), b.pasted(theirSeller)
	a := &accounts{s.t, b.of(ours), b.of(theirs)}
	a.them.addDishes()
	a.us.connect(ourSeller)
	a.them.connect(theirSeller)
	return a
}

func (a *accounts) in(t *testing.T) *accounts {
	t.Helper()
	return &accounts{t, a.us.in(t), a.them.in(t)}
}

// checkNoSecretLogged fails if the program wrote a secret down.
func (a *accounts) checkNoSecretLogged() {
	a.t.Helper()
	said := a.us.processes["all"].said()
	for _, secret := range []string{a.us.token, a.them.token, a.us.signing(), ownSecret, newSecret, "APP_USR-", "TG-"} {
		require.NotContains(a.t, said, secret)
	}
}

// pasted is a token of a seller's that never ends, to look with.
func (b *moneyFixture) pasted(seller int64) string {
	b.t.Helper()
	return str(b.provider.must(b.t, http.MethodPost, "/__sim/tokens", object{"seller_id": seller}), "access_token")
}

// connect is an admin who authorises the account of a seller.
func (b *moneyFixture) connect(seller int64) {
	b.t.Helper()
	begun, err := b.chief().call(b.t.Context(), http.MethodPost, connectionPath+"/authorize", nil)
	require.NoError(b.t, err)
	require.Equal(b.t, http.StatusOK, begun.status, string(begun.body))
	at := str(decoded(b.t, begun), "authorization_url")
	require.Contains(b.t, at, "code_challenge=")
	page, _ := b.browse(http.MethodGet, at, "")
	require.Contains(b.t, page, "Conectar una cuenta")
	back := str(b.provider.must(b.t, http.MethodPost, "/__sim/authorize", object{"url": at, "seller_id": seller}), "location")

	otherTenant, err := client{at: back}.call(b.t.Context(), http.MethodGet, "", nil)
	require.NoError(b.t, err)
	require.Equal(b.t, http.StatusBadRequest, otherTenant.status, "another browser: "+string(otherTenant.body))
	cookie, _, _ := strings.Cut(begun.header.Get("Set-Cookie"), ";")
	done, err := client{at: back, header: map[string]string{"Cookie": cookie}}.call(b.t.Context(), http.MethodGet, "", nil)
	require.NoError(b.t, err)
	require.Equal(b.t, http.StatusOK, done.status, string(done.body))
	require.Contains(b.t, string(done.body), "la cuenta está conectada")
	require.Equal(b.t, "ACTIVE", str(b.connection(), "status"))
}

func (b *moneyFixture) connection() object {
	b.t.Helper()
	return b.manager().must(b.t, http.MethodGet, connectionPath, nil)
}

// kept reads a column of the connection's row.
func (b *moneyFixture) kept(column string) string {
	b.t.Helper()
	var text string
	b.scan(fmt.Sprintf(`SELECT c.%s::text FROM provider_connection c JOIN branch b ON b.tenant_id = c.tenant_id
WHERE b.slug = $1 AND c.status <> 'DISCONNECTED'`, column), []any{b.branch}, &text)
	return text
}

// calls counts what the provider was asked, by path; "" counts everything.
func (b *moneyFixture) calls(path string) (n int) {
	b.t.Helper()
	for _, o := range b.provider.list(b.t, "/__sim/requests") {
		if path == "" || str(o, "path") == path {
			n++
		}
	}
	return n
}

// try asks for a page, whatever the answer.
func (d *bill) try(g seat, part object) reply {
	d.t.Helper()
	r, err := g.call(d.t.Context(), http.MethodPost, "/api/billing/mercadopago/preference", d.body(part))
	require.NoError(d.t, err)
	return r
}

// collects plays a dinner whose bill is paid through the branch's account.
func (b *moneyFixture) collects() {
	b.t.Helper()
	d := b.dine(600_000)
	number := b.pay(d.ask(d.guests[0], nil), "APRO")
	d.comes("the check is paid", paid(600_000))
	seller := client{at: b.sim, header: map[string]string{"Authorization": "Bearer " + b.token}}
	require.Equal(b.t, "approved", str(seller.must(b.t, http.MethodGet, "/v1/payments/"+itoa(number), nil), "status"), "its own account collected")
}

func connectsAndRenews(a *accounts) {
	b := a.us
	set := func(seconds int) {
		b.provider.must(a.t, http.MethodPost, "/__sim/settings", object{"token_seconds": seconds})
	}
	set(12)
	b.connect(ourSeller) // a second time: tokens that end soon
	set(0)
	version := b.kept("token_version")
	exchanges := b.calls("/oauth/token")
	require.NotContains(a.t, b.kept("access_token")+b.kept("refresh_token"), "APP_USR")
	require.NotContains(a.t, b.kept("refresh_token"), "TG-")
	b.collects()
	testkit.Eventually(a.t, generous, "the tokens are renewed before they end", func() bool { return b.kept("token_version") != version })
	require.Equal(a.t, "ACTIVE", str(b.connection(), "status"))
	require.Equal(a.t, exchanges+1, b.calls("/oauth/token"))
	renews, err := time.Parse(time.RFC3339, str(b.connection(), "renews_at"))
	require.NoError(a.t, err)
	require.InDelta(a.t, 150, time.Until(renews).Hours()/24, 1)
	b.collects()
}

// twoRenewals lets the provider's clock run until it accepts no token any more,
// which we learn from the calls of two diners at once.
func twoRenewals(a *accounts) {
	b := a.us
	d := b.dine(600_000, 800_000)
	before := b.calls("/oauth/token")
	b.provider.must(a.t, http.MethodPost, "/__sim/clock", object{"advance": "4344h"})
	var all sync.WaitGroup
	for _, g := range d.guests {
		all.Go(func() {
			r, err := g.call(d.t.Context(), http.MethodPost, "/api/billing/mercadopago/preference", d.body(object{"split": "OWN"}))
			if err != nil || r.status != http.StatusOK {
				a.t.Errorf("no page: %v %s", err, r.body)
			}
		})
	}
	all.Wait()
	require.Equal(a.t, before+1, b.calls("/oauth/token"), "the refresh token is used once")
	require.Equal(a.t, "ACTIVE", str(b.connection(), "status"))
}

func tooMany(a *accounts) {
	d := a.us.dine(600_000)
	clear := a.us.fault(object{
		"match": object{"method": "POST", "path_regex": "^/checkout/preferences$", "seller": ourSeller}, "times": 1,
		"action": object{"type": "status", "preset": "429", "retry_after": 7},
	})
	defer clear()
	r := d.try(d.guests[0], nil)
	require.Equal(a.t, http.StatusServiceUnavailable, r.status, string(r.body))
	require.NotEmpty(a.t, r.header.Get("Retry-After"))
	a.them.collects()
	testkit.Eventually(a.t, generous, "the account is asked again", func() bool {
		r = d.try(d.guests[0], nil)
		if r.status != http.StatusOK {
			wait(a.t.Context(), 500*time.Millisecond)
		}
		return r.status == http.StatusOK
	})
	a.us.pay(paymentPage{preference: str(decoded(a.t, r), "preference_id")}, "APRO")
	d.comes("the check is paid", paid(600_000))
	require.GreaterOrEqual(a.t, a.us.silence(ourSeller), 6900*time.Millisecond)
}

// silence is how long a seller's account was not called after the last fault.
func (b *moneyFixture) silence(seller int64) time.Duration {
	b.t.Helper()
	var struck time.Time
	for _, o := range b.provider.list(b.t, "/__sim/requests") {
		if num(o, "seller_id") != seller {
			continue
		}
		at, err := time.Parse(time.RFC3339, str(o, "at"))
		require.NoError(b.t, err)
		switch {
		case num(o, "fault_id") != 0:
			struck = at
		case !struck.IsZero():
			return at.Sub(struck)
		}
	}
	b.t.Fatal("no call after the fault")
	return 0
}

// loses has the provider forget what it granted, and the notice of it.
func (b *moneyFixture) loses(seller int64) {
	b.t.Helper()
	clear := b.rule(object{"mode": "lose", "times": 1, "match": object{"topic": "mp-connect"}})
	defer clear()
	b.provider.must(b.t, http.MethodPost, fmt.Sprintf("/__sim/sellers/%d/deauthorize", seller), object{})
}

func tokenGone(a *accounts) {
	d, w := a.us.dine(600_000), a.watch()
	before := a.us.calls("/oauth/token")
	a.us.loses(ourSeller)
	a.broken(d, "unauthorized", w)
	require.Equal(a.t, before+1, a.us.calls("/oauth/token"), "one refresh was tried")

	asked := a.us.calls("")
	for range 5 {
		require.Equal(a.t, http.StatusServiceUnavailable, d.try(d.guests[0], nil).status)
	}
	require.LessOrEqual(a.t, a.us.calls("")-asked, 1, "a broken connection is left alone")
	a.them.collects()
	a.us.connect(ourSeller)
	a.us.pay(d.ask(d.guests[0], nil), "APRO")
	d.comes("it works again", paid(600_000))
}

// alertScreens are the managers of both restaurants, each before an open screen.
type alertScreens struct {
	news        int64 // events that the branch's staff received before
	ours, other *eventSocket
}

func (a *accounts) watch() alertScreens {
	a.t.Helper()
	screen := func(b *moneyFixture) *eventSocket {
		return b.screen(b.manager(), "admin", "manager of "+b.branch, b.system.id(`SELECT id FROM branch WHERE slug = $1`, b.branch))
	}
	return alertScreens{a.us.news(), screen(a.us), screen(a.them)}
}

// alerts are what a screen received about a payment account that needs its owner.
func (p *eventSocket) alerts() (reasons []string) {
	p.t.Helper()
	received, err := p.received()
	require.NoError(p.t, err)
	for _, f := range received {
		var entity struct {
			Kind   string `json:"entity_type"`
			Status string `json:"status"`
			Reason string `json:"reason"`
		}
		if f.Type == "ENTITY_UPDATED" && json.Unmarshal(f.Entity, &entity) == nil && entity.Kind == "payment_connection" && entity.Status == "NEEDS_RECONNECT" {
			reasons = append(reasons, entity.Reason)
		}
	}
	return reasons
}

// broken waits until diners are sent to the cash desk and the manager knows why.
func (a *accounts) broken(d *bill, reason string, w alertScreens) {
	a.t.Helper()
	r := d.try(d.guests[0], nil)
	require.Equal(a.t, http.StatusServiceUnavailable, r.status, string(r.body))
	require.Contains(a.t, string(r.body), "agá en caja")
	c := a.us.connection()
	require.Equal(a.t, []any{"NEEDS_RECONNECT", reason, false}, []any{c["status"], c["status_reason"], c["collects"]})
	require.Contains(a.t, str(c, "message"), "Conectá la cuenta de nuevo")
	require.Greater(a.t, a.us.news(), w.news, "managers hear of it")
	testkit.Eventually(a.t, generous, "the manager's screen shows it", func() bool { return len(w.ours.alerts()) > 0 })
	require.Equal(a.t, []string{reason}, w.ours.alerts(), "once")
	require.Empty(a.t, w.other.alerts(), "it is nobody else's business")
}

// news counts the events about its connection that the branch's staff received.
func (b *moneyFixture) news() int64 {
	b.t.Helper()
	return b.system.id(`SELECT count(*) FROM event e JOIN branch b ON b.id = e.branch_id
WHERE b.slug = $1 AND e.type = 'ENTITY_UPDATED' AND e.entity::text LIKE '%connection%'`, b.branch)
}

func policyAgent(a *accounts) {
	before, w := a.us.calls("/oauth/token"), a.watch()
	refusal := object{
		"match": object{"method": "POST", "path_regex": "^/checkout/preferences$"}, "times": 1, "action": object{"type": "status", "preset": "403_policy"},
	}
	a.us.fault(refusal)
	a.us.collects()
	require.Equal(a.t, "ACTIVE", str(a.us.connection(), "status"), "a good token is not thrown away for what it may not do")
	require.Equal(a.t, before, a.us.calls("/oauth/token"))

	d := a.us.dine(600_000)
	clear := a.us.fault(refusal)
	a.us.loses(ourSeller)
	a.broken(d, "unauthorized", w)
	require.Equal(a.t, before+1, a.us.calls("/oauth/token"))
	clear()
	a.us.connect(ourSeller)
	a.us.pay(d.ask(d.guests[0], nil), "APRO")
	d.comes("it works again", paid(600_000))
}

func permissionGone(a *accounts) {
	d, w := a.us.dine(600_000), a.watch()
	a.us.provider.must(a.t, http.MethodPost, fmt.Sprintf("/__sim/sellers/%d/deauthorize", ourSeller), object{})
	testkit.Eventually(a.t, generous, "we are told", func() bool { return str(a.us.connection(), "status") == "NEEDS_RECONNECT" })
	a.broken(d, "deauthorized", w)
	d.cash(600_000)
	d.comes("it is paid at the till", paid(600_000))
	a.us.connect(ourSeller)
	a.us.collects()
}
