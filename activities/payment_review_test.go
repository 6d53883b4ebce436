package activities_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/activities"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

// overSessions is a floor on which every session is over.
type overSessions struct{}

func (overSessions) SendSystem(context.Context, tablesession.Ref, tablesession.Command) error {
	return tablesession.NotHere
}

func (overSessions) StartRefund(context.Context, tablesession.RefundOrder) error { return nil }

func (overSessions) ClosePage(context.Context, int64) error { return nil }

// TestAReviewReadsEachPaymentInItsTurn: the young each night, the older ones once
// in a week of nights, those beyond their time never again.
func TestAReviewReadsEachPaymentInItsTurn(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.payments.Sessions = overSessions{}
	c.connect(tenant, seller)
	for id, age := range map[int64]string{700: "1 day", 701: "20 days", 702: "179 days", 703: "181 days"} {
		c.exec(`INSERT INTO payment (id, tenant_id, branch_id, check_id, provider, method, status, amount_cents, effect_cents, unallocated_cents, reference, external_id,
  provider_updated_at, created_at) VALUES ($1, 1, 10, 70, 'MERCADO_PAGO', 'MERCADOPAGO', 'APPROVED', 10050, 10050, 10050, $2, $1::bigint::text,
  '2026-08-31T11:26:38Z', now() - $3::text::interval)`, id, ours, age)
		if id != 702 { // which the provider forgot
			c.market.paid(id, seller, ours, nil)
		}
	}
	read, unread := 0, 0
	var young int
	for day := range int64(7) {
		done, err := c.payments.Review(t.Context(), activities.ReviewPage{Day: day})
		require.NoError(t, err)
		assert.True(t, done.Done)
		assert.Zero(t, done.Changed, "nothing is new")
		read, unread = read+done.Read, unread+done.Unread
		if done.Read > 0 {
			young++
		}
	}
	assert.Equal(t, 7, young)
	assert.Equal(t, []int{7 + 1, 1}, []int{read, unread}, "what is gone holds up nobody")

	after, err := c.payments.Review(t.Context(), activities.ReviewPage{AfterID: 703})
	require.NoError(t, err)
	assert.Equal(t, activities.Reviewed{LastID: 703, Done: true}, after)
}

func TestAReviewIsNotStoppedByABrokenConnection(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.connect(tenant, seller)
	c.issuer.revoke()
	c.exec(`UPDATE payment SET status = 'APPROVED', effect_cents = 10050, unallocated_cents = 10050, external_id = '700' WHERE id = 7`)
	done, err := c.payments.Review(t.Context(), activities.ReviewPage{})
	require.NoError(t, err)
	assert.Equal(t, activities.Reviewed{LastID: 7, Unread: 1, Done: true}, done)
	_, err = c.payments.Fetch(t.Context(), "700")
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
}
