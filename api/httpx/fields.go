package httpx

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"
)

// CopyWith gives a To whose field of the name given has that value, and whose other fields are those of from with the
// same names, whatever the case of their letters: generated code writes Dni and Url. A field of To that from does not
// have, or has of a type that does not fit, is a mistake in the program: it panics.
func CopyWith[To any](from any, name string, value any) (to To) {
	target := reflect.ValueOf(&to).Elem()
	if err := copyFields(target, reflect.ValueOf(from), name); err != nil {
		panic(err)
	}
	target.FieldByName(name).Set(reflect.ValueOf(value))
	return to
}

// Rows copies rows of a query into what is answered. JSON of the database is decoded. The list is never nil.
func Rows[To, Row any](rows []Row, err error) ([]To, error) {
	if err != nil {
		return nil, err
	}
	pairsOf(reflect.TypeFor[To](), reflect.TypeFor[Row](), "") // a mistake shows without a row, too
	return MapOrError(rows, func(row Row) (to To, err error) {
		return to, copyFields(reflect.ValueOf(&to).Elem(), reflect.ValueOf(row), "")
	})
}

func copyFields(to, from reflect.Value, except string) error {
	for _, p := range pairsOf(to.Type(), from.Type(), except) {
		if err := p.assign(to.FieldByIndex(p.to), from.FieldByIndex(p.from)); err != nil {
			return fmt.Errorf("copy %s of %s: %w", to.Type().FieldByIndex(p.to).Name, from.Type(), err)
		}
	}
	return nil
}

// pair is a field and the one that it is copied from.
type pair struct {
	to, from []int
	assign   func(to, from reflect.Value) error
}

var pairs sync.Map // of [2]reflect.Type

// pairsOf looks up how a type's fields, but for one, are copied from another's.
func pairsOf(to, from reflect.Type, except string) []pair {
	key := [2]reflect.Type{to, from}
	if known, ok := pairs.Load(key); ok {
		return known.([]pair)
	}
	var all []pair
	for _, field := range reflect.VisibleFields(to) {
		if field.Anonymous || field.Name == except || field.Tag.Get("copy") == "-" {
			continue
		}
		source, ok := from.FieldByNameFunc(func(name string) bool { return strings.EqualFold(name, field.Name) })
		if !ok {
			panic(fmt.Sprintf("%s has no %s for %s", from, field.Name, to))
		}
		assign := assignment(field.Type, source.Type)
		if assign == nil {
			panic(fmt.Sprintf("%s.%s does not fit %s", from, field.Name, to))
		}
		all = append(all, pair{field.Index, source.Index, assign})
	}
	pairs.Store(key, all)
	return all
}

// assignment is how a field is written from one of another type; nil if it cannot be.
func assignment(to, from reflect.Type) func(to, from reflect.Value) error {
	switch {
	case to == from:
		return func(to, from reflect.Value) error { to.Set(from); return nil }
	case from == reflect.TypeFor[*ImageURL]() && to == reflect.TypeFor[*string]():
		return func(to, from reflect.Value) error {
			to.Set(reflect.ValueOf(from.Interface().(*ImageURL).OrNull()))
			return nil
		}
	case from == reflect.TypeFor[json.RawMessage]():
		return func(to, from reflect.Value) error { return json.Unmarshal(from.Bytes(), to.Addr().Interface()) }
	case from == reflect.TypeFor[time.Time]() && to.Kind() == reflect.String: // a day
		return func(to, from reflect.Value) error {
			to.SetString(from.Interface().(time.Time).Format(time.DateOnly))
			return nil
		}
	case from == reflect.PointerTo(to) && to.Kind() == reflect.Bool: // a default of the document fills it in
		return func(to, from reflect.Value) error { to.Set(from.Elem()); return nil }
	case to == reflect.PointerTo(from): // a query says "" for none
		return func(to, from reflect.Value) error {
			if !from.IsZero() {
				to.Set(reflect.New(from.Type()))
				to.Elem().Set(from)
			}
			return nil
		}
	case to.Kind() == from.Kind() && from.ConvertibleTo(to): // money
		return func(to, from reflect.Value) error { to.Set(from.Convert(to.Type())); return nil }
	}
	return nil
}
