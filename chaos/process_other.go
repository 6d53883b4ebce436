//go:build !linux

package main

import "syscall"

// tied puts a child in a group of its own, so that a Ctrl-C reaches only us.
func tied() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
