package staff

import (
	"context"
	"net/http"
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
	httpx.Handle(api, httpx.Operation{
		ID: "listStaff", Method: http.MethodGet, Path: staffPath, Access: httpx.Staff(httpx.ManagingRoles...).InBranch("branch_id"),
		Summary: "Lista el personal; quien es MANAGER ve a quienes trabajan en las sucursales que maneja.",
	}, h.staffList)
	httpx.Handle(api, httpx.Operation{
		ID: "getStaffMember", Method: http.MethodGet, Path: staffPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Muestra a una persona.", Errors: []int{http.StatusNotFound},
	}, h.staffMember)
	httpx.Handle(api, httpx.Operation{
		ID: "createStaffMember", Method: http.MethodPost, Path: staffPath, Access: httpx.Staff(httpx.ManagingRoles...), Success: http.StatusCreated,
		Summary: "Suma a una persona con sus roles por sucursal.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
	}, h.createStaff)
	httpx.Handle(api, httpx.Operation{
		ID: "updateStaffMember", Method: http.MethodPatch, Path: staffPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Cambia a una persona. Otros roles, otra contraseña o la baja cierran sus sesiones.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict},
	}, h.updateStaff)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteStaffMember", Method: http.MethodDelete, Path: staffPath + "/{id}", Access: httpx.Staff(access.Admin),
		Summary: "Borra a una persona y cierra sus sesiones; se puede restaurar.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound},
	}, h.deleteStaff)
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
	Password    httpx.Patch[string]       `json:"password" required:"false" minLength:"8" maxLength:"72"`
	FirstName   httpx.Patch[string]       `json:"first_name" required:"false" maxLength:"100" example:"Ana"`
	LastName    httpx.Patch[string]       `json:"last_name" required:"false" maxLength:"100"`
	Phone       httpx.Patch[string]       `json:"phone" required:"false" maxLength:"50"`
	DNI         httpx.Patch[string]       `json:"dni" required:"false" maxLength:"20"`
	HireDate    httpx.Patch[string]       `json:"hire_date" required:"false" maxLength:"40"`
	IsActive    httpx.Patch[bool]         `json:"is_active" required:"false"`
	BranchRoles httpx.Patch[[]BranchRole] `json:"branch_roles" required:"false" maxItems:"200"`
	// ResetTwoFactor is for who lost their phone.
	ResetTwoFactor bool `json:"reset_two_factor" required:"false" default:"false" doc:"Desactiva su verificación en dos pasos y cierra sus sesiones."`
}

func (b StaffUpdate) apply(row *StaffOutput) {
	b.Email.To(&row.Email)
	row.Email = normal(row.Email)
	b.FirstName.ToNull(&row.FirstName)
	b.LastName.ToNull(&row.LastName)
	b.Phone.ToNull(&row.Phone)
	b.DNI.ToNull(&row.DNI)
	b.HireDate.ToNull(&row.HireDate)
	b.IsActive.To(&row.IsActive)
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
		return httpx.Only(readStaff(ctx, q, dbgen.StaffMembersParams{TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true, MaxRows: 1}))
	},
}

func readStaff(ctx context.Context, q *dbgen.Queries, p dbgen.StaffMembersParams) ([]StaffOutput, error) {
	rows, err := q.StaffMembers(ctx, p)
	if err != nil {
		return nil, err
	}
	return httpx.MapOrError(rows, func(r dbgen.StaffMembersRow) (StaffOutput, error) {
		roles, err := postgres.DecodeJSON[[]BranchRole](r.BranchRoles, "roles")
		return StaffOutput{
			ID: r.ID, TenantID: r.TenantID, Email: r.Email, FirstName: r.FirstName, LastName: r.LastName, Phone: r.Phone,
			DNI: r.Dni, HireDate: r.HireDate, IsActive: r.IsActive, CreatedAt: r.CreatedAt, BranchRoles: roles,
		}, err
	})
}

type staffListInput struct {
	BranchID int64 `query:"branch_id" minimum:"1"`
	entity.WithDeleted
	httpx.Page
}

type staffListOutput struct{ Body []StaffOutput }

func (h *Handlers) staffList(ctx context.Context, in *staffListInput) (*staffListOutput, error) {
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
	return &staffListOutput{rows}, postgres.Fault(err)
}

type staffOutput struct{ Body StaffOutput }

func (h *Handlers) staffMember(ctx context.Context, in *httpx.ByID) (*staffOutput, error) {
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
	return &staffOutput{may.show(found.Body)}, nil
}

type createStaffInput struct{ Body StaffCreate }

func (h *Handlers) createStaff(ctx context.Context, in *createStaffInput) (*staffOutput, error) {
	b := in.Body
	hash, err := hashed(b.Password)
	if err != nil {
		return nil, err
	}
	var may authority
	made, err := employee.Create(ctx, h.Writer, func(c *entity.Change) (id int64, err error) {
		if may, err = authorityOf(ctx, c.Queries, c.Who); err != nil {
			return 0, err
		}
		if !may.everywhere && len(b.BranchRoles) == 0 {
			return 0, errRoleNeeded
		}
		id, err = c.InsertStaff(ctx, dbgen.InsertStaffParams{
			TenantID: c.Who.TenantID, Email: normal(b.Email), Password: hash, FirstName: b.FirstName, LastName: b.LastName,
			Phone: b.Phone, Dni: b.DNI, HireDate: b.HireDate, IsActive: b.IsActive,
		})
		if err != nil || len(b.BranchRoles) == 0 {
			return id, err
		}
		_, err = replaceRoles(ctx, c, may, id, nil, b.BranchRoles)
		return id, err
	})
	if err != nil {
		return nil, err
	}
	return &staffOutput{may.show(made.Body)}, nil
}

func (h *Handlers) deleteStaff(ctx context.Context, in *httpx.ByID) (*struct{}, error) {
	who := access.StaffFrom(ctx)
	err := employee.Retire(ctx, h.Writer, in.ID, func(c *entity.Change, held postgres.Entity) error {
		if err := c.RequireAdminRemains(ctx, dbgen.CountAdminsParams{TenantID: c.Who.TenantID, WithoutUser: &held.ID}); err != nil {
			return err
		}
		return c.RevokeTokens(ctx, postgres.Person{TenantID: c.Who.TenantID, UserID: held.ID}, h.Now())
	})
	h.Auth.People.Forget(postgres.Person{TenantID: who.TenantID, UserID: in.ID})
	return nil, err
}
