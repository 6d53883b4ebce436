package menuchat_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/domain/menuchat"
)

var gluten, peanut = menuchat.Allergen{ID: 1, Name: "Gluten", CrossReactsWith: []string{"Centeno"}}, menuchat.Allergen{ID: 2, Name: "Maní"}

func dish(id int64, name string, declared ...menuchat.AllergenDeclaration) menuchat.Dish {
	return menuchat.Dish{ID: id, Name: name, Price: 850_000, Available: true, Allergens: declared}
}

var (
	milanesa = dish(10, "Milanesa", menuchat.AllergenDeclaration{ID: 1, Name: "Gluten", Presence: menuchat.Contains})
	soup     = dish(11, "Sopa", menuchat.AllergenDeclaration{ID: 1, Name: "Gluten", Presence: menuchat.MayContain})
	salad    = dish(12, "Ensalada", menuchat.AllergenDeclaration{ID: 1, Name: "Gluten", Presence: menuchat.FreeFrom})
	flan     = dish(13, "Flan")
	menu     = []menuchat.Dish{milanesa, soup, salad, flan}
)

func TestAnswerRepeatsDeclaredAllergens(t *testing.T) {
	t.Parallel()
	text := menuchat.AnswerFromSearch(menuchat.Findings{Allergens: []menuchat.Allergen{gluten}, Listed: menu})
	for _, want := range []string{
		"Con gluten declarado: Milanesa.", "Puede haber gluten en: Sopa.", "Declarado libre de gluten: Ensalada.",
		"De lo demás no hay nada declarado sobre gluten: eso no asegura que no tenga.",
		"Quien reacciona a gluten puede reaccionar también a centeno.", "avisale siempre al personal", "Respuesta de la búsqueda",
	} {
		assert.Contains(t, text, want)
	}
}

func TestNamedDishIsAnsweredAlone(t *testing.T) {
	t.Parallel()
	text := menuchat.AnswerFromSearch(menuchat.Findings{Allergens: []menuchat.Allergen{peanut}, Listed: menu, Named: []int64{10}})
	assert.Contains(t, text, "Milanesa — $ 8.500,00. No hay nada declarado sobre maní: eso no asegura que no tenga.")
	assert.NotContains(t, text, "Sopa")
}

func TestDishIncludesItsWarnings(t *testing.T) {
	t.Parallel()
	careful := milanesa
	careful.Cautions = []string{"Sale muy caliente", "Consultá por trazas."}
	const said = "Contiene gluten. Sale muy caliente. Consultá por trazas."
	assert.Contains(t, menuchat.AnswerFromSearch(menuchat.Findings{Dishes: []menuchat.Dish{careful}}), said)
	assert.Contains(t, menuchat.AnswerFromModel("Rica.", menuchat.Findings{Dishes: []menuchat.Dish{careful}}), said)
	assert.Contains(t, menuchat.AnswerFromSearch(menuchat.Findings{Allergens: []menuchat.Allergen{gluten}, Listed: []menuchat.Dish{careful}, Named: []int64{10}}), said)
	gone := milanesa
	gone.Available = false
	text := menuchat.AnswerFromSearch(menuchat.Findings{Dishes: []menuchat.Dish{gone, flan}})
	assert.Contains(t, text, "Milanesa — $ 8.500,00 (hoy no queda). Contiene gluten.")
	assert.Contains(t, text, "Flan — $ 8.500,00. No tiene alérgenos declarados: eso no asegura que no los tenga.")
	text = menuchat.AnswerFromModel("Te va a gustar.", menuchat.Findings{Dishes: []menuchat.Dish{milanesa}})
	assert.Contains(t, text, "Te va a gustar.\nAlérgenos declarados:\n• Milanesa. Contiene gluten.")
	assert.Contains(t, text, "modelo de lenguaje")
	assert.Contains(t, menuchat.AnswerFromSearch(menuchat.Findings{}), "No encontré nada")
}

// TestAnswerNeverSaysThatADishIsFreeOfAnAllergen: whatever was declared, an answer
// calls a dish free of an allergen only if the restaurant did.
func TestAnswerNeverSaysThatADishIsFreeOfAnAllergen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var declared []menuchat.AllergenDeclaration
		presences := []menuchat.Presence{menuchat.Contains, menuchat.MayContain, menuchat.FreeFrom}
		for range rapid.IntRange(0, 4).Draw(t, "declared") {
			id := int64(rapid.IntRange(1, 3).Draw(t, "allergen"))
			declared = append(declared, menuchat.AllergenDeclaration{ID: id, Name: map[int64]string{1: "Gluten", 2: "Maní", 3: "Apio"}[id], Presence: rapid.SampledFrom(presences).Draw(t, "presence")})
		}
		free := false
		for _, d := range declared {
			free = free || d.Presence == menuchat.FreeFrom && d.ID == 1
		}
		f := menuchat.Findings{Allergens: []menuchat.Allergen{{ID: 1, Name: "Gluten"}}, Listed: []menuchat.Dish{dish(10, "Milanesa", declared...)}}
		if rapid.Bool().Draw(t, "named") {
			f.Named = []int64{10}
		}
		text := strings.ToLower(menuchat.AnswerFromSearch(f))
		if strings.Contains(text, "no contiene") || !free && strings.Contains(text, "libre de") {
			t.Fatal(text)
		}
	})
}

func TestParseQuestion(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"¿Tienen algo SIN TACC?", "soy celíaca", "mi hijo es alérgico", "¿el flan contiene nueces?", "intolerante a la lactosa", "¿es apto veganos?"} {
		require.True(t, menuchat.ParseQuestion(text).Health, text)
	}
	require.False(t, menuchat.ParseQuestion("¿Qué pastas tienen?").Health)
	require.True(t, menuchat.ParseQuestion("¿Hay promociones hoy?").Offers)
	require.Contains(t, menuchat.ParseQuestion("soy celíaco").Search, "gluten")
	require.Contains(t, menuchat.ParseQuestion("¿lleva almendras?").Search, "frutos secos")
}

func TestModelTextAboutAllergensIsRefused(t *testing.T) {
	t.Parallel()
	names := []string{"Gluten", "Huevos", "Lácteos", "Frutos secos", "Maní"}
	for _, text := range []string{
		"", "  ", "La milanesa no contiene nada raro.", "Es SIN gluten.", "El flan lleva huevo.", "Es apto para celíacos.",
		"No tiene maní", "Podés comerlo, es seguro.", "Está libre de lactosa.", "Con almendras tostadas.",
	} {
		require.False(t, menuchat.IsPresentable(text, names), text)
	}
	require.True(t, menuchat.IsPresentable("El bife de chorizo sale jugoso y es para compartir.", names))
}

func FuzzParseQuestion(f *testing.F) {
	f.Add("¿La milanesa tiene gluten?")
	f.Add("\x00\xff")
	f.Fuzz(func(t *testing.T, text string) {
		q := menuchat.ParseQuestion(text)
		require.LessOrEqual(t, len(q.Search), 40*len(text)+1)
		if menuchat.IsPresentable(text, []string{"Gluten"}) {
			require.NotContains(t, strings.ToLower(text), "gluten")
		}
	})
}
