package config

import (
	"cmp"
	"encoding"
	"fmt"
	"reflect"
	"strings"
)

// variable is one setting, as its struct field describes it.
type variable struct {
	name   string // of the environment variable
	def    string // default in every environment, or ""
	about  string // what it does, in Spanish
	group  string // the section's title, or "" for the first
	needed bool   // production has no default
	value  reflect.Value
}

// variables lists every setting in the order of the struct.
func variables() []variable { return variablesOf(Config{}) }

func variablesOf(c Config) []variable { return walk(reflect.ValueOf(c), "") }

func walk(v reflect.Value, group string) (out []variable) {
	for field, value := range v.Fields() {
		name, ok := field.Tag.Lookup("env")
		if !ok {
			out = append(out, walk(value, field.Tag.Get("group"))...)
			continue
		}
		out = append(out, variable{
			name: name, def: field.Tag.Get("envDefault"), about: field.Tag.Get("about"), group: group,
			needed: field.Tag.Get("need") == "production", value: value,
		})
	}
	return out
}

// named reports whether values are words, of whatever type in Go.
func (v variable) named() bool {
	return reflect.PointerTo(v.value.Type()).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// empty reports whether there is no value.
func (v variable) empty() bool {
	if s, ok := reflect.TypeAssert[Secret](v.value); ok {
		return s.Empty()
	}
	return v.value.Kind() == reflect.Slice && v.value.Len() == 0 || v.value.IsZero()
}

// shape describes valid values, in Spanish.
func (v variable) shape() string {
	switch {
	case v.named():
		return "uno de los valores posibles"
	case v.value.Kind() == reflect.Bool:
		return "true o false"
	case v.value.Kind() == reflect.Float64:
		return "un número"
	default:
		return "un número entero"
	}
}

// Example is the text of .env.example: every variable with its description and
// default, commented out because development needs none.
func Example() string {
	var b strings.Builder
	b.WriteString("# Configuración de Integrador. En desarrollo no hace falta ninguna variable;\n" +
		"# para cambiar algo, copiá este archivo como .env y sacá el # de la línea.\n")
	group := "\x00"
	for _, v := range variables() {
		if v.group != group {
			group = v.group
			fmt.Fprintf(&b, "\n## %s\n", cmp.Or(group, "General"))
		}
		fmt.Fprintf(&b, "# %s%s\n#%s=%s\n", v.about, obligation(v), v.name, v.def)
	}
	return b.String()
}

func obligation(v variable) string {
	if v.needed {
		return " (obligatoria en production)"
	}
	return ""
}

// Shown is the configuration as NAME=value lines in the order of .env.example, with
// secrets redacted.
func (c Config) Shown() string {
	var b strings.Builder
	for _, v := range variablesOf(c) {
		fmt.Fprintf(&b, "%s=%s\n", v.name, shown(v.value))
	}
	return b.String()
}

// Values are the values of Shown by the names of the variables.
func (c Config) Values() map[string]string {
	values := map[string]string{}
	for _, v := range variablesOf(c) {
		values[v.name] = shown(v.value)
	}
	return values
}

func shown(v reflect.Value) string {
	if list, ok := reflect.TypeAssert[[]string](v); ok {
		return strings.Join(list, ",")
	}
	return fmt.Sprint(v.Interface())
}
