package testkit

import (
	"fmt"

	"golang.org/x/sync/errgroup"
)

// Share starts one PostgreSQL and one Temporal for many test processes and
// returns the environment that leads them there. What the environment names
// already is not started. The caller ends them with Stop.
func Share() (environ []string, err error) {
	var database, address string
	var services errgroup.Group
	services.Go(func() (err error) { database, err = postgres(); return err })
	services.Go(func() (err error) { address, err = temporalServer(); return err })
	if err := services.Wait(); err != nil {
		return nil, fmt.Errorf("start the services of tests: %w", err)
	}
	return []string{"TEST_DATABASE_URL=" + database, "TEST_TEMPORAL_ADDRESS=" + address}, nil
}
