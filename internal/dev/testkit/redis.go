package testkit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"github.com/redis/go-redis/v9"

	"integrador/internal/dev/devservices"
)

// Redis is a client of an empty server that only t uses.
func Redis(t testing.TB) *redis.Client {
	t.Helper()
	opts, err := redis.ParseURL(RedisURL(t))
	if err != nil {
		t.Fatalf("read the address of Redis: %v", err)
	}
	c := redis.NewClient(opts)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// RedisURL is the address of an empty server that only t uses. Call it once in a
// test: where tests share one server, a second call would wait for the first.
func RedisURL(t testing.TB) string {
	t.Helper()
	if given := os.Getenv("TEST_REDIS_URL"); given != "" {
		return exclusive(t, given)
	}
	server, errLocal := startRedis(t)
	if errLocal == nil {
		return server.URL()
	}
	shared, errDocker := dockerRedis()
	if errDocker != nil {
		t.Fatalf("the test needs Redis: run scripts/install-services.sh, start Docker, or set TEST_REDIS_URL: %v", errors.Join(errLocal, errDocker))
	}
	return exclusive(t, shared)
}

// RedisServer is a server of the test's own, to be killed and restarted. It
// forgets everything then.
func RedisServer(t testing.TB) *devservices.Redis {
	t.Helper()
	server, err := startRedis(t)
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func startRedis(t testing.TB) (*devservices.Redis, error) {
	t.Helper()
	opts, err := process.options("redis")
	if err != nil {
		return nil, err
	}
	server, err := devservices.StartRedis(detached(t), opts)
	if err != nil {
		return nil, fmt.Errorf("start a local Redis: %w", err)
	}
	t.Cleanup(func() { server.Kill(); server.Stop(); _ = devservices.Reset(opts.Dir) })
	return server, nil
}

// exclusive waits until no other test, of this process or another, uses the
// server at url, and empties it.
func exclusive(t testing.TB, url string) string {
	t.Helper()
	lock, err := os.OpenFile(filepath.Join(os.TempDir(), "integrador-test-redis.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX)
	}
	if err != nil {
		t.Fatalf("wait for Redis to be free: %v", err)
	}
	t.Cleanup(func() { _ = lock.Close() })
	if err := flush(t.Context(), url); err != nil {
		t.Fatalf("empty Redis: %v", err)
	}
	return url
}

func flush(ctx context.Context, url string) error {
	opts, err := redis.ParseURL(url)
	if err != nil {
		return fmt.Errorf("read TEST_REDIS_URL: %w", err)
	}
	c := redis.NewClient(opts)
	defer c.Close()
	return c.FlushAll(ctx).Err()
}

var dockerRedis = sync.OnceValues(func() (string, error) {
	at, err := runContainer(container{image: RedisImage, port: "6379/tcp", ready: func(at string) error {
		return flush(context.Background(), "redis://"+at)
	}})
	return "redis://" + at, err
})
