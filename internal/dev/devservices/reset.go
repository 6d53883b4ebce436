package devservices

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Reset deletes everything that services keep in dir or in directories right
// below it. While one of them is running nothing is deleted.
// A dir that does not exist is fine.
func Reset(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("find %s: %w", dir, err)
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("list %s: %w", dir, err)
	}
	homes := []string{dir}
	for _, entry := range entries {
		if entry.IsDir() {
			homes = append(homes, filepath.Join(dir, entry.Name()))
		}
	}
	return wipe(homes)
}

// wipe claims every home before it deletes the first.
func wipe(homes []string) (err error) {
	for _, home := range homes {
		if _, errLock := os.Stat(filepath.Join(home, lockName)); errLock != nil {
			continue // no service ever ran here
		}
		lock, errClaim := claim(home)
		if errClaim != nil {
			return fmt.Errorf("no borro nada: %w", errClaim)
		}
		defer lock.Close()
	}
	for _, home := range homes {
		err = errors.Join(err, os.RemoveAll(substitute(home)), os.RemoveAll(home))
	}
	if err != nil {
		return fmt.Errorf("wipe the data of services: %w", err)
	}
	return nil
}
