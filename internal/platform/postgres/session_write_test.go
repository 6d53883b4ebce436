package postgres

import (
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/tablesession"
)

// TestEveryKindOfChangeHasAWriter: a new kind needs a case in recorder.change.
func TestEveryKindOfChangeHasAWriter(t *testing.T) {
	t.Parallel()
	for _, c := range tablesession.Kinds() {
		w := &recorder{receipt: &tablesession.Receipt{}}
		require.NotPanics(t, func() { w.change(c) }, "%T", c)
	}
}
