package mpsim

import "time"

// Nobody pays for ever: a voucher has its days, anything else that waits a month.
const (
	voucherLife = 3 * 24 * time.Hour
	waitLife    = 30 * 24 * time.Hour
)

// expire ends the payments that waited too long. The caller holds the lock.
func (s *Server) expire() {
	now := s.now()
	for _, p := range s.state.Payments {
		life := waitLife
		if p.Method.voucher() {
			life = voucherLife
		}
		if (p.Status == "pending" || p.Status == "in_process") && now.Sub(p.Created) >= life {
			s.touch(p)
			p.Status, p.Detail = "cancelled", "expired"
			s.changed(p, "payment.updated")
		}
	}
}

// visible reports whether GET sees the payment yet.
func (p *payment) visible(now time.Time) bool { return !now.Before(p.VisibleAt) }

// searchable reports whether search does, which is never earlier.
func (p *payment) searchable(now time.Time) bool {
	return p.visible(now) && !now.Before(p.SearchableAt)
}

// touch moves the date of the last change forward: no two snapshots of a payment
// share it. The caller holds the lock.
func (s *Server) touch(p *payment) {
	now := s.now()
	if !now.After(p.Updated) {
		now = p.Updated.Add(time.Millisecond)
	}
	p.Updated = now
}

// changed ends every step that changes a payment: it is logged, announced and
// kept. The caller holds the lock.
func (s *Server) changed(p *payment, what string) {
	s.notePayment("payment", p.Status+"/"+p.Detail, p, p.Amount)
	s.announce(p, what)
	s.keep(change{Payment: p})
	s.save()
}
