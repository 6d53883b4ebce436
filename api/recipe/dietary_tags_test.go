package recipe

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A diner trusts these marks with their health: a tag that only begins like one is
// not one.
func TestDietIsReadFromWholeTags(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]bool{
		"Sin sal": true, "  SÍN-SAL ": true, "sin_sal": true, "Sin salsa": false, "sin sal agregada": false, "sin": false,
	} {
		require.Equal(t, want, RecipeFacts{DietaryTags: []string{"Casero", tag}}.tagged("sin sal"), tag)
	}
}
