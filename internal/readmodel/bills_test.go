package readmodel_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/readmodel"
)

func TestCheckDetailAndBalances(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	at, diners := s.sit("centro", "INT-01", "Ana", "Beto")
	other, _ := s.sit("centro", "INT-02")
	beef, lemonade := s.product("centro", "Bife de chorizo"), s.product("centro", "Limonada")
	_, err := readmodel.CheckDetail(t.Context(), s.db, at.TenantID, at.SessionID)
	assert.Equal(t, "check_not_found", fault.ReasonOf(err))

	_, first := s.order(at, 1, "SERVED", "DINER", 0, line{product: beef, diner: diners[0], qty: 2, cents: 15000}, line{product: beef, qty: 1, cents: 1, voided: true})
	_, second := s.order(at, 2, "SERVED", "DINER", 0, line{product: lemonade, qty: 1, cents: 1800})
	s.order(at, 3, "CANCELED", "DINER", 0, line{product: lemonade, qty: 1, cents: 1800})
	check := s.check(at, 31800, 16000)
	s.charge(at, check, diners[0], 15000, 15000)
	s.charge(at, check, diners[0], 15000, 0)
	s.charge(at, check, 0, 1800, 1000)
	for _, p := range []struct{ provider, status string }{{"CASH", "APPROVED"}, {"TRANSFER_EXTERNAL", "APPROVED"}, {"MERCADO_PAGO", "FAILED"}} {
		s.exec(`INSERT INTO payment (id, tenant_id, branch_id, check_id, provider, method, status, amount_cents, reference, external_id)
			VALUES ($1, $2, $3, $4, $5, $5, $6, 8000, $7, $8)`, s.id(), at.TenantID, at.BranchID, check, p.provider, p.status, "check_"+p.provider, p.provider)
	}

	bill, err := readmodel.CheckDetail(t.Context(), s.db, at.TenantID, at.SessionID)
	require.NoError(t, err)
	assert.Equal(t, money.Cents(15800), bill.RemainingCents)
	assert.Equal(t, []readmodel.CheckItemOutput{
		{ProductName: "Bife de chorizo", Qty: 2, UnitPriceCents: 15000, SubtotalCents: 30000, RoundNumber: 1, ItemID: first[0], DinerID: &diners[0], RemainingCents: 30000},
		{ProductName: "Limonada", Qty: 1, UnitPriceCents: 1800, SubtotalCents: 1800, RoundNumber: 2, ItemID: second[0], RemainingCents: 1800},
	}, bill.Items)
	var payments [][3]string
	for _, p := range bill.Payments {
		payments = append(payments, [3]string{p.Provider, p.Method, p.Status})
	}
	assert.Equal(t, [][3]string{{"CASH", "CASH", "APPROVED"}, {"CASH", "TRANSFER_EXTERNAL", "APPROVED"}, {"MERCADO_PAGO", "MERCADO_PAGO", "REJECTED"}}, payments)

	balances, err := readmodel.Balances(t.Context(), s.db, at, check)
	require.NoError(t, err)
	assert.Equal(t, []readmodel.DinerBalance{
		{DinerID: &diners[0], DinerName: "Ana", TotalCents: 30000, PaidCents: 15000, RemainingCents: 15000},
		{DinerName: "Shared", TotalCents: 1800, PaidCents: 1000, RemainingCents: 800},
	}, balances)
	_, err = readmodel.Balances(t.Context(), s.db, other, check)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err), "another table's bill")

	staff, err := readmodel.CheckForStaff(t.Context(), s.db, s.staff("waiter@demo.com"), check)
	require.NoError(t, err)
	assert.Equal(t, at.SessionID, staff.SessionID)
	assert.Len(t, staff.Payments, 3)
	_, err = readmodel.CheckForStaff(t.Context(), s.db, s.staff("waiter.godoycruz@demo.com"), check)
	assert.Equal(t, fault.Forbidden, fault.CodeOf(err))
}
