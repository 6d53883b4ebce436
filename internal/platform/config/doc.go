// Package config reads the configuration: one struct, read once from environment
// variables, validated as a whole, then passed by value.
//
// No other package reads the environment. In development every setting has a default
// that works on one machine; in production what protects money or people must be
// given, and Validate reports all problems at once.
//
// Imports: internal/platform/secretbox.
package config
