// Package ollama is the client of an Ollama server with a language model. A model that
// is slow, unreachable or verbose is an error within seconds: callers need a fallback.
//
// Imports: none of this module.
package ollama
