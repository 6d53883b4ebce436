// Package catalog is the table of all kinds of entities that a restaurant administers
// (kinds.go): their names and tables, what is deleted with them, the branch that they
// belong to, and whether guests see them. Generic code locks, deletes and restores the
// rows of any kind with it.
//
// Imports: internal/domain/fault.
package catalog
