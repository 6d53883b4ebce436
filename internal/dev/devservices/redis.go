package devservices

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"syscall"
	"time"
)

// Redis is a private Redis server.
type Redis struct{ *service }

// StartRedis starts a server that keeps its data in opts.Dir if it is Durable,
// and nowhere otherwise.
func StartRedis(ctx context.Context, opts Options) (*Redis, error) {
	path, err := redisServer()
	if err != nil {
		return nil, err
	}
	s, err := newService("Redis", opts)
	if err != nil {
		return nil, err
	}
	r := &Redis{s}
	s.command = func() command { return r.server(path, opts.Durable) }
	s.ready = r.ping
	if err := r.start(ctx); err != nil {
		r.Stop()
		return nil, err
	}
	return r, nil
}

func (r *Redis) server(path string, durable bool) command {
	appendOnly := "no"
	if durable {
		appendOnly = "yes"
	}
	return command{path: path, term: syscall.SIGTERM, args: []string{
		"--bind", host,
		"--port", strconv.Itoa(r.port),
		"--dir", r.dir,
		"--daemonize", "no",
		"--save", "",
		"--appendonly", appendOnly,
		"--maxmemory-policy", "noeviction",
	}}
}

// ping speaks the protocol by hand: a client would log every attempt.
func (r *Redis) ping(ctx context.Context) error {
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", r.address())
	if err != nil {
		return fmt.Errorf("reach Redis: %w", err)
	}
	defer conn.Close()
	answer := make([]byte, len("+PONG"))
	err = errors.Join(conn.SetDeadline(time.Now().Add(time.Second)), send(conn, "PING\r\n"))
	if _, errRead := io.ReadFull(conn, answer); err != nil || errRead != nil {
		return fmt.Errorf("ask Redis for a sign of life: %w", errors.Join(err, errRead))
	}
	if string(answer) != "+PONG" { // still loading its data
		return fmt.Errorf("redis answers %q", answer)
	}
	return nil
}

func send(w io.Writer, line string) error {
	_, err := io.WriteString(w, line)
	return err
}

// Restart brings a stopped or killed server back on its port, with its data if
// it is durable and empty otherwise.
func (r *Redis) Restart(ctx context.Context) error { return r.start(ctx) }

// URL is the server's address.
func (r *Redis) URL() string { return "redis://" + r.address() }
