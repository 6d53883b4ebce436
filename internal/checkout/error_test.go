package checkout_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/internal/checkout"
)

func TestKindSurvivesWrapping(t *testing.T) {
	err := fmt.Errorf("apply payment 7: %w", &checkout.Error{Op: "get payment", Kind: checkout.NotFound, HTTP: 404})
	assert.Equal(t, checkout.NotFound, checkout.KindOf(err))
	assert.Empty(t, checkout.KindOf(context.Canceled))
	assert.Empty(t, checkout.KindOf(nil))
}

func TestErrorTellsOperatorsWhatHappened(t *testing.T) {
	err := &checkout.Error{
		Op: "refund payment", Kind: checkout.Unavailable, HTTP: 502, Code: "bad_gateway",
		Message: "try later", RequestID: "r-1", Err: context.DeadlineExceeded,
	}
	assert.Equal(t, "refund payment: unavailable, http 502, code bad_gateway, try later, request r-1: context deadline exceeded", err.Error())
	assert.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestOnlyPassingFailuresAreTemporary(t *testing.T) {
	for kind, want := range map[checkout.Kind]bool{
		checkout.Invalid: false, checkout.Auth: false, checkout.Forbidden: false, checkout.NotFound: false,
		checkout.Conflict: false, checkout.RateLimited: true, checkout.Unavailable: true, checkout.Protocol: true,
	} {
		assert.Equal(t, want, (&checkout.Error{Kind: kind}).Temporary(), kind)
	}
}
