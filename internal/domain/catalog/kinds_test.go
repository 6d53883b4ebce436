package catalog_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
)

func TestKindsAreComplete(t *testing.T) {
	t.Parallel()
	names, paths := map[string]bool{}, map[string]bool{}
	for i, k := range catalog.Kinds {
		require.NotEmpty(t, k.Table, k.Name)
		require.False(t, names[k.Name], "%s is there twice", k.Name)
		names[k.Name] = true
		for _, path := range k.Paths() {
			require.False(t, paths[path], "%s names two kinds", path)
			paths[path] = true
		}
		require.NotNil(t, k.Missing, k.Name)
		require.Equal(t, fault.NotFound, k.Missing.Code, k.Name)
		require.True(t, k.Title != "" || len(k.Called) > 0, "%s has no name for people", k.Name)
		for _, called := range k.Called {
			require.NotEmpty(t, called.Kind.Title, "%s is called by %s, which has no title", k.Name, called.Kind.Name)
		}
		for _, owner := range k.Owners {
			require.Less(t, slices.Index(catalog.Kinds, owner.Kind), i, "%s stands before its owner %s", k.Name, owner.Kind.Name)
		}
		require.False(t, k.InOwnersBranch && len(k.Owners) == 0, "%s has no owner", k.Name)
		found, ok := catalog.Named(k.Name)
		require.True(t, ok)
		require.Same(t, k, found)
	}
	_, ok := catalog.Named("unicorn")
	require.False(t, ok)
}

func TestDescendantsGoWithTheirOwner(t *testing.T) {
	t.Parallel()
	descendants := catalog.Category.Descendants()
	for _, k := range []*catalog.Kind{catalog.Subcategory, catalog.Product, catalog.BranchProduct, catalog.ProductAllergen} {
		require.Contains(t, descendants, k)
	}
	require.NotContains(t, descendants, catalog.Branch)
	require.NotContains(t, descendants, catalog.Category)
}
