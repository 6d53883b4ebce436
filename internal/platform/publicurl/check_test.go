package publicurl_test

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/publicurl"
)

func TestPublicURLsAreAccepted(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		"https://images.unsplash.com/photo-1513104890138-7c749659a591?w=800&q=80#x",
		"http://cdn.ejemplo.com.ar/a/b.webp",
		"HTTPS://CDN.Ejemplo.COM:443/Foto.JPG",
		"http://cdn.ejemplo.com:80/",
		"https://ñandú.com.ar/cañón.png",
		"https://xn--and-6ma2c.com.ar/a.png",
		"https://r3---sn-x.googlevideo.com/a",
		"https://ejemplo.com./a.png",
		"https://8.8.8.8/a.png",
		"https://[2606:4700:4700::1111]/a.png",
		"https://localhost.ejemplo.com/a.png",
		"https://10.0.0.1.ejemplo.com/a.png",
		"https://ejemplo.com/?u=http://127.0.0.1/",
		"https://ejemplo.com/" + strings.Repeat("a", 2028),
	} {
		require.NoError(t, publicurl.Check(raw), raw)
	}
}

func TestInternalURLsAreRefused(t *testing.T) {
	t.Parallel()
	for reason, all := range map[string][]string{
		"url_inside": {
			"http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://127.255.255.254/", "http://0/", "http://0.0.0.0/",
			"http://2130706433/", "http://02130706433/", "http://017700000001/", "http://0177.0.0.1/", "http://0177.0.0.01/", "http://0x7f000001/",
			"http://0x7f.0x0.0x0.0x1/", "http://0X7F.1/", "http://127.0x1/", "http://0x/", "http://1.2.3.0x/", "http://0300.0250.1/", "http://4294967297/",
			"http://127.000.000.001/", "http://127.0.0.1./", "http://999.1.1.1/", "http://1.2.3.4.5/", "http://0b1111111.1/",
			"http://１２７.０.０.１/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://127.0.0.１/",
			"http://10.0.0.1/", "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.1.1/", "http://100.64.0.1/", "http://198.18.0.1/",
			"http://169.254.169.254/latest/meta-data/", "http://2852039166/", "http://0xa9fea9fe/", "http://0251.0376.0251.0376/",
			"http://168.63.129.16/", "http://192.0.0.192/", "http://100.100.100.200/", "http://224.0.0.1/", "http://255.255.255.255/", "http://240.0.0.1/",
			"http://[::1]/", "http://[::]/", "http://[0:0:0:0:0:0:0:1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
			"http://[0:0:0:0:0:ffff:a9fe:a9fe]/", "http://[::127.0.0.1]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[fd00:ec2::254]/",
			"http://[fc00::1]/", "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b:1::a9fe:a9fe]/", "http://[2002:7f00:1::]/",
			"http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/", "http://[ff02::1]/", "http://[fec0::1]/", "http://[2001:db8::1]/",
			"http://localhost/", "http://LOCALHOST/", "http://localhost./", "http://a.localhost/", "http://ⓛocalhost/", "http://localhost.localdomain/",
			"http://redis/", "http://db:80/", "http://metadata/", "http://metadata.google.internal/computeMetadata/v1/", "http://instance-data.ec2.internal/",
			"http://kubernetes.default.svc/", "http://a.svc.cluster.local/", "http://printer.local/", "http://router.lan/", "http://router.home.arpa/",
			"http://127.0.0.1.nip.io/", "http://10-0-0-1.sslip.io/", "http://localtest.me/", "http://x.lvh.me/",
		},
		"url_scheme": {
			"", "foto.jpg", "/static/foto.jpg", "//127.0.0.1/", "ftp://ejemplo.com/a", "file:///etc/passwd", "gopher://127.0.0.1:6379/_", "javascript:alert(1)",
			"data:image/png;base64,AAAA", "dict://127.0.0.1:11211/", "jar:http://ejemplo.com!/",
		},
		"url_user":     {"http://a@ejemplo.com/", "http://a:b@ejemplo.com/", "http://ejemplo.com@127.0.0.1/", "http://@ejemplo.com/"},
		"url_port":     {"http://ejemplo.com:22/", "http://ejemplo.com:6379/", "https://ejemplo.com:8443/", "http://ejemplo.com:/", "http://[::1]:6379/", "http://ejemplo.com:0443/"},
		"url_too_long": {"https://ejemplo.com/" + strings.Repeat("a", 2029)},
		"url_malformed": {
			"http://", "http:///a.png", "http:/127.0.0.1/", "http:127.0.0.1/", "https:ejemplo.com", "http://ejemplo.com\\@127.0.0.1/", "http://127.0.0.1\\.ejemplo.com/",
			"http://ejem plo.com/", " http://ejemplo.com/", "http://ejemplo.com/\n", "http://ejemplo\t.com/", "http://ejemplo.com\r\nHost: x/", "http://%31%32%37.0.0.1/",
			"http://ejemplo..com/", "http://.ejemplo.com/", "http://ejemplo.com#@127.0.0.1:x/\x00", "http://[::1/", "http://[x]/", "http://a_b.com/", "http://ejemplo.com:x/", "://x",
		},
	} {
		for _, raw := range all {
			require.Equal(t, reason, fault.ReasonOf(publicurl.Check(raw)), "%q", raw)
		}
	}
}

func TestOpenAddressesAreRefusedWhereEncryptionIsRequired(t *testing.T) {
	t.Parallel()
	require.NoError(t, publicurl.CheckEncrypted("https://example.com/x"))
	require.ErrorIs(t, publicurl.CheckEncrypted("http://example.com/x"), publicurl.ErrOpen)
	require.ErrorIs(t, publicurl.CheckEncrypted("HTTP://example.com/x"), publicurl.ErrOpen)
	require.ErrorIs(t, publicurl.CheckEncrypted("https://10.0.0.1/x"), publicurl.ErrInternal)
}

func TestPublicAddresses(t *testing.T) {
	t.Parallel()
	for raw, public := range map[string]bool{
		"8.8.8.8": true, "172.15.255.255": true, "172.32.0.0": true, "100.63.255.255": true, "::ffff:8.8.8.8": true, "2606:4700::1": true,
		"100.127.255.255": false, "192.168.255.255": false, "::ffff:10.0.0.1": false, "::": false, "fe80::1": false,
	} {
		require.Equal(t, public, publicurl.Public(netip.MustParseAddr(raw)), raw)
	}
	require.False(t, publicurl.Public(netip.Addr{}))
}

// FuzzCheck: what is accepted is a web address whose host, read by the standard
// library's parser, is no literal that leads inside.
func FuzzCheck(f *testing.F) {
	for _, raw := range []string{"https://ejemplo.com/a.png", "http://127.1/", "http://[::ffff:127.0.0.1]/", "http://１２７.０.０.１/", "http://a:b@c:80/", "http://0x7f.1/"} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if publicurl.Check(raw) != nil {
			return
		}
		u, err := url.Parse(raw)
		require.NoError(t, err)
		require.Contains(t, []string{"http", "https"}, u.Scheme)
		require.Nil(t, u.User)
		require.LessOrEqual(t, len(raw), publicurl.MaxLength)
		host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
		require.NotEqual(t, "localhost", host)
		if ip, err := netip.ParseAddr(host); err == nil {
			require.True(t, publicurl.Public(ip), raw)
		} else {
			require.Contains(t, strings.NewReplacer("。", ".", "．", ".", "｡", ".").Replace(host), ".", "a name without a domain")
		}
		require.NoError(t, publicurl.Check(u.String()), "it stays accepted as it is written back")
	})
}
