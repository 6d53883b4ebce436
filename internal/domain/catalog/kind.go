package catalog

import (
	"slices"

	"integrador/internal/domain/fault"
)

// Kind is a kind of entity. Its table has the columns id, tenant_id, is_active,
// created_at, updated_at, deleted_at, and who did the last three (…_by_id, …_by_email).
//
// An inactive row can be activated by editing it; a deleted row (deleted_at) only by
// restoring it.
type Kind struct {
	Name   string // in events, the audit log and responses: "category"
	Plural string // in paths: "categories"
	Table  string
	Title  string // the column with the name that people see; "": see Called
	// Called are the entities whose titles name a row without a title: a price is
	// called by its product and its branch.
	Called []Owner
	// Branch is the column with its branch. A kind without one belongs to its first
	// owner's branch if InOwnersBranch is set, else to the tenant.
	Branch         string
	InOwnersBranch bool
	Owners         []Owner
	OnMenu         bool // guests see it: a change invalidates the cached menus
	Missing        *fault.Error
}

// Owner is an entity that another one is part of: deleting the owner deletes the part,
// which cannot be restored before the owner.
type Owner struct {
	Kind   *Kind
	Column string // of the part's table
}

// Part is an Owner seen from the owner.
type Part struct {
	Kind   *Kind
	Column string
}

// Parts are the kinds that are deleted with k directly.
func (k *Kind) Parts() []Part {
	var parts []Part
	for _, other := range Kinds {
		for _, owner := range other.Owners {
			if owner.Kind == k {
				parts = append(parts, Part{other, owner.Column})
			}
		}
	}
	return parts
}

// Descendants are all kinds that may be deleted with k, the nearest first.
func (k *Kind) Descendants() []*Kind {
	var found []*Kind
	for near := []*Kind{k}; len(near) > 0; near = near[1:] {
		for _, part := range near[0].Parts() {
			if part.Kind != k && !slices.Contains(found, part.Kind) {
				found, near = append(found, part.Kind), append(near, part.Kind)
			}
		}
	}
	return found
}

// Paths are all path segments that name k.
func (k *Kind) Paths() []string {
	paths := []string{k.Plural}
	for alias, plural := range aliases {
		if plural == k.Plural {
			paths = append(paths, alias)
		}
	}
	slices.Sort(paths)
	return paths
}

// Named finds a kind by name.
func Named(name string) (*Kind, bool) {
	i := slices.IndexFunc(Kinds, func(k *Kind) bool { return k.Name == name })
	if i < 0 {
		return nil, false
	}
	return Kinds[i], true
}

func missing(reason, text string) *fault.Error { return fault.New(fault.NotFound, reason, text) }
