// Package catalog says what a restaurant administers: every kind of entity,
// what goes when one of them goes, whose branch it is in, and whether guests see
// it.
//
// It is one table, kinds.go. The store reads the names of tables and columns from
// it to lock, retire and restore a row of any kind; the API reads what to call a
// kind. It may import fault alone.
package catalog
