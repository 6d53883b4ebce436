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

// crowd has strangers take every connection that PostgreSQL gives, also those of
// the product, which are ended once: whoever is faster gets the place.
func (h *house) crowd(lasts time.Duration) *strike {
	return &strike{what: "extraños con todas las conexiones de PostgreSQL", lasts: lasts, inject: func(ctx context.Context) (func(context.Context) error, error) {
		s := strangers{url: h.appURL + "&application_name=strangers"}
		if err := s.fill(ctx); err != nil {
			return s.leave, err
		}
		within, stop := context.WithTimeout(ctx, lasts+10*time.Second)
		s.stop = stop
		for range 4 { // they wait at the door
			s.pushing.Go(func() { s.push(within) })
		}
		_, err := h.pool.Exec(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'integrador' AND application_name <> 'strangers'`)
		return s.leave, err
	}}
}

// strangers are connections that do nothing.
type strangers struct {
	url     string
	stop    func()
	pushing sync.WaitGroup

	mu    sync.Mutex
	conns []*pgx.Conn
}

const (
	tooMany  = "53300"
	enough   = 2000 // more than PostgreSQL can be set to give here
	doorstep = 5 * time.Millisecond
)

// fill connects until there is no place any more.
func (s *strangers) fill(ctx context.Context) error {
	for range enough {
		err := s.enter(ctx)
		if no, ok := errors.AsType[*pgconn.PgError](err); ok && no.Code == tooMany {
			return nil
		}
		if err != nil {
			return fmt.Errorf("take PostgreSQL's connections: %w", err)
		}
	}
	return fmt.Errorf("PostgreSQL gave %d connections and has more", enough)
}

// push takes every place that comes free until ctx ends.
func (s *strangers) push(ctx context.Context) {
	for ctx.Err() == nil {
		if s.enter(ctx) != nil {
			pause(ctx, doorstep)
		}
	}
}

func (s *strangers) enter(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns = append(s.conns, conn)
	return nil
}

func (s *strangers) leave(ctx context.Context) error {
	if s.stop != nil {
		s.stop()
	}
	s.pushing.Wait()
	for _, conn := range s.conns {
		_ = conn.Close(ctx)
	}
	return nil
}

// idlers keep sockets at the gateway and say nothing: most of them not even what
// they came for, the rest as screens of the kitchen.
func (h *house) idlers(n int, lasts time.Duration) *strike {
	return &strike{what: fmt.Sprintf("%d conexiones ociosas en el gateway", n), lasts: lasts, inject: func(ctx context.Context) (func(context.Context) error, error) {
		var open []interface{ Close() error }
		leave := func(context.Context) error {
			for _, c := range open {
				_ = c.Close()
			}
			return nil
		}
		token := h.staff["manager"].Token()
		screen := "ws" + h.gateway[len("http"):] + "/ws/kitchen?token=" + url.QueryEscape(token)
		for i := range n {
			if i%4 != 0 {
				conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", h.gateway[len("http://"):])
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
