package doctor

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"syscall"
	"time"
)

// ports fetches the health of the processes of this machine, or in production of
// those at the public addresses.
func (d Doctor) ports(ctx context.Context) Report {
	api := fmt.Sprintf("http://localhost:%d", d.Config.HTTP.APIPort)
	gateway := fmt.Sprintf("http://localhost:%d", d.Config.HTTP.GatewayPort)
	if d.Config.Environment.Production() {
		api, gateway = d.Config.HTTP.PublicURL, "http"+d.Config.HTTP.PublicWSURL[len("ws"):]
	}
	return Report{
		checkHTTP(ctx, "la API", api+"/api/health/detailed", "integrador api"),
		checkHTTP(ctx, "el gateway de WebSocket", gateway+"/ws/health/detailed", "integrador gateway"),
	}
}

func checkHTTP(ctx context.Context, what, address, start string) Finding {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return areaProcesses.wrong("Revisá la dirección en la configuración.", "%s: %v", what, err)
	}
	client := http.Client{Timeout: 3 * time.Second}
	began := time.Now()
	resp, err := client.Do(req)
	if err != nil {
		return areaProcesses.wrong("Arrancalo ("+start+"); "+
			"si ya corre, otro programa tiene el puerto o un cortafuegos lo tapa.", "%s no contesta en %s", what, address)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return areaProcesses.wrong("Dice cuál de sus partes falla: curl "+address,
			"%s dice que algo anda mal (%d)", what, resp.StatusCode)
	}
	return areaProcesses.ok("%s contesta en %d ms", what, time.Since(began).Milliseconds())
}

// The least free space of a disk: the greater of the two.
const (
	leastRoom  = 1 << 30 // bytes
	leastShare = 0.05
)

func (d Doctor) disks() (r Report) {
	seen := map[uint64]bool{}
	for _, dir := range d.Dirs {
		path, err := filepath.Abs(dir)
		if err != nil {
			continue
		}
		var fs syscall.Statfs_t
		var file syscall.Stat_t
		if syscall.Statfs(path, &fs) != nil || syscall.Stat(path, &file) != nil {
			continue
		}
		device := uint64(file.Dev) //nolint:unconvert // its type depends on the system
		if seen[device] {
			continue
		}
		seen[device] = true
		size := uint64(fs.Bsize) //nolint:gosec // a block has no negative size
		r = append(r, judgeDisk(path, fs.Bavail*size, fs.Blocks*size))
	}
	return r
}

func judgeDisk(path string, free, all uint64) Finding {
	gib := func(n uint64) string { return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30)) }
	if free < leastRoom || float64(free) < leastShare*float64(all) {
		return areaDisk.wrong("Liberá espacio: sin él PostgreSQL deja de aceptar pedidos.",
			"quedan %s de %s en %s", gib(free), gib(all), path)
	}
	return areaDisk.ok("quedan %s de %s en %s", gib(free), gib(all), path)
}
