package e2e_test

import (
	"context"
	"fmt"
	"os/exec"
	"time"
)

func (l *load) debug() {
	ns := ""
	for _, e := range l.s.processes["api"].env {
		if len(e) > 19 && e[:19] == "TEMPORAL_NAMESPACE=" { ns = e[19:] }
	}
	at := l.s.temporal.Address()
	for _, args := range [][]string{
		{"workflow", "list"},
		{"workflow", "describe", "-w", fmt.Sprintf("table-session/%d", l.seats[0].table)},
		{"workflow", "show", "-w", fmt.Sprintf("table-session/%d", l.seats[0].table)},
		{"task-queue", "describe", "--task-queue", "table-sessions"},
	} {
		ctx, c := context.WithTimeout(context.Background(), 15*time.Second)
		out, err := exec.CommandContext(ctx, "/root/go/bin/temporal", append(args, "--address", at, "--namespace", ns)...).CombinedOutput()
		c()
		if len(out) > 6000 { out = out[len(out)-6000:] }
		fmt.Println("DEBUG", args, err, string(out))
	}
}
