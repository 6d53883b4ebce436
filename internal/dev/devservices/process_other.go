//go:build unix && !linux

package devservices

import "syscall"

// attributes cannot tie the child to this process outside Linux: there Stop has to be called.
func attributes(c command) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: c.user.credential()}
}

// children are left to notice their parent's death by themselves.
func children(int) []int { return nil }
