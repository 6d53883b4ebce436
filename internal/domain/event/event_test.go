package event_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"integrador/internal/domain/event"
)

// channel matches every valid channel name: fixed words and numbers.
var channel = regexp.MustCompile(`^(branch:-?[0-9]+:(waiters|kitchen|admin)|session:-?[0-9]+|sector:-?[0-9]+:waiters)$`)

// No text of a message decides a channel's name, and what decodes encodes to something that decodes to the same.
func FuzzEvent(f *testing.F) {
	f.Add(`{"type":"ROUND_READY","tenant_id":1,"branch_id":2,"session_id":3,"sector_id":4,"entity":{"reminder":1},"ts":"2026-03-14T12:00:00.000Z","event_id":9,"seq":1}`)
	f.Add(`{"type":"ROUND_READY","branch_id":"*","entity":{"reminder":"1"},"ts":"2026-03-14T12:00:00.000Z"}`)
	f.Add(`{"type":"branch:*","branch_id":-9223372036854775808,"session_id":0,"ts":"2026-03-14T12:00:00.000-03:00"}`)
	f.Add(`{"type":"CHECK_PAID","entity":null,"ts":"9999-12-31T23:59:59.999Z","actor":{"role":"DINER","diner_id":1}}`)
	f.Add(`{"ts":"2026-03-14T12:00:00.000Z","entity":[[[[1e999]]]]}`)
	f.Add(`[]`)
	f.Fuzz(func(t *testing.T, raw string) {
		var e event.Event
		if json.Unmarshal([]byte(raw), &e) != nil {
			return
		}
		for _, name := range e.Channels() {
			if !channel.MatchString(name) {
				t.Fatalf("%q is a channel", name)
			}
		}
		first, err := json.Marshal(e)
		if err != nil {
			return
		}
		var decoded event.Event
		if err := json.Unmarshal(first, &decoded); err != nil {
			t.Fatalf("%s does not decode: %v", first, err)
		}
		if second, err := json.Marshal(decoded); err != nil || string(second) != string(first) {
			t.Fatalf("%s became %s: %v", first, second, err)
		}
	})
}
