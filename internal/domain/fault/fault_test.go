package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/fault"
)

var busy = fault.New(fault.Unavailable, "busy", "Probá de nuevo.")

func TestFaultsAreEqualByReason(t *testing.T) {
	t.Parallel()
	wrapped := fmt.Errorf("send: %w", fault.New(fault.Conflict, "busy", "Otro texto."))
	require.ErrorIs(t, wrapped, busy)
	require.NotErrorIs(t, wrapped, fault.New(fault.Unavailable, "full", "Probá de nuevo."))
	require.Equal(t, fault.Conflict, fault.CodeOf(wrapped))
	require.Equal(t, "busy", fault.ReasonOf(wrapped))
}

func TestOtherErrorsAreInternal(t *testing.T) {
	t.Parallel()
	require.Equal(t, fault.Internal, fault.CodeOf(errors.New("boom")))
	require.Empty(t, fault.ReasonOf(errors.New("boom")))
}

// TestCopiesLeaveTheFaultAsItWas: faults are package variables that many requests share.
func TestCopiesLeaveTheFaultAsItWas(t *testing.T) {
	t.Parallel()
	cause := errors.New("connection refused")
	first := busy.With("a", 1)
	second := first.With("b", 2).After(3).Because(cause)
	require.Equal(t, map[string]any{"a": 1}, first.Extra)
	require.Equal(t, map[string]any{"a": 1, "b": 2}, second.Extra)
	require.Equal(t, 3, second.RetryAfter)
	require.ErrorIs(t, second, cause)
	require.Contains(t, second.Error(), "connection refused")
	require.Equal(t, *fault.New(fault.Unavailable, "busy", "Probá de nuevo."), *busy)
}

func TestOnlySomeFaultsAreTemporary(t *testing.T) {
	t.Parallel()
	for code, temporary := range map[fault.Code]bool{
		fault.Unavailable: true, fault.TooMany: true, fault.Upstream: true,
		fault.Invalid: false, fault.Refused: false, fault.Unauthenticated: false, fault.Forbidden: false,
		fault.NotFound: false, fault.Conflict: false, fault.KeyReused: false, fault.Internal: false,
	} {
		require.Equal(t, temporary, code.Temporary(), code)
	}
}
