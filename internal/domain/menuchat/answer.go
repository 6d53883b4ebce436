// Package menuchat writes the answers of the menu chat, and decides whether the text of
// a language model may be shown to a guest.
//
// Answers repeat what the restaurant declared about allergens. If nothing is declared,
// the answer says so: it never says that a dish is free of an allergen.
//
// Imports: internal/domain/money.
package menuchat

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"integrador/internal/domain/money"
)

// Dish is a product on the branch's menu with its declared allergens.
type Dish struct {
	ID          int64
	Name        string
	Description string
	Price       money.Cents
	Available   bool
	Drink       bool
	Featured    bool // the restaurant's own choice, or its guests'
	Vegan       bool // as the restaurant declared
	Vegetarian  bool
	Allergens   []AllergenDeclaration
	Cautions    []string // warnings that are added wherever the dish is mentioned
}

// AllergenDeclaration is what the restaurant declared about an allergen in a dish.
type AllergenDeclaration struct {
	ID       int64    `json:"id"`
	Name     string   `json:"name"`
	Presence Presence `json:"presence"`
}

// Presence is whether an allergen is in a dish.
type Presence string

// The presences. Without any, nothing was declared.
const (
	Contains   Presence = "contains"
	MayContain Presence = "may_contain"
	FreeFrom   Presence = "free_from"
)

// Note is a text of the restaurant about itself.
type Note struct{ Title, Text string }

// Offer is an active promotion.
type Offer struct {
	Name, Description string
	Items             []string // "2 × Empanada de carne"
	Price             money.Cents
	// Charged is what the bill asks for its items.
	Charged money.Cents
}

// Holds reports whether the bill charges what the promotion says. Any other is not promised: not
// its price, nor the texts that may name it.
func (o Offer) Holds() bool { return len(o.Items) > 0 && o.Price == o.Charged }

// Findings is the result of searching for a question.
type Findings struct {
	Dishes    []Dish // the best match first
	Notes     []Note
	Offers    []Offer
	Allergens []Allergen // that the question is about
	Listed    []Dish     // the whole menu, for questions about all of it
	Named     []int64    // dishes whose name is in the question
	Question  Question
}

// Promised are the promotions that the bill honours.
func (f Findings) Promised() []Offer {
	return slices.DeleteFunc(slices.Clone(f.Offers), func(o Offer) bool { return !o.Holds() })
}

// Allergen is an allergen that a question is about.
type Allergen struct {
	ID              int64
	Name            string
	CrossReactsWith []string
}

// Mode is who wrote an answer.
type Mode string

// The modes.
const (
	BySearch Mode = "search"
	ByModel  Mode = "model"
)

// talks are the answers to what is not about the menu.
var talks = map[Talk]string{
	Greeting: "¡Hola! Te ayudo con la carta: preguntame por un plato o un ingrediente, por alérgenos " +
		"(«¿qué puedo comer si soy celíaca?»), por opciones veganas, precios o promociones.",
	Thanks: "¡De nada! Cualquier cosa de la carta, preguntame.",
	Help: "Puedo contarte qué lleva cada plato, cuánto sale, qué alérgenos declara el restaurante, " +
		"qué hay vegano o vegetariano y qué promociones hay. Para pedir, usá la carta de esta pantalla.",
	Service: "Al mozo lo llamás, la cuenta la pedís y tu pedido lo seguís con los botones de esta pantalla: el chat solo sabe de la carta.",
}

const (
	noOffers     = "Ahora no hay promociones: cada plato sale lo que dice la carta."
	askForOffers = "Las promociones las aplica el personal: preguntale antes de pedir."
	aboutHealth  = "De eso la carta no dice nada. Decime a qué alimento sos alérgico o intolerante y te digo qué declara " +
		"el restaurante; si es por otra cosa, consultalo con el personal antes de pedir."
	nothingFound = "No encontré nada en la carta sobre eso. " +
		"Probá con el nombre de un plato o de un ingrediente, o preguntale al personal."
	askStaff     = "Si tenés una alergia o una intolerancia, avisale siempre al personal antes de pedir."
	bySearchNote = "(Respuesta de la búsqueda en la carta.)"
	byModelNote  = "(Texto redactado por un modelo de lenguaje a partir de la carta; " +
		"lo que dice de alérgenos es lo que declara el restaurante.)"
)

// AnswerFromSearch is the answer without a model.
func AnswerFromSearch(f Findings) string {
	q := f.Question
	switch {
	case q.Talk != "":
		return talks[q.Talk]
	case len(f.Allergens) > 0:
		return lines(aboutAllergens(f), askStaff, bySearchNote)
	case q.Diet != "":
		return lines(aboutDiet(f), askStaff, bySearchNote)
	case q.Offers:
		return lines(aboutOffers(f), bySearchNote)
	case q.Cheapest:
		return lines(aboutPrices(f), bySearchNote)
	case len(f.Dishes)+len(f.Notes) > 0:
		return lines(found(f), bySearchNote)
	case q.Health:
		return lines(aboutHealth, bySearchNote)
	case q.Suggest:
		return lines(suggestions(f), bySearchNote)
	}
	return lines(nothingFound, bySearchNote)
}

// found lists what the search brought.
func found(f Findings) string {
	var parts []string
	for _, n := range f.Notes {
		parts = append(parts, joined(": ", n.Title, n.Text))
	}
	if len(f.Dishes) > 0 {
		parts = append(parts, "En la carta encontré:")
		for _, d := range f.Dishes {
			parts = append(parts, d.entry())
		}
		parts = append(parts, askStaff)
	}
	return lines(parts...)
}

// entry is a dish in a list.
func (d Dish) entry() string { return "• " + d.title() + ". " + d.Declaration() + d.cautions() }

// aboutOffers lists what the bill charges, and nothing that it does not.
func aboutOffers(f Findings) string {
	if len(f.Offers) == 0 {
		return noOffers
	}
	var parts []string
	if promised := f.Promised(); len(promised) > 0 {
		parts = append(parts, "Ahora tenemos estas promociones:")
		for _, o := range promised {
			parts = append(parts, "• "+joined(" — ", o.Name, o.Description, o.Charged.String()))
		}
	}
	var others []string
	for _, o := range f.Offers {
		if !o.Holds() && len(o.Items) > 0 {
			others = append(others, "• "+joined(" — ", listed(o.Items), o.Charged.String()))
		}
	}
	if len(others) > 0 {
		parts = append(parts, "Pedido desde el teléfono se cobra lo que dice la carta:")
		parts = append(parts, others...)
	}
	if len(f.Promised()) < len(f.Offers) {
		parts = append(parts, askForOffers)
	}
	return lines(parts...)
}

// aboutDiet lists what is declared to suit, the dishes first.
func aboutDiet(f Findings) string {
	suits := func(d Dish) bool {
		return d.Available && (d.Vegan || f.Question.Diet == Vegetarian && d.Vegetarian)
	}
	var food, drinks []string
	for _, d := range f.Listed {
		switch {
		case !suits(d):
		case d.Drink:
			drinks = append(drinks, d.Name)
		default:
			food = append(food, "• "+d.title())
		}
	}
	diet := string(f.Question.Diet)
	parts := []string{"Ningún plato de la carta está declarado " + diet + ": preguntale al personal qué se puede adaptar."}
	if len(food) > 0 {
		parts = append([]string{"Para comer, declarado " + diet + ":"}, food...)
	}
	if len(drinks) > 0 {
		parts = append(parts, "Para tomar: "+listed(drinks)+".")
	}
	return lines(parts...)
}

// mostSuggestions is how many dishes are put forward to a guest who named none.
const mostSuggestions = 5

// suggestions are what the restaurant puts forward.
func suggestions(f Findings) string {
	var parts []string
	for _, d := range f.Listed {
		if d.Featured && d.Available && len(parts) < mostSuggestions {
			parts = append(parts, d.entry())
		}
	}
	if len(parts) == 0 {
		return nothingFound
	}
	return lines(append([]string{"Acá lo que más se pide es:"}, append(parts, askStaff)...)...)
}

// aboutPrices lists the dishes that cost least, drinks apart.
func aboutPrices(f Findings) string {
	food := slices.DeleteFunc(slices.Clone(f.Listed), func(d Dish) bool { return d.Drink || !d.Available })
	slices.SortStableFunc(food, func(a, b Dish) int { return cmp.Compare(a.Price, b.Price) })
	parts := []string{"Para comer, lo de menor precio:"}
	for _, d := range food[:min(mostSuggestions, len(food))] {
		parts = append(parts, d.entry())
	}
	return lines(append(parts, askStaff)...)
}

// AnswerFromModel is a model's text, followed by the declared allergens of the dishes
// that it was given. IsPresentable has accepted the text.
func AnswerFromModel(text string, f Findings) string {
	parts := []string{text}
	if len(f.Dishes) > 0 {
		parts = append(parts, "Alérgenos declarados:")
		for _, d := range f.Dishes {
			parts = append(parts, "• "+d.Name+". "+d.Declaration()+d.cautions())
		}
		parts = append(parts, askStaff)
	}
	return lines(append(parts, byModelNote)...)
}

func (d Dish) title() string {
	text := d.Name + " — " + d.Price.String()
	if !d.Available {
		text += " (hoy no queda)"
	}
	return text
}

// cautions are the dish's warnings as sentences.
func (d Dish) cautions() string {
	var b strings.Builder
	for _, text := range d.Cautions {
		b.WriteString(" " + strings.TrimRight(text, ". ") + ".")
	}
	return b.String()
}

// Declaration lists all declared allergens of a dish.
func (d Dish) Declaration() string {
	if text := d.declared(func(AllergenDeclaration) bool { return true }); text != "" {
		return text
	}
	return "No tiene alérgenos declarados: eso no asegura que no los tenga."
}

func (d Dish) declared(include func(AllergenDeclaration) bool) string {
	var parts []string
	for _, p := range []struct {
		presence Presence
		words    string
	}{{Contains, "Contiene"}, {MayContain, "Puede contener"}, {FreeFrom, "Declarado libre de"}} {
		var names []string
		for _, a := range d.Allergens {
			if a.Presence == p.presence && include(a) {
				names = append(names, strings.ToLower(a.Name))
			}
		}
		if len(names) > 0 {
			parts = append(parts, fmt.Sprintf("%s %s.", p.words, listed(names)))
		}
	}
	return strings.Join(parts, " ")
}

// aboutAllergens answers about the dishes in the question, or else about the whole menu.
func aboutAllergens(f Findings) string {
	var parts []string
	for _, a := range f.Allergens {
		if len(f.Named) > 0 {
			for _, d := range f.Listed {
				if slices.Contains(f.Named, d.ID) {
					parts = append(parts, "• "+d.title()+". "+d.about(a)+d.cautions())
				}
			}
		} else {
			parts = append(parts, a.among(f.Listed, f.Question.Avoids)...)
		}
		if len(a.CrossReactsWith) > 0 {
			parts = append(parts, fmt.Sprintf("Quien reacciona a %s puede reaccionar también a %s.",
				strings.ToLower(a.Name), listed(lower(a.CrossReactsWith))))
		}
	}
	return lines(parts...)
}

func (d Dish) about(a Allergen) string {
	if text := d.declared(func(x AllergenDeclaration) bool { return x.ID == a.ID }); text != "" {
		return text
	}
	return fmt.Sprintf("No hay nada declarado sobre %s: eso no asegura que no tenga.", strings.ToLower(a.Name))
}

// among groups dishes by what is declared about an allergen. Who avoids it reads first what is declared free of it;
// who looks for it, what contains it.
func (a Allergen) among(dishes []Dish, avoids bool) []string {
	name := strings.ToLower(a.Name)
	groups := []struct {
		presence Presence
		words    string
	}{
		{FreeFrom, "Declarado libre de " + name},
		{MayContain, "Puede haber " + name + " en"},
		{Contains, "Con " + name + " declarado"},
	}
	if !avoids {
		slices.Reverse(groups)
	}
	var parts []string
	for _, g := range groups {
		if names := a.declaredAs(g.presence, dishes); len(names) > 0 {
			parts = append(parts, g.words+": "+listed(names)+".")
		} else if avoids && g.presence == FreeFrom {
			parts = append(parts, "Ningún plato está declarado sin "+name+": preguntale al personal qué se puede adaptar.")
		}
	}
	return append(parts, fmt.Sprintf("De lo demás no hay nada declarado sobre %s: eso no asegura que no tenga.", name))
}

// declaredAs are the dishes of a presence, and then the drinks.
func (a Allergen) declaredAs(presence Presence, dishes []Dish) []string {
	var food, drinks []string
	for _, d := range dishes {
		if p, ok := d.presence(a.ID); !ok || p != presence {
			continue
		}
		if d.Drink {
			drinks = append(drinks, d.Name)
		} else {
			food = append(food, d.Name)
		}
	}
	return append(food, drinks...)
}

// presence is the most serious one that is declared.
func (d Dish) presence(allergen int64) (Presence, bool) {
	for _, p := range []Presence{Contains, MayContain, FreeFrom} {
		if slices.ContainsFunc(d.Allergens, func(a AllergenDeclaration) bool { return a.ID == allergen && a.Presence == p }) {
			return p, true
		}
	}
	return "", false
}

// IsDrink reports whether a category of the menu holds drinks.
func IsDrink(category string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(plain(category), notWord), func(word string) bool {
		return begins(word, drinkCategories)
	})
}

var drinkCategories = []string{"bebid", "cerve", "vino", "trago", "gaseosa", "jugo", "cafe", "infusion", "coctel", "cocktail", "aperitivo", "agua"}

func lines(parts ...string) string { return strings.Join(parts, "\n") }

// joined joins the parts that are not empty.
func joined(with string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), with)
}

func lower(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = strings.ToLower(n)
	}
	return out
}

// listed formats "a, b y c".
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " y " + names[last]
}
