package config

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

func isURL(s string, schemes []string) bool {
	u, err := url.Parse(s)
	return err == nil && slices.Contains(schemes, u.Scheme) && (u.Host != "" || u.Scheme == "unix")
}

func isOrigin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && isURL(s, []string{"http", "https"}) &&
		u.Path == "" && u.RawQuery == "" && u.User == nil && !strings.Contains(u.Host, "*")
}

func isNetwork(s string) bool {
	_, errIP := netip.ParseAddr(s)
	_, errNet := netip.ParsePrefix(s)
	return errIP == nil || errNet == nil
}

// isSimulator reports whether no real payment can be made at api.
func isSimulator(api string) bool {
	u, err := url.Parse(api)
	return err != nil || u.Scheme != "https" || isLocal(api) || isPrivate(u.Hostname()) ||
		strings.Contains(u.Hostname(), "mpsim")
}

func isPrivate(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsPrivate()
}

// isLocal reports whether address names this machine, or nothing at all.
func isLocal(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	host := strings.ToLower(u.Hostname())
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsUnspecified()
	}
	return host == "" || host == "localhost" || strings.HasSuffix(host, ".localhost")
}
