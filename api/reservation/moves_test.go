package reservation

import (
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/fault"
)

// TestOnlyTheTablesMovesAreMade holds the tables against the edges as they were
// promised.
func TestOnlyTheTablesMovesAreMade(t *testing.T) {
	t.Parallel()
	promised := []struct {
		moves moves
		edges map[string]bool
	}{
		{reservationMoves, map[string]bool{
			"PENDING>CONFIRMED": true, "PENDING>CANCELED": true, "PENDING>NO_SHOW": true, "CONFIRMED>SEATED": true, "CONFIRMED>CANCELED": true,
			"CONFIRMED>NO_SHOW": true, "SEATED>COMPLETED": true, "SEATED>CANCELED": true,
		}},
		{deliveryMoves, map[string]bool{
			"RECEIVED>PREPARING": true, "PREPARING>READY": true, "READY>PICKED_UP": true, "READY>OUT_FOR_DELIVERY": true, "OUT_FOR_DELIVERY>DELIVERED": true,
			"RECEIVED>CANCELED": true, "PREPARING>CANCELED": true, "READY>CANCELED": true, "OUT_FOR_DELIVERY>CANCELED": true,
		}},
	}
	for _, p := range promised {
		for from := range p.moves {
			ways := 0
			for to := range p.moves {
				err := p.moves.check(from, to)
				require.Equal(t, p.edges[from+">"+to], err == nil, "%s to %s", from, to)
				if err == nil {
					ways++
				} else {
					require.Equal(t, fault.Refused, fault.CodeOf(err))
				}
			}
			require.Equal(t, ways == 0, p.moves.final(from))
		}
		require.Error(t, p.moves.check("NOWHERE", "CANCELED"))
	}
}
