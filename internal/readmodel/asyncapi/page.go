package asyncapi

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"strings"

	"integrador/internal/domain/event"
	"integrador/internal/domain/sockets"
)

// Paths of the document and the page.
const (
	DocumentPath = "/asyncapi.json"
	PagePath     = "/docs/events"
)

// pagePolicy allows the page its own styles and nothing from elsewhere.
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'none'"

//go:embed page.html
var pageSource string

// Handlers serve the document and the page, by path. Both are written once, here.
func Handlers() (map[string]http.Handler, error) {
	document, err := Document()
	if err != nil {
		return nil, err
	}
	page, err := renderPage()
	if err != nil {
		return nil, err
	}
	return map[string]http.Handler{
		DocumentPath: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(document)
		}),
		PagePath: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", pagePolicy)
			_, _ = w.Write(page)
		}),
	}, nil
}

// pageEvent is an event as the page shows it.
type pageEvent struct {
	event.Description
	Endpoints []string
	Examples  []string
}

func renderPage() ([]byte, error) {
	t, err := template.New("page").Parse(pageSource)
	if err != nil {
		return nil, err
	}
	type endpoint struct {
		*sockets.Endpoint
		Address, Roles string
		Events         []event.Description
	}
	var endpoints []endpoint
	for _, e := range allEndpoints() {
		address := e.Path() + "?token=…"
		if e == sockets.Diner {
			address = e.Path() + "?table_token=…"
		}
		endpoints = append(endpoints, endpoint{e, address, rolesOf(e), received(e)})
	}
	var events []pageEvent
	for _, d := range event.Catalogue() {
		p := pageEvent{Description: d}
		for _, e := range endpoints {
			if event.AudienceOf(d.Type)&e.Audience != 0 {
				p.Endpoints = append(p.Endpoints, e.Name)
			}
		}
		for _, payload := range d.Payloads {
			body, err := json.MarshalIndent(example(d.Type, payload), "", "  ")
			if err != nil {
				return nil, err
			}
			p.Examples = append(p.Examples, string(body))
		}
		events = append(events, p)
	}
	var out bytes.Buffer
	err = t.Execute(&out, map[string]any{
		"Introduction": paragraphs(introduction),
		"Endpoints":    endpoints,
		"Events":       events,
		"CloseCodes":   sockets.CloseCodes(),
		"Document":     DocumentPath,
	})
	return out.Bytes(), err
}

// paragraphs splits a text and drops its Markdown marks.
func paragraphs(text string) []string {
	return strings.Split(strings.NewReplacer("**", "", "`", "").Replace(text), "\n\n")
}
