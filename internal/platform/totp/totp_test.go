package totp

import (
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	key, err := New("Buen Sabor", "ana@demo.com")
	require.NoError(t, err)
	assert.Contains(t, key.URL, "otpauth://totp/Buen%20Sabor:ana@demo.com?")
	assert.Contains(t, key.URL, "secret="+key.Secret)

	now := time.Date(2026, 3, 1, 21, 0, 10, 0, time.UTC)
	code := func(ahead time.Duration) string {
		c, err := totp.GenerateCode(key.Secret, now.Add(ahead))
		require.NoError(t, err)
		return c
	}
	current := now.Unix() / period
	for name, tt := range map[string]struct {
		code  string
		after int64
		step  int64
		ok    bool
	}{
		"now":                      {code(0), 0, current, true},
		"a clock behind":           {code(-period * time.Second), 0, current - 1, true},
		"a clock ahead":            {code(period * time.Second), 0, current + 1, true},
		"too old":                  {code(-2 * period * time.Second), 0, 0, false},
		"too new":                  {code(2 * period * time.Second), 0, 0, false},
		"a second time":            {code(0), current, 0, false},
		"older than the last":      {code(-period * time.Second), current, 0, false},
		"the next after the last":  {code(period * time.Second), current, current + 1, true},
		"no number":                {"abcdef", 0, 0, false},
		"too short":                {code(0)[:5], 0, 0, false},
		"nothing":                  {"", 0, 0, false},
		"with the spaces apps put": {code(0) + " ", 0, current, true},
	} {
		step, ok := Check(key.Secret, tt.code, now, tt.after)
		assert.Equal(t, tt.ok, ok, name)
		assert.Equal(t, tt.step, step, name)
	}
	_, ok := Check("not base32!", code(0), now, 0)
	assert.False(t, ok)
}
