package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// takeConnections opens every connection that PostgreSQL allows, also in place of the
// product's, which are terminated once.
func (cl *cluster) takeConnections(lasts time.Duration) *fault {
	return &fault{what: "extraños con todas las conexiones de PostgreSQL", lasts: lasts, inject: func(ctx context.Context) (func(context.Context) error, error) {
		s := extraConnections{url: cl.appURL + "&application_name=strangers"}
		if err := s.fill(ctx); err != nil {
			return s.leave, err
		}
		within, stop := context.WithTimeout(ctx, lasts+10*time.Second)
		s.stop = stop
		for range 4 {
			s.takers.Go(func() { s.keepTaking(within) })
		}
		_, err := cl.pool.Exec(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'integrador' AND application_name <> 'strangers'`)
		return s.leave, err
	}}
}

// extraConnections are connections that do nothing.
type extraConnections struct {
	url    string
	stop   func()
	takers sync.WaitGroup

	mu    sync.Mutex
	conns []*pgx.Conn
}

const (
	tooMany   = "53300"
	enough    = 2000 // more than PostgreSQL can be set to give here
	takeEvery = 5 * time.Millisecond
)

// fill connects until PostgreSQL refuses.
func (s *extraConnections) fill(ctx context.Context) error {
	for range enough {
		err := s.take(ctx)
		if no, ok := errors.AsType[*pgconn.PgError](err); ok && no.Code == tooMany {
			return nil
		}
		if err != nil {
			return fmt.Errorf("take PostgreSQL's connections: %w", err)
		}
	}
	return fmt.Errorf("PostgreSQL gave %d connections and has more", enough)
}

// keepTaking takes every connection that is released until ctx ends.
func (s *extraConnections) keepTaking(ctx context.Context) {
	for ctx.Err() == nil {
		if s.take(ctx) != nil {
			pause(ctx, takeEvery)
		}
	}
}

func (s *extraConnections) take(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns = append(s.conns, conn)
	return nil
}

func (s *extraConnections) leave(ctx context.Context) error {
	if s.stop != nil {
		s.stop()
	}
	s.takers.Wait()
	for _, conn := range s.conns {
		_ = conn.Close(ctx)
	}
	return nil
}

// idleConnections keeps connections to the gateway that send nothing: most of them not
// even a request, the rest as sockets of the kitchen.
func (cl *cluster) idleConnections(n int, lasts time.Duration) *fault {
	return &fault{what: fmt.Sprintf("%d conexiones ociosas en el gateway", n), lasts: lasts, inject: func(ctx context.Context) (func(context.Context) error, error) {
		var open []interface{ Close() error }
		leave := func(context.Context) error {
			for _, c := range open {
				_ = c.Close()
			}
			return nil
		}
		token := cl.staff["manager"].Token()
		screen := "ws" + cl.gateway[len("http"):] + "/ws/kitchen?token=" + url.QueryEscape(token)
		for i := range n {
			if i%4 != 0 {
				conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", cl.gateway[len("http://"):])
				if err != nil {
					return leave, fmt.Errorf("open an idle connection: %w", err)
				}
				open = append(open, conn)
				continue
			}
			conn, resp, err := websocket.DefaultDialer.DialContext(ctx, screen, nil)
			if resp != nil {
				_ = resp.Body.Close()
			}
			if err != nil {
				return leave, fmt.Errorf("open an idle socket: %w", err)
			}
			open = append(open, conn)
		}
		return leave, nil
	}}
}
