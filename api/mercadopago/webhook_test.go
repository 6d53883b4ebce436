package mercadopago

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
	"integrador/internal/jobs/sweeps"
	"integrador/internal/platform/mercadopago"
)

const (
	webhookPath   = "/api/billing/mercadopago/webhook"
	webhookSecret = "whsec_sim_0123456789abcdef"
	noticeID      = "123456789012"
)

func verifying(o *Options) {
	o.MercadoPago.Notices = mercadopago.NewVerifier(14*24*time.Hour, "whsec_previous", webhookSecret)
}

// notice is a webhook as the provider sends it.
type notice struct {
	query, body string
	headers     apitest.Headers
}

func genuine(id, request string, at time.Time) notice {
	return notice{
		query:   "?data.id=" + id + "&type=payment",
		body:    fmt.Sprintf(`{"action":"payment.updated","data":{"id":%q},"id":987,"type":"payment"}`, id),
		headers: apitest.Headers{"X-Request-Id": request, "X-Signature": signed(webhookSecret, id, request, fmt.Sprint(at.UnixMilli()))},
	}
}

func signed(secret, id, request, ts string) string {
	manifest := ""
	for _, part := range [][2]string{{"id", id}, {"request-id", request}, {"ts", ts}} {
		if part[1] != "" {
			manifest += part[0] + ":" + part[1] + ";"
		}
	}
	sum := hmac.New(sha256.New, []byte(secret))
	sum.Write([]byte(manifest))
	return "ts=" + ts + ",v1=" + hex.EncodeToString(sum.Sum(nil))
}

func postNotice(t *testing.T, c *apitest.StaffFixture, n notice) apitest.Reply {
	t.Helper()
	return c.Call(t, "POST", webhookPath+n.query, n.body, n.headers)
}

func TestANoticeIsKeptAndHandedOver(t *testing.T) {
	t.Parallel()
	c := newStaff(t, verifying)
	a := postNotice(t, c, genuine(noticeID, "r-1", time.Now())).Want(t, 200, "")
	assert.Equal(t, map[string]any{"status": "processed", "payment_status": "pending"}, a.Body)
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM webhook_notice WHERE topic = 'payment' AND data_id = $1 AND request_id = 'r-1' AND action = 'payment.updated'`, noticeID))
	require.Equal(t, 1, c.Provider.Notices())
	for _, dataID := range c.Provider.Noted {
		assert.Equal(t, noticeID, dataID)
	}
	again := postNotice(t, c, genuine(noticeID, "r-1", time.Now())).Want(t, 200, "")
	assert.Equal(t, map[string]any{"status": "ignored", "reason": "duplicate"}, again.Body)
	postNotice(t, c, genuine(noticeID, "r-2", time.Now())).Want(t, 200, "")
	assert.Equal(t, 2, c.Provider.Notices(), "another notice about the same payment")
	assert.Zero(t, c.Fake.Count(), "a notice moves no money by itself")
}

func TestTheSameNoticeTwentyTimesAtOnce(t *testing.T) {
	t.Parallel()
	c := newStaff(t, verifying)
	n := genuine(noticeID, "r-1", time.Now())
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			req, err := http.NewRequestWithContext(t.Context(), "POST", c.HTTP.URL+webhookPath+n.query, strings.NewReader(n.body))
			if !assert.NoError(t, err) { //nolint:testifylint // require must not end a goroutine that is not the test's
				return
			}
			req.Header.Set("Content-Type", "application/json")
			for name, value := range n.headers {
				req.Header.Set(name, value)
			}
			res, err := c.HTTP.Client().Do(req)
			if assert.NoError(t, err) {
				assert.Equal(t, 200, res.StatusCode)
				assert.NoError(t, res.Body.Close())
			}
		})
	}
	wg.Wait()
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM webhook_notice`))
	assert.Equal(t, 1, c.Provider.Notices())
}

func TestForgedNotices(t *testing.T) {
	t.Parallel()
	c := newStaff(t, verifying)
	now := time.Now()
	for name, tt := range map[string]struct {
		change func(*notice)
		status int
	}{
		"no signature":            {func(n *notice) { n.headers["X-Signature"] = "" }, 401},
		"another secret":          {func(n *notice) { n.headers["X-Signature"] = signed("x", noticeID, "r", fmt.Sprint(now.UnixMilli())) }, 401},
		"an empty secret":         {func(n *notice) { n.headers["X-Signature"] = signed("", noticeID, "r", fmt.Sprint(now.UnixMilli())) }, 401},
		"another request":         {func(n *notice) { n.headers["X-Request-Id"] = "r-2" }, 401},
		"no request":              {func(n *notice) { n.headers["X-Request-Id"] = "" }, 401},
		"another payment":         {func(n *notice) { n.query = "?data.id=1&type=payment" }, 401},
		"two payments":            {func(n *notice) { n.query += "&data.id=1" }, 401},
		"the same payment twice":  {func(n *notice) { n.query += "&data.id=" + noticeID }, 401},
		"another one in the body": {func(n *notice) { n.body = `{"type":"payment","data":{"id":"1"}}` }, 401},
		"parts in the id":         {func(n *notice) { n.query = "?data.id=1%3Brequest-id%3A2&type=payment" }, 401},
		"no id anywhere":          {func(n *notice) { n.query, n.body = "?type=payment", `{"type":"payment"}` }, 401},
		"another id in the body alone": {func(n *notice) {
			n.query, n.body = "?type=payment", `{"type":"payment","data":{"id":"1"}}`
		}, 401},
		"no time":            {func(n *notice) { n.headers["X-Signature"] = "v1=" + strings.Repeat("0", 64) }, 401},
		"two times":          {func(n *notice) { n.headers["X-Signature"] += ",ts=1" }, 401},
		"a float time":       {func(n *notice) { n.headers["X-Signature"] = signed(webhookSecret, noticeID, "r", "1e9") }, 401},
		"half a sum":         {func(n *notice) { n.headers["X-Signature"] = n.headers["X-Signature"][:60] }, 401},
		"a multibyte sum":    {func(n *notice) { n.headers["X-Signature"] = "ts=1742505638683,v1=ñandú" }, 401},
		"a long signature":   {func(n *notice) { n.headers["X-Signature"] += "," + strings.Repeat("x", 600) }, 401},
		"very old":           {func(n *notice) { *n = genuine(noticeID, "r", now.AddDate(0, -1, 0)) }, 401},
		"of tomorrow":        {func(n *notice) { *n = genuine(noticeID, "r", now.Add(24*time.Hour)) }, 401},
		"broken JSON":        {func(n *notice) { n.body = `{"data":` }, 401},
		"a megabyte":         {func(n *notice) { n.body = `{"x":"` + strings.Repeat("x", 1<<20) + `"}` }, 413},
		"no JSON":            {func(n *notice) { n.headers["Content-Type"] = "text/plain" }, 415},
		"NUL in the address": {func(n *notice) { n.query += "&x=%00" }, 422},
	} {
		n := genuine(noticeID, "r", now)
		tt.change(&n)
		a := postNotice(t, c, n)
		assert.Equal(t, tt.status, a.StatusCode, "%s: %s", name, a.Text)
		assert.NotContains(t, a.Text, "whsec", name)
	}
	assert.Zero(t, c.Count(t, `SELECT count(*) FROM webhook_notice`))
	assert.Zero(t, c.Provider.Notices())
	assert.NotContains(t, c.Logged.String(), "whsec")
}

func TestNoticesThatAreGenuineAllTheSame(t *testing.T) {
	t.Parallel()
	c := newStaff(t, verifying)
	now := time.Now()
	const letters = "ord01jq4s4ky8hwq6na5pxb65b3d3"
	bySecond := func(secret, request string) string { return signed(secret, noticeID, request, fmt.Sprint(now.Unix())) }
	for request, change := range map[string]func(*notice){
		"ten-minutes-old":      func(n *notice) { *n = genuine(noticeID, "ten-minutes-old", now.Add(-10*time.Minute)) },
		"four-days-old":        func(n *notice) { *n = genuine(noticeID, "four-days-old", now.AddDate(0, 0, -4)) },
		"time-in-seconds":      func(n *notice) { n.headers["X-Signature"] = bySecond(webhookSecret, "time-in-seconds") },
		"the-previous-secret":  func(n *notice) { n.headers["X-Signature"] = bySecond("whsec_previous", "the-previous-secret") },
		"the-id-as-a-number":   func(n *notice) { n.body = `{"type":"payment","data":{"id":` + noticeID + `}}` },
		"the-id-in-the-body":   func(n *notice) { n.query = "?type=payment" },
		"its-number-there":     func(n *notice) { n.query, n.body = "?type=payment", `{"type":"payment","data":{"id":`+noticeID+`}}` },
		"the-type-in-the-body": func(n *notice) { n.query = "?data.id=" + noticeID },
		"no-body":              func(n *notice) { n.body = "" },
		"a-parameter-of-ours":  func(n *notice) { n.query += "&source_news=webhooks" },
		"letters":              func(n *notice) { *n = genuine(letters, "letters", now) },
		"capital-letters": func(n *notice) {
			*n = genuine(letters, "capital-letters", now)
			n.query = "?type=payment&data.id=" + strings.ToUpper(letters)
		},
	} {
		n := genuine(noticeID, request, now)
		change(&n)
		a := postNotice(t, c, n)
		assert.Equal(t, 200, a.StatusCode, "%s: %s", request, a.Text)
		assert.Equal(t, "processed", a.Body["status"], request)
	}
}

func TestWithoutARequestIDNoticesDifferByTheirTime(t *testing.T) {
	t.Parallel()
	c := newStaff(t, verifying)
	for _, at := range []time.Time{time.Now(), time.Now().Add(-time.Minute)} {
		n := genuine(noticeID, "", at)
		assert.Equal(t, "processed", postNotice(t, c, n).Want(t, 200, "").Body["status"])
		assert.Equal(t, "ignored", postNotice(t, c, n).Want(t, 200, "").Body["status"])
	}
	assert.Equal(t, 2, c.Provider.Notices())
}

// TestANoticeWithANULIsKept: PostgreSQL stores no NUL, and a signed notice is acknowledged all the same.
func TestANoticeWithANULIsKept(t *testing.T) {
	t.Parallel()
	c := newStaff(t, verifying)
	n := genuine(noticeID, "r-1", time.Now())
	n.body = fmt.Sprintf(`{"action":"payment\u0000updated","data":{"id":%q},"type":"payment"}`, noticeID)
	postNotice(t, c, n).Want(t, 200, "")
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM webhook_notice WHERE data_id = $1 AND action LIKE 'payment_updated'`, noticeID))
}

func TestNoticesThatMeanNothing(t *testing.T) {
	t.Parallel()
	c := newStaff(t, verifying)
	ipn := notice{query: "?topic=payment&id=" + noticeID, body: `{"resource":"http://169.254.169.254/latest","topic":"payment"}`}
	assert.Equal(t, map[string]any{"status": "ignored", "reason": "ipn"}, postNotice(t, c, ipn).Want(t, 200, "").Body)

	for _, topic := range []string{"topic_merchant_order_wh", "topic_chargebacks_wh", ""} {
		n := genuine(noticeID, "r", time.Now())
		n.query, n.body = "?data.id="+noticeID+"&type="+topic, "{}"
		assert.Equal(t, map[string]any{"status": "ignored", "reason": "topic"}, postNotice(t, c, n).Want(t, 200, "").Body, topic)
	}
	assert.Equal(t, 3, c.Count(t, `SELECT count(*) FROM webhook_notice WHERE status = 'IGNORED' AND next_attempt_at IS NULL`))
	assert.Zero(t, c.Count(t, `SELECT count(*) FROM webhook_notice WHERE status <> 'IGNORED'`))
	assert.Zero(t, c.Provider.Notices())
	assert.Equal(t, 405, c.Call(t, "GET", webhookPath, nil, nil).StatusCode)
}

// TestAnOlderNoticeIsAHint: anybody can write one, so it has us look for no more
// than a few open checkouts, and not often.
func TestAnOlderNoticeIsAHint(t *testing.T) {
	t.Parallel()
	c := newStaff(t, verifying)
	c.Order(t, apitest.MilanesaID)
	env := tablesession.Envelope{SessionID: apitest.SessionID, Hash: "checkout", By: access.Actor{Role: access.Diner}}
	started, err := c.Provider.Send(t.Context(), apitest.TenantID, apitest.TableID, env, tablesession.StartCheckout{CheckID: c.Bill(t)})
	require.NoError(t, err)
	asked := started.PaymentID
	postNotice(t, c, notice{query: "?topic=merchant_order&id=1", body: "{}"}).Want(t, 200, "")
	assert.Empty(t, c.Fake.Looked)
	for range 5 {
		postNotice(t, c, notice{query: "?topic=payment&id=1%27+OR+1=1", body: "{}"}).Want(t, 200, "")
	}
	assert.Equal(t, []int64{asked}, c.Fake.Looked, "once in a while")
}

func TestWithoutASecretNobodyIsBelieved(t *testing.T) {
	t.Parallel()
	c := newStaff(t)
	a := postNotice(t, c, genuine(noticeID, "r", time.Now())).Want(t, 503, "webhook_not_configured")
	assert.NotEmpty(t, a.Header.Get("Retry-After"))
	assert.Zero(t, c.Count(t, `SELECT count(*) FROM webhook_notice`))
}

// sweptWorkflows is what a sweep starts.
type sweptWorkflows struct{ *apitest.ProviderFake }

func (sweptWorkflows) WatchConnection(context.Context, int64) error { return nil }

func TestANoticeOutlivesAnOutageOfTemporal(t *testing.T) {
	t.Parallel()
	c := newStaff(t, verifying)
	c.Provider.NoticeError = apitest.ErrTemporalDown
	a := postNotice(t, c, genuine(noticeID, "r-1", time.Now())).Want(t, 200, "")
	apitest.Fields(t, a.Body, "status", "reason")
	assert.Equal(t, "queued_for_retry", a.Body["status"])
	assert.Equal(t, 1, c.Count(t, `SELECT count(*) FROM webhook_notice WHERE status = 'PENDING'`))

	sweep := sweeps.Notices(c.Store, sweptWorkflows{c.Provider}).Run
	_, err := sweep(t.Context())
	require.NoError(t, err, "it is still its request's: Temporal is not asked")
	c.Provider.NoticeError = nil
	_, err = sweep(t.Context())
	require.NoError(t, err)
	assert.Zero(t, c.Provider.Notices(), "it is still its request's")
	c.Exec(t, `UPDATE webhook_notice SET next_attempt_at = next_attempt_at - interval '31 seconds'`)
	_, err = sweep(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 1, c.Provider.Notices())
	for id := range c.Provider.Noted {
		require.NoError(t, c.Store.EndNotice(t.Context(), id, "DONE", ""))
	}
	_, err = sweep(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 1, c.Provider.Notices())
}

func TestANoticeThatCannotBeKeptIsNotAcknowledged(t *testing.T) {
	t.Parallel()
	c := newStaff(t, verifying)
	c.Exec(t, `ALTER TABLE webhook_notice RENAME TO elsewhere`)
	a := postNotice(t, c, genuine(noticeID, "r", time.Now()))
	assert.GreaterOrEqual(t, a.StatusCode, 500, "whatever is wrong, the provider sends it again")
	c.Exec(t, `ALTER TABLE elsewhere RENAME TO webhook_notice`)

	lock, err := c.Pool.Begin(t.Context())
	require.NoError(t, err)
	defer func() { assert.NoError(t, lock.Rollback(t.Context())) }()
	_, err = lock.Exec(t.Context(), `LOCK TABLE webhook_notice`)
	require.NoError(t, err)
	start := time.Now()
	postNotice(t, c, genuine(noticeID, "r", time.Now())).Want(t, 503, "")
	assert.Less(t, time.Since(start), apitest.Patience)
	assert.Zero(t, c.Provider.Notices())
}
