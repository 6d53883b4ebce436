// Package dispatch sends commands to table sessions and does what follows a commit:
// publishing events and dropping cached menus.
//
// Imports: api/httpx, internal/domain/access, internal/domain/event, internal/domain/fault,
// internal/domain/tablesession, internal/platform/postgres, internal/readmodel,
// internal/readmodel/menu.
package dispatch
