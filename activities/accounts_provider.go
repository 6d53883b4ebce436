package activities

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/domain/payments"
	"integrador/internal/platform/postgres"
)

var _ payments.Provider = (*Accounts)(nil)

// ask makes a call at a restaurant's account.
func ask[T any](ctx context.Context, t *Accounts, tenant int64, call func(*Account) (T, error)) (got T, err error) {
	account, err := t.ofTenant(ctx, tenant)
	if err != nil {
		return got, err
	}
	err = t.at(ctx, account, func(account *Account) (err error) {
		got, err = call(account)
		return err
	})
	return got, err
}

// tenantOf reads whose something is; what nobody's row names is the platform's.
func (t *Accounts) tenantOf(tenant int64, err error) (int64, error) {
	switch {
	case err == nil:
		return tenant, nil
	case fault.CodeOf(postgres.Fault(err)) == fault.NotFound:
		return 0, nil
	}
	return 0, unreadable(postgres.Fault(err))
}

// byReference finds whose bill a reference is for. A checkout that is being made
// has no row with its reference yet: the check's number is part of it.
func (t *Accounts) byReference(ctx context.Context, reference string) (int64, error) {
	tenant, err := t.tenantOf(t.Connections.Store.TenantOfReference(ctx, &reference))
	if err != nil || tenant != 0 {
		return tenant, err
	}
	words := strings.Split(reference, "_")
	if len(words) < 2 || words[0] != "check" {
		return 0, nil
	}
	check, err := strconv.ParseInt(words[1], 10, 64)
	if err != nil {
		return 0, nil //nolint:nilerr // no number of a check's is nobody's
	}
	return t.tenantOf(t.Connections.Store.TenantOfCheck(ctx, check))
}

func (t *Accounts) byPayment(ctx context.Context, id int64) (int64, error) {
	number := strconv.FormatInt(id, 10)
	return t.tenantOf(t.Connections.Store.TenantOfPayment(ctx, &number))
}

// CreateCheckout implements checkout.Provider.
func (t *Accounts) CreateCheckout(ctx context.Context, in payments.CheckoutRequest) (payments.Checkout, error) {
	tenant, err := t.byReference(ctx, in.Reference)
	if err != nil {
		return payments.Checkout{}, err
	}
	return ask(ctx, t, tenant, func(account *Account) (payments.Checkout, error) {
		if !account.Platform && t.NotifyURL != nil {
			in.NotifyURL = t.NotifyURL(account.connection.PublicID)
		}
		return account.Client.CreateCheckout(ctx, in)
	})
}

// ExpireCheckout implements checkout.Provider.
func (t *Accounts) ExpireCheckout(ctx context.Context, providerRef string) error {
	tenant, err := t.tenantOf(t.Connections.Store.TenantOfPreference(ctx, &providerRef))
	if err != nil {
		return err
	}
	_, err = ask(ctx, t, tenant, func(account *Account) (struct{}, error) {
		return struct{}{}, account.Client.ExpireCheckout(ctx, providerRef)
	})
	return err
}

// GetPayment implements checkout.Provider. A payment that another seller collected
// is Forbidden.
func (t *Accounts) GetPayment(ctx context.Context, id int64) (payments.Payment, error) {
	tenant, err := t.byPayment(ctx, id)
	if err != nil {
		return payments.Payment{}, err
	}
	return ask(ctx, t, tenant, func(account *Account) (payments.Payment, error) {
		got, err := account.Client.GetPayment(ctx, id)
		if err == nil && account.Foreign(got) != "" {
			err = &payments.Error{Op: "get payment", Kind: payments.Forbidden, Message: account.Foreign(got)}
		}
		return got, err
	})
}

// FindPayments implements checkout.Provider. What another seller collected is left out.
func (t *Accounts) FindPayments(ctx context.Context, reference string) ([]payments.Payment, error) {
	tenant, err := t.byReference(ctx, reference)
	if err != nil {
		return nil, err
	}
	return ask(ctx, t, tenant, func(account *Account) ([]payments.Payment, error) {
		all, err := account.Client.FindPayments(ctx, reference)
		return slices.DeleteFunc(all, func(got payments.Payment) bool {
			why := account.Foreign(got)
			if why != "" {
				slog.WarnContext(ctx, "payment quarantined", "payment", got.ID, "reason", why)
			}
			return why != ""
		}), err
	})
}

// RefundPayment implements checkout.Provider.
func (t *Accounts) RefundPayment(ctx context.Context, id int64, amount *money.Cents, key string) (payments.Refund, error) {
	tenant, err := t.byPayment(ctx, id)
	if err != nil {
		return payments.Refund{}, err
	}
	return ask(ctx, t, tenant, func(account *Account) (payments.Refund, error) {
		return account.Client.RefundPayment(ctx, id, amount, key)
	})
}

// ListRefunds implements checkout.Provider.
func (t *Accounts) ListRefunds(ctx context.Context, id int64) ([]payments.Refund, error) {
	tenant, err := t.byPayment(ctx, id)
	if err != nil {
		return nil, err
	}
	return ask(ctx, t, tenant, func(account *Account) ([]payments.Refund, error) { return account.Client.ListRefunds(ctx, id) })
}
