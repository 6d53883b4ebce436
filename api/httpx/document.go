package httpx

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// object is a JSON object of the OpenAPI document.
type object = map[string]any

// documentWriter makes huma's document small: what repeats is written once, under components, and referred to.
type documentWriter struct {
	doc   object
	codes codeTable
}

// writeDocument gives the OpenAPI document that is served and committed.
func (a *API) writeDocument() ([]byte, error) {
	raw, err := a.OpenAPI().MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("write the OpenAPI document: %w", err)
	}
	w := documentWriter{codes: readCodes()}
	if err := json.Unmarshal(raw, &w.doc); err != nil {
		return nil, fmt.Errorf("read the OpenAPI document: %w", err)
	}
	if err := w.shareProblems(); err != nil {
		return nil, err
	}
	w.dropOtherNames()
	w.shareParameters()
	w.shareAnswers()
	w.dropUnusedProblems()
	w.dropExamples()
	w.eachOperation(dropUsualSecurity)
	w.doc["security"] = usualSecurity
	dropDefaults(w.doc)
	return encodeDocument(w.doc)
}

func encodeDocument(doc object) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(doc); err != nil {
		return nil, fmt.Errorf("write the OpenAPI document: %w", err)
	}
	return bytes.TrimSpace(out.Bytes()), nil
}

// dropOtherNames leaves out the older paths /admin/…: they are the operations of /api/admin/….
func (w *documentWriter) dropOtherNames() {
	paths := w.doc["paths"].(object)
	maps.DeleteFunc(paths, func(path string, _ any) bool { return paths["/api"+path] != nil })
}

// eachOperation visits operations in the order of their paths.
func (w *documentWriter) eachOperation(visit func(op object)) {
	paths := w.doc["paths"].(object)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item := paths[path].(object)
		for _, method := range slices.Sorted(maps.Keys(item)) {
			if op, ok := item[method].(object); ok {
				visit(op)
			}
		}
	}
}

// shareProblems puts problems under components/responses. What an operation answers because of who may call it is its
// "default"; what it answers on its own account has its status, if its reasons are known.
func (w *documentWriter) shareProblems() error {
	schema, err := asObject((&Problem{}).Schema(nil))
	if err != nil {
		return err
	}
	components := w.doc["components"].(object)
	components["schemas"].(object)["Problem"] = schema
	responses := object{}
	for _, p := range sharedProblems {
		responses[p.name] = p.response()
	}
	components["responses"] = responses
	w.eachOperation(w.referToProblems)
	return nil
}

// referToProblems replaces an operation's problems by references, with the reasons that this operation gives.
func (w *documentWriter) referToProblems(op object) {
	usual := usualProblem(op["x-access"].(string))
	responses := op["responses"].(object)
	reasons := w.codes[op["operationId"].(string)]
	for status := range reasons {
		responses[status] = nil
	}
	for status := range maps.Clone(responses) {
		if n, _ := strconv.Atoi(status); n < http.StatusBadRequest {
			continue
		}
		own := reasons[status]
		delete(responses, status)
		if len(own) == 0 && (usual.has(status) || !sharedProblems[status].has(status)) {
			continue
		}
		reference := sharedProblems[status].reference(own)
		if usual.has(status) && status != "404" {
			reference["description"] = joined(own) + andUsual
		}
		responses[status] = reference
	}
	responses["default"] = usual.reference(nil)
}

// shareAnswers puts good answers that three or more operations give under components/responses.
func (w *documentWriter) shareAnswers() {
	count := map[string]int{}
	w.eachOperation(func(op object) {
		for _, r := range op["responses"].(object) {
			count[textOf(r)]++
		}
	})
	shared := w.doc["components"].(object)["responses"].(object)
	w.eachOperation(func(op object) {
		responses := op["responses"].(object)
		for status, r := range responses {
			if name := answerName(r.(object)); name != "" && count[textOf(r)] > 2 {
				shared[name] = r
				responses[status] = object{"$ref": "#/components/responses/" + name}
			}
		}
	})
}

// answerName is that of an answer's schema; "" if it has none. An answer that is no plain "OK" says so.
func answerName(answer object) string {
	content, _ := answer["content"].(object)
	media, _ := content["application/json"].(object)
	schema, _ := media["schema"].(object)
	description, _ := answer["description"].(string)
	kind := strings.TrimPrefix(description, "OK")
	if lists, ok := schema["additionalProperties"].(object); ok {
		schema, _ = lists["items"].(object)
		kind += "Lists"
	}
	ref, _ := schema["$ref"].(string)
	if ref == "" {
		return ""
	}
	return path.Base(ref) + kind
}

// dropUnusedProblems leaves out the problems that no operation refers to.
func (w *documentWriter) dropUnusedProblems() {
	used := map[any]bool{}
	w.eachOperation(func(op object) {
		for _, r := range op["responses"].(object) {
			used[r.(object)["$ref"]] = true
		}
	})
	maps.DeleteFunc(w.doc["components"].(object)["responses"].(object), func(name string, _ any) bool {
		return !used["#/components/responses/"+name]
	})
}

// shareParameters puts parameters that occur more than once under components/parameters.
func (w *documentWriter) shareParameters() {
	count, byText := map[string]int{}, map[string]object{}
	w.eachOperation(func(op object) {
		for _, p := range parametersOf(op) {
			tidyParameter(p)
			text := textOf(p)
			byText[text] = p
			count[text]++
		}
	})
	names, shared := map[string]string{}, object{}
	byUse := func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) }
	for _, text := range slices.SortedFunc(maps.Keys(count), byUse) {
		if count[text] == 1 {
			continue
		}
		base := byText[text]["name"].(string)
		if base == keyHeader {
			base = "Key" // most operations refer to it
		}
		name := base
		for n := 2; shared[name] != nil; n++ {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		names[text], shared[name] = name, byText[text]
	}
	w.doc["components"].(object)["parameters"] = shared
	w.eachOperation(func(op object) {
		parameters, _ := op["parameters"].([]any)
		for i, p := range parameters {
			if name, ok := names[textOf(p)]; ok {
				parameters[i] = object{"$ref": "#/components/parameters/" + name}
			}
		}
	})
}

func parametersOf(op object) (out []object) {
	parameters, _ := op["parameters"].([]any)
	for _, p := range parameters {
		out = append(out, p.(object))
	}
	return out
}

// tidyParameter drops what a parameter says twice.
func tidyParameter(p object) {
	schema, _ := p["schema"].(object)
	if p["description"] == schema["description"] {
		delete(schema, "description")
	}
	if p["explode"] == false && schema["type"] != "array" {
		delete(p, "explode")
	}
}

func textOf(v any) string {
	raw, _ := json.Marshal(v) // of what was read from JSON
	return string(raw)
}

// answers are schemas without examples: nobody fills them in.
var answers = regexp.MustCompile(`(Output|Response)$`)

func (w *documentWriter) dropExamples() {
	for name, schema := range w.doc["components"].(object)["schemas"].(object) {
		if !answers.MatchString(name) {
			continue
		}
		properties, _ := schema.(object)["properties"].(object)
		for _, property := range properties {
			delete(property.(object), "examples")
		}
	}
}

// usualSecurity holds where an operation says nothing: most operations are for staff.
var usualSecurity = []any{object{"staff": []any{}}}

func dropUsualSecurity(op object) {
	if textOf(op["security"]) == textOf(usualSecurity) {
		delete(op, "security")
	}
}

// usualFormats are what a number is if its schema says nothing.
var usualFormats = []any{"int32", "double"}

// dropDefaults drops what JSON Schema and OpenAPI take for granted.
func dropDefaults(value any) {
	switch v := value.(type) {
	case object:
		if v["additionalProperties"] == true {
			delete(v, "additionalProperties")
		}
		if slices.Contains(usualFormats, v["format"]) {
			delete(v, "format")
		}
		if headers, ok := v["headers"].(object); ok {
			if delete(headers, "Content-Type"); len(headers) == 0 {
				delete(v, "headers")
			}
		}
		for _, inner := range v {
			dropDefaults(inner)
		}
	case []any:
		for _, inner := range v {
			dropDefaults(inner)
		}
	}
}

func asObject(v any) (out object, err error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return out, json.Unmarshal(raw, &out)
}
