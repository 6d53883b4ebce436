package dispatch

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
)

func TestTheHashDistinguishesRequests(t *testing.T) {
	t.Parallel()
	user := int64(7)
	base := Request{Device: "phone"}
	command := tablesession.CallService{Type: "OTHER"}
	hash := func(e Request, c tablesession.Command) string {
		h, err := e.Hash(c)
		require.NoError(t, err)
		require.Len(t, h, 32)
		return h
	}
	same := hash(base, command)
	assert.Equal(t, same, hash(Request{Device: "phone", key: "k", By: access.Actor{DinerID: 3}}, command), "a key and a guessed diner are no part of it")
	for name, other := range map[string]string{
		"another device":   hash(Request{Device: "tablet"}, command),
		"another person":   hash(Request{Device: "phone", By: access.Actor{UserID: &user}}, command),
		"another argument": hash(base, tablesession.CallService{Type: "WAITER_CALL"}),
		"another command":  hash(base, tablesession.RequestCheck{}),
		"shifted parts":    hash(Request{By: access.Actor{UserID: &user}}, command),
	} {
		assert.NotEqual(t, same, other, name)
	}
}
