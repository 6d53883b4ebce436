package fault

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEveryClassOfFaultHasAStatus(t *testing.T) {
	t.Parallel()
	for _, code := range []Code{
		Invalid, Refused, Unauthenticated, Forbidden, NotFound, Conflict, KeyReused, TooMany, Upstream, Unavailable, Internal,
	} {
		assert.Contains(t, statuses, code)
	}
	assert.Equal(t, 500, Code("none").Status())
}
