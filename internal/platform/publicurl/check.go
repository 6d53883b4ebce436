package publicurl

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"integrador/internal/domain/fault"
)

// MaxLength is how many bytes an address has at most.
const MaxLength = 2048

// The reasons to refuse an address.
var (
	ErrTooLong   = fault.New(fault.Invalid, "url_too_long", "La dirección es demasiado larga.")
	ErrMalformed = fault.New(fault.Invalid, "url_malformed",
		"No es una dirección web completa, p. ej. https://ejemplo.com/algo.")
	ErrScheme   = fault.New(fault.Invalid, "url_scheme", "La dirección tiene que empezar con https:// o http://.")
	ErrOpen     = fault.New(fault.Invalid, "url_scheme", "La dirección tiene que empezar con https://.")
	ErrUser     = fault.New(fault.Invalid, "url_user", "La dirección no puede llevar usuario ni contraseña.")
	ErrPort     = fault.New(fault.Invalid, "url_port", "La dirección no puede llevar ese puerto.")
	ErrInternal = fault.New(fault.Invalid, "url_inside", "La dirección lleva a una red interna.")
)

// Check refuses an address that is no web address or names an internal host.
//
// Errors: the ones above, all fault.Invalid.
func Check(raw string) error {
	if len(raw) > MaxLength {
		return ErrTooLong
	}
	// Browsers read \ as / and remove blanks, and so would read another host.
	if strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f }) {
		return ErrMalformed
	}
	u, err := url.Parse(raw)
	if err != nil {
		return ErrMalformed.Because(err)
	}
	return checkURL(u)
}

// CheckEncrypted is Check for an address to which nothing may be sent in the open.
func CheckEncrypted(raw string) error {
	if u, err := url.Parse(raw); err == nil && u.Scheme == "http" {
		return ErrOpen
	}
	return Check(raw)
}

func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return ErrScheme
	case u.Host == "":
		return ErrMalformed
	case u.User != nil:
		return ErrUser
	case !slices.Contains([]string{"", "80", "443"}, u.Port()), strings.HasSuffix(u.Host, ":"):
		return ErrPort
	}
	return checkHost(u)
}

func checkHost(u *url.URL) error {
	if strings.HasPrefix(u.Host, "[") {
		return checkLiteral(u.Hostname())
	}
	name, err := hostName.ToASCII(u.Hostname())
	if err != nil {
		return ErrMalformed.Because(err)
	}
	name = strings.TrimSuffix(name, ".")
	labels := strings.Split(name, ".")
	last := labels[len(labels)-1]
	switch {
	case slices.Contains(labels, ""):
		return ErrMalformed
	case isNumber(last):
		return checkLiteral(name)
	case len(labels) == 1, isInternal(name):
		return ErrInternal
	}
	return nil
}

// hostName normalizes a name as browsers do, for example digits of other scripts.
var hostName = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true), idna.CheckHyphens(false))

// isNumber reports whether browsers read a host with this last label as an IPv4
// address: 127.1, 0x7f.1 and 2130706433 are read so.
func isNumber(label string) bool {
	if hex, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

// checkLiteral accepts IP addresses in their usual notation only: the other notations
// serve to hide where an address leads.
func checkLiteral(host string) error {
	ip, err := netip.ParseAddr(host)
	if err != nil || ip.Zone() != "" {
		return ErrInternal
	}
	if !Public(ip) {
		return ErrInternal
	}
	return nil
}

// internalNames are names that no public server has, and public names that resolve to
// the local machine.
var internalNames = []string{
	"localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan",
	"home.arpa", "in-addr.arpa", "ip6.arpa",
	"test", "example", "invalid", "onion", "svc", "cluster.local",
	"localtest.me", "lvh.me", "vcap.me", "nip.io", "sslip.io", "xip.io",
}

func isInternal(name string) bool {
	return slices.ContainsFunc(internalNames, func(zone string) bool {
		return name == zone || strings.HasSuffix(name, "."+zone)
	})
}
