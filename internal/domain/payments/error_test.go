package payments_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/internal/domain/payments"
)

func TestKindOfWrappedError(t *testing.T) {
	err := fmt.Errorf("apply payment 7: %w", &payments.Error{Op: "get payment", Kind: payments.NotFound, HTTP: 404})
	assert.Equal(t, payments.NotFound, payments.KindOf(err))
	assert.Empty(t, payments.KindOf(context.Canceled))
	assert.Empty(t, payments.KindOf(nil))
}

func TestErrorText(t *testing.T) {
	err := &payments.Error{
		Op: "refund payment", Kind: payments.Unavailable, HTTP: 502, Code: "bad_gateway",
		Message: "try later", RequestID: "r-1", Err: context.DeadlineExceeded,
	}
	assert.Equal(t, "refund payment: unavailable, http 502, code bad_gateway, try later, request r-1: context deadline exceeded", err.Error())
	assert.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestTemporaryKinds(t *testing.T) {
	for kind, want := range map[payments.ErrorKind]bool{
		payments.Invalid: false, payments.Auth: false, payments.Forbidden: false, payments.NotFound: false,
		payments.Conflict: false, payments.RateLimited: true, payments.Unavailable: true, payments.Protocol: true,
	} {
		assert.Equal(t, want, (&payments.Error{Kind: kind}).Temporary(), kind)
	}
}
