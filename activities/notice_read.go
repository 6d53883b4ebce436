package activities

import (
	"context"
	"log/slog"
	"strconv"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/postgres"
)

// Announced names a kept notice.
type Announced struct {
	NoticeID int64  `json:"notice_id"`
	DataID   string `json:"data_id"`
}

// topicConnect is the topic of a seller who takes back what they allowed.
const topicConnect = "mp-connect"

// panelIDs are what "Simular" on Mercado Pago's panel announces; no such payment
// exists.
var panelIDs = map[string]bool{"12345": true, "123456": true}

// ReadNotice finds out what a notice is about, with the credentials of the
// connection it came by. A notice that speaks of no payment comes to none.
//
// Errors: fault.Refused with reason "payment_quarantined" for a payment that must
// not be credited; fault.NotFound for one that cannot be seen, or not yet.
func (p *Payments) ReadNotice(ctx context.Context, a Announced) (PaymentSnapshot, error) {
	if p.Accounts == nil {
		return p.Fetch(ctx, a.DataID)
	}
	n, err := p.Store.NoticeByID(ctx, a.NoticeID)
	if err != nil {
		return PaymentSnapshot{}, postgres.Fault(err)
	}
	connections, err := p.addressed(ctx, n)
	if err != nil {
		return PaymentSnapshot{}, err
	}
	if n.Topic == topicConnect {
		return PaymentSnapshot{}, p.verify(ctx, connections)
	}
	id, err := strconv.ParseInt(n.DataID, 10, 64)
	if err != nil || id <= 0 {
		return PaymentSnapshot{}, quarantined("no es un número de pago")
	}
	paid, err := p.readAt(ctx, n, connections, id)
	if fault.CodeOf(err) == fault.NotFound && panelIDs[n.DataID] {
		return PaymentSnapshot{}, quarantined("es la prueba del panel de Mercado Pago")
	}
	return paid, err
}

// addressed lists the connections that a notice may be for: the one whose path it
// came by, or those of the seller that its body claims.
func (p *Payments) addressed(ctx context.Context, n postgres.Notice) ([]postgres.Connection, error) {
	if n.ConnectionID != nil && n.TenantID != nil {
		c, err := p.Store.ConnectionByID(ctx, *n.ConnectionID, *n.TenantID)
		if err == nil && c.Status == postgres.ConnectionDisconnected {
			return nil, quarantined("la conexión por la que vino terminó")
		}
		return []postgres.Connection{c}, postgres.Fault(err)
	}
	if n.Seller == nil {
		return nil, nil
	}
	named, err := p.Store.ConnectionsOfSeller(ctx, *n.Seller)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	var all []postgres.Connection
	for _, one := range named {
		c, err := p.Store.ConnectionByID(ctx, one.ID, one.TenantID)
		if err != nil {
			return nil, postgres.Fault(err)
		}
		all = append(all, c)
	}
	return all, nil
}

func (p *Payments) verify(ctx context.Context, connections []postgres.Connection) error {
	for _, c := range connections {
		if err := p.Accounts.Connections.Verify(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// readAt looks for a payment at each account that it may have been made at; by the
// platform's path, at the platform's own too. Those who do not know it say nothing.
func (p *Payments) readAt(ctx context.Context, n postgres.Notice, connections []postgres.Connection, id int64) (PaymentSnapshot, error) {
	var accounts []*Account
	var last error = fault.New(fault.NotFound, "payment_not_found", "Mercado Pago no conoce ese pago.")
	for _, c := range connections {
		account, err := p.Accounts.through(c)
		if err != nil {
			last = providerFault(err)
			continue
		}
		accounts = append(accounts, account)
	}
	if n.ConnectionID == nil && p.Accounts.Platform != nil {
		accounts = append(accounts, p.Accounts.Platform)
	}
	for _, account := range accounts {
		paid, err := p.readThrough(ctx, account, id)
		if err == nil || fault.CodeOf(err) == fault.Refused {
			return paid, err
		}
		last = err
	}
	return PaymentSnapshot{}, last
}

// readThrough reads a payment at one account and checks that it is that account's, and
// for a bill of the same restaurant.
func (p *Payments) readThrough(ctx context.Context, account *Account, id int64) (PaymentSnapshot, error) {
	var got payments.Payment
	err := p.Accounts.at(ctx, account, func(account *Account) (err error) {
		got, err = account.Client.GetPayment(ctx, id)
		return err
	})
	if kind := payments.KindOf(err); kind == payments.Forbidden {
		return PaymentSnapshot{}, fault.New(fault.NotFound, "payment_not_found", "Mercado Pago no muestra ese pago.").Because(err)
	}
	if err != nil {
		return PaymentSnapshot{}, providerFault(err)
	}
	paid, err := p.validate(got)
	if why := account.Foreign(got); why != "" {
		err = quarantined(why)
	}
	if err == nil {
		err = p.ownReference(ctx, account, paid.Reference)
	}
	if err == nil {
		return paid, p.quarantineUnknownStatus(ctx, got)
	}
	if fault.CodeOf(err) == fault.Refused {
		slog.WarnContext(ctx, "payment quarantined", "payment", got.ID, "seller", got.SellerID, "reason", err.Error())
		if kept := p.Store.Quarantine(ctx, account.connection.TenantID, got, err.Error()); kept != nil {
			return PaymentSnapshot{}, kept
		}
	}
	return paid, err
}

// ownReference refuses a reference of nobody's bill or of another restaurant's.
func (p *Payments) ownReference(ctx context.Context, account *Account, reference string) error {
	tenant, err := p.Accounts.byReference(ctx, reference)
	switch {
	case err != nil:
		return providerFault(err)
	case tenant == 0:
		return quarantined("no es de una cuenta nuestra")
	case !account.Platform && tenant != account.connection.TenantID:
		return quarantined("es de una cuenta de otro restaurante")
	}
	return nil
}
