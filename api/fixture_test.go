package api

import (
	"testing"

	"integrador/api/apitest"
	"integrador/api/httpx"
	"integrador/internal/dev/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// whole starts the whole server; change may alter its options.
func whole(change ...func(*Options)) apitest.Start {
	return func(p apitest.Parts) (*httpx.API, error) {
		o := Options{Options: p.Options, Sessions: p.Sessions, Events: p.Events, Menu: p.Menu}
		for _, c := range change {
			c(&o)
		}
		s, err := New(o)
		if err != nil {
			return nil, err
		}
		return s.API, nil
	}
}

func newFixture(t *testing.T, change ...func(*Options)) *apitest.Fixture {
	t.Helper()
	return apitest.New(t, whole(change...))
}

func newFloor(t *testing.T, change ...func(*Options)) *apitest.FloorFixture {
	t.Helper()
	return apitest.NewFloor(t, whole(change...))
}

func newStaff(t *testing.T, change ...func(*Options)) *apitest.StaffFixture {
	t.Helper()
	return apitest.NewStaff(t, whole(change...))
}

func newAdmin(t *testing.T, change ...func(*Options)) *apitest.AdminFixture {
	t.Helper()
	return apitest.NewAdmin(t, whole(change...))
}
