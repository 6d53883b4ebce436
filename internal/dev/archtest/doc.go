// Package archtest holds the tests that keep the repository in shape: which
// package may import which, that each says what it is, where the environment is
// read, and that the files of deployment agree with the code. It has no code of
// its own, imports what it compares, and nobody imports it.
package archtest
