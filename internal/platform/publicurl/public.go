package publicurl

import (
	"net/netip"
	"slices"
)

// reserved are the ranges that IANA gives a special purpose: loopback, private,
// link-local (where clouds keep their metadata), shared, documentation,
// multicast.
var reserved = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
	"198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	// Addresses that contain another one: Teredo and similar, 6to4.
	"2001::/23", "2002::/16",
	"2001:db8::/32", "2620:4f:8000::/48", "3fff::/20",
	// Azure's internal services.
	"168.63.129.16/32",
)

// routed is the routed part of IPv6. Addresses that embed IPv4 (::/96, 64:ff9b::/96),
// local ones (fc00::/7, fe80::/10) and multicast lie outside.
var routed = netip.MustParsePrefix("2000::/3")

func prefixes(all ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(all))
	for i, p := range all {
		out[i] = netip.MustParsePrefix(p)
	}
	return out
}

// Public reports whether ip is an address of the open internet.
func Public(ip netip.Addr) bool {
	ip = ip.Unmap()
	if !ip.IsValid() || ip.Is6() && !routed.Contains(ip) {
		return false
	}
	return !slices.ContainsFunc(reserved, func(p netip.Prefix) bool { return p.Contains(ip) })
}
