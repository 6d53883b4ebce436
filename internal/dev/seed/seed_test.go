package seed_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/seed"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/platform/password"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/readmodel"
	"integrador/internal/readmodel/menu"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func plain(password string) (string, error) { return password, nil }

// open gives an empty database, and a look into it.
func open(t *testing.T) (*postgres.Store, func(sql string, args ...any) int) {
	t.Helper()
	pool := testkit.Postgres(t)
	return postgres.New(pool), func(sql string, args ...any) (n int) {
		t.Helper()
		require.NoError(t, pool.QueryRow(t.Context(), sql, args...).Scan(&n))
		return n
	}
}

var noon = time.Date(2026, time.May, 8, 15, 0, 0, 0, time.UTC)

func TestDemoIsWhatVisitorsExpect(t *testing.T) {
	t.Parallel()
	db, count := open(t)
	began := time.Now()
	seeded, err := seed.Demo(t.Context(), db, noon)
	require.NoError(t, err)
	assert.True(t, seeded)
	t.Logf("seeded in %v", time.Since(began))

	for email, word := range map[string]string{
		"admin@demo.com": "admin123", "manager@demo.com": "manager123", "kitchen@demo.com": "kitchen123",
		"waiter@demo.com": "waiter123", "ana@demo.com": "ana123", "alberto.cortez@demo.com": "waiter123",
	} {
		var hash string
		require.NoError(t, db.InTx(t.Context(), func(tx *postgres.Tx) error {
			return tx.QueryRow(t.Context(), "SELECT password FROM app_user WHERE email = $1 AND is_active", email).Scan(&hash)
		}))
		matches, err := password.Matches(t.Context(), hash, word)
		require.NoError(t, err)
		assert.True(t, matches, email)
		assert.Contains(t, hash, fmt.Sprintf("$%d$", password.Cost))
	}
	assert.Equal(t, 1, count(`SELECT count(*) FROM user_branch_role r JOIN app_user u ON u.id = r.user_id JOIN branch b ON b.id = r.branch_id
		WHERE u.email = 'kitchen@demo.com' AND r.role = 'KITCHEN' AND b.slug = 'centro'`))
	assert.Equal(t, 14, count("SELECT count(*) FROM allergen a JOIN tenant t ON t.id = a.tenant_id WHERE t.slug = 'buen-sabor'"))
	assert.Equal(t, 2, count("SELECT count(*) FROM tenant"))
	assert.Equal(t, 3, count("SELECT count(*) FROM branch"))
	for _, table := range []string{
		"product_dietary_profile", "product_cooking", "product_cooking_method", "product_flavor", "product_texture", "product_ingredient",
		"product_modification", "product_warning", "sub_ingredient", "allergen_cross_reaction", "cuisine_type",
	} {
		assert.Positive(t, count("SELECT count(*) FROM "+table), table)
	}
	for code, seats := range map[string]int{
		"INT-01": 4, "INT-02": 4, "INT-03": 6, "INT-04": 2, "INT-05": 8, "TER-01": 4, "TER-02": 4, "TER-03": 6, "BAR-01": 2, "BAR-02": 2,
	} {
		place, err := db.PlaceByCode(t.Context(), code, "centro")
		require.NoError(t, err, code)
		assert.Equal(t, "FREE", place.Status)
		assert.Equal(t, seats, count("SELECT capacity FROM restaurant_table WHERE id = $1", place.TableID), code)
	}
}

func TestMenuIsTheDemos(t *testing.T) {
	t.Parallel()
	db, _ := open(t)
	_, err := seed.DemoHashed(t.Context(), db, noon, plain)
	require.NoError(t, err)
	fullMenu, err := menu.NewReader(db).Menu(t.Context(), "centro")
	require.NoError(t, err)

	letters := map[string]string{"Gluten": "G", "Huevos": "H", "Lácteos": "L", "Frutos secos": "F", "Sulfitos": "S"}
	got := map[string]string{}
	for _, c := range fullMenu.Categories {
		parts := map[int64]string{}
		for _, s := range c.Subcategories {
			parts[s.ID] = s.Name
		}
		for _, p := range c.Products {
			var contains strings.Builder
			for _, a := range p.Allergens.Contains {
				contains.WriteString(letters[a.Name])
			}
			if p.Featured {
				contains.WriteString(" featured")
			}
			got[p.Name] = fmt.Sprintf("%s/%s %d %s", c.Name, parts[*p.SubcategoryID], p.PriceCents, contains.String())
			assert.NotNil(t, p.Description, p.Name)
			assert.NotNil(t, p.Dietary, p.Name)
			assert.NotNil(t, p.Cooking, p.Name)
			assert.True(t, p.IsAvailable, p.Name)
		}
	}
	assert.Equal(t, map[string]string{
		"Coca-Cola 500ml": "Bebidas/Gaseosas 280000 ", "Sprite 500ml": "Bebidas/Gaseosas 280000 ", "Fanta 500ml": "Bebidas/Gaseosas 280000 ",
		"Agua mineral 500ml": "Bebidas/Gaseosas 220000 ", "Jugo de naranja": "Bebidas/Jugos 420000 ", "Limonada": "Bebidas/Jugos 390000 ",
		"Quilmes 500ml": "Bebidas/Cervezas 450000 G", "Patagonia Amber Lager": "Bebidas/Cervezas 720000 G",
		"Malbec Reserva": "Bebidas/Vinos 2150000 S", "Torrontés": "Bebidas/Vinos 1790000 S",
		"Empanada de carne": "Entradas/Empanadas 240000 G featured", "Empanada de pollo": "Entradas/Empanadas 240000 G",
		"Empanada de jamón y queso": "Entradas/Empanadas 240000 GL", "Empanada de verdura": "Entradas/Empanadas 220000 GH",
		"Picada para 2": "Entradas/Picadas 2790000 GL", "Tabla de quesos": "Entradas/Picadas 2250000 L", "Provoleta": "Entradas/Picadas 980000 L featured",
		"Bife de chorizo": "Principales/Carnes 2490000  featured", "Asado de tira": "Principales/Carnes 2190000 ", "Entraña": "Principales/Carnes 2590000 ",
		"Vacío": "Principales/Carnes 2250000 ", "Pollo a la parrilla": "Principales/Carnes 1690000 ",
		"Milanesa napolitana": "Principales/Carnes 1890000 GHL", "Milanesa con papas fritas": "Principales/Carnes 1650000 GH",
		"Sorrentinos de jamón y queso": "Principales/Pastas 1590000 GHL", "Ñoquis con bolognesa": "Principales/Pastas 1390000 GH",
		"Ravioles de ricota": "Principales/Pastas 1490000 GHL", "Tallarines con tuco": "Principales/Pastas 1250000 GH",
		"Ensalada César": "Principales/Ensaladas 1290000 GHL", "Ensalada mixta": "Principales/Ensaladas 750000 ", "Ensalada caprese": "Principales/Ensaladas 990000 L",
		"Helado 2 bochas": "Postres/Helados 590000 L", "Copa helada": "Postres/Helados 850000 LF",
		"Flan casero": "Postres/Tortas 620000 HL featured", "Tiramisú": "Postres/Tortas 790000 GHL", "Brownie con helado": "Postres/Tortas 890000 GHLF",
		"Panqueques con dulce de leche": "Postres/Tortas 690000 GHL",
	}, got)
}

// TestTheOfficeIsNotEmpty: who opens the office for the first time finds something on each of its pages.
func TestTheOfficeIsNotEmpty(t *testing.T) {
	t.Parallel()
	db, count := open(t)
	_, err := seed.DemoHashed(t.Context(), db, noon, plain)
	require.NoError(t, err)
	for page, sql := range map[string]string{
		"recipes":             `SELECT count(*) FROM recipe r JOIN branch b ON b.id = r.branch_id WHERE b.slug = 'centro' AND r.product_id IS NOT NULL`,
		"promotions":          `SELECT count(*) FROM promotion_branch p JOIN branch b ON b.id = p.branch_id WHERE b.slug = 'centro'`,
		"reservations":        `SELECT count(*) FROM reservation WHERE starts_at > '2026-05-08T15:00:00Z'`,
		"tonight's guests":    `SELECT count(*) FROM reservation WHERE starts_at = '2026-05-09T00:30:00Z' AND table_id IS NOT NULL`,
		"pictures":            `SELECT count(*) FROM product WHERE image LIKE '/dev/pictures/%.svg'`,
		"allergens of a beer": `SELECT count(*) FROM product_allergen WHERE presence_type = 'contains' AND product_id IN (SELECT id FROM product WHERE name LIKE 'Quilmes%')`,
	} {
		assert.Positive(t, count(sql), page)
	}
	assert.Zero(t, count(`SELECT count(*) FROM app_user WHERE hire_date !~ '^\d{4}-\d\d-\d\d$' OR hire_date IS NULL`), "people without a day of hire")
	assert.Zero(t, count(`SELECT count(*) FROM recipe, jsonb_array_elements(ingredients) i WHERE NOT EXISTS (
		SELECT FROM ingredient WHERE id = (i->>'ingredient_id')::bigint AND name = i->>'name')`), "ingredients that no pantry has")
	assert.Zero(t, count(`SELECT count(*) FROM promotion p WHERE price_cents <> (SELECT sum(bp.price_cents * i.quantity) FROM promotion_item i
		JOIN promotion_branch pb ON pb.promotion_id = i.promotion_id
		JOIN branch_product bp ON bp.product_id = i.product_id AND bp.branch_id = pb.branch_id WHERE i.promotion_id = p.id)`),
		"promotions at a price that the bill does not charge")
}

// TestEveryDishHasItsPicture: and no picture lies about unused.
func TestEveryDishHasItsPicture(t *testing.T) {
	t.Parallel()
	db, count := open(t)
	_, err := seed.DemoHashed(t.Context(), db, noon, plain)
	require.NoError(t, err)
	assert.Zero(t, count("SELECT count(*) FROM product WHERE image IS NULL"))
	drawn, err := seed.Pictures.ReadDir(strings.TrimSuffix(seed.PicturesFolder, "/"))
	require.NoError(t, err)
	for _, file := range drawn {
		assert.Positive(t, count("SELECT count(*) FROM product WHERE image = $1", "/dev/"+seed.PicturesFolder+file.Name()), file.Name())
	}
	assert.Equal(t, len(drawn), count("SELECT count(DISTINCT image) FROM product"))
}

func TestTheChatKnowsTheDemosMenu(t *testing.T) {
	t.Parallel()
	db, count := open(t)
	_, err := seed.DemoHashed(t.Context(), db, noon, plain)
	require.NoError(t, err)
	assert.Equal(t, count("SELECT count(*) FROM product"), count("SELECT count(*) FROM knowledge_document WHERE source = 'product'"))
	tenant := int64(count("SELECT id FROM tenant WHERE slug = 'buen-sabor'"))
	branch := int64(count("SELECT id FROM branch WHERE slug = 'centro'"))
	for question, want := range map[string]string{
		"dulce de leche": "Panqueques con dulce de leche", "tiramisu": "Tiramisú", "empanadas de verdura": "Empanada de verdura", "perros": "Mascotas",
	} {
		rows, err := db.SearchKnowledge(t.Context(), dbgen.SearchKnowledgeParams{TenantID: tenant, BranchID: branch, Question: question, MaxRows: 5})
		require.NoError(t, err)
		require.NotEmpty(t, rows, question)
		assert.Equal(t, want, *rows[0].Title, question)
	}
}

func TestDemoSeedsOnce(t *testing.T) {
	t.Parallel()
	db, count := open(t)
	var times, failed int
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			seeded, err := seed.DemoHashed(t.Context(), db, noon, plain)
			mu.Lock()
			defer mu.Unlock()
			if seeded {
				times++
			}
			if err != nil {
				failed++
				t.Error(err)
			}
		})
	}
	all.Wait()
	assert.Equal(t, 1, times)
	assert.Zero(t, failed)
	before := count("SELECT count(*) FROM product")
	seeded, err := seed.DemoHashed(t.Context(), db, noon, plain)
	require.NoError(t, err)
	assert.False(t, seeded)
	assert.Equal(t, before, count("SELECT count(*) FROM product"))
	assert.Equal(t, 2, count("SELECT count(*) FROM tenant"))
}

// waiter is waiter@demo.com as a token describes them.
func waiter(t *testing.T, db *postgres.Store) access.Staff {
	t.Helper()
	var who access.Staff
	var branch int64
	require.NoError(t, db.InTx(t.Context(), func(tx *postgres.Tx) error {
		return tx.QueryRow(t.Context(), `SELECT u.id, u.tenant_id, r.branch_id FROM app_user u JOIN user_branch_role r ON r.user_id = u.id
			WHERE u.email = 'waiter@demo.com'`).Scan(&who.UserID, &who.TenantID, &branch)
	}))
	who.BranchIDs, who.Roles = []int64{branch}, []access.Role{access.Waiter}
	return who
}

func TestWaitersHaveSectorsAfterMidnight(t *testing.T) {
	t.Parallel()
	db, _ := open(t)
	// Mendoza is three hours behind UTC: its midnight is at three.
	evening, morning := time.Date(2026, time.March, 1, 2, 59, 0, 0, time.UTC), time.Date(2026, time.March, 1, 3, 1, 0, 0, time.UTC)
	_, err := seed.DemoHashed(t.Context(), db, evening, plain)
	require.NoError(t, err)
	who := waiter(t, db)

	sectors := func(at time.Time) string {
		mine, err := readmodel.Assignments(t.Context(), db, who, readmodel.AssignmentFilter{}, at)
		require.NoError(t, err)
		names := []string{mine.AssignmentDate}
		for _, s := range mine.Sectors {
			names = append(names, s.SectorPrefix)
		}
		return strings.Join(names, " ")
	}
	assert.Equal(t, "2026-02-28 INT TER", sectors(evening))
	assert.Equal(t, "2026-03-01", sectors(morning), "nobody assigned the new day yet")

	seed.KeepFor(t.Context(), t, db, evening, morning, morning)
	assert.Equal(t, "2026-03-01 INT TER", sectors(morning))
}

func TestAssignmentTakenBackStaysSo(t *testing.T) {
	t.Parallel()
	db, count := open(t)
	_, err := seed.DemoHashed(t.Context(), db, noon, plain)
	require.NoError(t, err)
	who := waiter(t, db)
	require.NoError(t, db.InTx(t.Context(), func(tx *postgres.Tx) error {
		_, err := tx.Exec(t.Context(), `DELETE FROM waiter_sector_assignment a USING branch_sector s
			WHERE s.id = a.sector_id AND s.prefix = 'TER' AND a.waiter_id = $1`, who.UserID)
		return err
	}))
	require.NoError(t, seed.EnsureAssignments(t.Context(), db, noon))
	assert.Equal(t, 1, count("SELECT count(*) FROM waiter_sector_assignment WHERE waiter_id = $1", who.UserID))
}

func TestKeepAssignmentsEndsWithItsContext(t *testing.T) {
	t.Parallel()
	db, _ := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.NoError(t, seed.KeepAssignments(ctx, db, slog.New(slog.DiscardHandler)))
}
