package app

import (
	"context"
	"fmt"
	"log/slog"

	"integrador/internal/config"
	"integrador/internal/store"
	"integrador/internal/store/dbgen"
)

// Reseal seals every kept secret that another key than the current one sealed, so
// that the old key can go. It returns how many it sealed anew.
func Reseal(ctx context.Context, cfg config.Config, log *slog.Logger) (int, error) {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return 0, err
	}
	defer p.close()
	tokens, err := p.resealTokens(ctx)
	if err != nil {
		return tokens, err
	}
	secrets, err := p.resealSecrets(ctx)
	return tokens + secrets, err
}

func (p *parts) resealTokens(ctx context.Context) (done int, err error) {
	rows, err := p.store.SealedConnections(ctx)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		access, stale, err := p.reseal(r.AccessToken, store.TokenPlace(r.TenantID, r.SellerUserID, "access_token"))
		if err != nil {
			return done, fmt.Errorf("connection %d: %w", r.ID, err)
		}
		refresh, alsoStale, err := p.reseal(r.RefreshToken, store.TokenPlace(r.TenantID, r.SellerUserID, "refresh_token"))
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

func (p *parts) resealSecrets(ctx context.Context) (done int, err error) {
	rows, err := p.store.SealedSecrets(ctx)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		secret, stale, err := p.reseal(&r.Secret, store.SecretPlace(r.TenantID, r.SellerUserID, r.Label))
		if err != nil {
			return done, fmt.Errorf("secret %d: %w", r.ID, err)
		}
		if !stale {
			continue
		}
		n, err := p.store.ResealSecret(ctx, dbgen.ResealSecretParams{ID: r.ID, TenantID: r.TenantID, Secret: *secret, Before: r.Secret})
		if err != nil {
			return done, err
		}
		done += int(n)
	}
	return done, nil
}

// reseal seals a secret under the current key, if another one sealed it.
func (p *parts) reseal(sealed *string, place string) (again *string, stale bool, err error) {
	if sealed == nil || !p.vault.Stale(*sealed) {
		return sealed, false, nil
	}
	secret, err := p.vault.Open(*sealed, place)
	if err != nil {
		return nil, false, err
	}
	return new(p.vault.Seal(secret, place)), true, nil
}
