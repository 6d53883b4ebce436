// Package password hashes and checks the passwords of staff with bcrypt.
//
// Imports: none of this module.
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

// MaxBytes is how many bytes of a password bcrypt reads. A longer one is refused.
const MaxBytes = 72

// Hash returns the bcrypt hash of a password of 1 to MaxBytes bytes.
func Hash(password string) (string, error) {
	hash, err := bcrypt.GenerateFromPassword([]byte(password), Cost)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err) // bcrypt's errors do not quote it
	}
	return string(hash), nil
}

// work limits how many comparisons run at once, so that many logins do not take all
// processors.
var work = semaphore.NewWeighted(int64(max(1, runtime.GOMAXPROCS(0)/2)))

// Matches reports whether hash is the hash of password. It fails only if ctx ends
// while it waits for a processor. A malformed hash matches nothing.
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

// CompareNothing takes as long as Matches, so that the time of an answer does not show
// whether a person exists.
func CompareNothing(ctx context.Context, password string) error {
	_, err := Matches(ctx, unmatchable, password)
	return err
}

// unmatchable is a hash, of Cost, of a random text that was thrown away.
const unmatchable = "$2a$12$7N69j0Tu4z9Y1DsM8lWKOONMhj1/PrZ7WQ5bPV30ZAoRn2yJIbst6"
