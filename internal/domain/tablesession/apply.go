package tablesession

import (
	"maps"
	"slices"
	"time"

	"integrador/internal/domain/access"
)

// Apply is the session after a recorded decision, which must be bound. s stays as it is, but for the map of keyed
// commands, which grows.
func (s Session) Apply(d Decision) Session {
	s.Version = d.Version + 1
	for _, c := range d.Changes {
		c.apply(&s, d)
	}
	if _, reminds := Find[Reminders](d); !reminds || d.By.Role != access.System {
		s.ActiveAt = d.At
	}
	s.remember(d)
	return s
}

// remember keeps the result of a command under its key. A command without a key is remembered by what it asked; those
// grow old and are forgotten.
func (s *Session) remember(d Decision) {
	key := d.Key
	if d.CallerKey == "" {
		if RepeatWindow(d.Name, time.Hour) == 0 {
			return
		}
		key = Fingerprint(d.Hash)
	}
	if s.Done == nil {
		s.Done = map[string]Done{}
	}
	ordered, _ := Find[RoundOrdered](d)
	s.Done[key] = Done{Hash: d.Hash, Result: d.Result, At: d.At.Unix(), Cart: ordered.Cart}
}

// Forget drops what is remembered of commands without a key from before t. It is
// called when a workflow carries the session into its next run.
func (s Session) Forget(t time.Time) Session {
	s.Done = maps.Clone(s.Done)
	//workflowcheck:ignore // what is left does not depend on the order
	maps.DeleteFunc(s.Done, func(key string, d Done) bool { return key == Fingerprint(d.Hash) && d.At < t.Unix() })
	return s
}

// changedRound gives a round to change, in a copy of the list that it stands in.
func (s *Session) changedRound(id int64) *Round {
	s.Rounds = slices.Clone(s.Rounds)
	return &s.Rounds[slices.IndexFunc(s.Rounds, func(r Round) bool { return r.ID == id })]
}

// changedCall gives a call to change, in a copy of the list that it stands in.
func (s *Session) changedCall(id int64) *Call {
	s.Calls = slices.Clone(s.Calls)
	return &s.Calls[slices.IndexFunc(s.Calls, func(c Call) bool { return c.ID == id })]
}
