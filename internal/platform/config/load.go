package config

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Load reads the configuration from environ, or from the process's environment
// when environ is nil, and validates it. An empty variable counts as absent.
//
// The error is Problems, with every problem; the Config can then only be shown.
func Load(environ map[string]string) (Config, error) {
	if environ == nil {
		environ = env.ToMap(os.Environ())
	}
	cfg, err := env.ParseAsWithOptions[Config](env.Options{Environment: environ})
	if err != nil {
		return cfg, unparsable(environ)
	}
	cfg.HTTP.AllowedOrigins = trimmed(cfg.HTTP.AllowedOrigins)
	cfg.HTTP.TrustedProxies = trimmed(cfg.HTTP.TrustedProxies)
	cfg.HTTP.PublicURL = strings.TrimRight(cfg.HTTP.PublicURL, "/")
	cfg.HTTP.PublicWSURL = strings.TrimRight(cfg.HTTP.PublicWSURL, "/")
	cfg.HTTP.BaseURL = strings.TrimRight(cfg.HTTP.BaseURL, "/")
	cfg = cfg.withDefaults()
	return cfg, cfg.Validate()
}

// Problems are sentences, one for each reason why a configuration is invalid.
type Problems []string

// Error puts one sentence on each line.
func (p Problems) Error() string {
	return "la configuración no sirve:\n  - " + strings.Join(p, "\n  - ")
}

// unparsable names the variables that cannot be parsed. The parser names Go fields,
// which mean nothing to an operator, so each variable is parsed alone. The values are
// left out: one may be a secret in the wrong variable.
func unparsable(environ map[string]string) Problems {
	var problems Problems
	for _, v := range variables() {
		value, given := environ[v.name]
		if !given {
			continue
		}
		_, err := env.ParseAsWithOptions[Config](env.Options{Environment: map[string]string{v.name: value}})
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s no se entiende: se esperaba %s (%s).", v.name, v.shape(), v.about))
		}
	}
	return problems
}

func trimmed(list []string) []string {
	var out []string
	for _, item := range list {
		if item = strings.TrimRight(strings.TrimSpace(item), "/"); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// Explain returns the sentences of an error of Load, or its text.
func Explain(err error) []string {
	if problems, ok := errors.AsType[Problems](err); ok {
		return problems
	}
	return []string{err.Error()}
}

// Given reports whether the process's environment has a variable. Development starts
// the services whose address is not given.
func Given(name string) bool { return os.Getenv(name) != "" }
