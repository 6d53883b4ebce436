package menuchat

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Question is a guest's question, classified.
type Question struct {
	// Search is the question without stop words, plus the catalogue's words for the guest's.
	Search string
	// Health: it is about allergies or similar, so no model answers it.
	Health bool
	// Offers: it is about promotions.
	Offers bool
}

// ParseQuestion finds the words that decide how a question is answered.
func ParseQuestion(question string) Question {
	var q Question
	var terms []string
	for written := range strings.FieldsFuncSeq(question, notWord) {
		word := plain(written)
		if !slices.Contains(stopWords, word) {
			terms = append(terms, written)
		}
		q.Health = q.Health || begins(word, healthWords)
		q.Offers = q.Offers || begins(word, offerWords)
		for prefix, meaning := range synonyms {
			if strings.HasPrefix(word, prefix) {
				terms = append(terms, meaning)
				q.Health = true
			}
		}
	}
	q.Search = strings.Join(terms, " ")
	return q
}

// stopWords are in any question and say nothing about its subject.
var stopWords = []string{
	"tienen", "tiene", "tenes", "hay", "habra", "quiero", "quisiera", "queria", "algo", "alguna", "algun", "cual", "cuales",
	"puedo", "puede", "podes", "contame", "decime", "mostrame", "lleva", "llevan", "viene", "recomendas", "recomiendan",
	"carta", "menu", "plato", "platos", "comer", "ir", "soy",
}

// healthWords are prefixes of words about what a person may not eat. A false match only
// means that the question is answered without a model.
var healthWords = []string{
	"alerg", "celiac", "intoler", "tacc", "contien", "conteng", "conten", "traza", "apto", "apta", "libre", "sin",
	"anafil", "reaccion", "seguro", "segura", "riesgo", "diabet", "embaraz", "vegan", "medic",
}

var offerWords = []string{"promo", "oferta", "descuento", "happy"}

// synonyms are guests' words for the legally declared allergens, by prefix.
var synonyms = map[string]string{
	"celiac": "gluten", "tacc": "gluten", "trigo": "gluten", "lactos": "lácteos", "lactea": "lácteos",
	"cacahuat": "maní", "cacahuet": "maní", "nuez": "frutos secos", "nuece": "frutos secos", "almendra": "frutos secos",
	"avellana": "frutos secos", "pistach": "frutos secos",
	"camaron": "crustáceos", "langostin": "crustáceos", "marisco": "crustáceos moluscos", "sulfito": "sulfitos",
}

func begins(word string, with []string) bool {
	return slices.ContainsFunc(with, func(w string) bool { return strings.HasPrefix(word, w) })
}

// IsPresentable reports whether a model's text may be shown: it is not empty and
// mentions neither allergies nor any allergen that the restaurant declares. What is said
// about those comes from the database only.
func IsPresentable(text string, allergens []string) bool {
	if strings.TrimSpace(text) == "" {
		return false
	}
	named := slices.Collect(maps.Keys(synonyms))
	for _, a := range allergens {
		for word := range strings.FieldsFuncSeq(plain(a), notWord) {
			if len(word) > len("con") { // shorter ones are conjunctions
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

// stem removes the ending of a plural, so that "huevo" matches Huevos.
func stem(word string) string {
	return strings.TrimSuffix(strings.TrimSuffix(word, "s"), "e")
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

var fold = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u")

// plain is text in lower case without accents.
func plain(text string) string { return fold.Replace(strings.ToLower(text)) }
