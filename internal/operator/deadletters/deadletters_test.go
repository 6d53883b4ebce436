package deadletters

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"integrador/internal/platform/postgres"
)

func TestRetryableDeadLetters(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for _, tt := range []struct {
		reason    string
		age       time.Duration
		retryable bool
	}{
		{"mercadopago_unavailable", time.Hour, true},
		{"mercadopago_rejected_us", 90 * 24 * time.Hour, true}, // the account may be connected again
		{"database_unavailable", time.Minute, true},
		{"error interno", time.Minute, true},
		{"payment_not_found", time.Hour, true},
		{"payment_not_found", 25 * time.Hour, false},
		{"payment_quarantined", time.Minute, false},
	} {
		letter := classify(postgres.Notice{LastError: &tt.reason, ReceivedAt: now.Add(-tt.age)}, now)
		assert.Equal(t, tt.retryable, letter.Retryable, tt.reason)
		assert.NotEmpty(t, letter.Why)
	}
	assert.True(t, classify(postgres.Notice{ReceivedAt: now}, now).Retryable)
}
