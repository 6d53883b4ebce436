// Package menuchat writes the answers of the menu chat, and decides whether the text of
// a language model may be shown to a guest.
//
// Answers repeat what the restaurant declared about allergens. If nothing is declared,
// the answer says so: it never says that a dish is free of an allergen.
//
// Imports: internal/domain/money.
package menuchat

import (
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
	Price             money.Cents
}

// Findings is the result of searching for a question.
type Findings struct {
	Dishes    []Dish // the best match first
	Notes     []Note
	Offers    []Offer
	Allergens []Allergen // that the question is about
	Listed    []Dish     // the whole menu; only for questions about allergens
	Named     []int64    // dishes whose name is in the question
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

const (
	nothingFound = "No encontré nada en la carta sobre eso. " +
		"Probá con el nombre de un plato o de un ingrediente, o preguntale al personal."
	askStaff     = "Si tenés una alergia o una intolerancia, avisale siempre al personal antes de pedir."
	bySearchNote = "(Respuesta de la búsqueda en la carta.)"
	byModelNote  = "(Texto redactado por un modelo de lenguaje a partir de la carta; " +
		"lo que dice de alérgenos es lo que declara el restaurante.)"
)

// AnswerFromSearch is the answer without a model.
func AnswerFromSearch(f Findings) string {
	switch {
	case len(f.Allergens) > 0:
		return lines(aboutAllergens(f), askStaff, bySearchNote)
	case len(f.Dishes)+len(f.Notes)+len(f.Offers) == 0:
		return lines(nothingFound, bySearchNote)
	}
	var parts []string
	if len(f.Offers) > 0 {
		parts = append(parts, "Ahora tenemos estas promociones:")
		for _, o := range f.Offers {
			parts = append(parts, "• "+joined(" — ", o.Name, o.Description, o.Price.String()))
		}
	}
	for _, n := range f.Notes {
		parts = append(parts, joined(": ", n.Title, n.Text))
	}
	if len(f.Dishes) > 0 {
		parts = append(parts, "En la carta encontré:")
		for _, d := range f.Dishes {
			parts = append(parts, "• "+d.title()+". "+d.Declaration()+d.cautions())
		}
		parts = append(parts, askStaff)
	}
	return lines(append(parts, bySearchNote)...)
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
			parts = append(parts, a.among(f.Listed)...)
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

// among groups dishes by what is declared about an allergen.
func (a Allergen) among(dishes []Dish) []string {
	by := make(map[Presence][]string)
	for _, d := range dishes {
		if p, ok := d.presence(a.ID); ok {
			by[p] = append(by[p], d.Name)
		}
	}
	name := strings.ToLower(a.Name)
	var parts []string
	for _, p := range []struct {
		presence Presence
		words    string
	}{
		{Contains, "Con " + name + " declarado"},
		{MayContain, "Puede haber " + name + " en"},
		{FreeFrom, "Declarado libre de " + name},
	} {
		if len(by[p.presence]) > 0 {
			parts = append(parts, p.words+": "+listed(by[p.presence])+".")
		}
	}
	return append(parts, fmt.Sprintf("De lo demás no hay nada declarado sobre %s: eso no asegura que no tenga.", name))
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
