package token_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/token"
)

var noon = time.Date(2026, 3, 14, 12, 0, 0, 123_456_789, time.UTC)

func keysAt(now time.Time) token.Keys {
	return token.Keys{
		Staff: []byte("a secret of the staff, 32 bytes!"), Issuer: "menu-ops", Audience: "menu-ops-users",
		Table: []byte("a secret of the tables, 32 bytes"), AccessLife: 15 * time.Minute,
		RefreshLife: 7 * 24 * time.Hour, TableLife: 3 * time.Hour, Now: func() time.Time { return now },
	}
}

var (
	ana = access.Staff{UserID: 7, TenantID: 3, Email: "ana@example.com", BranchIDs: []int64{1, 2}, Roles: []access.Role{access.Waiter, access.Manager}}
	m12 = access.Table{TenantID: 3, BranchID: 1, TableID: 12, SessionID: 40}
)

func TestTokenRoundTrip(t *testing.T) {
	t.Parallel()
	k := keysAt(noon)

	issued, err := k.IssueAccess(ana)
	require.NoError(t, err)
	a, err := k.ParseAccess(issued.Token)
	require.NoError(t, err)
	want := ana
	want.TokenID = issued.ID
	require.Equal(t, want, a.Staff)
	require.Equal(t, noon.Truncate(time.Microsecond), a.IssuedAt)
	require.Equal(t, issued.IssuedAt, a.IssuedAt)
	require.Equal(t, issued.ExpiresAt, a.ExpiresAt)
	require.WithinDuration(t, noon.Add(15*time.Minute), a.ExpiresAt, time.Second)

	family := uuid.New()
	issued, err = k.IssueRefresh(7, 3, family)
	require.NoError(t, err)
	r, err := k.ParseRefresh(issued.Token)
	require.NoError(t, err)
	require.Equal(t, token.Refresh{
		UserID: 7, TenantID: 3, TokenID: uuid.MustParse(issued.ID), Family: family,
		IssuedAt: issued.IssuedAt, ExpiresAt: issued.ExpiresAt,
	}, r)

	issued, err = k.IssueTable(m12)
	require.NoError(t, err)
	tb, err := k.ParseTable(issued.Token)
	require.NoError(t, err)
	require.Equal(t, m12, tb.Table)
	require.WithinDuration(t, noon.Add(3*time.Hour), tb.ExpiresAt, time.Second)
}

// TestClaims holds the names that today's apps decode.
func TestClaims(t *testing.T) {
	t.Parallel()
	k := keysAt(noon)
	staff, err := k.IssueAccess(ana)
	require.NoError(t, err)
	claims := claimsOf(t, staff.Token)
	require.Equal(t, jwt.MapClaims{
		"sub": "7", "tenant_id": 3.0, "branch_ids": []any{1.0, 2.0}, "roles": []any{"WAITER", "MANAGER"},
		"email": "ana@example.com", "iss": "menu-ops", "aud": "menu-ops-users", "type": "access",
		"iat": 1773489600.123456, "exp": 1773490500.0, "jti": staff.ID,
	}, claims)

	table, err := k.IssueTable(m12)
	require.NoError(t, err)
	claims = claimsOf(t, table.Token)
	require.Equal(t, jwt.MapClaims{
		"tenant_id": 3.0, "branch_id": 1.0, "table_id": 12.0, "session_id": 40.0,
		"iss": "integrador:table", "aud": "integrador:diner", "type": "table",
		"iat": 1773489600.123456, "exp": 1773500400.0, "jti": table.ID,
	}, claims)
}

func claimsOf(t *testing.T, raw string) jwt.MapClaims {
	t.Helper()
	parsed, _, err := jwt.NewParser().ParseUnverified(raw, jwt.MapClaims{})
	require.NoError(t, err)
	return parsed.Claims.(jwt.MapClaims)
}

// TestLoginInTheSecondOfALogoutIsNewer: whoever compares iat with the moment of
// a logout must distinguish two logins of the same second.
func TestLoginInTheSecondOfALogoutIsNewer(t *testing.T) {
	t.Parallel()
	logout := noon.Add(40 * time.Microsecond)
	for _, when := range []struct {
		issued  time.Time
		younger bool
	}{{noon, false}, {noon.Add(80 * time.Microsecond), true}} {
		k := keysAt(when.issued)
		issued, err := k.IssueAccess(ana)
		require.NoError(t, err)
		a, err := k.ParseAccess(issued.Token)
		require.NoError(t, err)
		require.Equal(t, when.younger, a.IssuedAt.After(logout))
	}
}

func TestTokenExpiresAfterTheLeeway(t *testing.T) {
	t.Parallel()
	issued, err := keysAt(noon).IssueAccess(ana)
	require.NoError(t, err)
	for _, c := range []struct {
		at     time.Duration
		reason string
	}{
		{-31 * time.Second, "token_invalid"},
		{-29 * time.Second, ""},
		{0, ""},
		{15*time.Minute + 28*time.Second, ""},
		{15*time.Minute + 31*time.Second, "token_expired"},
	} {
		_, err := keysAt(noon.Add(c.at)).ParseAccess(issued.Token)
		require.Equal(t, c.reason, fault.ReasonOf(err), "%v after it was issued", c.at)
	}
}

func TestTokenKindsAreNotInterchangeable(t *testing.T) {
	t.Parallel()
	k := keysAt(noon)
	k.Table = k.Staff // even where an operator configured the same secret twice
	raw := map[string]string{}
	for kind, issue := range map[string]func() (token.Issued, error){
		"access":  func() (token.Issued, error) { return k.IssueAccess(ana) },
		"refresh": func() (token.Issued, error) { return k.IssueRefresh(7, 3, uuid.New()) },
		"table":   func() (token.Issued, error) { return k.IssueTable(m12) },
	} {
		issued, err := issue()
		require.NoError(t, err)
		raw[kind] = issued.Token
	}
	parse := map[string]func(string) error{
		"access":  func(raw string) error { _, err := k.ParseAccess(raw); return err },
		"refresh": func(raw string) error { _, err := k.ParseRefresh(raw); return err },
		"table":   func(raw string) error { _, err := k.ParseTable(raw); return err },
	}
	for is, token := range raw {
		for as, read := range parse {
			err := read(token)
			require.Equal(t, is == as, err == nil, "%s read as %s: %v", is, as, err)
			if err != nil {
				require.Equal(t, fault.Unauthenticated, fault.CodeOf(err))
			}
		}
	}
}

// TestForgedTokensAreRefused walks through what RFC 8725 warns of.
func TestForgedTokensAreRefused(t *testing.T) {
	t.Parallel()
	k := keysAt(noon)
	good := func() jwt.MapClaims {
		return jwt.MapClaims{
			"sub": "7", "tenant_id": 3, "roles": []string{"ADMIN"}, "iss": "menu-ops", "aud": "menu-ops-users", "type": "access",
			"iat": noon.Unix(), "exp": noon.Add(time.Minute).Unix(), "jti": uuid.NewString(),
		}
	}
	signed := func(method jwt.SigningMethod, secret any, change func(*jwt.Token, jwt.MapClaims)) string {
		claims := good()
		tok := jwt.NewWithClaims(method, claims)
		if change != nil {
			change(tok, claims)
		}
		raw, err := tok.SignedString(secret)
		require.NoError(t, err)
		return raw
	}
	with := func(claim string, value any) string {
		return signed(jwt.SigningMethodHS256, k.Staff, func(_ *jwt.Token, c jwt.MapClaims) {
			if c[claim] = value; value == nil {
				delete(c, claim)
			}
		})
	}
	header := func(name string, value any) string {
		return signed(jwt.SigningMethodHS256, k.Staff, func(t *jwt.Token, _ jwt.MapClaims) { t.Header[name] = value })
	}
	valid := signed(jwt.SigningMethodHS256, k.Staff, nil)
	_, err := k.ParseAccess(valid)
	require.NoError(t, err, "the forger's starting point is valid")

	parts := strings.Split(valid, ".")
	pair, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	for name, raw := range map[string]string{
		"nothing":        "",
		"no dots":        "abc",
		"two parts":      parts[0] + "." + parts[1],
		"no signature":   parts[0] + "." + parts[1] + ".",
		"padded":         valid + "=",
		"loose base64":   parts[0] + "." + parts[1] + "." + loosened(t, parts[2]),
		"algorithm none": signed(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil),
		"RS256":          signed(jwt.SigningMethodRS256, pair, nil),
		"a key of its own": signed(jwt.SigningMethodHS256, []byte("own"), func(t *jwt.Token, _ jwt.MapClaims) {
			t.Header["jwk"] = map[string]any{"kty": "oct", "k": base64.RawURLEncoding.EncodeToString([]byte("own"))}
		}),
		"HS512":            signed(jwt.SigningMethodHS512, k.Staff, nil),
		"another secret":   signed(jwt.SigningMethodHS256, []byte("the secret of another deployment"), nil),
		"too long":         with("padding", strings.Repeat("x", 9<<10)),
		"critical header":  header("crit", []string{"exp"}),
		"header typ":       header("typ", "at+jwt"),
		"issuer":           with("iss", "somebody"),
		"no issuer":        with("iss", nil),
		"audience":         with("aud", "integrador:diner"),
		"no audience":      with("aud", nil),
		"no expiry":        with("exp", nil),
		"expired":          with("exp", noon.Add(-time.Minute).Unix()),
		"from the future":  with("iat", noon.Add(time.Hour).Unix()),
		"not yet":          with("nbf", noon.Add(time.Hour).Unix()),
		"refresh":          with("type", "refresh"),
		"no type":          with("type", nil),
		"no jti":           with("jti", nil),
		"subject a word":   with("sub", "root"),
		"subject negative": with("sub", "-1"),
		"no tenant":        with("tenant_id", nil),
		"iat beyond time":  with("iat", 1e300),
	} {
		_, err := k.ParseAccess(raw)
		require.Error(t, err, name)
		require.Equal(t, fault.Unauthenticated, fault.CodeOf(err), name)
	}
	for _, name := range []string{"kid", "jku", "x5u", "jwk"} {
		_, err := k.ParseAccess(header(name, "../../dev/null"))
		require.NoError(t, err, "%s chooses nothing: the key is ours", name)
	}
}

// loosened changes bits of the last character that the decoded bytes do not show.
func loosened(t *testing.T, part string) string {
	t.Helper()
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, part[len(part)-1])
	out := part[:len(part)-1] + string(alphabet[last|1])
	want, err := base64.RawURLEncoding.DecodeString(part)
	require.NoError(t, err)
	got, err := base64.RawURLEncoding.DecodeString(out)
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.NotEqual(t, part, out)
	return out
}

func TestKeysWithoutSecretAcceptNoToken(t *testing.T) {
	t.Parallel()
	k := keysAt(noon)
	k.Staff = nil
	raw, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"sub": "7", "tenant_id": 3, "iss": "menu-ops", "aud": "menu-ops-users", "type": "access",
		"iat": noon.Unix(), "exp": noon.Add(time.Minute).Unix(), "jti": "1",
	}).SignedString([]byte{})
	require.NoError(t, err)
	_, err = k.ParseAccess(raw)
	require.Equal(t, fault.Unauthenticated, fault.CodeOf(err))
}

func TestKeysDoNotPrintTheirSecrets(t *testing.T) {
	t.Parallel()
	k := keysAt(noon)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		require.NotContains(t, fmt.Sprintf(verb, k), "secret", verb)
		require.NotContains(t, fmt.Sprintf(verb, &k), "secret", verb)
	}
}

// FuzzParse: whatever a stranger sends is a fault and never a panic, and what
// does parse was signed with our secret.
func FuzzParse(f *testing.F) {
	k := keysAt(noon)
	for _, issue := range []func() (token.Issued, error){
		func() (token.Issued, error) { return k.IssueAccess(ana) },
		func() (token.Issued, error) { return k.IssueRefresh(7, 3, uuid.New()) },
		func() (token.Issued, error) { return k.IssueTable(m12) },
	} {
		issued, err := issue()
		require.NoError(f, err)
		f.Add(issued.Token)
	}
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Add(strings.Repeat(".", 9000))
	f.Fuzz(func(t *testing.T, raw string) {
		_, errAccess := k.ParseAccess(raw)
		_, errRefresh := k.ParseRefresh(raw)
		_, errTable := k.ParseTable(raw)
		valid := 0
		for _, err := range []error{errAccess, errRefresh, errTable} {
			if err == nil {
				valid++
			} else if fault.CodeOf(err) != fault.Unauthenticated {
				t.Fatalf("not a fault: %v", err)
			}
		}
		if valid > 1 {
			t.Fatalf("%q is of %d kinds", raw, valid)
		}
	})
}

// FuzzParseAPIKey: what reads as a key is found by a plain word, and only the
// whole of it matches.
func FuzzParseAPIKey(f *testing.F) {
	real := token.NewAPIKey()
	f.Add(real.Text)
	f.Add(real.Text[:len(real.Text)-1])
	f.Add("intk_")
	f.Add("intk_" + strings.Repeat("_", 56))
	f.Add("INTK_abcdefghijkl_" + strings.Repeat("A", 43))
	f.Fuzz(func(t *testing.T, text string) {
		k, ok := token.ParseAPIKey(text)
		if ok && (len(k.Lookup) != 12 || !strings.HasPrefix(text, token.APIKeyPrefix+k.Lookup+"_")) {
			t.Fatalf("%q is found by %q", text, k.Lookup)
		}
		if k.Matches(real.Hash) && !strings.HasSuffix(text, real.Text[len(real.Text)-43:]) {
			t.Fatalf("%q opens", text)
		}
	})
}
