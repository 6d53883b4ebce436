// Package config is everything a process may be told from outside: one struct,
// read once from environment variables, checked as a whole, then passed by value.
//
// It is the only package that reads the environment. In development every
// setting has a value that works on one machine; in production what protects
// money or people has to be given, and Validate says all that is missing at once.
//
// It imports the standard library, the env parser, and vault, which knows a key
// when it sees one.
//
// Imports: internal/platform/secretbox.
package config
