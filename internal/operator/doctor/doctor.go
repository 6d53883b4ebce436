package doctor

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
	"go.temporal.io/sdk/client"

	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
)

// Doctor has the connections and the configuration that are checked.
type Doctor struct {
	Config     config.Config
	Store      *postgres.Store
	Redis      *redis.Client
	Temporal   client.Client
	Migrations []int64  // of this program, ascending
	Dirs       []string // whose disks are checked
}

// areaTimeout bounds all checks of one area.
const areaTimeout = 10 * time.Second

// Examine checks one area after the other; progress receives the name of each.
func (d Doctor) Examine(ctx context.Context, progress func(area string)) Report {
	r := Report{areaConfig.ok("se entiende y es válida (%s)", d.Config.Environment)}
	for _, check := range []struct {
		area area
		run  func(context.Context) Report
	}{
		{areaPostgres, d.postgres},
		{areaRedis, d.redis},
		{areaTemporal, d.temporal},
		{areaProcesses, d.ports},
		{areaDisk, func(context.Context) Report { return d.disks() }},
	} {
		progress(string(check.area))
		ctx, cancel := context.WithTimeout(ctx, areaTimeout)
		r = append(r, check.run(ctx)...)
		cancel()
	}
	return r
}

// Misconfigured is the report of an invalid configuration: one finding for each problem.
func Misconfigured(err error) (r Report) {
	var problems config.Problems
	if !errors.As(err, &problems) {
		problems = config.Problems{err.Error()}
	}
	for _, p := range problems {
		r = append(r, areaConfig.wrong("integrador config --example dice qué es cada variable.", "%s", p))
	}
	return r
}
