package devservices

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// attributes ties the child to this process: it receives its signal when this process ends.
func attributes(c command) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: c.term, Credential: c.user.credential()}
}

// children are the direct children of pid.
func children(pid int) []int {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return nil
	}
	var pids []int
	for field := range strings.FieldsSeq(string(content)) {
		if child, err := strconv.Atoi(field); err == nil {
			pids = append(pids, child)
		}
	}
	return pids
}
