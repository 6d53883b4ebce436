package postgres

import (
	"maps"
	"slices"
)

// BrokenRules lists the constraints that people are told of.
func BrokenRules() []string { return slices.Collect(maps.Keys(broken)) }
