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

// Doctor has what there is to look at.
type Doctor struct {
	Config     config.Config
	Store      *postgres.Store
	Redis      *redis.Client
	Temporal   client.Client
	Migrations []int64  // that this program knows, ascending
	Dirs       []string // whose disks are looked at
}

// patience is how long each dependency may take to answer all its questions.
const patience = 10 * time.Second

// Examine looks at everything, one area after the other; progress hears which.
func (d Doctor) Examine(ctx context.Context, progress func(area string)) Report {
	r := Report{well("Configuración", "se entiende y es válida (%s)", d.Config.Environment)}
	for _, look := range []struct {
		area string
		at   func(context.Context) Report
	}{
		{postgresArea, d.postgres},
		{redisArea, d.redis},
		{temporalArea, d.temporal},
		{"Procesos", d.ports},
		{"Disco", func(context.Context) Report { return d.disks() }},
	} {
		progress(look.area)
		ctx, cancel := context.WithTimeout(ctx, patience)
		r = append(r, look.at(ctx)...)
		cancel()
	}
	return r
}

// Misconfigured is the report of a configuration that cannot be used: one finding
// for each of its problems.
func Misconfigured(err error) (r Report) {
	var problems config.Problems
	if !errors.As(err, &problems) {
		problems = config.Problems{err.Error()}
	}
	for _, p := range problems {
		r = append(r, wrong("Configuración", "integrador config --example dice qué es cada variable.", "%s", p))
	}
	return r
}
