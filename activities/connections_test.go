package activities_test

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/activities"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/mercadopago"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/secretbox"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// issuer gives out tokens as the provider does: a code and a refresh token work
// once. It remembers which are good.
type issuer struct {
	mu       sync.Mutex
	accounts map[string]mercadopago.Account // by good access token
	refresh  map[string]int64               // good refresh tokens, by seller
	codes    map[string]int64
	calls    int // exchanges and refreshes
	down     bool
	slow     chan struct{} // holds refreshes back until closed
	after    func()        // runs when tokens were given, before anybody has them
	life     time.Duration
}

func newIssuer() *issuer {
	return &issuer{accounts: map[string]mercadopago.Account{}, refresh: map[string]int64{}, codes: map[string]int64{}, life: 180 * 24 * time.Hour}
}

var errDown = &payments.Error{Op: "ask", Kind: payments.Unavailable}

func (i *issuer) grant(seller int64) mercadopago.Grant {
	access, refresh := "APP_USR-"+uuid.NewString(), "TG-"+uuid.NewString()
	i.accounts[access] = mercadopago.Account{ID: seller, Nickname: "RESTO", Site: "MLA"}
	i.refresh[refresh] = seller
	if i.after != nil {
		i.after()
	}
	return mercadopago.Grant{Access: mercadopago.Secret(access), Refresh: mercadopago.Secret(refresh), SellerID: seller, Live: true, ExpiresIn: i.life}
}

func (i *issuer) once(from map[string]int64, key string) (mercadopago.Grant, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.calls++
	seller, good := from[key]
	switch {
	case i.down:
		return mercadopago.Grant{}, errDown
	case !good:
		return mercadopago.Grant{}, &payments.Error{Op: "token", Kind: payments.Invalid, HTTP: 400, Code: mercadopago.CodeInvalidGrant}
	}
	delete(from, key)
	return i.grant(seller), nil
}

func (i *issuer) Exchange(_ context.Context, code, verifier string) (mercadopago.Grant, error) {
	return i.once(i.codes, code+"/"+verifier)
}

func (i *issuer) Refresh(_ context.Context, refresh mercadopago.Secret) (mercadopago.Grant, error) {
	if i.slow != nil {
		<-i.slow
	}
	return i.once(i.refresh, refresh.Reveal())
}

func (i *issuer) Account(_ context.Context, token mercadopago.Secret) (mercadopago.Account, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	account, good := i.accounts[token.Reveal()]
	switch {
	case i.down:
		return account, errDown
	case !good:
		return account, &payments.Error{Op: "account", Kind: payments.Auth, HTTP: 401, Code: "7"}
	}
	return account, nil
}

// revoke takes back whatever a seller allowed.
func (i *issuer) revoke() {
	i.mu.Lock()
	defer i.mu.Unlock()
	clear(i.accounts)
	clear(i.refresh)
}

func (i *issuer) count() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.calls
}

// publisher keeps the types that it published.
type publisher struct {
	mu        sync.Mutex
	published []event.Event
}

func (b *publisher) Publish(_ context.Context, events []event.Event) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.published = append(b.published, events...)
	return nil
}

// office is where a restaurant's connections are made.
type office struct {
	*activities.Connections
	t         *testing.T
	pool      *pgxpool.Pool
	issuer    *issuer
	publisher *publisher
	ahead     time.Duration
}

const tenant, otherTenant, manager, seller = 1, 2, 100, 724484980

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, pool: testkit.Postgres(t), issuer: newIssuer(), publisher: &publisher{}}
	o.exec(`INSERT INTO tenant (id, name, slug) VALUES (1, 'Buen Sabor', 'buen-sabor'), (2, 'La Esquina', 'la-esquina')`)
	o.exec(`INSERT INTO branch (id, tenant_id, name, slug) VALUES (10, 1, 'Centro', 'centro'), (11, 1, 'Norte', 'norte'), (20, 2, 'Palermo', 'palermo')`)
	raw := make([]byte, secretbox.KeyBytes)
	for i := range raw {
		raw[i] = byte(3 * i)
	}
	keys, err := secretbox.ParseKeys("k:" + base64.StdEncoding.EncodeToString(raw))
	require.NoError(t, err)
	safe, err := secretbox.New(keys...)
	require.NoError(t, err)
	o.Connections = &activities.Connections{
		Store: postgres.New(o.pool), Publisher: o.publisher, Vault: safe, Connector: o.issuer,
		Now: func() time.Time { return time.Now().Add(o.ahead) },
	}
	return o
}

func (o *office) exec(sql string, args ...any) {
	o.t.Helper()
	_, err := o.pool.Exec(o.t.Context(), sql, args...)
	require.NoError(o.t, err)
}

// attempt keeps an attempt as the API does.
func (o *office) attempt(of int64, mode, grant, verifier, hook string) activities.Attempt {
	o.t.Helper()
	id := uuid.New()
	p := dbgen.InsertAttemptParams{ID: id, TenantID: of, UserID: manager, Mode: mode, ExpiresAt: time.Now().Add(time.Minute)}
	for _, one := range []struct {
		into        **string
		name, value string
	}{{&p.GrantSecret, "grant", grant}, {&p.Verifier, "verifier", verifier}, {&p.HookSecret, "hook", hook}} {
		if one.value != "" {
			*one.into = new(o.Vault.Seal(one.value, postgres.AttemptBinding(id, one.name)))
		}
	}
	require.NoError(o.t, o.Store.InsertAttempt(o.t.Context(), p))
	return activities.Attempt{TenantID: of, ID: id}
}

func (o *office) authorised(of, seller int64) activities.Attempt {
	code := uuid.NewString()
	o.issuer.mu.Lock()
	o.issuer.codes[code+"/v"] = seller
	o.issuer.mu.Unlock()
	return o.attempt(of, "OAUTH", code, "v", "")
}

func (o *office) connect(of, seller int64) postgres.Connection {
	o.t.Helper()
	require.NoError(o.t, o.Connect(o.t.Context(), o.authorised(of, seller)))
	return o.current(of)
}

func (o *office) current(of int64) postgres.Connection {
	o.t.Helper()
	c, err := o.Store.Connected(o.t.Context(), of)
	require.NoError(o.t, err)
	return c
}

// stored is everything that is written down about connections.
func (o *office) stored() string {
	o.t.Helper()
	var text string
	require.NoError(o.t, o.pool.QueryRow(o.t.Context(), `SELECT concat(
  (SELECT string_agg(c::text, ' ') FROM provider_connection c), (SELECT string_agg(a::text, ' ') FROM connection_attempt a),
  (SELECT string_agg(s::text, ' ') FROM connection_secret s), (SELECT string_agg(e.entity::text, ' ') FROM event e),
  (SELECT string_agg(l::text, ' ') FROM audit_log l))`).Scan(&text))
	return text
}

func TestConnectingSealsTokensAndAnnouncesIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.authorised(tenant, seller)
	require.NoError(t, o.Connect(t.Context(), a))
	require.NoError(t, o.Connect(t.Context(), a), "a repetition finds it done")
	assert.Equal(t, 1, o.issuer.count())

	c := o.current(tenant)
	assert.Equal(t, postgres.ConnectionActive, c.Status)
	assert.EqualValues(t, seller, c.SellerUserID)
	assert.True(t, c.LiveExpected)
	assert.WithinDuration(t, time.Now().Add(150*24*time.Hour), *c.RenewAt, time.Hour)
	assert.Len(t, o.publisher.published, 2, "one for each branch")
	assert.Equal(t, event.EntityUpdated, o.publisher.published[0].Type)

	kept := o.stored()
	assert.NotContains(t, kept, "APP_USR-")
	assert.NotContains(t, kept, "TG-")
	attempt, err := o.Store.AttemptByID(t.Context(), a.ID, tenant)
	require.NoError(t, err)
	assert.Nil(t, attempt.GrantSecret)
	assert.Nil(t, attempt.Verifier)
}

func TestAttemptsThatComeToNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	good := o.issuer.grant(seller).Access.Reveal()
	abroad := o.issuer.grant(seller + 1).Access.Reveal()
	o.issuer.accounts[abroad] = mercadopago.Account{ID: seller + 1, Site: "MLB"}
	for reason, a := range map[string]activities.Attempt{
		"mercadopago_authorization_refused": o.attempt(tenant, "OAUTH", "spent", "v", ""),
		"mercadopago_token_invalid":         o.attempt(tenant, "PASTED", "APP_USR-nobody-knows-this", "", ""),
		"mercadopago_not_argentina":         o.attempt(tenant, "PASTED", abroad, "", ""),
		"connection_attempt_over":           {TenantID: otherTenant, ID: o.attempt(tenant, "PASTED", good, "", "").ID},
	} {
		err := o.Connect(t.Context(), a)
		assert.Equal(t, reason, fault.ReasonOf(err))
		assert.NotContains(t, err.Error(), "APP_USR")
		if reason != "connection_attempt_over" {
			assert.Equal(t, "connection_attempt_over", fault.ReasonOf(o.Connect(t.Context(), a)), "an attempt is made once")
		}
	}
	_, err := o.Store.Connected(t.Context(), tenant)
	require.ErrorIs(t, err, postgres.ErrNotConnected)
}

func TestAnAttemptOutlivesAnOutageOfTheProvider(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.authorised(tenant, seller)
	o.issuer.down = true
	assert.Equal(t, fault.Unavailable, fault.CodeOf(o.Connect(t.Context(), a)))
	o.issuer.down = false
	require.NoError(t, o.Connect(t.Context(), a))
}

func TestAPastedTokenBringsItsSigningSecret(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	token := o.issuer.grant(seller).Access.Reveal()
	require.NoError(t, o.Connect(t.Context(), o.attempt(tenant, "PASTED", token, "", "whsec_0123456789abcdef")))
	c := o.current(tenant)
	assert.Nil(t, c.RenewAt)
	secrets, err := o.Store.SigningSecrets(t.Context(), c.ID, tenant)
	require.NoError(t, err)
	require.Len(t, secrets, 1)
	opened, err := o.Vault.Open(secrets[0].Secret, postgres.SecretBinding(tenant, seller, secrets[0].Label))
	require.NoError(t, err)
	assert.Equal(t, "whsec_0123456789abcdef", opened)
	assert.NotContains(t, o.stored(), "whsec_")
}

func TestAnotherAccountReplacesTheFirst(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first := o.connect(tenant, seller)
	second := o.connect(tenant, seller+1)
	assert.NotEqual(t, first.ID, second.ID)
	old, err := o.Store.ConnectionByID(t.Context(), first.ID, tenant)
	require.NoError(t, err)
	assert.Equal(t, postgres.ConnectionDisconnected, old.Status)
	assert.Nil(t, old.AccessToken)
	assert.Equal(t, first.ID, o.connect(tenant, seller).ID, "the first account's row serves again")
	assert.Equal(t, first.PublicID, o.current(tenant).PublicID, "and with it the address of its notices")

	require.NoError(t, o.Disconnect(t.Context(), activities.Disconnection{TenantID: tenant, UserID: manager}))
	require.NoError(t, o.Disconnect(t.Context(), activities.Disconnection{TenantID: tenant, UserID: manager}))
	_, err = o.Store.Connected(t.Context(), tenant)
	require.ErrorIs(t, err, postgres.ErrNotConnected)
	next, err := o.Renew(t.Context(), tenant)
	require.NoError(t, err)
	assert.True(t, next.Ended)
}

func TestTokensAreRenewedWhenTheirTimeComes(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	before := o.connect(tenant, seller)
	next, err := o.Renew(t.Context(), tenant)
	require.NoError(t, err)
	assert.WithinDuration(t, *before.RenewAt, next.Next, time.Second)
	assert.Equal(t, 1, o.issuer.count(), "nothing is due")

	o.ahead = 151 * 24 * time.Hour
	next, err = o.Renew(t.Context(), tenant)
	require.NoError(t, err)
	after := o.current(tenant)
	assert.Equal(t, before.TokenVersion+1, after.TokenVersion)
	assert.WithinDuration(t, time.Now().Add(301*24*time.Hour), next.Next, time.Hour)
	assert.NotEqual(t, *before.RefreshToken, *after.RefreshToken)
}

func TestManyWhoRenewAtOnceRenewOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := o.connect(tenant, seller)
	o.issuer.slow = make(chan struct{})
	var all sync.WaitGroup
	outcomes := make([]error, 12)
	versions := make([]int32, len(outcomes))
	for i := range outcomes {
		all.Go(func() {
			got, err := o.Refreshed(t.Context(), c)
			outcomes[i], versions[i] = err, got.TokenVersion
		})
	}
	close(o.issuer.slow)
	all.Wait()
	require.NoError(t, errors.Join(outcomes...))
	assert.Equal(t, 2, o.issuer.count(), "the exchange, and one renewal")
	for _, v := range versions {
		assert.Equal(t, c.TokenVersion+1, v)
	}
}

func TestADeathBetweenTheExchangeAndTheLedgerLeavesThirtyDays(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	before := o.connect(tenant, seller)
	o.ahead = 151 * 24 * time.Hour
	dying, die := context.WithCancel(t.Context())
	o.issuer.after = die
	_, err := o.Renew(dying, tenant)
	require.Error(t, err)
	o.issuer.after = nil
	o.exec(`UPDATE provider_connection SET renewing_until = now() - interval '1 second'`) // its time is over

	o.publisher.published = nil
	next, err := o.Renew(t.Context(), tenant)
	require.NoError(t, err)
	c := o.current(tenant)
	assert.Equal(t, postgres.ConnectionActive, c.Status, "the access token still serves")
	assert.Equal(t, "renewal_refused", *c.StatusReason)
	assert.WithinDuration(t, *before.ExpiresAt, next.Next, time.Second)
	assert.Len(t, o.publisher.published, 2, "the restaurant is asked to connect anew")

	o.ahead = 181 * 24 * time.Hour
	next, err = o.Renew(t.Context(), tenant)
	require.NoError(t, err)
	assert.Equal(t, postgres.ConnectionNeedsReconnect, o.current(tenant).Status)
	assert.False(t, next.Ended, "it waits for the restaurant")
	assert.Zero(t, next.Next)
}

func TestALedgerThatIsAwayDoesNotLoseNewTokens(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	before := o.connect(tenant, seller)
	o.issuer.after = func() {
		o.exec(`ALTER TABLE provider_connection RENAME TO away`)
		time.AfterFunc(time.Second, func() {
			_, err := o.pool.Exec(context.WithoutCancel(t.Context()), `ALTER TABLE away RENAME TO provider_connection`)
			assert.NoError(t, err)
		})
	}
	after, err := o.Refreshed(t.Context(), before)
	require.NoError(t, err)
	assert.Equal(t, before.TokenVersion+1, after.TokenVersion)
}

func TestWhoRenewsLateKeepsWhatItGot(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := o.connect(tenant, seller)
	o.issuer.after = func() {
		o.exec(`UPDATE provider_connection SET renewing = 'another', renewing_until = now() + interval '1 hour'`)
	}
	got, err := o.Refreshed(t.Context(), c)
	require.NoError(t, err)
	assert.Equal(t, c.TokenVersion+1, got.TokenVersion)
	assert.Nil(t, o.current(tenant).Renewing)
}

func TestATokenTakenBackBreaksTheConnectionOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c, other := o.connect(tenant, seller), o.connect(otherTenant, seller+1)
	require.NoError(t, o.Verify(t.Context(), c))
	assert.Equal(t, postgres.ConnectionActive, o.current(tenant).Status, "a notice that is not true changes nothing")

	o.issuer.revoke()
	o.publisher.published = nil
	_, err := o.Refreshed(t.Context(), c)
	assert.Equal(t, "mercadopago_needs_reconnect", fault.ReasonOf(err))
	broken := o.current(tenant)
	assert.Equal(t, postgres.ConnectionNeedsReconnect, broken.Status)
	published := len(o.publisher.published)
	_, err = o.Refreshed(t.Context(), broken)
	require.Error(t, err)
	require.NoError(t, o.Verify(t.Context(), broken))
	assert.Len(t, o.publisher.published, published, "it is announced once")
	assert.Equal(t, other.Status, o.current(otherTenant).Status)

	again := o.connect(tenant, seller)
	assert.Equal(t, postgres.ConnectionActive, again.Status)
	assert.Nil(t, again.StatusReason)
	assert.True(t, strings.HasPrefix(*again.AccessToken, "k:"))
}
