package devservices

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is who runs PostgreSQL, which refuses to run as root.
type account struct {
	name     string
	uid, gid uint32
}

// postgresAccount is nil unless we are root.
func postgresAccount() (*account, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if a, err := lookup(name); err == nil {
			return a, nil
		}
	}
	return nil, errors.New("PostgreSQL no acepta correr como root y no hay un usuario postgres ni nobody: ejecutá esto con otro usuario")
}

func lookup(name string) (*account, error) {
	u, err := user.Lookup(name)
	if err != nil {
		return nil, fmt.Errorf("look up %s: %w", name, err)
	}
	uid, errU := strconv.ParseUint(u.Uid, 10, 32)
	gid, errG := strconv.ParseUint(u.Gid, 10, 32)
	return &account{name: name, uid: uint32(uid), gid: uint32(gid)}, errors.Join(errU, errG)
}

// credential makes a child run as a; nil keeps the current user.
func (a *account) credential() *syscall.Credential {
	if a == nil {
		return nil
	}
	return &syscall.Credential{Uid: a.uid, Gid: a.gid}
}

// own makes dir, for a alone.
func (a *account) own(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make %s: %w", dir, err)
	}
	if a == nil {
		return nil
	}
	return os.Chown(dir, int(a.uid), int(a.gid))
}

// reachable returns dir if a may go there, and otherwise a directory that always
// stands for it, in a place open to everybody: /root and many homes are closed.
func (a *account) reachable(dir string) string {
	if a == nil || a.mayTraverse(dir) {
		return dir
	}
	return substitute(dir)
}

func (a *account) mayTraverse(dir string) bool {
	for ; ; dir = filepath.Dir(dir) {
		var info syscall.Stat_t
		if err := syscall.Stat(dir, &info); err != nil {
			return false
		}
		if !a.mayEnter(&info) {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}

func (a *account) mayEnter(info *syscall.Stat_t) bool {
	switch {
	case info.Uid == a.uid:
		return info.Mode&0o100 != 0
	case info.Gid == a.gid:
		return info.Mode&0o010 != 0
	default:
		return info.Mode&0o001 != 0
	}
}

// substitute is the same for the same dir every time, so that the next run
// finds the data again. /var/tmp outlives a reboot; os.TempDir may not.
func substitute(dir string) string {
	base := "/var/tmp"
	if info, err := os.Stat(base); err != nil || !info.IsDir() {
		base = os.TempDir()
	}
	sum := sha256.Sum256([]byte(dir))
	return filepath.Join(base, "integrador-"+hex.EncodeToString(sum[:6]))
}
