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
	// Avoids: it asks what is without an allergen, not what has it.
	Avoids bool
	// Diet: it asks for what a vegan or a vegetarian eats.
	Diet Diet
	// Suggest: it asks what is good here.
	Suggest bool
	// Cheapest: it asks for what costs little.
	Cheapest bool
	// Talk is what a waiter answers without looking anything up; "" if there is more to the question.
	Talk Talk
}

// Diet is what a person eats.
type Diet string

// The diets.
const (
	Vegan      Diet = "vegano"
	Vegetarian Diet = "vegetariano"
)

// Talk is a question, or a remark, about nothing on the menu.
type Talk string

// The talks.
const (
	Greeting Talk = "greeting"
	Thanks   Talk = "thanks"
	Help     Talk = "help"
	Service  Talk = "service" // the waiter, the bill
)

// ParseQuestion finds the words that decide how a question is answered.
func ParseQuestion(question string) Question {
	var q Question
	var terms []string
	talk, more := Talk(""), false // more: something of the menu is asked besides
	for written := range strings.FieldsFuncSeq(question, notWord) {
		word := plain(written)
		kind := talkOf(word)
		if kind != "" {
			talk = kind
		}
		if kind != Greeting && kind != Thanks && !slices.Contains(stopWords, word) {
			terms = append(terms, written)
		}
		more = more || kind == "" && !slices.Contains(stopWords, word) && !slices.Contains(smallWords, word)
		q.note(word)
		for prefix, meaning := range synonyms {
			if strings.HasPrefix(word, prefix) {
				terms = append(terms, meaning)
				q.Health = q.Health || !slices.Contains(drinkWords, prefix)
			}
		}
	}
	q.Search = strings.Join(terms, " ")
	q.Suggest = q.Suggest || strings.Contains(plain(question), "mas pedid")
	if !more && !q.Health && !q.Offers && !q.Suggest && !q.Cheapest && q.Diet == "" {
		q.Talk = talk
	}
	return q
}

// note keeps what a word says of the question.
func (q *Question) note(word string) {
	q.Health = q.Health || begins(word, healthWords)
	q.Avoids = q.Avoids || begins(word, avoidWords)
	q.Offers = q.Offers || begins(word, offerWords)
	q.Suggest = q.Suggest || begins(word, suggestWords)
	q.Cheapest = q.Cheapest || begins(word, cheapWords)
	switch {
	case strings.HasPrefix(word, "vegan"):
		q.Diet = Vegan
	case strings.HasPrefix(word, "vegetarian") && q.Diet == "":
		q.Diet = Vegetarian
	}
}

func talkOf(word string) Talk {
	for _, t := range []struct {
		kind  Talk
		words []string
	}{{Greeting, greetings}, {Thanks, thanks}, {Help, helpWords}, {Service, serviceWords}} {
		if slices.Contains(t.words, word) {
			return t.kind
		}
	}
	return ""
}

// stopWords are in any question and say nothing about its subject.
var stopWords = []string{
	"tienen", "tiene", "tenes", "hay", "habra", "quiero", "quisiera", "queria", "algo", "alguna", "algun", "cual", "cuales",
	"puedo", "puede", "podes", "contame", "decime", "mostrame", "lleva", "llevan", "viene", "recomendas", "recomiendan",
	"carta", "menu", "plato", "platos", "comer", "ir", "soy", "cuanto", "cuesta", "sale", "vale", "precio", "precios",
	"opcion", "opciones", "necesito", "busco", "gusta", "gustaria", "podria", "podrian", "es", "son", "hoy", "ahora",
}

// smallWords do not make a greeting a question.
var smallWords = []string{
	"a", "al", "de", "del", "la", "el", "los", "las", "que", "tal", "como", "estas", "estan", "andas", "va", "y", "un", "una",
	"che", "todo", "todos", "bien", "muy", "por", "favor", "me", "te", "se", "mil", "para", "con", "en", "buena", "bueno", "lo",
	"mi", "nos", "esta", "este", "eso", "esto", "usted", "vos", "muchas", "muchisimas", "si", "no", "ya", "traer", "traeme", "traes", "llamar", "llama", "pedir",
	"quien", "donde", "tarda", "demora", "falta", "dia", "dias", "tarde", "tardes", "noche", "noches",
}

var (
	greetings    = []string{"hola", "holis", "buenas", "buenos", "buen", "hey", "saludos", "hello", "hi"}
	thanks       = []string{"gracias", "genial", "perfecto", "chau", "adios", "ok"}
	helpWords    = []string{"ayuda", "ayudame", "ayudar", "ayudas", "haces", "hacer", "sabes", "sos", "funciona", "funcionas"}
	serviceWords = []string{"mozo", "moza", "mesero", "camarero", "cuenta", "pagar", "cobrar", "cobrame", "pedido"}
)

// healthWords are prefixes of words about what a person may not eat. A false match only
// means that the question is answered without a model.
var healthWords = []string{
	"alerg", "celiac", "intoler", "tacc", "contien", "conteng", "conten", "traza", "apto", "apta", "libre", "sin",
	"anafil", "reaccion", "seguro", "segura", "riesgo", "diabet", "embaraz", "vegan", "medic",
}

// avoidWords are prefixes of words of who looks for what to eat in spite of an allergy.
var avoidWords = []string{
	"sin", "apto", "apta", "libre", "celiac", "tacc", "alerg", "intoler", "puedo", "podria", "evit", "recomend", "opcion",
}

var suggestWords = []string{"recomend", "recomiend", "sugeri", "sugier", "especialidad", "rico", "rica", "conviene", "popular", "estrella", "probar"}

var cheapWords = []string{"barat", "economic"}

// drinkWords are what guests say for drinks; the catalogue's word is in synonyms.
var drinkWords = []string{"tomar", "beber", "bebid", "trago"}

var offerWords = []string{"promo", "oferta", "descuento", "happy"}

// synonyms are guests' words for the legally declared allergens, by prefix.
var synonyms = map[string]string{
	"celiac": "gluten", "tacc": "gluten", "trigo": "gluten", "lactos": "lácteos", "lactea": "lácteos",
	"cacahuat": "maní", "cacahuet": "maní", "nuez": "frutos secos", "nuece": "frutos secos", "almendra": "frutos secos",
	"avellana": "frutos secos", "pistach": "frutos secos",
	"tomar": "bebidas", "beber": "bebidas", "trago": "bebidas",
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
