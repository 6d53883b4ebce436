package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of /proc's times: 100 per second on Linux.
const tick = 10 * time.Millisecond

// role is one kind of process whose CPU time is reported apart.
type role struct {
	name   string
	pid    func() int
	family bool // with its children: PostgreSQL has one for each connection
}

// usage is the CPU time of roles since they began.
type usage map[string]time.Duration

// measure reads the CPU time of every role. Where there is no /proc it is zero.
func measure(roles []role) usage {
	u := usage{}
	for _, r := range roles {
		u[r.name] = cpuOf(r.pid(), r.family)
	}
	return u
}

// since is the difference to an earlier measure.
func (u usage) since(before usage) usage {
	d := maps.Clone(u)
	for name, t := range before {
		d[name] -= t
	}
	return d
}

func (u usage) add(more usage) {
	for name, t := range more {
		u[name] += t
	}
}

// total leaves out the load generator.
func (u usage) total() time.Duration {
	var sum time.Duration
	for name, t := range u {
		if name != generator {
			sum += t
		}
	}
	return sum
}

// The fields of /proc/PID/stat after the name, from 0.
const (
	fieldUser = 11 + iota
	fieldSystem
	fieldChildrenUser
	fieldChildrenSystem
)

func cpuOf(pid int, family bool) time.Duration {
	fields := statOf(pid)
	if fields == nil {
		return 0
	}
	sum := fields.ticks(fieldUser) + fields.ticks(fieldSystem)
	if !family {
		return sum
	}
	sum += fields.ticks(fieldChildrenUser) + fields.ticks(fieldChildrenSystem)
	for _, child := range childrenOf(pid) {
		sum += cpuOf(child, true)
	}
	return sum
}

type stat []string

func (s stat) ticks(field int) time.Duration {
	n, _ := strconv.ParseInt(s[field], 10, 64)
	return time.Duration(n) * tick
}

// statOf is nil for a process that has ended.
func statOf(pid int) stat {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	_, after, _ := bytes.Cut(content, []byte(") "))
	fields := strings.Fields(string(after))
	if len(fields) <= fieldChildrenSystem {
		return nil
	}
	return fields
}

func childrenOf(pid int) []int {
	content, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	var pids []int
	for field := range strings.FieldsSeq(string(content)) {
		if child, err := strconv.Atoi(field); err == nil {
			pids = append(pids, child)
		}
	}
	return pids
}

// memory is a process's use in bytes: now, and the maxSessions there was.
type memory struct{ now, peak int64 }

func memoryOf(pid int) memory {
	content, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	var m memory
	for line := range strings.Lines(string(content)) {
		name, value, _ := strings.Cut(line, ":")
		kilobytes, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		switch name {
		case "VmRSS":
			m.now = kilobytes << 10
		case "VmHWM":
			m.peak = kilobytes << 10
		}
	}
	return m
}
