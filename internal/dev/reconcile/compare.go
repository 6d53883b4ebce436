package reconcile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"integrador/internal/domain/money"
)

// Provider is what a provider collected, by our reference, as its simulator
// answers at /__sim/ledger.
type Provider struct {
	ByReference map[string]Collected `json:"by_external_reference"`
}

// Collected is the money of one reference.
type Collected struct {
	Payments int         `json:"payments"`
	Approved money.Cents `json:"approved_cents"`
	Refunded money.Cents `json:"refunded_cents"`
	Net      money.Cents `json:"net_cents"` // what the seller holds
}

// ReadProvider decodes the answer of /__sim/ledger.
func ReadProvider(raw []byte) (p Provider, err error) {
	if err = json.Unmarshal(raw, &p); err != nil {
		return p, fmt.Errorf("read the provider's ledger: %w", err)
	}
	return p, nil
}

// Compare compares, reference by reference, what the ledger and the provider say
// that a restaurant holds. References of quarantined payments are only the provider's.
func Compare(ctx context.Context, db *pgxpool.Pool, theirs Provider) error {
	ours, err := held(ctx, db)
	if err != nil {
		return &Unread{err}
	}
	var wrong []error
	for reference, theirs := range theirs.ByReference {
		if ours[reference] != theirs.Net {
			wrong = append(wrong, fmt.Errorf("%s: our ledger holds %s, the provider's %s", reference, ours[reference], theirs.Net))
		}
		delete(ours, reference)
	}
	for _, reference := range slices.Sorted(maps.Keys(ours)) {
		if ours[reference] != 0 {
			wrong = append(wrong, fmt.Errorf("%s: our ledger holds %s, the provider knows of no payment", reference, ours[reference]))
		}
	}
	return errors.Join(wrong...)
}

func held(ctx context.Context, db *pgxpool.Pool) (map[string]money.Cents, error) {
	rows, err := db.Query(ctx, `SELECT reference, sum(effect_cents)::bigint FROM payment
WHERE provider = 'MERCADO_PAGO' AND reference IS NOT NULL GROUP BY reference`)
	if err != nil {
		return nil, err
	}
	sums := map[string]money.Cents{}
	var reference string
	var cents money.Cents
	_, err = pgx.ForEachRow(rows, []any{&reference, &cents}, func() error {
		sums[reference] = cents
		return nil
	})
	return sums, err
}
