package postgres

import (
	"maps"
	"slices"
)

// ConstraintsWithFaults lists the constraints whose violation is a fault.
func ConstraintsWithFaults() []string { return slices.Collect(maps.Keys(constraintFaults)) }
