package httpx

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// order is a body with a patch in it, as those of products are.
type order struct {
	Dish  Patch[fuzzDish]   `json:"dish" required:"false"`
	Sides Patch[[]fuzzDish] `json:"sides" required:"false"`
}

// Whatever a stranger sends as a body, what an operation reads is what huma has
// validated, by the same names, and its texts can be stored and printed.
func FuzzBody(f *testing.F) {
	f.Add(`{"dish":{"name":"Milanesa","qty":2},"sides":[{"name":"Papas","qty":1}]}`)
	f.Add(`{"dish":{"name":"a","qty":2,"Qty":99},"sides":null}`)
	f.Add(`{"dish":{"name":"a","qty":2,"item\u017f":[{"qty":-1}]}}`)
	f.Add(`{"dish":{"name":"Nin\u0303o","qty":1e30}}`)
	f.Add(`{"dish":{"name":"\ud83d","qty":1}}`)
	f.Add("{\"dish\":{\"name\":\"\u202egnp.exe\u200b\",\"qty\":1,\"tags\":[\"\\u0000\"]}}")
	f.Add(`{"dish":{},"dish":{}}`)
	f.Add(strings.Repeat(`{"dish":`, 9_000))
	f.Fuzz(func(t *testing.T, body string) {
		var validated any
		var read order
		if decode([]byte(body), &validated) != nil || decode([]byte(body), &read) != nil {
			return
		}
		members, _ := validated.(map[string]any)
		if sent, _ := members["dish"].(map[string]any); read.Dish.Value != nil {
			sameDish(t, *read.Dish.Value, sent)
		}
		if sent, _ := members["sides"].([]any); read.Sides.Value != nil {
			for i, side := range *read.Sides.Value {
				members, _ := sent[i].(map[string]any)
				sameDish(t, side, members)
			}
		}
	})
}

// A PATCH changes what was sent by its name, and nothing else.
func FuzzApply(f *testing.F) {
	f.Add(`{"qty":2}`)
	f.Add(`{"Name":"b","nAme":"c","qty":null}`)
	f.Add(`{"tag\u017f":["x"],"ite\u006ds":[{"qty":7}]}`)
	f.Add(`{"name":null,"notes":null,"tags":null,"items":null}`)
	f.Add(`[]`)
	f.Fuzz(func(t *testing.T, body string) {
		var patch fuzzDishUpdate
		var validated map[string]any
		if decode([]byte(body), &validated) != nil || decode([]byte(body), &patch) != nil {
			return
		}
		changed := fuzzDish{Name: "Milanesa", Qty: 3}
		sent := map[string]any{"name": changed.Name, "qty": float64(changed.Qty)}
		Apply(&changed, patch)
		for name, value := range validated {
			if value != nil || sent[name] == nil {
				sent[name] = value
			}
		}
		sameDish(t, changed, sent)
	})
}

// fuzzDishUpdate changes a fuzzDish.
type fuzzDishUpdate struct {
	Name  Patch[string]         `json:"name"`
	Qty   Patch[int]            `json:"qty"`
	Notes Patch[string]         `json:"notes"`
	Tags  Patch[[]string]       `apply:"null" json:"tags"`
	Items Patch[[]fuzzDishItem] `apply:"null" json:"items"`
}

type fuzzDishItem struct {
	Qty int `json:"qty" minimum:"1"`
}

// sameDish compares what was read with what was validated.
func sameDish(t *testing.T, read fuzzDish, sent map[string]any) {
	t.Helper()
	name, _ := sent["name"].(string)
	qty, _ := sent["qty"].(float64)
	notes, noted := sent["notes"].(string)
	tags, _ := sent["tags"].([]any)
	items, _ := sent["items"].([]any)
	if read.Name != name || float64(read.Qty) != qty || noted != (read.Notes != nil) || len(read.Tags) != len(tags) || len(read.Items) != len(items) {
		t.Fatalf("%v was validated and %+v is read", sent, read)
	}
	if read.Notes != nil && *read.Notes != notes {
		t.Fatalf("%q was validated and %q is read", notes, *read.Notes)
	}
	for _, text := range append(read.Tags, name, notes) {
		if !utf8.ValidString(text) || strings.ContainsFunc(text, isControl) || !norm.NFC.IsNormalString(text) {
			t.Fatalf("%q cannot be stored", text)
		}
	}
}

// fuzzDish is a body with all sorts of members.
type fuzzDish struct {
	Name  string         `json:"name" minLength:"1" maxLength:"20"`
	Qty   int            `json:"qty" minimum:"1" maximum:"99"`
	Notes *string        `json:"notes,omitempty"`
	Tags  []string       `json:"tags,omitempty"`
	Items []fuzzDishItem `json:"items,omitempty"`
}
