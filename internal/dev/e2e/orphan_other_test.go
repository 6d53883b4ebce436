//go:build !linux

package e2e_test

import "syscall"

// orphanage leaves orphans to whoever killed the test process.
func orphanage() *syscall.SysProcAttr { return nil }
