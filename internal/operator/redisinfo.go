package operator

import "strings"

// ParseRedisInfo gives the fields of a reply to INFO by name.
func ParseRedisInfo(reply string) map[string]string {
	info := map[string]string{}
	for line := range strings.Lines(reply) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			info[name] = value
		}
	}
	return info
}
