package realtime

import (
	"encoding/json"
	"testing"
	"time"
)

// Whatever a client sends, the command is never longer than the message.
func FuzzCommand(f *testing.F) {
	for _, message := range []string{"ping", " ping\n", `{"type":"ping"}`, `{"type":"refresh_sectors","x":[]}`, `{"type":7}`, `{"type":"ping"`, "{{{{", "\x00\xff", `{"TYPE":"ping","type":null}`} {
		f.Add([]byte(message))
	}
	f.Fuzz(func(t *testing.T, message []byte) {
		if word := commandOf(message); len(word) > len(message)*3 { // a broken byte reads as a character of three
			t.Fatalf("%q is the command %q", message, word)
		}
	})
}

// A client's cursor is a valid time and a valid number, or an error.
func FuzzCursor(f *testing.F) {
	for _, cursor := range []string{"0", "1773489600.123", "-1", "1e11", "1e300", "NaN", "+Inf", "0x1p-2", "1_000", "９", "", "9223372036854775808", " 1"} {
		f.Add(cursor)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		if at, err := parseTime(cursor); err == nil && (at.Before(time.Unix(0, 0)) || at.Year() > 5200) {
			t.Fatalf("%q is %v", cursor, at)
		}
		if n, err := parseNumber(cursor, -1); err == nil && n < -1 {
			t.Fatalf("%q is number %d", cursor, n)
		}
	})
}

// A message from Redis is dropped or is an event that every client can read; the same event gives the same bytes.
func FuzzMessage(f *testing.F) {
	f.Add(`{"type":"CHECK_PAID","tenant_id":1,"branch_id":2,"session_id":3,"entity":{"b":1,"a":2},"ts":"2026-03-14T12:00:00.000Z","event_id":9,"seq":1}`)
	f.Add(`{"type":"CHECK_PAID","entity":{"a":1,"a":2,"z":1e999},"ts":"2026-03-14T12:00:00.000Z","event_id":1}`)
	f.Add(`{"type":"CHECK_PAID","ts":"2026-03-14T12:00:00.000Z","event_id":1}`)
	f.Add(`{"type":"NO_SUCH","ts":"2026-03-14T12:00:00.000Z","event_id":1,"entity":{}}`)
	f.Add(`{"type":"ROUND_READY","ts":"2026-03-14T12:00:00.000Z","event_id":1,"entity":"\ud83d","traceparent":"00-x"}`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, payload string) {
		m, err := decode(payload)
		if err != nil {
			return
		}
		body, err := encode(m.Event)
		if err != nil || !json.Valid(body) || m.frame == nil || m.frame.size != len(body) {
			t.Fatalf("%q is sent as %q: %v", payload, body, err)
		}
	})
}
