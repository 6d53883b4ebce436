package menu_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/seed"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel/menu"
)

func TestMain(m *testing.M) { testkit.Main(m) }

var noon = time.Date(2026, time.May, 8, 15, 0, 0, 0, time.UTC)

// demo gives the demo restaurant.
func demo(t *testing.T) (*postgres.Store, *pgxpool.Pool) {
	t.Helper()
	pool := testkit.Postgres(t)
	db := postgres.New(pool)
	_, err := seed.DemoHashed(t.Context(), db, noon, func(password string) (string, error) { return password, nil })
	require.NoError(t, err)
	return db, pool
}

func exec(t *testing.T, pool *pgxpool.Pool, sql string) {
	t.Helper()
	tag, err := pool.Exec(t.Context(), sql)
	require.NoError(t, err)
	require.Positive(t, tag.RowsAffected(), sql)
}

func products(m menu.MenuOutput) map[string]menu.ProductOutput {
	out := map[string]menu.ProductOutput{}
	for _, c := range m.Categories {
		for _, p := range c.Products {
			out[p.Name] = p
		}
	}
	return out
}

func TestMenuLeavesOutWhatIsNotSold(t *testing.T) {
	t.Parallel()
	db, pool := demo(t)
	read := menu.NewReader(db)
	whole, err := read.Menu(t.Context(), "centro")
	require.NoError(t, err)
	require.Len(t, products(whole), 37)

	centro := "(SELECT id FROM branch WHERE slug = 'centro')"
	of := func(table, name string) string {
		return "(SELECT x.id FROM " + table + " x JOIN category c ON c.id = " + map[string]string{"category": "x.id", "subcategory": "x.category_id", "product": "x.category_id"}[table] +
			" WHERE x.name = '" + name + "' AND c.branch_id = " + centro + ")"
	}
	exec(t, pool, "UPDATE product SET is_active = false WHERE id = "+of("product", "Entraña"))
	exec(t, pool, "UPDATE branch_product SET is_active = false WHERE product_id = "+of("product", "Vacío"))
	exec(t, pool, "DELETE FROM branch_product WHERE product_id = "+of("product", "Ensalada César"))
	exec(t, pool, "UPDATE branch_product SET is_available = false WHERE product_id = "+of("product", "Limonada"))
	exec(t, pool, "UPDATE subcategory SET is_active = false WHERE id = "+of("subcategory", "Helados"))
	exec(t, pool, "INSERT INTO branch_subcategory_exclusion (tenant_id, branch_id, subcategory_id) SELECT tenant_id, "+centro+", id FROM subcategory WHERE id = "+of("subcategory", "Vinos"))
	exec(t, pool, "INSERT INTO branch_category_exclusion (tenant_id, branch_id, category_id) SELECT tenant_id, "+centro+", id FROM category WHERE id = "+of("category", "Entradas"))

	left, err := read.Menu(t.Context(), "centro")
	require.NoError(t, err)
	got := products(left)
	for _, gone := range []string{"Entraña", "Vacío", "Ensalada César", "Helado 2 bochas", "Malbec Reserva", "Provoleta"} {
		assert.NotContains(t, got, gone)
	}
	assert.Len(t, got, 37-1-1-1-2-2-7)
	assert.False(t, got["Limonada"].IsAvailable, "what ran out is told so, not hidden")
	for _, c := range left.Categories {
		assert.NotEqual(t, "Entradas", c.Name)
		for _, s := range c.Subcategories {
			assert.NotContains(t, []string{"Helados", "Vinos"}, s.Name)
		}
	}
	_, err = read.Product(t.Context(), "centro", products(whole)["Provoleta"].ID)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	other, err := read.Menu(t.Context(), "godoy-cruz")
	require.NoError(t, err)
	assert.Contains(t, products(other), "Provoleta", "excluded from one branch alone")

	exec(t, pool, "UPDATE branch SET is_active = false WHERE slug = 'centro'")
	_, err = read.Menu(t.Context(), "centro")
	assert.Equal(t, "branch_not_found", fault.ReasonOf(err))
	branches, err := read.Branches(t.Context())
	require.NoError(t, err)
	assert.Len(t, branches, 2)
}

// TestAMenuIsOneQuery, however much it lists; a branch that sells nothing takes a
// second one, which distinguishes it from an unknown branch.
func TestAMenuIsOneQuery(t *testing.T) {
	t.Parallel()
	_, pool := demo(t)
	counted, queries := testkit.Counted(t, pool)
	read := menu.NewReader(postgres.New(counted))
	load := func() (m menu.MenuOutput) {
		var err error
		m, err = read.Menu(t.Context(), "centro")
		require.NoError(t, err)
		return m
	}
	require.EqualValues(t, 1, queries.During(func() { require.Len(t, products(load()), 37) }))
	exec(t, pool, "UPDATE branch_product SET is_active = false WHERE product_id IN (SELECT id FROM product WHERE name <> 'Provoleta')")
	require.EqualValues(t, 1, queries.During(func() { require.Len(t, products(load()), 1) }))
	exec(t, pool, "UPDATE branch_product SET is_active = false")
	require.EqualValues(t, 2, queries.During(func() {
		m := load()
		require.Equal(t, []menu.CategoryOutput{}, m.Categories)
		require.Equal(t, "centro", m.BranchSlug)
		require.NotEmpty(t, m.BranchName)
	}))
}

func TestCategoriesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	db, pool := demo(t)
	exec(t, pool, `UPDATE category SET "order" = -1 WHERE name = 'Postres'`)
	exec(t, pool, `UPDATE product SET subcategory_id = NULL WHERE name = 'Tiramisú'`)
	m, err := menu.NewReader(db).Menu(t.Context(), "centro")
	require.NoError(t, err)
	var names []string
	for _, c := range m.Categories {
		names = append(names, c.Name)
	}
	assert.Equal(t, []string{"Postres", "Bebidas", "Entradas", "Principales"}, names)
	assert.Equal(t, "Tiramisú", m.Categories[0].Products[0].Name)
	assert.Len(t, m.Categories[0].Subcategories, 2)
	assert.Len(t, m.Categories[0].Products, 6)
}

func TestProductDetails(t *testing.T) {
	t.Parallel()
	db, _ := demo(t)
	read := menu.NewReader(db)
	m, err := read.Menu(t.Context(), "centro")
	require.NoError(t, err)
	all := products(m)

	beef, err := read.Complete(t.Context(), "centro", all["Bife de chorizo"].ID)
	require.NoError(t, err)
	assert.Equal(t, []string{"A la parrilla"}, beef.Cooking.Methods)
	assert.True(t, beef.Dietary.IsGlutenFree)
	assert.Equal(t, "Gluten", beef.Allergens.FreeFrom[0].Name)
	assert.Equal(t, "Bife de chorizo", beef.Ingredients[0].Name)
	assert.True(t, beef.Ingredients[0].IsMain)
	assert.Equal(t, "Carnes", *beef.Ingredients[0].GroupName)
	assert.Equal(t, []string{"Tierno"}, beef.Sensory.Textures)
	var fries menu.ModificationOutput
	for _, mod := range beef.Modifications {
		if mod.Item == "Papas fritas" {
			fries = mod
		}
	}
	assert.EqualValues(t, 480_000, fries.ExtraCostCents)

	picada, err := read.Complete(t.Context(), "centro", all["Picada para 2"].ID)
	require.NoError(t, err)
	assert.NotEmpty(t, picada.Ingredients[0].SubIngredients)
	assert.Equal(t, []int64{picada.Allergens.Contains[0].ID, picada.Allergens.Contains[1].ID}, all["Picada para 2"].AllergenIDs)

	allergens, err := read.Allergens(t.Context(), "centro")
	require.NoError(t, err)
	require.Len(t, allergens, 14)
	for _, a := range allergens {
		if a.Name == "Maní" {
			assert.Len(t, a.CrossReactions, 3)
		}
	}
}

func TestCompactMenu(t *testing.T) {
	t.Parallel()
	db, pool := demo(t)
	var who access.Staff
	var branch int64
	require.NoError(t, pool.QueryRow(t.Context(), `SELECT u.id, u.tenant_id, r.branch_id FROM app_user u JOIN user_branch_role r ON r.user_id = u.id
		WHERE u.email = 'ana@demo.com'`).Scan(&who.UserID, &who.TenantID, &branch))
	who.BranchIDs, who.Roles = []int64{branch}, []access.Role{access.Waiter}

	m, err := menu.NewReader(db).Compact(t.Context(), who, branch)
	require.NoError(t, err)
	assert.Equal(t, 37, m.TotalProducts)
	assert.Len(t, m.Categories, 4)
	for _, p := range m.Categories[1].Products {
		if p.Name == "Empanada de jamón y queso" {
			assert.Equal(t, []string{"🌾", "🥛"}, p.AllergenIcons)
			assert.Equal(t, "Empanadas", *p.SubcategoryName)
		}
	}
	var other int64
	require.NoError(t, pool.QueryRow(t.Context(), "SELECT id FROM branch WHERE slug = 'godoy-cruz'").Scan(&other))
	_, err = menu.NewReader(db).Compact(t.Context(), who, other)
	assert.Equal(t, fault.Forbidden, fault.CodeOf(err))
}

func decode(t *testing.T, body []byte) menu.MenuOutput {
	t.Helper()
	var m menu.MenuOutput
	require.NoError(t, json.Unmarshal(body, &m))
	return m
}
