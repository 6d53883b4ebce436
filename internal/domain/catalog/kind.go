package catalog

import (
	"slices"

	"integrador/internal/domain/fault"
)

// Kind is a sort of entity. Its table has the columns id, tenant_id, is_active,
// created_at, updated_at, deleted_at and who did each of the three last
// (…_by_id, …_by_email).
//
// A row that is not active is out of service and can be edited back; a row with
// deleted_at is retired and comes back by being restored alone.
type Kind struct {
	Name   string // as events, the audit log and answers say it: "category"
	Plural string // as paths say it: "categories"
	Table  string
	Title  string // the column that names one to people; "" means that Called do
	// Called are the entities that a row without a title is called by: a price by
	// its product and its branch. Each has a title.
	Called []Owner
	// Branch is the column with the branch that it belongs to. A kind without one
	// belongs to its first owner's branch if InOwnersBranch, else to the tenant.
	Branch         string
	InOwnersBranch bool
	Owners         []Owner
	OnMenu         bool // guests see it: a change drops the cached menus
	Missing        *fault.Error
}

// Owner is an entity that another is part of: it goes when the owner goes, and
// cannot come back before it.
type Owner struct {
	Kind   *Kind
	Column string // of the part's table
}

// Part is an Owner seen from the owner.
type Part struct {
	Kind   *Kind
	Column string
}

// Parts are what goes with one of k.
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

// Descendants are all kinds that may go with one of k, the nearest first.
func (k *Kind) Descendants() []*Kind {
	var reach []*Kind
	for near := []*Kind{k}; len(near) > 0; near = near[1:] {
		for _, part := range near[0].Parts() {
			if part.Kind != k && !slices.Contains(reach, part.Kind) {
				reach, near = append(reach, part.Kind), append(near, part.Kind)
			}
		}
	}
	return reach
}

// Paths are all words that name k in a path.
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

// Named finds a kind by its name.
func Named(name string) (*Kind, bool) {
	i := slices.IndexFunc(Kinds, func(k *Kind) bool { return k.Name == name })
	if i < 0 {
		return nil, false
	}
	return Kinds[i], true
}

func missing(reason, text string) *fault.Error { return fault.New(fault.NotFound, reason, text) }
