package mpsim

import (
	"net/http"
	"time"
)

// clock maps the machine's time onto the simulator's: retries, expiries, the 180
// days of a refund and of a token all follow it. The zero clock is the machine's.
// Signatures carry the machine's time, because whoever checks them has no other.
type clock struct {
	At    time.Time `json:"at"`    // the simulator's time
	Since time.Time `json:"since"` // when the machine's was this
	Scale float64   `json:"scale"` // simulated seconds in one of the machine's
}

func (c clock) reading(machine time.Time) time.Time {
	if c.Since.IsZero() {
		return machine
	}
	return c.At.Add(time.Duration(float64(machine.Sub(c.Since)) * c.Scale))
}

// wait is how long the machine has to wait for d to pass.
func (c clock) wait(d time.Duration) time.Duration {
	if c.Since.IsZero() {
		return d
	}
	return time.Duration(float64(d) / c.Scale)
}

// now is the simulator's time. The caller holds the lock.
func (s *Server) now() time.Time {
	return s.state.Clock.reading(time.Now()).UTC().Truncate(time.Millisecond)
}

func (s *Server) controlClock(*http.Request) reply {
	return s.clockBody()
}

func (s *Server) clockBody() reply {
	scale := s.state.Clock.Scale
	if s.state.Clock.Since.IsZero() {
		scale = 1
	}
	return reply{http.StatusOK, object{"now": s.now().Format(time.RFC3339Nano), "scale": scale}}
}

type setClockBody struct {
	Advance string  `json:"advance"` // as Go writes durations: 15m, 36h
	Scale   float64 `json:"scale"`
}

// controlSetClock moves time forward, or makes it go faster, never back.
func (s *Server) controlSetClock(_ *http.Request, sent setClockBody) reply {
	var advance time.Duration
	if sent.Advance != "" {
		var err error
		if advance, err = time.ParseDuration(sent.Advance); err != nil || advance < 0 {
			return wrong(http.StatusUnprocessableEntity, "advance debe ser una duración como 15m o 36h")
		}
	}
	if sent.Scale < 0 || sent.Scale > 100_000 {
		return wrong(http.StatusUnprocessableEntity, "scale debe estar entre 0 y 100000")
	}
	machine := time.Now()
	moved := clock{At: s.state.Clock.reading(machine).Add(advance), Since: machine, Scale: s.state.Clock.Scale}
	if sent.Scale > 0 {
		moved.Scale = sent.Scale
	} else if moved.Scale == 0 {
		moved.Scale = 1
	}
	s.state.Clock = moved
	s.keep(change{Clock: &s.state.Clock})
	s.note(event{Kind: "clock", What: "advance " + advance.String()})
	s.expire()
	s.save()
	s.wakeSender()
	return s.clockBody()
}
