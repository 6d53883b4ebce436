package menuchat

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Question is what a guest asked, read for what it is about.
type Question struct {
	// Search is the question without the words that any question has, and with those
	// that the catalogue uses for the guest's.
	Search string
	// Health says that it is about allergies or the like: no model answers it.
	Health bool
	// Offers says that it is about promotions.
	Offers bool
}

// ParseQuestion looks for the words that decide how a question is answered.
func ParseQuestion(question string) Question {
	var q Question
	var telling []string
	for said := range strings.FieldsFuncSeq(question, notWord) {
		word := plain(said)
		if !slices.Contains(hollow, word) {
			telling = append(telling, said)
		}
		q.Health = q.Health || begins(word, healthWords)
		q.Offers = q.Offers || begins(word, offerWords)
		for heard, meant := range synonyms {
			if strings.HasPrefix(word, heard) {
				telling = append(telling, meant)
				q.Health = true
			}
		}
	}
	q.Search = strings.Join(telling, " ")
	return q
}

// hollow words tell that somebody asks, and nothing of what.
var hollow = []string{
	"tienen", "tiene", "tenes", "hay", "habra", "quiero", "quisiera", "queria", "algo", "alguna", "algun", "cual", "cuales", "puedo", "puede",
	"podes", "contame", "decime", "mostrame", "lleva", "llevan", "viene", "recomendas", "recomiendan", "carta", "menu", "plato", "platos", "comer", "ir", "soy",
}

// healthWords begin the words by which a question, or an answer, is about what
// somebody may not eat. An innocent question too many is only answered by search.
var healthWords = []string{
	"alerg", "celiac", "intoler", "tacc", "contien", "conteng", "conten", "traza", "apto", "apta", "libre", "sin", "anafil", "reaccion",
	"seguro", "segura", "riesgo", "diabet", "embaraz", "vegan", "medic",
}

var offerWords = []string{"promo", "oferta", "descuento", "happy"}

// synonyms are guests' words for the allergens of the law, by how they begin.
var synonyms = map[string]string{
	"celiac": "gluten", "tacc": "gluten", "trigo": "gluten", "lactos": "lácteos", "lactea": "lácteos", "cacahuat": "maní", "cacahuet": "maní",
	"nuez": "frutos secos", "nuece": "frutos secos", "almendra": "frutos secos", "avellana": "frutos secos", "pistach": "frutos secos",
	"camaron": "crustáceos", "langostin": "crustáceos", "marisco": "crustáceos moluscos", "sulfito": "sulfitos",
}

func begins(word string, with []string) bool {
	return slices.ContainsFunc(with, func(w string) bool { return strings.HasPrefix(word, w) })
}

// IsPresentable reports whether a model's text may be shown: it is not empty, and says
// nothing about allergies, nor of any allergen that the restaurant declares.
// Those sentences are the ledger's alone.
func IsPresentable(text string, allergens []string) bool {
	if strings.TrimSpace(text) == "" {
		return false
	}
	named := slices.Collect(maps.Keys(synonyms))
	for _, a := range allergens {
		for word := range strings.FieldsFuncSeq(plain(a), notWord) {
			if len(word) > len("con") { // shorter ones join the words of a name
				named = append(named, stem(word))
			}
		}
	}
	for word := range strings.FieldsFuncSeq(plain(text), notWord) {
		if begins(word, healthWords) || slices.ContainsFunc(named, func(n string) bool { return strings.Contains(word, n) }) {
			return false
		}
	}
	return true
}

// stem takes a plural's end off, so that "huevo" is found for Huevos.
func stem(word string) string {
	return strings.TrimSuffix(strings.TrimSuffix(word, "s"), "e")
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

var fold = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u")

// plain is text as those write it who do not care for accents.
func plain(text string) string { return fold.Replace(strings.ToLower(text)) }
