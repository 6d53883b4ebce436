package app

import (
	"net/http"

	"integrador/internal/readmodel/asyncapi"
)

// withEventDocs serves the AsyncAPI document and its page beside next.
func withEventDocs(next http.Handler) http.Handler {
	h, err := asyncapi.Handler(next)
	if err != nil {
		panic("the AsyncAPI document cannot be written: " + err.Error()) // its test would fail
	}
	return h
}
