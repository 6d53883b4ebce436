package auth

import (
	"net/http"
	"testing"

	"integrador/api/apitest"
	"integrador/api/httpx"
	"integrador/internal/dev/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// Options are what a test may change of the server that has this package's operations.
type Options = apitest.Parts

func start(change ...func(*Options)) apitest.Start {
	return func(p apitest.Parts) (*httpx.API, error) {
		o := p
		for _, c := range change {
			c(&o)
		}
		return o.Serve(func(api *httpx.API) {
			(&Handlers{
				Store: o.Store, Keys: o.Keys, Auth: api.Auth, Limiter: api.Limiter, Writer: o.Writer(), Vault: o.Vault,
				Cookie: httpx.Cookie{SameSite: http.SameSiteLaxMode}, Log: o.Log, Now: o.Now,
			}).Register(api)
		})
	}
}

func newFixture(t *testing.T, change ...func(*Options)) *apitest.Fixture {
	t.Helper()
	return apitest.New(t, start(change...))
}
