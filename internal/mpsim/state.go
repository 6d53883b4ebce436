package mpsim

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// state is all that a restart must not lose. Numbers count up from fixed values,
// so that the same steps give the same ids.
type state struct {
	LastPayment      int64                  `json:"last_payment"`
	LastRefund       int64                  `json:"last_refund"`
	LastPreference   int64                  `json:"last_preference"`
	LastOrder        int64                  `json:"last_order"`
	LastNotification int64                  `json:"last_notification"`
	LastDelivery     int64                  `json:"last_delivery"`
	Preferences      map[string]*preference `json:"preferences"`
	Payments         []*payment             `json:"payments"` // in the order they were made
	RefundKeys       map[string]refundKey   `json:"refund_keys"`
	Deliveries       []*delivery            `json:"deliveries"`
}

type refundKey struct {
	PaymentID int64     `json:"payment_id"`
	Request   string    `json:"request"`
	RefundID  int64     `json:"refund_id"`
	At        time.Time `json:"at"`
}

func newState() state {
	return state{
		LastPayment:      100_000_000_000, // twelve digits: more than an int32 can hold
		LastRefund:       1_600_000_000,
		LastOrder:        20_000_000_000,
		LastNotification: 110_000_000_000,
		Preferences:      map[string]*preference{},
		RefundKeys:       map[string]refundKey{},
	}
}

func (st *state) payment(id int64) *payment {
	at, found := slices.BinarySearchFunc(st.Payments, id, func(p *payment, id int64) int { return cmp.Compare(p.ID, id) })
	if !found {
		return nil
	}
	return st.Payments[at]
}

func loadState(file string) (state, error) {
	loaded := newState()
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
	if err := json.Unmarshal(content, &loaded); err != nil {
		return state{}, fmt.Errorf("read the simulator's state from %s: %w", file, err)
	}
	return loaded, nil
}

// save writes the state file whole or not at all. The caller holds the lock. A
// disk that fails must not fail the payment: that has happened already.
func (s *Server) save() {
	if s.config.StateFile == "" {
		return
	}
	if err := s.state.writeTo(s.config.StateFile); err != nil {
		s.config.Logger.Error("simulator state not saved", "error", err)
	}
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
	defer os.Remove(temporary.Name()) // fails when it became the state file, as it should
	_, err = temporary.Write(content)
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), file)
}
