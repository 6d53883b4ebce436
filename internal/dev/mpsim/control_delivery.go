package mpsim

import (
	"maps"
	"net/http"
	"net/url"
)

// controlDeliveries lists notifications, oldest first:
// ?state=<state>&topic=<topic>&payment_id=<id>&external_reference=<reference>.
func (s *Server) controlDeliveries(r *http.Request) reply {
	query := r.URL.Query()
	chosen := []*delivery{}
	for _, d := range s.state.Deliveries {
		if (query.Has("state") && query.Get("state") != d.State) || (query.Has("topic") && query.Get("topic") != d.Topic) ||
			(query.Has("payment_id") && number(query.Get("payment_id")) != d.PaymentID) ||
			(query.Has("external_reference") && query.Get("external_reference") != d.Reference) {
			continue
		}
		chosen = append(chosen, d)
	}
	return reply{http.StatusOK, chosen}
}

// resend tries a notification again at once, whatever became of it.
func (s *Server) resend(r *http.Request) reply {
	d := s.state.delivery(number(r.PathValue("id")))
	if d == nil {
		return noDelivery()
	}
	if !d.underWay {
		d.State, d.NextAt, d.Overtaken = waiting, s.now(), false
	}
	s.keep(change{Delivery: d})
	s.save()
	s.wakeSender()
	return reply{http.StatusOK, d}
}

type tamperBody struct {
	Body      *string `json:"body"`
	Query     *string `json:"query"`
	Signature *string `json:"signature"`
	RequestID *string `json:"request_id"`
}

// tamper sends what was sent once more, with parts of it replaced and the
// signature left as it was unless that is replaced, too.
func (s *Server) tamper(r *http.Request, sent tamperBody) reply {
	return s.copyOf(r, func(c *captured) error {
		if sent.Body != nil {
			c.Body = *sent.Body
		}
		if sent.Signature != nil {
			c.Headers["X-Signature"] = *sent.Signature
		}
		if sent.RequestID != nil {
			c.Headers["X-Request-Id"] = *sent.RequestID
		}
		target, err := url.Parse(c.URL)
		if err != nil {
			return err
		}
		if sent.Query != nil {
			target.RawQuery = *sent.Query
		}
		c.URL = target.String()
		return nil
	})
}

type replayBody struct {
	URL string `json:"url"`
}

// replay sends what was sent, letter by letter, to another address; only its
// query stays the one that was signed.
func (s *Server) replay(r *http.Request, sent replayBody) reply {
	return s.copyOf(r, func(c *captured) error {
		old, err := url.Parse(c.URL)
		if err != nil || sent.URL == "" {
			return err
		}
		target, err := url.Parse(sent.URL)
		if err != nil {
			return err
		}
		target.RawQuery = old.RawQuery
		c.URL = target.String()
		return nil
	})
}

// copyOf queues a changed copy of the last attempt of a notification, to be sent
// once.
func (s *Server) copyOf(r *http.Request, alter func(*captured) error) reply {
	d := s.state.delivery(number(r.PathValue("id")))
	if d == nil {
		return noDelivery()
	}
	if len(d.Attempts) == 0 {
		return wrong(http.StatusConflict, "esa notificación todavía no se envió")
	}
	sent := d.Attempts[len(d.Attempts)-1].Sent
	exact := captured{URL: sent.URL, Body: sent.Body, Headers: maps.Clone(sent.Headers)}
	if err := alter(&exact); err != nil {
		return wrong(http.StatusUnprocessableEntity, "la dirección no se entiende")
	}
	again := *d
	again.Attempts, again.State, again.underWay, again.Exact, again.NextAt = nil, waiting, false, &exact, s.now()
	made := s.enqueue(again)
	s.save()
	return reply{http.StatusCreated, made}
}

func noDelivery() reply { return wrong(http.StatusNotFound, "no existe esa notificación") }
