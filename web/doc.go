// Package web serves the screens: the menu for guests, the floor for waiters, the kitchen
// and the panel. They are static files, built by npm from this folder (docs/screens.md)
// and embedded here; apps.json lists which page answers which address.
//
// Imports: none of this module.
package web
