// Command clientgen writes package client's types and one method per operation from
// the OpenAPI document. It knows the part of OpenAPI 3.1 that our document uses and
// fails on anything else, so that nothing is left out in silence.
//
// Imports: none of this module.
package main

import (
	"encoding/json"
	"fmt"
	"go/format"
	"io"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: clientgen OUT.go < openapi.json")
		os.Exit(2)
	}
	if err := run(os.Stdin, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "clientgen:", err)
		os.Exit(1)
	}
}

func run(document io.Reader, out string) error {
	raw, err := io.ReadAll(document)
	if err != nil {
		return err
	}
	source, err := generate(raw)
	if err != nil {
		return err
	}
	return os.WriteFile(out, source, 0o644) //nolint:gosec // source code
}

// generate gives the Go source for an OpenAPI document.
func generate(raw []byte) ([]byte, error) {
	g := generator{types: map[string]string{}}
	if err := json.Unmarshal(raw, &g.doc); err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	if err := g.operations(); err != nil {
		return nil, err
	}
	source, err := format.Source(g.source())
	if err != nil {
		return nil, fmt.Errorf("format the generated code: %w", err)
	}
	return source, nil
}

// document is what is read of an OpenAPI document.
type document struct {
	Paths      map[string]map[string]operation `json:"paths"`
	Components struct {
		Schemas    map[string]schema    `json:"schemas"`
		Parameters map[string]parameter `json:"parameters"`
		Responses  map[string]content   `json:"responses"`
	} `json:"components"`
}

type operation struct {
	ID         string             `json:"operationId"`
	Parameters []parameter        `json:"parameters"`
	Body       *content           `json:"requestBody"`
	Responses  map[string]content `json:"responses"`
	path       string
	method     string
}

type parameter struct {
	Ref      string `json:"$ref"`
	Name     string `json:"name"`
	In       string `json:"in"`
	Required bool   `json:"required"`
	Schema   schema `json:"schema"`
}

type content struct {
	Ref      string `json:"$ref"`
	Required bool   `json:"required"`
	Content  map[string]struct {
		Schema schema `json:"schema"`
	} `json:"content"`
}

type schema struct {
	Ref        string            `json:"$ref"`
	Type       oneOrMore         `json:"type"`
	Format     string            `json:"format"`
	Items      *schema           `json:"items"`
	Properties map[string]schema `json:"properties"`
	Required   []string          `json:"required"`
	AnyOf      []schema          `json:"anyOf"`
	OneOf      []schema          `json:"oneOf"`
	// Additional is true, false or the schema of a map's values.
	Additional json.RawMessage `json:"additionalProperties"`
}

// oneOrMore is "string" or ["string", "null"].
type oneOrMore []string

// UnmarshalJSON implements json.Unmarshaler.
func (t *oneOrMore) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*t = oneOrMore{one}
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(t))
}
