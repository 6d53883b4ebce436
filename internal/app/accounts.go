package app

import (
	"context"
	"time"

	"integrador/activities"
	"integrador/internal/platform/mercadopago"
)

// accounts are the merchant accounts that collect: each restaurant's own, or the
// platform's if the configuration allows it.
func (d *Deps) accounts(connections *activities.Connections) *activities.Tills {
	t := &activities.Tills{
		Connections: connections, MercadoPago: d.mercadoPago(),
		Circuit:   func(connection string) mercadopago.Circuit { return d.circuits.Of(connection) },
		NotifyURL: d.notifyURL,
	}
	if d.provider != nil {
		t.Platform = &activities.Till{
			Client:   d.provider,
			SellerID: d.Config.MercadoPago.SellerID,
			Live:     d.Config.Environment.Production(),
			Platform: true,
		}
	}
	return t
}

// notifyURL receives the notices of one connection.
func (d *Deps) notifyURL(publicID string) string {
	return d.Config.HTTP.PublicURL + "/webhooks/mercadopago/" + publicID
}

// watchEvery is how often connections without a workflow are looked for.
const watchEvery = time.Hour

// watchConnections starts the missing workflows of connections until ctx ends:
// Temporal may have failed after the connection was saved. It returns nil.
func (d *Deps) watchConnections(ctx context.Context) error {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		if err := d.watchOnce(ctx); err != nil && ctx.Err() == nil {
			d.Log.WarnContext(ctx, "connections not watched", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (d *Deps) watchOnce(ctx context.Context) error {
	if _, err := d.Store.WipeOldAttempts(ctx, time.Now()); err != nil {
		return err
	}
	const page = 200
	for after := int64(0); ; {
		tenants, err := d.Store.ConnectedTenants(ctx, after, page)
		if err != nil || len(tenants) == 0 {
			return err
		}
		for _, tenant := range tenants {
			if err := d.Sessions.WatchConnection(ctx, tenant); err != nil {
				return err
			}
		}
		after = tenants[len(tenants)-1]
	}
}
