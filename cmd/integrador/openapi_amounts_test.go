package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/money"
)

type schema struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"`
	Minimum    *float64          `json:"minimum"`
	Maximum    *float64          `json:"maximum"`
	Default    any               `json:"default"`
	Required   []string          `json:"required"`
	Properties map[string]schema `json:"properties"`
	Items      *schema           `json:"items"`
}

func (s schema) is(kind string) bool {
	if all, ok := s.Type.([]any); ok {
		return slices.Contains(all, any(kind))
	}
	return s.Type == kind
}

// eachRequestNumber visits every number that requests' bodies may have.
func eachRequestNumber(t *testing.T, visit func(operation, name string, optional bool, s schema)) {
	t.Helper()
	raw, err := os.ReadFile(committedOpenAPI)
	require.NoError(t, err)
	var doc struct {
		Paths map[string]map[string]struct {
			ID   string `json:"operationId"`
			Body struct {
				Content map[string]struct {
					Schema schema `json:"schema"`
				} `json:"content"`
			} `json:"requestBody"`
		} `json:"paths"`
		Components struct {
			Schemas map[string]schema `json:"schemas"`
		} `json:"components"`
	}
	require.NoError(t, json.Unmarshal(raw, &doc))
	var walk func(operation, name string, optional bool, s schema)
	walk = func(operation, name string, optional bool, s schema) {
		if s.Ref != "" {
			s = doc.Components.Schemas[s.Ref[strings.LastIndex(s.Ref, "/")+1:]]
		}
		if s.is("integer") || s.is("number") {
			visit(operation, name, optional, s)
		}
		if s.Items != nil {
			walk(operation, name, false, *s.Items)
		}
		for property, of := range s.Properties {
			walk(operation, property, !slices.Contains(s.Required, property), of)
		}
	}
	for _, path := range doc.Paths {
		for _, op := range path {
			for _, content := range op.Body.Content {
				walk(op.ID, "", false, content.Schema)
			}
		}
	}
}

func TestEveryAmountHasAnUpperBound(t *testing.T) {
	t.Parallel()
	amounts := 0
	eachRequestNumber(t, func(operation, name string, _ bool, s schema) {
		if !strings.HasSuffix(name, "_cents") {
			return
		}
		amounts++
		require.NotNil(t, s.Maximum, "%s: %s", operation, name)
		require.LessOrEqual(t, *s.Maximum, float64(money.Max), "%s: %s", operation, name)
		require.True(t, s.is("integer"), "%s: %s", operation, name)
	})
	require.Greater(t, amounts, 20)
}

// zeroIsAbsent are the optional numbers for which 0 says the same as leaving them out.
var zeroIsAbsent = []string{
	"tip_cents",           // no tip
	"extra_cost_cents",    // costs nothing more
	"cost_per_unit_cents", // of a stock item: no cost is known
	"current_qty",         // there is none
	"min_level",           // no alert
	"priority",            // as any other
	"order",               // comes first
	"diner_id",            // of a cart's line: the table's
	"people",              // asked of equal parts alone, which refuse 0
}

// A request in which 0 and absent differ must not read one as the other: an optional number refuses 0, can be null
// (and then has a pointer), or is one of those above.
func TestZeroIsNotReadAsAbsent(t *testing.T) {
	t.Parallel()
	eachRequestNumber(t, func(operation, name string, optional bool, s schema) {
		refusesZero := s.Minimum != nil && *s.Minimum > 0
		if optional && !refusesZero && !s.is("null") && s.Default == nil {
			require.Contains(t, zeroIsAbsent, name, "%s takes 0 for %s: does it mean the same as no %s?", operation, name, name)
		}
	})
}
