package seed_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/internal/dev/seed"
)

func TestGuideNamesTheDemosTablesAndLogins(t *testing.T) {
	t.Parallel()
	g := seed.VisitorsGuide()
	assert.Equal(t, "centro", g.Branch)
	assert.Len(t, g.Tables, 10)
	assert.Contains(t, g.Tables, seed.GuideTable{Code: "INT-05", Sector: "Interior", Seats: 8})
	assert.Contains(t, g.Logins, seed.GuideLogin{
		Name: "Rosa Quiroga", Role: "KITCHEN", Email: "kitchen@demo.com", Password: "kitchen123",
	})
}
