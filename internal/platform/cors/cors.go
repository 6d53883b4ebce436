// Package cors decides which pages may call from a browser.
//
// Imports: none of this module.
package cors

import (
	"net/http"
	"slices"
)

// Origins are the origins of our own pages: "https://menu.example.com".
type Origins []string

// Allow lets the page that sent r read the response, if it is one of ours, and reports whether it is.
func (o Origins) Allow(h http.Header, r *http.Request) bool {
	h.Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if !slices.Contains(o, origin) {
		return false
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Credentials", "true")
	return true
}
