package venue

import (
	"context"
	"net/http"
	"time"
	_ "time/tzdata" // the zones that exist do not depend on the machine

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const branchesPath = "/api/admin/branches"

func (h *Handlers) branchRoutes(api *httpx.API) {
	httpx.Handle(api, httpx.Operation{
		ID: "listBranches", Method: http.MethodGet, Path: branchesPath, Access: httpx.Staff().OrKey(access.ReadFloor),
		Summary: "Lista tus sucursales; quien es ADMIN ve todas.",
	}, h.branches)
	httpx.Handle(api, httpx.Operation{
		ID: "getBranch", Method: http.MethodGet, Path: branchesPath + "/{id}", Access: httpx.Staff().OrKey(access.ReadFloor),
		Summary: "Muestra una sucursal.", Errors: []int{http.StatusNotFound},
	}, h.branch)
	httpx.Handle(api, httpx.Operation{
		ID: "createBranch", Method: http.MethodPost, Path: branchesPath, Access: httpx.Staff(access.Admin), Success: http.StatusCreated,
		Summary: "Crea una sucursal. Quien es ADMIN trabaja en ella enseguida.", Errors: []int{http.StatusConflict},
	}, h.createBranch)
	httpx.Handle(api, httpx.Operation{
		ID: "updateBranch", Method: http.MethodPatch, Path: branchesPath + "/{id}", Access: httpx.Staff(httpx.ManagingRoles...),
		Summary: "Cambia una sucursal, o cómo atiende su salón las mesas que se abran desde ahora.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict},
	}, h.updateBranch)
	httpx.Handle(api, httpx.Operation{
		ID: "deleteBranch", Method: http.MethodDelete, Path: branchesPath + "/{id}", Access: httpx.Staff(access.Admin),
		Summary: "Borra una sucursal sin mesas abiertas, con todo lo suyo; se puede restaurar.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound},
	}, h.deleteBranch)
}

// BranchOutput is a branch as staff see it.
type BranchOutput struct {
	ID          int64     `json:"id"`
	TenantID    int64     `json:"tenant_id"`
	Name        string    `json:"name"`
	Slug        string    `json:"slug"`
	Address     *string   `json:"address"`
	Phone       *string   `json:"phone"`
	Timezone    string    `json:"timezone"`
	OpeningTime *string   `json:"opening_time"`
	ClosingTime *string   `json:"closing_time"`
	IsActive    bool      `json:"is_active"`
	CreatedAt   time.Time `json:"created_at"`

	// The policy of its floor. A session keeps the one that it opened under.
	RoundApproval        bool  `json:"round_approval" doc:"Las rondas de los comensales esperan que un mozo las confirme."`
	CallReminderSeconds  int32 `json:"call_reminder_seconds"`
	CallEscalationAfter  int32 `json:"call_escalation_after" doc:"Recordatorios hasta que un llamado suena en toda la sucursal."`
	ReadyReminderSeconds int32 `json:"ready_reminder_seconds"`
	IdleCloseMinutes     int32 `json:"idle_close_minutes"`

	OverpaymentPolicy string `json:"overpayment_policy" enum:"REFUND,CREDIT" doc:"Qué se hace con lo que llega de más por Mercado Pago: REFUND lo devuelve solo, CREDIT lo deja a favor de la mesa hasta que alguien decida."`

	// Against whoever has a photo of a QR code.
	UnpaidCapCents   *int64 `json:"unpaid_cap_cents" doc:"Hasta cuánto puede deber una mesa por lo que piden los comensales; lo que pide un mozo no tiene tope. null: sin tope."`
	StaffOpensTables bool   `json:"staff_opens_tables" doc:"Escanear una mesa libre no la abre: la habilita un mozo."`
}

// BranchCreate is a new branch.
type BranchCreate struct {
	Name        string  `json:"name" minLength:"1" maxLength:"100" example:"Sucursal Norte"`
	Slug        string  `json:"slug" minLength:"2" maxLength:"60" pattern:"^[a-z0-9]+(-[a-z0-9]+)*$" example:"norte" doc:"Va en la dirección de la carta y en los códigos QR impresos."`
	Address     *string `json:"address" required:"false" maxLength:"300" example:"San Martín 1200, Mendoza"`
	Phone       *string `json:"phone" required:"false" maxLength:"50" example:"+54 261 555-0101"`
	Timezone    string  `json:"timezone" required:"false" default:"America/Argentina/Mendoza" maxLength:"64"`
	OpeningTime *string `json:"opening_time" required:"false" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" example:"11:00"`
	ClosingTime *string `json:"closing_time" required:"false" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" example:"00:30"`
	IsActive    bool    `json:"is_active" required:"false" default:"true"`
}

// BranchUpdate changes what it names.
type BranchUpdate struct {
	Name        httpx.Patch[string] `json:"name" required:"false" minLength:"1" maxLength:"100" example:"Sucursal Norte"`
	Slug        httpx.Patch[string] `json:"slug" required:"false" minLength:"2" maxLength:"60" pattern:"^[a-z0-9]+(-[a-z0-9]+)*$" example:"norte"`
	Address     httpx.Patch[string] `json:"address" required:"false" maxLength:"300" example:"San Martín 1200, Mendoza"`
	Phone       httpx.Patch[string] `json:"phone" required:"false" maxLength:"50"`
	Timezone    httpx.Patch[string] `json:"timezone" required:"false" maxLength:"64" example:"America/Argentina/Mendoza"`
	OpeningTime httpx.Patch[string] `json:"opening_time" required:"false" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" example:"11:00"`
	ClosingTime httpx.Patch[string] `json:"closing_time" required:"false" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" example:"00:30"`
	IsActive    httpx.Patch[bool]   `json:"is_active" required:"false"`

	RoundApproval        httpx.Patch[bool]  `json:"round_approval" required:"false"`
	CallReminderSeconds  httpx.Patch[int32] `json:"call_reminder_seconds" required:"false" minimum:"5" maximum:"3600"`
	CallEscalationAfter  httpx.Patch[int32] `json:"call_escalation_after" required:"false" minimum:"1" maximum:"100"`
	ReadyReminderSeconds httpx.Patch[int32] `json:"ready_reminder_seconds" required:"false" minimum:"5" maximum:"3600"`
	IdleCloseMinutes     httpx.Patch[int32] `json:"idle_close_minutes" required:"false" minimum:"1" maximum:"1440"`

	OverpaymentPolicy httpx.Patch[string] `json:"overpayment_policy" required:"false" enum:"REFUND,CREDIT"`

	UnpaidCapCents   httpx.Patch[int64] `json:"unpaid_cap_cents" required:"false" minimum:"1" maximum:"100000000000"`
	StaffOpensTables httpx.Patch[bool]  `json:"staff_opens_tables" required:"false"`
}

func (b BranchUpdate) apply(row *BranchOutput) {
	b.Name.To(&row.Name)
	b.Slug.To(&row.Slug)
	b.Address.ToNull(&row.Address)
	b.Phone.ToNull(&row.Phone)
	b.Timezone.To(&row.Timezone)
	b.OpeningTime.ToNull(&row.OpeningTime)
	b.ClosingTime.ToNull(&row.ClosingTime)
	b.IsActive.To(&row.IsActive)
	b.RoundApproval.To(&row.RoundApproval)
	b.CallReminderSeconds.To(&row.CallReminderSeconds)
	b.CallEscalationAfter.To(&row.CallEscalationAfter)
	b.ReadyReminderSeconds.To(&row.ReadyReminderSeconds)
	b.IdleCloseMinutes.To(&row.IdleCloseMinutes)
	b.OverpaymentPolicy.To(&row.OverpaymentPolicy)
	b.UnpaidCapCents.ToNull(&row.UnpaidCapCents)
	b.StaffOpensTables.To(&row.StaffOpensTables)
}

var branch = entity.Resource[BranchOutput]{
	Kind: catalog.Branch,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (BranchOutput, error) {
		return httpx.Only(readBranches(ctx, q, dbgen.BranchesParams{TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true}))
	},
}

func readBranches(ctx context.Context, q *dbgen.Queries, p dbgen.BranchesParams) ([]BranchOutput, error) {
	rows, err := q.Branches(ctx, p)
	return httpx.Map(rows, func(r dbgen.BranchesRow) BranchOutput { return BranchOutput(r) }), err
}

type branchListOutput struct{ Body []BranchOutput }

func (h *Handlers) branches(ctx context.Context, in *entity.WithDeleted) (*branchListOutput, error) {
	who := access.StaffFrom(ctx)
	rows, err := readBranches(ctx, h.Store.Queries, dbgen.BranchesParams{
		TenantID: who.TenantID, EveryBranch: who.Has(access.Admin), BranchIds: who.BranchIDs, IncludeDeleted: in.IncludeDeleted,
	})
	return &branchListOutput{rows}, postgres.Fault(err)
}

// branch shows any branch of the tenant: their names are no secret to its staff.
func (h *Handlers) branch(ctx context.Context, in *httpx.ByID) (*entity.Response[BranchOutput], error) {
	rows, err := readBranches(ctx, h.Store.Queries, dbgen.BranchesParams{TenantID: access.StaffFrom(ctx).TenantID, ID: &in.ID, EveryBranch: true})
	if err == nil && len(rows) == 0 {
		err = catalog.Branch.Missing
	}
	if err != nil {
		return nil, postgres.Fault(err)
	}
	return &entity.Response[BranchOutput]{Body: rows[0]}, nil
}

type createBranchInput struct{ Body BranchCreate }

func (h *Handlers) createBranch(ctx context.Context, in *createBranchInput) (*entity.Response[BranchOutput], error) {
	b := in.Body
	if err := checkTimezone(b.Timezone); err != nil {
		return nil, err
	}
	return branch.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		return c.InsertBranch(ctx, dbgen.InsertBranchParams{
			TenantID: c.Who.TenantID, Name: b.Name, Slug: b.Slug, Address: b.Address, Phone: b.Phone, Timezone: b.Timezone,
			OpeningTime: b.OpeningTime, ClosingTime: b.ClosingTime, IsActive: b.IsActive,
		})
	})
}

// checkTimezone refuses a zone that does not exist. "Local" is this machine's.
func checkTimezone(name string) error {
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		return fault.New(fault.Invalid, "timezone_unknown", "No conocemos esa zona horaria. Probá con America/Argentina/Mendoza.")
	}
	return nil
}

type updateBranchInput struct {
	httpx.ByID
	Body BranchUpdate
}

func (h *Handlers) updateBranch(ctx context.Context, in *updateBranchInput) (*entity.Response[BranchOutput], error) {
	return branch.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row BranchOutput) error {
		before := row
		in.Body.apply(&row)
		if row.Timezone != before.Timezone {
			if err := checkTimezone(row.Timezone); err != nil {
				return err
			}
		}
		if before.IsActive && !row.IsActive {
			if err := checkNoOpenTables(ctx, c, row.ID); err != nil {
				return err
			}
		}
		c.Effects.Menus = append(c.Effects.Menus, before.Slug)
		return c.UpdateBranch(ctx, dbgen.UpdateBranchParams{
			TenantID: row.TenantID, ID: row.ID, Name: row.Name, Slug: row.Slug, Address: row.Address, Phone: row.Phone, Timezone: row.Timezone,
			OpeningTime: row.OpeningTime, ClosingTime: row.ClosingTime, IsActive: row.IsActive,
			RoundApproval: row.RoundApproval, CallReminderSeconds: row.CallReminderSeconds, CallEscalationAfter: row.CallEscalationAfter,
			ReadyReminderSeconds: row.ReadyReminderSeconds, IdleCloseMinutes: row.IdleCloseMinutes, OverpaymentPolicy: row.OverpaymentPolicy,
			UnpaidCapCents: row.UnpaidCapCents, StaffOpensTables: row.StaffOpensTables,
		})
	})
}

// checkNoOpenTables refuses to close a branch where somebody sits, or without which nobody
// could come in as an ADMIN. Nobody sits down there until the transaction ends.
func checkNoOpenTables(ctx context.Context, c *entity.Change, branch int64) error {
	if err := c.LockTablesOfBranch(ctx, branch, c.Who.TenantID); err != nil {
		return err
	}
	if err := c.RequireNoLiveSession(ctx, dbgen.LiveTableParams{TenantID: c.Who.TenantID, BranchID: &branch}); err != nil {
		return err
	}
	return c.RequireAdminRemains(ctx, dbgen.CountAdminsParams{TenantID: c.Who.TenantID, WithoutBranch: &branch})
}

func (h *Handlers) deleteBranch(ctx context.Context, in *httpx.ByID) (*struct{}, error) {
	return nil, branch.Retire(ctx, h.Writer, in.ID, func(c *entity.Change, held postgres.Entity) error {
		row, err := branch.Read(ctx, c.Queries, c.Who.TenantID, held.ID)
		c.Effects.Menus = append(c.Effects.Menus, row.Slug) // of a branch that nobody is told about any more
		if err != nil {
			return err
		}
		return checkNoOpenTables(ctx, c, held.ID)
	})
}
