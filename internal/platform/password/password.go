// Package password keeps and checks the passwords of staff, as bcrypt hashes.
//
// It imports nothing of this project.
package password

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"golang.org/x/crypto/bcrypt"
	"golang.org/x/sync/semaphore"
)

// Cost is bcrypt's work factor of new hashes: about a quarter of a second.
const Cost = 12

// MaxBytes is how much of a password bcrypt reads. A longer one is refused
// instead of being cut.
const MaxBytes = 72

// Hash makes what is stored of a password of 1 to MaxBytes bytes.
func Hash(password string) (string, error) {
	hash, err := bcrypt.GenerateFromPassword([]byte(password), Cost)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err) // bcrypt's errors do not quote it
	}
	return string(hash), nil
}

// work bounds how many comparisons run at once, so that a flood of logins
// leaves processors to everybody else.
var work = semaphore.NewWeighted(int64(max(1, runtime.GOMAXPROCS(0)/2)))

// Matches reports whether hash was made of password. It waits for its turn, and
// fails only when ctx ends before. A hash that is none matches nothing.
func Matches(ctx context.Context, hash, password string) (bool, error) {
	if len(password) > MaxBytes {
		hash = unmatchable
	}
	if err := work.Acquire(ctx, 1); err != nil {
		return false, fmt.Errorf("wait to check a password: %w", err)
	}
	defer work.Release(1)
	err := bcrypt.CompareHashAndPassword([]byte(hash), []byte(password))
	if err != nil && !errors.Is(err, bcrypt.ErrMismatchedHashAndPassword) {
		_ = bcrypt.CompareHashAndPassword([]byte(unmatchable), []byte(password))
	}
	return err == nil, nil
}

// CompareNothing takes as long as Matches. Whoever is told "no" must not learn
// from a clock that there is no such person.
func CompareNothing(ctx context.Context, password string) error {
	_, err := Matches(ctx, unmatchable, password)
	return err
}

// unmatchable is a hash, of Cost, of a random text that nobody kept.
const unmatchable = "$2a$12$7N69j0Tu4z9Y1DsM8lWKOONMhj1/PrZ7WQ5bPV30ZAoRn2yJIbst6"
