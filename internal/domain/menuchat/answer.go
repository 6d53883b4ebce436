// Package advice puts what was found about a guest's question into words, and
// judges whether a language model's words may reach a guest.
//
// It is a rule: findings in, text out. What it says of allergens is what the
// restaurant declared, and of what nobody declared it says just that: an answer
// that a dish lacks an allergen is never ours to give. It imports
// money alone.
package menuchat

import (
	"fmt"
	"slices"
	"strings"

	"integrador/internal/domain/money"
)

// Dish is something that the branch lists, with what is declared of it.
type Dish struct {
	ID          int64
	Name        string
	Description string
	Price       money.Cents
	Available   bool
	Allergens   []AllergenDeclaration
	Cautions    []string // what the restaurant wants said wherever the dish is spoken of
}

// AllergenDeclaration is what the ledger says of an allergen in a dish.
type AllergenDeclaration struct {
	ID       int64    `json:"id"`
	Name     string   `json:"name"`
	Presence Presence `json:"presence"`
}

// Presence is how an allergen is in a dish.
type Presence string

// The presences. A dish that has none of an allergen was not looked at for it.
const (
	Contains   Presence = "contains"
	MayContain Presence = "may_contain"
	FreeFrom   Presence = "free_from"
)

// Note is a text that the restaurant wrote about itself.
type Note struct{ Title, Text string }

// Offer is a promotion that is on.
type Offer struct {
	Name, Description string
	Price             money.Cents
}

// Findings is all that a question led to.
type Findings struct {
	Dishes    []Dish // what it is about, the nearest first
	Notes     []Note
	Offers    []Offer
	Allergens []Allergen // it asks about these
	Listed    []Dish     // all that the branch lists; wanted for questions about allergens alone
	Named     []int64    // dishes that the question calls by name
}

// Allergen is one that a question is about.
type Allergen struct {
	ID              int64
	Name            string
	CrossReactsWith []string
}

// Mode is who put an answer into words.
type Mode string

// The modes.
const (
	BySearch Mode = "search"
	ByModel  Mode = "model"
)

const (
	nothingFound = "No encontré nada en la carta sobre eso. Probá con el nombre de un plato o de un ingrediente, o preguntale al personal."
	tellStaff    = "Si tenés una alergia o una intolerancia, avisale siempre al personal antes de pedir."
	searched     = "(Respuesta de la búsqueda en la carta.)"
	written      = "(Texto redactado por un modelo de lenguaje a partir de la carta; lo que dice de alérgenos es lo que declara el restaurante.)"
)

// AnswerFromSearch is the answer that needs no model.
func AnswerFromSearch(f Findings) string {
	switch {
	case len(f.Allergens) > 0:
		return lines(aboutAllergens(f), tellStaff, searched)
	case len(f.Dishes)+len(f.Notes)+len(f.Offers) == 0:
		return lines(nothingFound, searched)
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
		parts = append(parts, tellStaff)
	}
	return lines(append(parts, searched)...)
}

// AnswerFromModel is a model's answer with what the ledger says of the dishes it was
// given. The text has been found fit (Fit).
func AnswerFromModel(text string, f Findings) string {
	parts := []string{text}
	if len(f.Dishes) > 0 {
		parts = append(parts, "Alérgenos declarados:")
		for _, d := range f.Dishes {
			parts = append(parts, "• "+d.Name+". "+d.Declaration()+d.cautions())
		}
		parts = append(parts, tellStaff)
	}
	return lines(append(parts, written)...)
}

func (d Dish) title() string {
	text := d.Name + " — " + d.Price.String()
	if !d.Available {
		text += " (hoy no queda)"
	}
	return text
}

// cautions are sentences after what is said of the dish.
func (d Dish) cautions() string {
	var b strings.Builder
	for _, text := range d.Cautions {
		b.WriteString(" " + strings.TrimRight(text, ". ") + ".")
	}
	return b.String()
}

// Declaration tells all that is declared of a dish.
func (d Dish) Declaration() string {
	said := d.said(func(AllergenDeclaration) bool { return true })
	if said == "" {
		return "No tiene alérgenos declarados: eso no asegura que no los tenga."
	}
	return said
}

func (d Dish) said(about func(AllergenDeclaration) bool) string {
	var parts []string
	for _, p := range []struct {
		presence Presence
		words    string
	}{{Contains, "Contiene"}, {MayContain, "Puede contener"}, {FreeFrom, "Declarado libre de"}} {
		var names []string
		for _, a := range d.Allergens {
			if a.Presence == p.presence && about(a) {
				names = append(names, strings.ToLower(a.Name))
			}
		}
		if len(names) > 0 {
			parts = append(parts, fmt.Sprintf("%s %s.", p.words, listed(names)))
		}
	}
	return strings.Join(parts, " ")
}

// aboutAllergens tells of the dishes that the question names, else of all that
// the branch lists.
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
	if said := d.said(func(x AllergenDeclaration) bool { return x.ID == a.ID }); said != "" {
		return said
	}
	return fmt.Sprintf("No hay nada declarado sobre %s: eso no asegura que no tenga.", strings.ToLower(a.Name))
}

// among sorts dishes by what is declared of an allergen.
func (a Allergen) among(dishes []Dish) []string {
	by := make(map[Presence][]string)
	for _, d := range dishes {
		if p, declared := d.presence(a.ID); declared {
			by[p] = append(by[p], d.Name)
		}
	}
	name := strings.ToLower(a.Name)
	var parts []string
	for _, p := range []struct {
		presence Presence
		words    string
	}{{Contains, "Con " + name + " declarado"}, {MayContain, "Puede haber " + name + " en"}, {FreeFrom, "Declarado libre de " + name}} {
		if len(by[p.presence]) > 0 {
			parts = append(parts, p.words+": "+listed(by[p.presence])+".")
		}
	}
	return append(parts, fmt.Sprintf("De lo demás no hay nada declarado sobre %s: eso no asegura que no tenga.", name))
}

// presence is the gravest that is declared.
func (d Dish) presence(allergen int64) (Presence, bool) {
	for _, p := range []Presence{Contains, MayContain, FreeFrom} {
		if slices.ContainsFunc(d.Allergens, func(a AllergenDeclaration) bool { return a.ID == allergen && a.Presence == p }) {
			return p, true
		}
	}
	return "", false
}

func lines(parts ...string) string { return strings.Join(parts, "\n") }

// joined leaves out what is empty.
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

// listed writes "a, b y c".
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " y " + names[last]
}
