package payments_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"integrador/internal/domain/money"
	"integrador/internal/domain/payments"
)

func TestEffectByStatus(t *testing.T) {
	tests := []struct {
		status   payments.PaymentStatus
		detail   string
		effect   money.Cents
		disputed bool
	}{
		{payments.Pending, "pending_waiting_payment", 0, false},
		{payments.InProcess, "pending_contingency", 0, false},
		{payments.Authorized, "pending_capture", 0, false},
		{payments.Approved, "accredited", 700, false},
		{payments.Approved, "partially_refunded", 700, false},
		{payments.InMediation, "pending", 700, true},
		{payments.Rejected, "cc_rejected_high_risk", 0, false},
		{payments.Cancelled, "expired", 0, false},
		{payments.Refunded, "refunded", 0, false},
		{payments.ChargedBack, "in_process", 700, true},
		{payments.ChargedBack, "settled", 0, false},
		{payments.ChargedBack, "reimbursed", 700, false},
		{payments.ChargedBack, "", 0, false},
		{"frozen", "", 0, false},
	}
	for _, tt := range tests {
		t.Run(string(tt.status)+"/"+tt.detail, func(t *testing.T) {
			p := payments.Payment{Status: tt.status, StatusDetail: tt.detail, Amount: 1000, Refunded: 300}
			assert.Equal(t, tt.effect, p.Effect())
			assert.Equal(t, tt.disputed, p.Disputed())
			assert.Equal(t, tt.status != "frozen", tt.status.Known())
		})
	}
}

func anyPayment() *rapid.Generator[payments.Payment] {
	statuses := []payments.PaymentStatus{
		payments.Pending, payments.InProcess, payments.Authorized, payments.Approved, payments.InMediation,
		payments.Rejected, payments.Cancelled, payments.Refunded, payments.ChargedBack, "frozen",
	}
	details := []string{"", "accredited", "partially_refunded", "in_process", "settled", "reimbursed"}
	return rapid.Custom(func(t *rapid.T) payments.Payment {
		return payments.Payment{
			Status:       rapid.SampledFrom(statuses).Draw(t, "status"),
			StatusDetail: rapid.SampledFrom(details).Draw(t, "detail"),
			Amount:       money.Cents(rapid.Int64Range(-10, 1e12).Draw(t, "amount")),
			Refunded:     money.Cents(rapid.Int64Range(-10, 1e12).Draw(t, "refunded")),
		}
	})
}

func TestEffectStaysWithinTheAmount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPayment().Draw(t, "payment")
		effect := p.Effect()
		if effect < 0 || effect > max(p.Amount, 0) {
			t.Fatalf("effect %d of %d", effect, p.Amount)
		}
		if effect > 0 && (p.Status.Refused() || !p.Status.Known()) {
			t.Fatalf("%s is worth %d", p.Status, effect)
		}
		if p.Disputed() && effect != min(max(p.Amount-p.Refunded, 0), max(p.Amount, 0)) {
			t.Fatalf("a disputed payment still counts, got %d", effect)
		}
	})
}

// Whatever order snapshots come in and however often, applying the difference to
// the newest one seen ends at the effect of the newest one.
func TestApplyingDifferencesIsIndependentOfOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history := rapid.SliceOfN(anyPayment(), 1, 8).Draw(t, "history")
		deliveries := rapid.SliceOf(rapid.IntRange(0, len(history)-1)).Draw(t, "deliveries")
		deliveries = append(rapid.Permutation(indexes(history)).Draw(t, "all"), deliveries...)

		var balance, stored money.Cents
		newest := -1
		for _, at := range deliveries {
			if at < newest {
				continue
			}
			effect := history[at].Effect()
			balance += effect - stored
			stored, newest = effect, at
		}
		if want := history[len(history)-1].Effect(); balance != want {
			t.Fatalf("balance %d, want %d", balance, want)
		}
	})
}

func indexes[T any](all []T) []int {
	out := make([]int, len(all))
	for i := range all {
		out[i] = i
	}
	return out
}
