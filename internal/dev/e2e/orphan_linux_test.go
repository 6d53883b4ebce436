package e2e_test

import "syscall"

// orphanage has the kernel end a child whose test process was killed.
func orphanage() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
