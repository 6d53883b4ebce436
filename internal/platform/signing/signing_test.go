package signing_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/signing"
)

var at = time.Unix(1_800_000_000, 0)

// TestAKnownSignature is the vector that an integrator can compare with:
// printf 'v1.1800000000.{"a":1}' | openssl dgst -sha256 -hmac secreto
func TestAKnownSignature(t *testing.T) {
	t.Parallel()
	h := http.Header{}
	signing.Sign(h, []byte("secreto"), []byte(`{"a":1}`), at)
	require.Equal(t, "1ed1c33b60b738015a5b2aa61581b64496f4fdc70123c9832849ddae18a36d8e", h.Get(signing.SignatureHeader))
	require.Equal(t, "1800000000", h.Get(signing.TimestampHeader))
	require.Equal(t, "v1", h.Get(signing.VersionHeader))
}

func TestSignRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(t, "secret")
		body := rapid.SliceOf(rapid.Byte()).Draw(t, "body")
		late := time.Duration(rapid.Int64Range(-int64(signing.Window), int64(signing.Window)).Draw(t, "late"))
		h := http.Header{}
		signing.Sign(h, secret, body, at)
		if _, err := signing.Verify(h, secret, body, at.Add(late)); err != nil {
			t.Fatal(err)
		}
		if _, err := signing.Verify(h, secret, append(body, 'x'), at); err == nil {
			t.Fatal("another body")
		}
		if _, err := signing.Verify(h, append(secret, 1), body, at); err == nil {
			t.Fatal("another secret")
		}
		h.Set(signing.TimestampHeader, strconv.FormatInt(at.Unix()+1, 10))
		if _, err := signing.Verify(h, secret, body, at); err == nil {
			t.Fatal("another moment")
		}
	})
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for reason, spoil := range map[string]func(http.Header){
		"signature_missing": func(h http.Header) { h.Del(signing.SignatureHeader) },
		"signature_version": func(h http.Header) { h.Set(signing.VersionHeader, "v0") },
		"signature_stale":   func(h http.Header) { h.Set(signing.TimestampHeader, "1799999000") },
		"signature_wrong":   func(h http.Header) { h.Set(signing.SignatureHeader, "zz") },
	} {
		h := http.Header{}
		signing.Sign(h, []byte("s"), nil, at)
		spoil(h)
		_, err := signing.Verify(h, []byte("s"), nil, at)
		var f *fault.Error
		require.ErrorAs(t, err, &f)
		require.Equal(t, reason, f.Reason)
	}
	h := http.Header{}
	signing.Sign(h, nil, nil, at)
	_, err := signing.Verify(h, nil, nil, at)
	require.Error(t, err, "an empty secret signs nothing")
}

// Whatever headers come, nothing is accepted that the secret did not sign.
func FuzzHeaders(f *testing.F) {
	f.Add("1ed1c33b60b738015a5b2aa61581b64496f4fdc70123c9832849ddae18a36d8e", "1800000000", "v1", []byte(`{"a":1}`))
	f.Add("1ED1C33B60B738015A5B2AA61581B64496F4FDC70123C9832849DDAE18A36D8E", "1800000000", "v1", []byte(`{"a":1}`))
	f.Add("1ed1c33b60b738015a5b2aa61581b644", "+1800000000", "v1", []byte(`{"a":1}`))
	f.Add("", "-9223372036854775808", "V1", []byte{})
	f.Add("zz", "9223372036854775807", "v1", []byte("\x00"))
	f.Fuzz(func(t *testing.T, signature, stamp, version string, body []byte) {
		h := http.Header{signing.SignatureHeader: {signature}, signing.TimestampHeader: {stamp}, signing.VersionHeader: {version}}
		seen, err := signing.Verify(h, []byte("secreto"), body, at)
		if err != nil {
			if fault.CodeOf(err) != fault.Unauthenticated {
				t.Fatal(err)
			}
			return
		}
		mac := hmac.New(sha256.New, []byte("secreto"))
		mac.Write([]byte("v1." + stamp + "." + string(body)))
		if seen != hex.EncodeToString(mac.Sum(nil)) {
			t.Fatalf("%q was accepted for %q at %q", signature, body, stamp)
		}
	})
}
