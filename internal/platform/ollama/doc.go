// Package ollama asks a language model that runs beside this system, over HTTP.
//
// Whoever asks must be able to do without: a model that is slow, gone or
// talkative is an error within seconds. It imports no other package of this
// project.
package ollama
