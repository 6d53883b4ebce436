package app

import (
	"integrador/activities"
	"integrador/internal/platform/mercadopago"
)

// accounts are the merchant accounts that collect: each restaurant's own, or the
// platform's if the configuration allows it.
func (d *Deps) accounts(connections *activities.Connections) *activities.Accounts {
	t := &activities.Accounts{
		Connections: connections, MercadoPago: d.mercadoPago(),
		Circuit:   func(connection string) mercadopago.Circuit { return d.circuits.Of(connection) },
		NotifyURL: d.notifyURL,
	}
	if d.provider != nil {
		t.Platform = &activities.Account{
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
