package diner

import (
	"testing"

	"integrador/api/apitest"
	"integrador/api/httpx"
	"integrador/internal/dev/testkit"
	"integrador/internal/readmodel/menu"
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
				Store: o.Store, Keys: o.Keys, Sessions: o.Sessions, Dispatcher: o.Dispatcher(api), Publisher: o.Publisher(),
				Menu: menu.NewReader(o.Store), MenuCache: o.Menu, Log: o.Log, Now: o.Now,
			}).Register(api)
		})
	}
}

func newFloor(t *testing.T, change ...func(*Options)) *apitest.FloorFixture {
	t.Helper()
	return apitest.NewFloor(t, start(change...))
}

func newFixture(t *testing.T, change ...func(*Options)) *apitest.Fixture {
	t.Helper()
	return apitest.New(t, start(change...))
}
