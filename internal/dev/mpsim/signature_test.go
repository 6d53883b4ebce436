package mpsim

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestSignaturesAreThoseThatTheOfficialValidatorsAccept holds the signature to
// values that the Go and npm validators were seen to accept.
func TestSignaturesAreThoseThatTheOfficialValidatorsAccept(t *testing.T) {
	const secret, requestID, ts = "whsec_sim_0123456789abcdef", "request-id:bb56a2f1-6aae-46ac-982e-9dcd3581d08e;", "ts:1742505638683;"
	for manifest, want := range map[string]string{
		requestID + ts: "494d433f7b456efc5f36349de2cd0676e0b0a12053a8218141a4ff1e2a2bf3b5",
		"id:ORD01JQ4S4KY8HWQ6NA5PXB65B3D3;" + requestID + ts: "aeef2e013109053a1aad61150be1041fdf62e297b38965a34f95f79036297f88",
	} {
		assert.Equal(t, want, signature(manifest, secret), manifest)
	}
}
