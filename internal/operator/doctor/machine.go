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
	const area = "Procesos"
	api, gateway := fmt.Sprintf("http://localhost:%d", d.Config.HTTP.APIPort), fmt.Sprintf("http://localhost:%d", d.Config.HTTP.GatewayPort)
	if d.Config.Environment.Production() {
		api, gateway = d.Config.HTTP.PublicURL, "http"+d.Config.HTTP.PublicWSURL[len("ws"):]
	}
	return Report{
		checkHTTP(ctx, area, "la API", api+"/api/health/detailed", "integrador api"),
		checkHTTP(ctx, area, "el gateway de WebSocket", gateway+"/ws/health/detailed", "integrador gateway"),
	}
}

func checkHTTP(ctx context.Context, area, what, address, start string) Finding {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return wrong(area, "Revisá la dirección en la configuración.", "%s: %v", what, err)
	}
	client := http.Client{Timeout: 3 * time.Second}
	began := time.Now()
	resp, err := client.Do(req)
	if err != nil {
		return wrong(area, "Arrancalo ("+start+"); si ya corre, otro programa tiene el puerto o un cortafuegos lo tapa.", "%s no contesta en %s", what, address)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return wrong(area, "Dice cuál de sus partes falla: curl "+address, "%s dice que algo anda mal (%d)", what, resp.StatusCode)
	}
	return well(area, "%s contesta en %d ms", what, time.Since(began).Milliseconds())
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
		if syscall.Statfs(path, &fs) != nil || syscall.Stat(path, &file) != nil || seen[uint64(file.Dev)] { //nolint:unconvert // its type depends on the system
			continue
		}
		seen[uint64(file.Dev)] = true //nolint:unconvert // the same
		size := uint64(fs.Bsize)      //nolint:gosec // a block has no negative size
		r = append(r, judgeDisk(path, fs.Bavail*size, fs.Blocks*size))
	}
	return r
}

func judgeDisk(path string, free, all uint64) Finding {
	const area = "Disco"
	gib := func(n uint64) string { return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30)) }
	if free < leastRoom || float64(free) < leastShare*float64(all) {
		return wrong(area, "Liberá espacio: sin él PostgreSQL deja de aceptar pedidos.", "quedan %s de %s en %s", gib(free), gib(all), path)
	}
	return well(area, "quedan %s de %s en %s", gib(free), gib(all), path)
}
