package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"integrador/internal/platform/config"
)

// A Role is one kind of process. It runs until ctx ends and returns nil then.
type Role func(ctx context.Context, d *Deps) error

// The roles, which scale independently.
var (
	API     Role = runAPI
	Worker  Role = runWorker
	Gateway Role = runGateway
)

// Run runs roles in one process until ctx ends. When one fails the others are
// stopped and its error is returned.
func Run(ctx context.Context, cfg config.Config, log *slog.Logger, roles ...Role) error {
	d, err := Open(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer d.Close()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return d.events.Run(ctx) })
	for _, role := range roles {
		group.Go(func() error {
			err := role(ctx, d)
			if err == nil && ctx.Err() == nil {
				return errors.New("a role stopped by itself")
			}
			return err
		})
	}
	return group.Wait()
}

// drain is how long a server may take to finish its requests.
const drain = 10 * time.Second

// serve listens on a port until ctx ends, and then lets requests finish.
func serve(ctx context.Context, port int, server *http.Server) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort("", strconv.Itoa(port)))
	if err != nil {
		return fmt.Errorf("el puerto %d no está libre: "+
			"cerrá el programa que lo usa o elegí otro por configuración: %w", port, err)
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve port %d: %w", port, err)
	case <-ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stop port %d: %w", port, err)
	}
	return nil
}
