package mpsim_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/mpsim"
)

const hook = `"notification_url":"https://shop.example/webhook?source_news=webhooks"`

// running is a bench whose deliveries are made, inside a bubble of fake time.
func running(t *testing.T, s *receiver) *bench {
	t.Helper()
	b := newBench(t, func(c *mpsim.Config) { c.Transport = s })
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.server.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		assert.NoError(t, <-done)
	})
	return b
}

func TestNotificationByteForByte(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newReceiver(200)
		b := running(t, s)
		b.pay(b.preference(hook), `{}`)
		r := s.next(t)
		assert.Equal(t, "https://shop.example/webhook?source_news=webhooks&data.id=100000000001&type=payment", r.URL.String())
		ts := time.Now().UnixMilli()
		manifest := "id:100000000001;request-id:" + r.Header.Get("X-Request-Id") + ";ts:" + json.Number(jsonOf(ts)).String() + ";"
		mac := hmac.New(sha256.New, []byte("secret"))
		mac.Write([]byte(manifest))
		assert.Equal(t, "ts="+jsonOf(ts)+",v1="+hex.EncodeToString(mac.Sum(nil)), r.Header.Get("X-Signature"))
		assert.Equal(t, "0", r.Header.Get("X-Retry"))
		assert.Equal(t, "22000", r.Header.Get("X-Socket-Timeout"))
		body, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		assert.JSONEq(t, `{"action":"payment.created","api_version":"v1","data":{"id":"100000000001"},`+
			`"date_created":"2000-01-01T00:00:00Z","id":110000000001,"live_mode":false,"type":"payment","user_id":724484980}`, string(body))
		synctest.Wait()
		logged := b.list("/__sim/deliveries")
		require.Len(t, logged, 1)
		assert.Equal(t, "delivered", logged[0]["state"])
		assert.Equal(t, manifest, logged[0]["attempts"].([]any)[0].(anyMap)["manifest"])
	})
}

func jsonOf(v any) string {
	encoded, _ := json.Marshal(v)
	return string(encoded)
}

func TestRetriesFollowTheTable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newReceiver(500)
		b := running(t, s)
		start := time.Now()
		b.pay(b.preference(hook), `{}`)
		signatures := map[string]bool{}
		var requestID string
		for retry, at := range append([]time.Duration{0}, mpsim.ScheduleW1()...) {
			r := s.next(t)
			assert.Equal(t, at, time.Since(start))
			assert.Equal(t, jsonOf(retry), r.Header.Get("X-Retry"))
			if retry > 0 {
				assert.Equal(t, requestID, r.Header.Get("X-Request-Id"))
			}
			requestID = r.Header.Get("X-Request-Id")
			signatures[r.Header.Get("X-Signature")] = true
		}
		assert.Len(t, signatures, 6, "signed anew each time")
		<-time.After(1000 * time.Hour)
		assert.Empty(t, s.got)
		assert.Equal(t, "given_up", b.list("/__sim/deliveries")[0]["state"])
	})
}

func TestOnlyTwoHundredsAreTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newReceiver(204, 302, 201)
		b := running(t, s)
		b.pay(b.preference(hook), `{}`)
		for range 3 {
			s.next(t)
		}
		synctest.Wait()
		assert.Equal(t, "delivered", b.list("/__sim/deliveries")[0]["state"])
	})
}

func TestPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newReceiver(200)
		s.delay = time.Hour
		b := running(t, s)
		start := time.Now()
		b.pay(b.preference(hook), `{}`)
		s.next(t)
		assert.Equal(t, 22*time.Second, time.Since(start))
		s.next(t)
		assert.Equal(t, 15*time.Minute+5*time.Second, time.Since(start))
	})
}

func TestHeldNotificationsComeLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newReceiver(200)
		b := running(t, s)
		rule := b.ok(http.MethodPost, "/__sim/delivery-rules", `{"mode":"hold"}`)
		paid := b.pay(b.preference(hook), `{}`)
		b.ok(http.MethodPost, simPath(paid)+"/transition", `{"status":"refunded","amount":1}`)
		first := s.next(t)
		body, _ := io.ReadAll(first.Body)
		assert.Contains(t, string(body), "payment.updated", "the later one overtook")
		<-time.After(time.Hour)
		assert.Empty(t, s.got)
		b.ok(http.MethodDelete, "/__sim/delivery-rules/"+jsonOf(rule["id"]), "")
		late := s.next(t)
		body, _ = io.ReadAll(late.Body)
		assert.Contains(t, string(body), "payment.created")
	})
}

func TestRunStopsWithADeliveryUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newReceiver(200)
		s.delay = 10 * time.Second
		b := newBench(t, func(c *mpsim.Config) { c.Transport = s })
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- b.server.Run(ctx) }()
		b.pay(b.preference(hook), `{}`)
		<-time.After(time.Second)
		stop()
		require.NoError(t, <-done)
		logged := b.list("/__sim/deliveries")[0]
		assert.Equal(t, "waiting", logged["state"])
		assert.Empty(t, logged["attempts"], "it is due again after a restart")
	})
}

// The default transport looks at addresses, not names, so a public one is not
// reached whatever it is called.
func TestOnlyPrivateTargetsAreNotified(t *testing.T) {
	arrived := make(chan struct{}, 1)
	local := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { arrived <- struct{}{} }))
	defer local.Close()
	b := newBench(t, func(c *mpsim.Config) { c.Profile = mpsim.Dev })
	done := make(chan error, 1)
	go func() { done <- b.server.Run(t.Context()) }()
	t.Cleanup(func() { assert.NoError(t, <-done) })

	b.pay(b.preference(`"notification_url":"http://203.0.113.9/webhook?source_news=webhooks"`), `{}`)
	b.pay(b.preference(`"notification_url":"http://169.254.169.254/latest?source_news=webhooks"`), `{}`)
	b.pay(b.preference(`"notification_url":"`+local.URL+`?source_news=webhooks"`), `{}`)
	select {
	case <-arrived:
	case <-time.After(time.Minute):
		t.Fatal("the local notification did not arrive")
	}
	require.Eventually(t, func() bool {
		refused := 0
		for _, one := range b.list("/__sim/deliveries") {
			if strings.Contains(jsonOf(one), "only loopback and private") {
				refused++
			}
		}
		return refused == 2
	}, time.Minute, 10*time.Millisecond)
}
