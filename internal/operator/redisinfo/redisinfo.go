// Package redisinfo parses the reply to Redis' INFO command.
//
// Imports: none of this module.
package redisinfo

import "strings"

// Parse gives the fields by name.
func Parse(reply string) map[string]string {
	info := map[string]string{}
	for line := range strings.Lines(reply) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			info[name] = value
		}
	}
	return info
}
