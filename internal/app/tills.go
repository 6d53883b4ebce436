package app

import (
	"context"
	"time"

	"integrador/activities"
	"integrador/internal/platform/mercadopago"
)

// tills are who collects: each restaurant's own account, or the platform's where
// the configuration lets it stand in.
func (p *parts) tills(connections *activities.Connections) *activities.Tills {
	t := &activities.Tills{
		Connections: connections, MercadoPago: p.mercadoPago(),
		Circuit:   func(connection string) mercadopago.Circuit { return p.circuits.Of(connection) },
		NotifyURL: p.notifyURL,
	}
	if p.provider != nil {
		t.Platform = &activities.Till{
			Client: p.provider, SellerID: p.cfg.MercadoPago.SellerID, Live: p.cfg.Environment.Production(), Platform: true,
		}
	}
	return t
}

// notifyURL is where the notices of one connection come in.
func (p *parts) notifyURL(publicID string) string {
	return p.cfg.HTTP.PublicURL + "/webhooks/mercadopago/" + publicID
}

// watchEvery is how often connections whose workflow is gone are found.
const watchEvery = time.Hour

// watchConnections makes sure, until ctx ends, that the workflow of every
// connection runs: it may have been saved while Temporal lost it. It returns nil.
func (p *parts) watchConnections(ctx context.Context) error {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		if err := p.watchOnce(ctx); err != nil && ctx.Err() == nil {
			p.log.WarnContext(ctx, "connections not watched", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (p *parts) watchOnce(ctx context.Context) error {
	if _, err := p.store.WipeOldAttempts(ctx, time.Now()); err != nil {
		return err
	}
	const page = 200
	for after := int64(0); ; {
		tenants, err := p.store.ConnectedTenants(ctx, after, page)
		if err != nil || len(tenants) == 0 {
			return err
		}
		for _, tenant := range tenants {
			if err := p.sessions.WatchConnection(ctx, tenant); err != nil {
				return err
			}
		}
		after = tenants[len(tenants)-1]
	}
}
