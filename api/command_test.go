package api

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

func TestStaffReadThatASessionIsOver(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.Fake.Fail = tablesession.NotHere
	ctx := access.WithStaff(t.Context(), access.Staff{UserID: apitest.WaiterID, TenantID: apitest.TenantID, Roles: []access.Role{access.Waiter, access.Kitchen}})
	to := dispatch.FromStaff(ctx, dispatch.Place{Branch: apitest.BranchID, Table: apitest.TableID, Session: apitest.SessionID}, httpx.FloorRoles, dispatch.Keyed{Key: "k"})
	_, err := dispatch.NewDispatcher(f.Fake, f.Store, f.Auth.LiveSessions).Send(ctx, to, tablesession.AckCall{CallID: 1})
	assert.Equal(t, fault.Refused, fault.CodeOf(err))

	m := f.Fake.Last()
	assert.Equal(t, access.Waiter, m.Env.By.Role, "a cook who waits acts as a waiter on the floor")
	assert.EqualValues(t, apitest.WaiterID, *m.Env.By.UserID)
	assert.Equal(t, "k", m.Env.Key)
}
