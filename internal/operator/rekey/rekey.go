// Package rekey encrypts stored secrets again with the current key, so that an
// older key can be removed.
//
// Imports: internal/platform/postgres, internal/platform/postgres/dbgen,
// internal/platform/secretbox.
package rekey

import (
	"context"
	"fmt"

	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/secretbox"
)

// Counts is how many secrets were encrypted again, by what they belong to.
type Counts struct {
	Connections   int `json:"connections"`
	Notices       int `json:"notice_secrets"`
	Subscriptions int `json:"subscriptions"`
	APIKeys       int `json:"api_keys"`
	SecondFactors int `json:"second_factors"`
}

// Rekeyer encrypts with the first key of Box what another key encrypted, or none.
type Rekeyer struct {
	Store *postgres.Store
	Box   *secretbox.Box
}

// All goes through every stored secret. Only attempts to connect an account that
// are under way keep their key; they end within minutes.
func (k Rekeyer) All(ctx context.Context) (done Counts, err error) {
	for _, kind := range []struct {
		count *int
		rekey func(context.Context) (int, error)
	}{
		{&done.Connections, k.tokens},
		{&done.Notices, k.noticeSecrets},
		{&done.Subscriptions, k.subscriptions},
		{&done.APIKeys, k.apiKeys},
		{&done.SecondFactors, k.secondFactors},
	} {
		if *kind.count, err = kind.rekey(ctx); err != nil {
			return done, err
		}
	}
	return done, nil
}

func (k Rekeyer) tokens(ctx context.Context) (done int, err error) {
	rows, err := k.Store.SealedConnections(ctx)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		access, stale, err := k.seal(r.AccessToken, postgres.TokenBinding(r.TenantID, r.SellerUserID, "access_token"))
		if err != nil {
			return done, fmt.Errorf("connection %d: %w", r.ID, err)
		}
		refresh, alsoStale, err := k.seal(r.RefreshToken, postgres.TokenBinding(r.TenantID, r.SellerUserID, "refresh_token"))
		if err != nil {
			return done, fmt.Errorf("connection %d: %w", r.ID, err)
		}
		if !stale && !alsoStale {
			continue
		}
		// A connection renewed meanwhile has another version, and the current key.
		n, err := k.Store.RekeyConnection(ctx, dbgen.RekeyConnectionParams{
			ID:           r.ID,
			TenantID:     r.TenantID,
			Version:      r.TokenVersion,
			AccessToken:  access,
			RefreshToken: refresh,
		})
		if err != nil {
			return done, err
		}
		done += int(n)
	}
	return done, nil
}

func (k Rekeyer) noticeSecrets(ctx context.Context) (int, error) {
	rows, err := k.Store.SealedSecrets(ctx)
	return each(k, rows, err, func(r dbgen.SealedSecretsRow) (string, string) {
		return r.Secret, postgres.SecretBinding(r.TenantID, r.SellerUserID, r.Label)
	}, func(r dbgen.SealedSecretsRow, secret string) (int64, error) {
		return k.Store.RekeySecret(ctx, dbgen.RekeySecretParams{
			ID: r.ID, TenantID: r.TenantID, Secret: secret, Before: r.Secret,
		})
	})
}

func (k Rekeyer) subscriptions(ctx context.Context) (int, error) {
	rows, err := k.Store.SealedSubscriptions(ctx)
	return each(k, rows, err, func(r dbgen.SealedSubscriptionsRow) (string, string) {
		return r.SigningSecret, postgres.SubscriptionBinding(r.TenantID, r.Url)
	}, func(r dbgen.SealedSubscriptionsRow, secret string) (int64, error) {
		return k.Store.RekeySubscription(ctx, dbgen.RekeySubscriptionParams{
			ID: r.ID, TenantID: r.TenantID, Secret: secret, Before: r.SigningSecret,
		})
	})
}

func (k Rekeyer) apiKeys(ctx context.Context) (int, error) {
	rows, err := k.Store.SealedAPIKeys(ctx)
	return each(k, rows, err, func(r dbgen.SealedAPIKeysRow) (string, string) {
		return r.SigningSecret, postgres.APIKeyBinding(r.Lookup)
	}, func(r dbgen.SealedAPIKeysRow, secret string) (int64, error) {
		return k.Store.RekeyAPIKey(ctx, dbgen.RekeyAPIKeyParams{
			ID: r.ID, TenantID: r.TenantID, Secret: secret, Before: r.SigningSecret,
		})
	})
}

func (k Rekeyer) secondFactors(ctx context.Context) (int, error) {
	rows, err := k.Store.SealedFactors(ctx)
	return each(k, rows, err, func(r dbgen.SealedFactorsRow) (string, string) {
		return r.TotpSecret, postgres.FactorBinding(r.ID)
	}, func(r dbgen.SealedFactorsRow, secret string) (int64, error) {
		return k.Store.RekeyFactor(ctx, dbgen.RekeyFactorParams{
			ID: r.ID, TenantID: r.TenantID, Secret: secret, Before: r.TotpSecret,
		})
	})
}

// each encrypts the secret of each row again, and writes it unless the row
// changed meanwhile.
func each[R any](
	k Rekeyer, rows []R, err error, read func(R) (sealed, place string), write func(R, string) (int64, error),
) (done int, _ error) {
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		sealed, place := read(r)
		secret, stale, err := k.seal(&sealed, place)
		if err != nil {
			return done, fmt.Errorf("%s: %w", place, err)
		}
		if !stale {
			continue
		}
		n, err := write(r, *secret)
		if err != nil {
			return done, err
		}
		done += int(n)
	}
	return done, nil
}

// seal encrypts a secret with the current key if another key encrypted it, or none.
func (k Rekeyer) seal(sealed *string, place string) (resealed *string, stale bool, err error) {
	if sealed == nil || !k.Box.Stale(*sealed) {
		return sealed, false, nil
	}
	secret := *sealed
	if secretbox.IsSealed(secret) {
		if secret, err = k.Box.Open(secret, place); err != nil {
			return nil, false, err
		}
	}
	return new(k.Box.Seal(secret, place)), true, nil
}
