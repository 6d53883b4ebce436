package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// position is where in the stream a socket stands. Only its reader uses it.
type position struct {
	diner    bool
	seq      int64              // diners: the last number known
	since    time.Time          // when the last event happened
	ids, old map[int64]struct{} // events delivered lately
}

func newPosition(sub Subscription) position {
	return position{diner: sub.Kind == DinerSocket, seq: sub.After, ids: map[int64]struct{}{}}
}

// remembered is how many ids are kept at least. Catch-up gives fewer.
const remembered = 5000

// overlap is how far before the last event catch-up starts: events of two tables may
// come in another order than they happened in.
const overlap = 3 * time.Second

func (p *position) connected() {
	if p.since.IsZero() {
		p.since = now()
	}
}

// fresh reports whether an event was not delivered yet, and remembers it.
func (p *position) fresh(e Event) bool {
	if p.diner && e.Seq > 0 {
		known := e.Seq <= p.seq
		p.seq = max(p.seq, e.Seq)
		return !known
	}
	_, delivered := p.ids[e.ID]
	_, earlier := p.old[e.ID]
	if delivered || earlier {
		return false
	}
	if len(p.ids) >= remembered {
		p.old, p.ids = p.ids, map[int64]struct{}{}
	}
	p.ids[e.ID] = struct{}{}
	p.since = e.TS
	if at := now(); at.Before(p.since) { // a date in the future is that of a wrong clock
		p.since = at
	}
	return true
}

func (s *Socket) address(token string) string {
	query := url.Values{}
	if s.sub.Kind == DinerSocket {
		query.Set("table_token", token)
		query.Set("since_seq", strconv.FormatInt(s.seq, 10))
	} else {
		query.Set("token", token)
		if s.sub.Branch != 0 {
			query.Set("branch_id", strconv.FormatInt(s.sub.Branch, 10))
		}
	}
	return s.client.config.Gateway + "/ws/" + string(s.sub.Kind) + "?" + query.Encode()
}

// message takes one message of the gateway.
func (s *Socket) message(ctx context.Context, raw []byte) error {
	if strings.HasPrefix(string(raw), "sectors_updated:") {
		return nil
	}
	var e Event
	if err := json.Unmarshal(raw, &e); err != nil {
		return fmt.Errorf("the gateway sent what is not JSON: %w", err)
	}
	switch e.Type {
	case "pong":
		select {
		case s.pongs <- struct{}{}:
		default: // nobody waits
		}
		return nil
	case "resync":
		s.seq = e.Seq
		return s.reload(ctx)
	}
	e.Raw, e.ReceivedAt = raw, now()
	s.deliver(e)
	return nil
}

func (s *Socket) deliver(e Event) {
	if !s.fresh(e) {
		return
	}
	s.mu.Lock()
	s.stats.Events++
	s.stats.LastSeq = max(s.stats.LastSeq, e.Seq)
	if e.CaughtUp {
		s.stats.CaughtUp++
	}
	s.mu.Unlock()
	if s.sub.OnEvent != nil {
		s.sub.OnEvent(e)
	}
}

func (s *Socket) reload(ctx context.Context) error {
	s.mu.Lock()
	s.stats.Reloads++
	s.mu.Unlock()
	if s.sub.OnReload == nil {
		return nil
	}
	return s.sub.OnReload(ctx)
}

// catchUp asks the gateway for what a staff socket missed.
func (s *Socket) catchUp(ctx context.Context) error {
	if s.sub.Branch == 0 { // catch-up is by branch
		return s.reload(ctx)
	}
	address, scheme := s.client.config.Gateway, "http"
	if rest, ok := strings.CutPrefix(address, "ws"); ok {
		address = scheme + rest
	}
	query := url.Values{
		"token": {s.client.Token()}, "socket": {string(s.sub.Kind)},
		"branch_id": {strconv.FormatInt(s.sub.Branch, 10)}, "since": {strconv.FormatInt(s.since.Add(-overlap).Unix(), 10)},
	}
	gateway := &Client{config: Config{API: address, HTTP: s.client.config.HTTP}}
	answer, err := gateway.Send(ctx, http.MethodGet, "/ws/catchup?"+query.Encode(), nil)
	if err != nil {
		return errors.New("the gateway does not answer") // err holds the token
	}
	if problem := answer.Problem(); problem != nil {
		return problem
	}
	var missed struct {
		Events []json.RawMessage `json:"events"`
		Reload bool              `json:"reload"`
	}
	if err := json.Unmarshal(answer.Body, &missed); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if missed.Reload {
		if err := s.reload(ctx); err != nil {
			return err
		}
	}
	for _, raw := range missed.Events {
		e := Event{Raw: raw, ReceivedAt: now(), CaughtUp: true}
		if err := json.Unmarshal(raw, &e); err != nil {
			return fmt.Errorf("read a missed event: %w", err)
		}
		s.deliver(e)
	}
	return nil
}
