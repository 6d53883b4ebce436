package mpsim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// The state file is one line with everything, then one line for each step since.
// A line is written before the step is answered, so that killing the process
// loses nothing that was said; a line cut short by it is ignored, because its
// step was never answered.

// change is one thing as it is after a step.
type change struct {
	Clock      *clock       `json:"clock,omitempty"`
	Settings   *Settings    `json:"settings,omitempty"`
	Seller     *seller      `json:"seller,omitempty"`
	App        *application `json:"application,omitempty"`
	Grant      *grant       `json:"grant,omitempty"`
	Code       *code        `json:"code,omitempty"`
	Preference *preference  `json:"preference,omitempty"`
	Payment    *payment     `json:"payment,omitempty"`
	RefundKey  *refundKey   `json:"refund_key,omitempty"`
	Chargeback *chargeback  `json:"chargeback,omitempty"`
	Delivery   *delivery    `json:"delivery,omitempty"`
}

type step struct {
	Last    counters `json:"last"`
	Changes []change `json:"changes"`
}

// keep marks what save has to write. The caller holds the lock.
func (s *Server) keep(c change) {
	if s.config.StateFile != "" {
		s.unsaved = append(s.unsaved, c)
	}
}

// save writes what was kept. A disk that fails must not fail the payment: that
// has happened already. The caller holds the lock.
func (s *Server) save() {
	if s.journal == nil || len(s.unsaved) == 0 {
		return
	}
	line, err := json.Marshal(step{s.state.Last, s.unsaved})
	if err == nil {
		_, err = s.journal.Write(append(line, '\n'))
	}
	if err != nil {
		s.config.Logger.Error("simulator state not saved", "error", err)
	}
	s.unsaved = nil
}

// rewrite replaces the state file by what is known now. The caller holds the lock.
func (s *Server) rewrite() error {
	s.unsaved = nil
	if s.config.StateFile == "" {
		return nil
	}
	if err := s.state.writeTo(s.config.StateFile); err != nil {
		return fmt.Errorf("write the simulator's state: %w", err)
	}
	if s.journal != nil {
		_ = s.journal.Close() // all of it was just written elsewhere
	}
	var err error
	s.journal, err = os.OpenFile(s.config.StateFile, os.O_APPEND|os.O_WRONLY, 0o600)
	return err
}

func (st *state) writeTo(file string) error {
	content, err := json.Marshal(st)
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temporary.Name()) }() // fails when it became the state file, as it should
	_, err = temporary.Write(append(content, '\n'))
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), file)
}

func loadState(file string, settings Settings) (state, error) {
	loaded := newState(settings)
	if file == "" {
		return loaded, nil
	}
	content, err := os.ReadFile(file) //nolint:gosec // the operator names the file
	if errors.Is(err, fs.ErrNotExist) {
		return loaded, nil
	}
	if err != nil {
		return state{}, fmt.Errorf("read the simulator's state: %w", err)
	}
	whole, rest, _ := bytes.Cut(content, []byte("\n"))
	if err := json.Unmarshal(whole, &loaded); err != nil {
		return state{}, fmt.Errorf("read the simulator's state from %s: %w", file, err)
	}
	if err := loaded.replay(rest); err != nil {
		return state{}, fmt.Errorf("read the simulator's steps from %s: %w", file, err)
	}
	return loaded, nil
}

func (st *state) replay(lines []byte) error {
	for {
		line, rest, whole := bytes.Cut(lines, []byte("\n"))
		if !whole {
			return nil
		}
		var next step
		if err := json.Unmarshal(line, &next); err != nil {
			return err
		}
		st.Last = next.Last
		for _, c := range next.Changes {
			st.applyChange(c)
		}
		lines = rest
	}
}

func (st *state) applyChange(c change) {
	switch {
	case c.Clock != nil:
		st.Clock = *c.Clock
	case c.Settings != nil:
		st.Settings = *c.Settings
	case c.Seller != nil:
		st.Sellers[c.Seller.ID] = c.Seller
	case c.App != nil:
		st.Apps[c.App.ClientID] = c.App
	case c.Grant != nil:
		st.Grants[c.Grant.AccessToken] = c.Grant
	case c.Code != nil:
		st.Codes[c.Code.Code] = c.Code
	case c.Preference != nil:
		st.Preferences[c.Preference.ID] = c.Preference
	case c.Payment != nil:
		st.Payments = put(st.Payments, c.Payment, func(p *payment) int64 { return p.ID })
	case c.RefundKey != nil:
		st.RefundKeys[c.RefundKey.Key] = c.RefundKey
	case c.Chargeback != nil:
		st.Chargebacks = put(st.Chargebacks, c.Chargeback, func(b *chargeback) int64 { return b.ID })
	case c.Delivery != nil:
		st.Deliveries = put(st.Deliveries, c.Delivery, func(d *delivery) int64 { return d.ID })
	}
}
