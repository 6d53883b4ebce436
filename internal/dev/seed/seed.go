// Package seed writes the demo restaurant into an empty database, and keeps its
// waiters assigned to their sectors day after day.
//
// What the restaurant is stands in restaurants.go, catalogue.go, office.go and menu_*.go; how
// it becomes rows, in write*.go.
//
// Imports: internal/domain/money, internal/platform/password, internal/platform/postgres.
package seed

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"integrador/internal/platform/password"
	"integrador/internal/platform/postgres"
)

// lock keeps two processes from seeding at once.
const lock = 0x736565_64 // "seed"

// Demo writes the demo data if no tenant exists, and reports whether it did. In
// either case the demo's waiters are assigned for today, now being the current time. It is safe to run in several processes.
func Demo(ctx context.Context, db *postgres.Store, now time.Time) (seeded bool, err error) {
	return DemoHashed(ctx, db, now, password.Hash)
}

// DemoHashed is Demo with another way to hash passwords. Tests that log nobody
// in save seconds with a cheap one.
func DemoHashed(ctx context.Context, db *postgres.Store, now time.Time, hash func(string) (string, error)) (seeded bool, err error) {
	empty, err := isEmpty(ctx, db)
	if err != nil {
		return false, err
	}
	if empty {
		if seeded, err = write(ctx, db, restaurants(), hash, now); err != nil {
			return false, fmt.Errorf("seed the demo: %w", err)
		}
	}
	return seeded, EnsureAssignments(ctx, db, now)
}

func isEmpty(ctx context.Context, db *postgres.Store) (empty bool, err error) {
	err = db.InTx(ctx, func(tx *postgres.Tx) error {
		empty, err = noTenant(ctx, tx)
		return err
	})
	return empty, err
}

func noTenant(ctx context.Context, tx *postgres.Tx) (none bool, err error) {
	if err := tx.QueryRow(ctx, "SELECT NOT EXISTS (SELECT FROM tenant)").Scan(&none); err != nil {
		return false, fmt.Errorf("look for a tenant: %w", err)
	}
	return none, nil
}

// write stores all restaurants in one transaction, unless another process was faster. The
// passwords are hashed before, because that takes seconds.
func write(ctx context.Context, db *postgres.Store, all []restaurant, hash func(string) (string, error),
	now time.Time) (seeded bool, err error) {
	hashes, err := hashAll(all, hash)
	if err != nil {
		return false, err
	}
	err = db.InTx(ctx, func(tx *postgres.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", lock); err != nil {
			return fmt.Errorf("wait for other seeders: %w", err)
		}
		if seeded, err = noTenant(ctx, tx); err != nil || !seeded {
			return err
		}
		for _, h := range all {
			if err := writeRestaurant(ctx, tx, h, hashes, now); err != nil {
				return fmt.Errorf("%s: %w", h.slug, err)
			}
		}
		return nil
	})
	return seeded, err
}

// hashAll hashes each password once, several at a time, and returns the hash by
// password. Demo people share passwords, which the README prints anyway.
func hashAll(all []restaurant, hash func(string) (string, error)) (map[string]string, error) {
	hashes := map[string]string{}
	for _, h := range all {
		for _, p := range h.people {
			hashes[p.password] = ""
		}
	}
	words := slices.Collect(maps.Keys(hashes))
	made := make([]string, len(words))
	var group errgroup.Group
	for i, word := range words {
		group.Go(func() (err error) {
			made[i], err = hash(word)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for i, word := range words {
		hashes[word] = made[i]
	}
	return hashes, nil
}
