package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"go.temporal.io/api/workflowservice/v1"
)

// machine describes where the figures were measured.
type machine struct {
	cores                   int
	model, memory, kernel   string
	golang                  string
	postgres, redis, server string
	at                      time.Time
}

func (bm *benchmark) machine(ctx context.Context) (machine, error) {
	m := machine{
		cores: runtime.NumCPU(), golang: strings.TrimPrefix(runtime.Version(), "go"), at: time.Now(),
		model: field("/proc/cpuinfo", "model name"), memory: field("/proc/meminfo", "MemTotal"),
		kernel: runtime.GOOS,
	}
	if release, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		m.kernel += " " + strings.TrimSpace(string(release))
	}
	if err := bm.pool.QueryRow(ctx, "SHOW server_version").Scan(&m.postgres); err != nil {
		return m, fmt.Errorf("ask PostgreSQL's version: %w", err)
	}
	m.postgres, _, _ = strings.Cut(m.postgres, " ")
	info, err := bm.dial.WorkflowService().GetSystemInfo(ctx, &workflowservice.GetSystemInfoRequest{})
	if err != nil {
		return m, fmt.Errorf("ask Temporal's version: %w", err)
	}
	m.server = info.ServerVersion
	m.redis, err = redisVersion(ctx, bm.Redis.URL())
	return m, err
}

func redisVersion(ctx context.Context, url string) (string, error) {
	o, err := redis.ParseURL(url)
	if err != nil {
		return "", fmt.Errorf("read the address of Redis: %w", err)
	}
	c := redis.NewClient(o)
	defer c.Close()
	info, err := c.Info(ctx, "server").Result()
	if err != nil {
		return "", fmt.Errorf("ask Redis's version: %w", err)
	}
	return line(info, "redis_version"), nil
}

// field gives the first value of a name in one of /proc's lists.
func field(path, name string) string {
	content, err := os.ReadFile(path) //nolint:gosec // in /proc
	if err != nil {
		return "?"
	}
	return line(string(content), name)
}

func line(text, name string) string {
	for l := range strings.Lines(text) {
		if key, value, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "?"
}
