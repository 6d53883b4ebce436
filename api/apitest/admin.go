package apitest

import (
	"testing"

	"integrador/internal/domain/access"
)

// AdminFixture is a floor with an admin and a manager of the first branch,
// and an admin of the tenant that is not to be seen.
type AdminFixture struct {
	*FloorFixture
	Admin, Manager, Waiter, Stranger Headers
}

func NewAdmin(t *testing.T, begin Start) *AdminFixture {
	t.Helper()
	f := NewFloor(t, begin)
	o := &AdminFixture{FloorFixture: f}
	o.Admin = f.Employ(t, 301, "dueña@demo.com", BranchID, access.Admin)
	o.Manager = f.Employ(t, 302, "encargado@demo.com", BranchID, access.Manager)
	o.Waiter = f.Employ(t, 303, "moza@demo.com", BranchID, access.Waiter)
	f.Exec(t, `INSERT INTO app_user (id, tenant_id, email, password) VALUES (401, 2, 'ajena@otro.com', 'x')`)
	f.Exec(t, `INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) VALUES (2, 401, 20, 'ADMIN')`)
	o.Stranger = o.bearer(t, access.Staff{UserID: 401, TenantID: 2, Email: "ajena@otro.com", BranchIDs: []int64{20}, Roles: []access.Role{access.Admin}})
	return o
}

// Make creates and gives the new row's id.
func (o *AdminFixture) Make(t *testing.T, path string, body any) int64 {
	t.Helper()
	return o.Call(t, post, path, body, o.Admin).Want(t, 201, "").Int(t, "id")
}
