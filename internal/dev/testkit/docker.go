package testkit

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/ory/dockertest/v3"
	"github.com/ory/dockertest/v3/docker"
	"go.temporal.io/sdk/client"

	"integrador/internal/dev/devservices"
)

// The images of the containers; docker-compose.yml runs the same PostgreSQL and Redis.
const (
	PostgresImage = "postgres:16.10-bookworm"
	RedisImage    = "redis:7.4.5-bookworm"
	temporalImage = "temporalio/temporal:1.5.1"
)

// container is a service in Docker.
type container struct {
	image string
	port  string // as Docker writes it: "5432/tcp"
	env   []string
	args  []string
	ready func(address string) error
}

// runContainer returns the address of the service once it is ready. A container
// that nobody stops ends by itself after half an hour.
func runContainer(c container) (address string, err error) {
	pool, err := dockertest.NewPool("")
	if err != nil {
		return "", fmt.Errorf("find Docker: %w", err)
	}
	if err := pool.Client.Ping(); err != nil {
		return "", fmt.Errorf("reach Docker: %w", err)
	}
	pool.MaxWait = time.Minute
	repository, tag, _ := strings.Cut(c.image, ":")
	resource, err := pool.RunWithOptions(&dockertest.RunOptions{Repository: repository, Tag: tag, Env: c.env, Cmd: c.args},
		func(host *docker.HostConfig) { host.AutoRemove = true })
	if err != nil {
		return "", fmt.Errorf("run %s: %w", c.image, err)
	}
	process.onStop(func() { _ = pool.Purge(resource) })
	_ = resource.Expire(30 * 60)
	address = resource.GetHostPort(c.port)
	if err := pool.Retry(func() error { return c.ready(address) }); err != nil {
		return "", fmt.Errorf("wait for %s: %w", c.image, err)
	}
	return address, nil
}

func dockerPostgres() (string, error) {
	url := func(at string) string { return "postgresql://postgres@" + at + "/postgres?sslmode=disable" }
	at, err := runContainer(container{
		image: PostgresImage, port: "5432/tcp",
		env:  []string{"POSTGRES_HOST_AUTH_METHOD=trust", "POSTGRES_INITDB_ARGS=--locale-provider=icu --icu-locale=es-AR"},
		args: []string{"postgres", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300", "-c", "timezone=UTC"},
		ready: func(at string) error {
			conn, err := pgx.Connect(context.Background(), url(at))
			if err != nil {
				return err
			}
			return conn.Close(context.Background())
		},
	})
	return url(at), err
}

func dockerTemporal() (string, error) {
	args := []string{"server", "start-dev", "--ip", "0.0.0.0", "--headless", "--log-level", "error"}
	for _, value := range devservices.DynamicConfig() {
		args = append(args, "--dynamic-config-value", value)
	}
	return runContainer(container{image: temporalImage, port: "7233/tcp", args: args, ready: func(at string) error {
		c, err := client.Dial(client.Options{HostPort: at, Logger: silent{}})
		if err != nil {
			return err
		}
		c.Close()
		return nil
	}})
}
