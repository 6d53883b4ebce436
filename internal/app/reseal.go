package app

import (
	"context"
	"fmt"
	"log/slog"

	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/secretbox"
)

// Resealed counts what was sealed anew, by what it is of.
type Resealed struct {
	Connections   int `json:"connections"`
	Notices       int `json:"notice_secrets"`
	Subscriptions int `json:"subscriptions"`
	APIKeys       int `json:"api_keys"`
	SecondFactors int `json:"second_factors"`
}

// Reseal seals every kept secret that another key than the current one sealed, so
// that the old key can go. Only attempts to connect an account that are under way
// keep theirs; they end within minutes.
func Reseal(ctx context.Context, cfg config.Config, log *slog.Logger) (done Resealed, err error) {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return done, err
	}
	defer p.close()
	return p.resealAll(ctx)
}

func (p *parts) resealAll(ctx context.Context) (done Resealed, err error) {
	for _, kind := range []struct {
		count  *int
		reseal func(context.Context) (int, error)
	}{
		{&done.Connections, p.resealTokens},
		{&done.Notices, p.resealSecrets},
		{&done.Subscriptions, p.resealSubscriptions},
		{&done.APIKeys, p.resealAPIKeys},
		{&done.SecondFactors, p.resealFactors},
	} {
		if *kind.count, err = kind.reseal(ctx); err != nil {
			return done, err
		}
	}
	return done, nil
}

func (p *parts) resealTokens(ctx context.Context) (done int, err error) {
	rows, err := p.store.SealedConnections(ctx)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		access, stale, err := p.reseal(r.AccessToken, postgres.TokenBinding(r.TenantID, r.SellerUserID, "access_token"))
		if err != nil {
			return done, fmt.Errorf("connection %d: %w", r.ID, err)
		}
		refresh, alsoStale, err := p.reseal(r.RefreshToken, postgres.TokenBinding(r.TenantID, r.SellerUserID, "refresh_token"))
		if err != nil {
			return done, fmt.Errorf("connection %d: %w", r.ID, err)
		}
		if !stale && !alsoStale {
			continue
		}
		// One that is renewed meanwhile has another version, and the current key's seal.
		n, err := p.store.ResealConnection(ctx, dbgen.ResealConnectionParams{
			ID: r.ID, TenantID: r.TenantID, Version: r.TokenVersion, AccessToken: access, RefreshToken: refresh,
		})
		if err != nil {
			return done, err
		}
		done += int(n)
	}
	return done, nil
}

func (p *parts) resealSecrets(ctx context.Context) (int, error) {
	rows, err := p.store.SealedSecrets(ctx)
	return resealEach(p, rows, err, func(r dbgen.SealedSecretsRow) (string, string) {
		return r.Secret, postgres.SecretBinding(r.TenantID, r.SellerUserID, r.Label)
	}, func(r dbgen.SealedSecretsRow, secret string) (int64, error) {
		return p.store.ResealSecret(ctx, dbgen.ResealSecretParams{ID: r.ID, TenantID: r.TenantID, Secret: secret, Before: r.Secret})
	})
}

func (p *parts) resealSubscriptions(ctx context.Context) (int, error) {
	rows, err := p.store.SealedSubscriptions(ctx)
	return resealEach(p, rows, err, func(r dbgen.SealedSubscriptionsRow) (string, string) {
		return r.SigningSecret, postgres.SubscriptionBinding(r.TenantID, r.Url)
	}, func(r dbgen.SealedSubscriptionsRow, secret string) (int64, error) {
		return p.store.ResealSubscription(ctx, dbgen.ResealSubscriptionParams{ID: r.ID, TenantID: r.TenantID, Secret: secret, Before: r.SigningSecret})
	})
}

func (p *parts) resealAPIKeys(ctx context.Context) (int, error) {
	rows, err := p.store.SealedAPIKeys(ctx)
	return resealEach(p, rows, err, func(r dbgen.SealedAPIKeysRow) (string, string) {
		return r.SigningSecret, postgres.APIKeyBinding(r.Lookup)
	}, func(r dbgen.SealedAPIKeysRow, secret string) (int64, error) {
		return p.store.ResealAPIKey(ctx, dbgen.ResealAPIKeyParams{ID: r.ID, TenantID: r.TenantID, Secret: secret, Before: r.SigningSecret})
	})
}

func (p *parts) resealFactors(ctx context.Context) (int, error) {
	rows, err := p.store.SealedFactors(ctx)
	return resealEach(p, rows, err, func(r dbgen.SealedFactorsRow) (string, string) {
		return r.TotpSecret, postgres.FactorBinding(r.ID)
	}, func(r dbgen.SealedFactorsRow, secret string) (int64, error) {
		return p.store.ResealFactor(ctx, dbgen.ResealFactorParams{ID: r.ID, TenantID: r.TenantID, Secret: secret, Before: r.TotpSecret})
	})
}

// resealEach seals anew what of tells of each row, and keeps it unless the row was
// written meanwhile.
func resealEach[R any](p *parts, rows []R, err error, of func(R) (sealed, place string), keep func(R, string) (int64, error)) (done int, _ error) {
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		sealed, place := of(r)
		secret, stale, err := p.reseal(&sealed, place)
		if err != nil {
			return done, fmt.Errorf("%s: %w", place, err)
		}
		if !stale {
			continue
		}
		n, err := keep(r, *secret)
		if err != nil {
			return done, err
		}
		done += int(n)
	}
	return done, nil
}

// reseal seals a secret under the current key, if another one sealed it, or none.
func (p *parts) reseal(sealed *string, place string) (again *string, stale bool, err error) {
	if sealed == nil || !p.vault.Stale(*sealed) {
		return sealed, false, nil
	}
	secret := *sealed
	if secretbox.IsSealed(secret) {
		if secret, err = p.vault.Open(secret, place); err != nil {
			return nil, false, err
		}
	}
	return new(p.vault.Seal(secret, place)), true, nil
}
