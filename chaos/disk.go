package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// disk is a file system of PostgreSQL's own, whose size can be changed while it
// is in use. It holds its data in memory.
type disk struct {
	at  string // "" where none could be mounted
	why string // then
}

const roomy = 4 << 30

// mountDisk gives PostgreSQL a disk of its own, if this user may mount one.
func mountDisk(ctx context.Context, at string) (disk, error) {
	if err := os.MkdirAll(at, 0o755); err != nil { //nolint:gosec // PostgreSQL runs as another user, who has to pass
		return disk{}, fmt.Errorf("make the disk's directory: %w", err)
	}
	d := disk{at: at}
	if err := d.mount(ctx, fmt.Sprintf("mode=0755,size=%d", roomy)); err != nil {
		d = disk{why: err.Error()} // this fault is left out, and the run says so
	}
	return d, nil
}

func (d disk) mount(ctx context.Context, options string) error {
	output, err := exec.CommandContext(ctx, "mount", "-t", "tmpfs", "-o", options, "tmpfs", d.at).CombinedOutput() //nolint:gosec // our own words
	if err != nil {
		return fmt.Errorf("mount: %w: %s", err, strings.TrimSpace(string(output)))
	}
	return nil
}

// fill leaves no space on the disk; free gives it back.
func (d disk) fill(ctx context.Context) (err error) {
	for range 20 { // it is written to meanwhile, and cannot be smaller than what it holds
		var now syscall.Statfs_t
		if err := syscall.Statfs(d.at, &now); err != nil {
			return fmt.Errorf("measure the disk: %w", err)
		}
		used := (now.Blocks - now.Bfree) * uint64(now.Bsize) //nolint:gosec // no size is negative
		if err = d.mount(ctx, fmt.Sprintf("remount,size=%d", used)); err == nil {
			return nil
		}
	}
	return err
}

func (d disk) free(ctx context.Context) error {
	return d.mount(ctx, fmt.Sprintf("remount,size=%d", roomy))
}

// unmount removes the disk and all that is on it.
func (d disk) unmount() {
	if d.at != "" {
		_ = exec.Command("umount", "--lazy", d.at).Run() //nolint:gosec,noctx // the last thing that happens
	}
}

// fullDisk leaves PostgreSQL no space: first for what tables grow by, then for its
// log too, for which it ends itself. When there is space again it is started, as
// whatever keeps it running would.
func (cl *cluster) fullDisk(lasts time.Duration) *fault {
	return &fault{what: "disco lleno PostgreSQL", lasts: lasts / 2, inject: func(ctx context.Context) (func(context.Context) error, error) {
		heal := func(ctx context.Context) error {
			if err := cl.disk.free(ctx); err != nil {
				return err
			}
			began := time.Now()
			cl.Postgres.Kill() // it may be on its way down
			if err := cl.Postgres.Restart(ctx); err != nil {
				return err
			}
			return cl.noteReady(ctx, "PostgreSQL", began)
		}
		if err := cl.disk.fill(ctx); err != nil {
			return heal, err
		}
		pause(ctx, lasts/2)
		cl.exhaustLog(ctx)
		return heal, nil
	}}
}

// exhaustLog writes until PostgreSQL's log needs a new file and there is none.
func (cl *cluster) exhaustLog(ctx context.Context) {
	for range 8 {
		if _, err := cl.pool.Exec(ctx, `SELECT pg_logical_emit_message(false, 'simulacro', repeat('x', 4000000)), pg_switch_wal()`); err != nil {
			return // as it should
		}
	}
}

// spaceRefused counts what PostgreSQL could not write.
func (cl *cluster) spaceRefused() int {
	content, _ := os.ReadFile(cl.Postgres.LogPath()) //nolint:gosec // our own
	return strings.Count(string(content), "No space left on device")
}
