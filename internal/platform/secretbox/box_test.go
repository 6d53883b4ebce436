package secretbox_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/platform/secretbox"
)

const secret, place = "APP_USR-1234-secret", "provider_connection/7/access_token"

func encoded(first byte) string {
	raw := make([]byte, secretbox.KeyBytes)
	for i := range raw {
		raw[i] = first + byte(i)*7
	}
	return base64.StdEncoding.EncodeToString(raw)
}

func newVault(t testing.TB, written string) *secretbox.Box {
	t.Helper()
	keys, err := secretbox.ParseKeys(written)
	require.NoError(t, err)
	v, err := secretbox.New(keys...)
	require.NoError(t, err)
	return v
}

func TestSealedTextOpensWithItsBindingOnly(t *testing.T) {
	t.Parallel()
	v := newVault(t, "a:"+encoded(1))
	sealed := v.Seal(secret, place)
	assert.NotContains(t, sealed, "APP_USR")
	assert.NotEqual(t, sealed, v.Seal(secret, place), "each text has a nonce of its own")

	opened, err := v.Open(sealed, place)
	require.NoError(t, err)
	assert.Equal(t, secret, opened)

	for name, tried := range map[string][2]string{
		"another row":   {sealed, "provider_connection/8/access_token"},
		"another field": {sealed, "provider_connection/7/refresh_token"},
		"another key":   {"b" + sealed[1:], place},
		"cut":           {sealed[:len(sealed)-3], place},
		"no key":        {"nothing", place},
		"empty":         {"", place},
		"the key alone": {"a:", place},
	} {
		_, err := v.Open(tried[0], tried[1])
		assert.ErrorIs(t, err, secretbox.ErrSealed, name)
	}
}

func TestOldKeyOpensAfterRotation(t *testing.T) {
	t.Parallel()
	before := newVault(t, "old:"+encoded(1))
	both := newVault(t, "new:"+encoded(2)+", old:"+encoded(1))
	after := newVault(t, "new:"+encoded(2))
	sealed := before.Seal(secret, place)
	opened, err := both.Open(sealed, place)
	require.NoError(t, err)
	assert.True(t, both.Stale(sealed))

	again := both.Seal(opened, place)
	assert.False(t, both.Stale(again))
	opened, err = after.Open(again, place)
	require.NoError(t, err)
	assert.Equal(t, secret, opened)
	_, err = after.Open(sealed, place)
	assert.ErrorIs(t, err, secretbox.ErrSealed)
}

func TestInvalidKeys(t *testing.T) {
	t.Parallel()
	for _, written := range []string{"", ",", "a", "a:", "a:c2hvcnQ=", ":" + encoded(1), "A B:" + encoded(1), "a:" + encoded(1) + "x"} {
		_, err := secretbox.ParseKeys(written)
		require.Error(t, err, written)
	}
	keys, err := secretbox.ParseKeys("a:" + encoded(1) + ",a:" + encoded(2))
	require.NoError(t, err)
	_, err = secretbox.New(keys...)
	require.Error(t, err, "two keys of one name")
	_, err = secretbox.New()
	assert.Error(t, err)
}

func TestKeysDoNotPrint(t *testing.T) {
	t.Parallel()
	keys, err := secretbox.ParseKeys("a:" + encoded(1))
	require.NoError(t, err)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "key", keys[0])
	for _, text := range []string{fmt.Sprint(keys[0]), fmt.Sprintf("%#v", keys[0]), log.String()} {
		assert.Contains(t, text, "a:[redacted]")
	}
}

func TestWeakKeysAreReported(t *testing.T) {
	t.Parallel()
	for raw, weak := range map[string]bool{
		strings.Repeat("\x00", 32): true, strings.Repeat("abcdefgh", 4): true, string(must(encoded(3))): false,
	} {
		keys, err := secretbox.ParseKeys("k:" + base64.StdEncoding.EncodeToString([]byte(raw)))
		require.NoError(t, err)
		assert.Equal(t, weak, keys[0].Weak())
	}
}

func must(text string) []byte {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return raw
}

func TestSealRoundTrip(t *testing.T) {
	t.Parallel()
	v := newVault(t, "a:"+encoded(9))
	rapid.Check(t, func(t *rapid.T) {
		text, where := rapid.String().Draw(t, "text"), rapid.String().Draw(t, "place")
		opened, err := v.Open(v.Seal(text, where), where)
		if err != nil || opened != text {
			t.Fatalf("%q came back as %q, %v", text, opened, err)
		}
	})
}

func FuzzOpen(f *testing.F) {
	v := newVault(f, "a:"+encoded(9))
	f.Add(v.Seal(secret, place))
	f.Add("a:")
	f.Fuzz(func(t *testing.T, sealed string) {
		if text, err := v.Open(sealed, place); err == nil && text != secret {
			t.Fatalf("%q opened", sealed)
		}
	})
}
