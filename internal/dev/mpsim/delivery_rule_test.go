package mpsim_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/mpsim"
)

func TestDeliveryRules(t *testing.T) {
	for _, tt := range []struct {
		name, rule string
		arrive     int
		check      func(b *bench, first *http.Request)
	}{
		{"one after the other", `{"mode":"duplicate","n":3,"concurrent":false}`, 3, nil},
		{"late", `{"mode":"delay","ms":5000}`, 1, nil},
		{"no signature", `{"mode":"missing_header"}`, 1, func(b *bench, r *http.Request) { assert.Empty(b.t, r.Header.Get("X-Signature")) }},
		{"no request id", `{"mode":"missing_header","header":"x-request-id"}`, 1, func(b *bench, r *http.Request) {
			assert.Empty(b.t, r.Header.Get("X-Request-Id"))
			assert.NotContains(b.t, jsonOf(b.list("/__sim/deliveries")[0]["attempts"]), "request-id:", "nor in what was signed")
		}},
		{"seconds", `{"mode":"ts_seconds"}`, 1, func(b *bench, r *http.Request) {
			assert.Regexp(b.t, `^ts=\d{9,10},`, r.Header.Get("X-Signature"))
		}},
		{"too early", `{"mode":"before_visible","ms":60000}`, 1, func(b *bench, _ *http.Request) {
			assert.Equal(b.t, 404, b.call(http.MethodGet, "/v1/payments/100000000001", "").Code)
			<-time.After(time.Minute)
			assert.Equal(b.t, 200, b.call(http.MethodGet, "/v1/payments/100000000001", "").Code)
		}},
		{"about nothing, too", `{"mode":"fake_id"}`, 2, nil},
		{"not this one", `{"mode":"lose","match":{"external_reference":"other"}}`, 1, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newReceiver(200)
				b := running(t, s)
				b.ok(http.MethodPost, "/__sim/delivery-rules", tt.rule)
				b.pay(b.preference(hook), `{}`)
				first := s.next(t)
				for range tt.arrive - 1 {
					s.next(t)
				}
				synctest.Wait()
				assert.Empty(t, s.got)
				if tt.check != nil {
					tt.check(b, first)
				}
			})
		})
	}
}

func TestALaterNotificationPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newReceiver(200)
		b := running(t, s)
		b.ok(http.MethodPost, "/__sim/delivery-rules", `{"mode":"reorder"}`)
		start := time.Now()
		paid := b.pay(b.preference(hook), `{}`)
		b.ok(http.MethodPost, simPath(paid)+"/transition", `{"status":"refunded","amount":1}`)
		for _, want := range []string{"payment.updated", "payment.created"} {
			body, err := io.ReadAll(s.next(t).Body)
			require.NoError(t, err)
			assert.Contains(t, string(body), want)
		}
		assert.Less(t, time.Since(start), time.Second, "it went as soon as it was passed")
	})
}

func TestTheClockDrivesRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newReceiver(500, 200)
		b := running(t, s)
		b.pay(b.preference(hook), `{}`)
		s.next(t)
		start := time.Now()
		b.ok(http.MethodPost, "/__sim/clock", `{"advance":"15m"}`)
		r := s.next(t)
		assert.Less(t, time.Since(start), time.Minute, "nobody waited")
		assert.Equal(t, "1", r.Header.Get("X-Retry"))
	})
}

func TestTheOldBurstAndOneChargeback(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newReceiver(200)
		b := running(t, s)
		b.ok(http.MethodPost, "/__sim/apps", `{"client_id":"`+mpsim.DefaultClientID+`","webhook_secret":"secret","webhook_url":"https://panel.example/hook"}`)
		paid := b.pay(b.preference(`"notification_url":"https://shop.example/webhook"`), `{}`)
		topics := map[string]int{}
		for range 4 {
			query := s.next(t).URL.Query()
			topics[query.Get("topic")+query.Get("type")]++
		}
		assert.Equal(t, map[string]int{"merchant_order": 2, "payment": 2}, topics)
		b.ok(http.MethodPost, simPath(paid)+"/transition", `{"status":"charged_back"}`)
		var seen strings.Builder
		for range 3 {
			seen.WriteString(s.next(t).URL.String() + " ")
		}
		assert.Regexp(t, `https://panel\.example/hook\?data\.id=\d+&type=topic_chargebacks_wh`, seen.String())
	})
}

func TestTamperedAndReplayedNotifications(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newReceiver(200)
		b := running(t, s)
		b.pay(b.preference(hook), `{}`)
		first := s.next(t)
		synctest.Wait()
		b.ok(http.MethodPost, "/__sim/deliveries/1/tamper", `{"query":"data.id=7&type=payment","body":"{}"}`)
		tampered := s.next(t)
		assert.Equal(t, first.Header.Get("X-Signature"), tampered.Header.Get("X-Signature"))
		assert.Equal(t, "7", tampered.URL.Query().Get("data.id"))
		b.ok(http.MethodPost, "/__sim/deliveries/1/replay", `{"url":"https://other.example/webhook"}`)
		replayed := s.next(t)
		assert.Equal(t, "other.example", replayed.URL.Host)
		assert.Equal(t, first.Header, replayed.Header)
		b.ok(http.MethodPost, "/__sim/secrets/rotate", `{"secret":"new"}`)
		b.ok(http.MethodPost, "/__sim/deliveries/1/resend", ``)
		assert.NotEqual(t, first.Header.Get("X-Signature"), s.next(t).Header.Get("X-Signature"))
	})
}
