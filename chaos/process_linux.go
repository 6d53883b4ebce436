package main

import "syscall"

// tied lets a child die with this process, in a group of its own.
func tied() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
