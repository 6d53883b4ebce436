package devservices

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

const host = "127.0.0.1"

// lockName is the file in a service's directory that says it is taken.
const lockName = "lock"

// Free ports are chosen below the range that systems give to outgoing
// connections, so that a restart finds its port still free.
const (
	lowestFreePort  = 15000
	highestFreePort = 31999
)

func choosePort(service string, wanted int) (int, error) {
	if wanted != 0 {
		return wanted, portSoonFree(service, wanted)
	}
	for range 200 {
		port := lowestFreePort + rand.IntN(highestFreePort-lowestFreePort+1)
		if portFree(service, port) == nil {
			return port, nil
		}
	}
	return 0, fmt.Errorf("no encontré ningún puerto libre para %s entre %d y %d", service, lowestFreePort, highestFreePort)
}

// FreePorts finds n different ports on which a program may listen, and find them
// free again when it restarts.
func FreePorts(n int) (ports []int, err error) {
	for len(ports) < n {
		port, err := choosePort("un programa", 0)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ports, port) {
			ports = append(ports, port)
		}
	}
	return ports, nil
}

// portSoonFree gives a service of a run that was just killed the time to end.
func portSoonFree(service string, port int) (err error) {
	for range 30 {
		if err = portFree(service, port); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

// portFree is nil if a service may listen on port.
func portFree(service string, port int) error {
	l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return fmt.Errorf("el puerto %d, que necesita %s, está ocupado: cerrá el programa que lo usa o elegí otro puerto", port, service)
	}
	return l.Close()
}

// claim takes dir for this process until the file is closed or the process
// ends. The file is not inherited by the services.
func claim(dir string) (*os.File, error) {
	lock, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the lock of %s: %w", dir, err)
	}
	err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, errors.Join(fmt.Errorf("ya está en marcha en %s: usá esa o cerrala primero", dir), lock.Close())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", dir, err), lock.Close())
	}
	return lock, nil
}
