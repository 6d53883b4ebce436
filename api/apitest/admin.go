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

// pantry is what products are described with; 2 of each is another tenant's.
const pantry = `
INSERT INTO subcategory (id, tenant_id, category_id, name) VALUES (500, 1, 50, 'Carnes'), (510, 2, 60, 'canary');
INSERT INTO category (id, tenant_id, branch_id, name) VALUES (51, 1, 11, 'Norteños'), (52, 1, 10, 'Bebidas');
INSERT INTO subcategory (id, tenant_id, category_id, name) VALUES (520, 1, 52, 'Vinos');
INSERT INTO ingredient (id, tenant_id, name) VALUES (1, 1, 'Carne'), (2, 2, 'canary'), (3, 1, 'Pan rallado');
INSERT INTO cooking_method (id, tenant_id, name) VALUES (1, 1, 'Frito'), (2, 2, 'canary'), (3, 1, 'Al horno');
INSERT INTO flavor_profile (id, tenant_id, name) VALUES (1, 1, 'Salado'), (2, 2, 'canary');
INSERT INTO texture_profile (id, tenant_id, name) VALUES (1, 1, 'Crocante'), (2, 2, 'canary');
INSERT INTO cuisine_type (id, tenant_id, name) VALUES (1, 1, 'Argentina'), (2, 2, 'canary');
INSERT INTO recipe (id, tenant_id, branch_id, name) VALUES (7, 1, 10, 'Suprema');
UPDATE product SET category_id = 51 WHERE id = 303;`

// StockPantry adds what products are described with.
func (o *AdminFixture) StockPantry(t *testing.T) *AdminFixture {
	t.Helper()
	o.Exec(t, pantry)
	return o
}
