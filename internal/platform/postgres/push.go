package postgres

import (
	"context"
	"encoding/json"

	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres/dbgen"
)

// SavePush stores a person's push subscription. keys is the browser's object.
func (s *Store) SavePush(ctx context.Context, who access.Staff, endpoint string, keys json.RawMessage) error {
	err := s.SavePushSubscription(ctx, dbgen.SavePushSubscriptionParams{
		TenantID: who.TenantID, UserID: who.UserID, Endpoint: endpoint, Keys: keys,
	})
	return Fault(err)
}

// DropPush deletes a push subscription if it exists.
func (s *Store) DropPush(ctx context.Context, who access.Staff, endpoint string) error {
	_, err := s.DropPushSubscription(ctx, dbgen.DropPushSubscriptionParams{
		TenantID: who.TenantID, UserID: who.UserID, Endpoint: endpoint,
	})
	return Fault(err)
}
