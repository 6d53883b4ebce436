package mercadopago

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestAnAccountIsLookedAtOnceInAWhile(t *testing.T) {
	t.Parallel()
	now := time.Now()
	h := &ipnLimiter{}
	assert.Equal(t, []bool{true, false, true, true}, []bool{
		h.take(0, now), h.take(0, now.Add(9*time.Second)), h.take(7, now.Add(9*time.Second)), h.take(0, now.Add(10*time.Second)),
	})
}
