package staff

import (
	"context"
	"strings"
	"time"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/password"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const staffPath = "/api/admin/staff"

func (h *Handlers) staffRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+staffPath, "listStaff",
		"Lista el personal; quien es MANAGER ve a quienes trabajan en las sucursales que maneja.",
		httpx.Managers.InBranch("branch_id"), h.staffList)
	httpx.Route(api, "GET "+staffPath+"/{id}", "getStaffMember", "Muestra a una persona.", httpx.Managers, h.staffMember,
		httpx.Fails{404})
	httpx.Route(api, "POST "+staffPath, "createStaffMember", "Suma a una persona con sus roles por sucursal.",
		httpx.Managers, h.createStaff, httpx.Created, httpx.Fails{400, 409})
	httpx.Route(api, "PATCH "+staffPath+"/{id}", "updateStaffMember",
		"Cambia a una persona. Otros roles, otra contraseña o la baja cierran sus sesiones.", httpx.Managers, h.updateStaff,
		httpx.Fails{400, 404, 409})
	httpx.Route(api, "DELETE "+staffPath+"/{id}", "deleteStaffMember",
		"Borra a una persona y cierra sus sesiones; se puede restaurar.", httpx.Admins, h.deleteStaff, httpx.Fails{400, 404})
}

// StaffOutput is a person who works in the restaurant.
type StaffOutput struct {
	ID          int64        `json:"id"`
	TenantID    int64        `json:"tenant_id"`
	Email       string       `json:"email"`
	FirstName   *string      `json:"first_name"`
	LastName    *string      `json:"last_name"`
	Phone       *string      `json:"phone"`
	DNI         *string      `json:"dni"`
	HireDate    *string      `json:"hire_date"`
	IsActive    bool         `json:"is_active"`
	CreatedAt   time.Time    `json:"created_at"`
	BranchRoles []BranchRole `json:"branch_roles"`
}

// BranchRole is what a person may do in a branch. In a request the branch's name
// is ignored.
type BranchRole struct {
	BranchID   int64       `json:"branch_id" minimum:"1" example:"1"`
	BranchName string      `json:"branch_name" required:"false" maxLength:"200"`
	Role       access.Role `json:"role" enum:"WAITER,KITCHEN,MANAGER,ADMIN" example:"WAITER"`
}

// StaffCreate is a new person.
type StaffCreate struct {
	Email       string       `json:"email" format:"email" maxLength:"254" example:"ana@buensabor.example"`
	Password    string       `json:"password" minLength:"8" maxLength:"72" example:"una clave larga"`
	FirstName   *string      `json:"first_name" required:"false" maxLength:"100" example:"Ana"`
	LastName    *string      `json:"last_name" required:"false" maxLength:"100" example:"Paz"`
	Phone       *string      `json:"phone" required:"false" maxLength:"50"`
	DNI         *string      `json:"dni" required:"false" maxLength:"20"`
	HireDate    *string      `json:"hire_date" required:"false" maxLength:"40" example:"2026-03-01"`
	IsActive    bool         `json:"is_active" required:"false" default:"true"`
	BranchRoles []BranchRole `json:"branch_roles" required:"false" maxItems:"200"`
}

// StaffUpdate changes what it names. Roles are replaced as a whole: a MANAGER
// replaces those of the branches that they manage.
type StaffUpdate struct {
	Email       httpx.Patch[string]       `json:"email" required:"false" format:"email" maxLength:"254" example:"ana@buensabor.example"`
	Password    httpx.Patch[string]       `apply:"-" json:"password" required:"false" minLength:"8" maxLength:"72"`
	FirstName   httpx.Patch[string]       `json:"first_name" required:"false" maxLength:"100" example:"Ana"`
	LastName    httpx.Patch[string]       `json:"last_name" required:"false" maxLength:"100"`
	Phone       httpx.Patch[string]       `json:"phone" required:"false" maxLength:"50"`
	DNI         httpx.Patch[string]       `json:"dni" required:"false" maxLength:"20"`
	HireDate    httpx.Patch[string]       `json:"hire_date" required:"false" maxLength:"40"`
	IsActive    httpx.Patch[bool]         `json:"is_active" required:"false"`
	BranchRoles httpx.Patch[[]BranchRole] `apply:"-" json:"branch_roles" required:"false" maxItems:"200"`
	// ResetTwoFactor is for who lost their phone.
	ResetTwoFactor bool `json:"reset_two_factor" required:"false" default:"false" doc:"Desactiva su verificación en dos pasos y cierra sus sesiones."`
}

// normal is an e-mail as it is kept and compared.
func normal(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

var errPassword = fault.Newf(fault.Invalid, "password_unfit", "La contraseña tiene que tener 8 caracteres o más, y hasta %d bytes.", password.MaxBytes)

// hashed is what is stored of a new password.
func hashed(typed string) (string, error) {
	if len(typed) > password.MaxBytes {
		return "", errPassword
	}
	return password.Hash(typed)
}

var employee = entity.Resource[StaffOutput]{
	Kind: catalog.Staff,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (StaffOutput, error) {
		return httpx.Only(readStaff(ctx, q, dbgen.StaffMembersParams{
			TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true, MaxRows: 1,
		}))
	},
}

func readStaff(ctx context.Context, q *dbgen.Queries, p dbgen.StaffMembersParams) ([]StaffOutput, error) {
	return httpx.Rows[StaffOutput](q.StaffMembers(ctx, p))
}

type staffListInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
	entity.WithDeleted
	httpx.Page
}

func (h *Handlers) staffList(ctx context.Context, in *staffListInput) (*httpx.Body[[]StaffOutput], error) {
	who := access.StaffFrom(ctx)
	may, err := authorityOf(ctx, h.Store.Queries, who)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	if in.BranchID != 0 && !may.in(in.BranchID) {
		return nil, errNotYourStaff
	}
	rows, err := readStaff(ctx, h.Store.Queries, dbgen.StaffMembersParams{
		TenantID: who.TenantID, EveryBranch: may.everywhere, BranchIds: may.branches, BranchID: httpx.Optional(in.BranchID),
		IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

func (h *Handlers) staffMember(ctx context.Context, in *httpx.ByID) (*httpx.Body[StaffOutput], error) {
	may, err := authorityOf(ctx, h.Store.Queries, access.StaffFrom(ctx))
	if err != nil {
		return nil, postgres.Fault(err)
	}
	found, err := employee.Get(ctx, h.Writer, in.ID)
	if err == nil && !may.sees(found.Body.BranchRoles) {
		err = errNotYourStaff
	}
	if err != nil {
		return nil, err
	}
	return httpx.Answer(may.show(found.Body)), nil
}

func (h *Handlers) createStaff(ctx context.Context, in *httpx.Body[StaffCreate]) (*httpx.Body[StaffOutput], error) {
	b := in.Body
	hash, err := hashed(b.Password)
	if err != nil {
		return nil, err
	}
	b.Email, b.Password = normal(b.Email), hash
	var may authority
	made, err := employee.Create(ctx, h.Writer, func(c *entity.Change) (id int64, err error) {
		if may, err = authorityOf(ctx, c.Queries, c.Who); err != nil {
			return 0, err
		}
		if !may.everywhere && len(b.BranchRoles) == 0 {
			return 0, errRoleNeeded
		}
		id, err = entity.Insert(ctx, c, c.InsertStaff, b)
		if err != nil || len(b.BranchRoles) == 0 {
			return id, err
		}
		_, err = replaceRoles(ctx, c, may, id, nil, b.BranchRoles)
		return id, err
	})
	if err != nil {
		return nil, err
	}
	return httpx.Answer(may.show(made.Body)), nil
}

func (h *Handlers) deleteStaff(ctx context.Context, in *httpx.ByID) (*struct{}, error) {
	who := access.StaffFrom(ctx)
	err := employee.Retire(ctx, h.Writer, in.ID, func(c *entity.Change, held postgres.Entity) error {
		if err := c.RequireAdminRemains(ctx, dbgen.CountAdminsParams{
			TenantID: c.Who.TenantID, WithoutUser: &held.ID,
		}); err != nil {
			return err
		}
		return c.RevokeTokens(ctx, postgres.Person{TenantID: c.Who.TenantID, UserID: held.ID}, h.Now())
	})
	h.Auth.People.Forget(postgres.Person{TenantID: who.TenantID, UserID: in.ID})
	return nil, err
}
