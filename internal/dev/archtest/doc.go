// Package archtest holds the tests that keep the repository in shape: which layer
// may import which, that package comments list their imports, words that are not
// used, one language per file, where the environment is read, and that documents and
// files of deployment agree with the code. It has no code of its own.
//
// Imports: none of this module.
package archtest
