package workflows

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/tablesession"
)

func TestDetailsAreInWords(t *testing.T) {
	t.Parallel()
	s := tablesession.Session{
		Ref:    tablesession.Ref{SessionID: 9, Place: tablesession.Place{TableCode: "INT-01"}},
		Status: tablesession.Paying, OpenedAt: time.Date(2026, 11, 21, 23, 0, 0, 0, time.UTC), Diners: make([]tablesession.Diner, 1),
		Rounds: []tablesession.Round{{Number: 1, Status: tablesession.Served, Items: make([]tablesession.Item, 1)}},
		Calls:  []tablesession.Call{{Type: "WAITER_CALL", Status: tablesession.CallOpen, Reminders: 2}},
		Check:  &billing.Check{ID: 4, Charges: []billing.Charge{{Amount: 100000}}},
	}
	require.Equal(t, `### Mesa INT-01 · esperando el pago

Sesión 9, abierta el 2026-11-21 23:00 UTC, 1 comensal, 1 ronda.

- Ronda #1: servida, 1 ítem
- Llamado al mozo: sin atender, 2 recordatorios

**Cuenta 4: pedida**, total $ 1.000,00, pagado $ 0,00, falta $ 1.000,00
`, describe(s))
}
