package venue

import (
	"context"
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
	httpx.Route(api, "GET "+branchesPath, "listBranches", "Lista tus sucursales; quien es ADMIN ve todas.",
		httpx.Staff().OrKey(access.ReadFloor), h.branches)
	httpx.Route(api, "GET "+branchesPath+"/{id}", "getBranch", "Muestra una sucursal.",
		httpx.Staff().OrKey(access.ReadFloor), h.branch, httpx.Fails{404})
	httpx.Route(api, "POST "+branchesPath, "createBranch", "Crea una sucursal. Quien es ADMIN trabaja en ella enseguida.",
		httpx.Admins, h.createBranch, httpx.Created, httpx.Fails{409})
	httpx.Route(api, "PATCH "+branchesPath+"/{id}", "updateBranch",
		"Cambia una sucursal, o cómo atiende su salón las mesas que se abran desde ahora.", httpx.Managers, h.updateBranch,
		httpx.Fails{400, 404, 409})
	httpx.Route(api, "DELETE "+branchesPath+"/{id}", "deleteBranch",
		"Borra una sucursal sin mesas abiertas, con todo lo suyo; se puede restaurar.", httpx.Admins, h.deleteBranch,
		httpx.Fails{400, 404})
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
	QrSecretRequired bool   `json:"qr_secret_required" doc:"Una mesa se abre solo con el secreto de su código QR; su número o su código solos no alcanzan."`
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
	QrSecretRequired httpx.Patch[bool]  `json:"qr_secret_required" required:"false"`
}

var branch = entity.Resource[BranchOutput]{
	Kind: catalog.Branch,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (BranchOutput, error) {
		return httpx.Only(readBranches(ctx, q, dbgen.BranchesParams{
			TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true,
		}))
	},
}

func readBranches(ctx context.Context, q *dbgen.Queries, p dbgen.BranchesParams) ([]BranchOutput, error) {
	return httpx.Rows[BranchOutput](q.Branches(ctx, p))
}

func (h *Handlers) branches(ctx context.Context, in *entity.WithDeleted) (*httpx.Body[[]BranchOutput], error) {
	who := access.StaffFrom(ctx)
	rows, err := readBranches(ctx, h.Store.Queries, dbgen.BranchesParams{
		TenantID: who.TenantID, EveryBranch: who.Has(access.Admin), BranchIds: who.BranchIDs,
		IncludeDeleted: in.IncludeDeleted,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

// branch shows any branch of the tenant: their names are no secret to its staff.
func (h *Handlers) branch(ctx context.Context, in *httpx.ByID) (*httpx.Body[BranchOutput], error) {
	rows, err := readBranches(ctx, h.Store.Queries, dbgen.BranchesParams{
		TenantID: access.StaffFrom(ctx).TenantID, ID: &in.ID, EveryBranch: true,
	})
	if err == nil && len(rows) == 0 {
		err = catalog.Branch.Missing
	}
	if err != nil {
		return nil, postgres.Fault(err)
	}
	return &httpx.Body[BranchOutput]{Body: rows[0]}, nil
}

func (h *Handlers) createBranch(ctx context.Context, in *httpx.Body[BranchCreate]) (*httpx.Body[BranchOutput], error) {
	b := in.Body
	if err := checkTimezone(b.Timezone); err != nil {
		return nil, err
	}
	return branch.Create(ctx, h.Writer, func(c *entity.Change) (int64, error) {
		return entity.Insert(ctx, c, c.InsertBranch, b)
	})
}

// checkTimezone refuses a zone that does not exist. "Local" is this machine's.
func checkTimezone(name string) error {
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		return fault.New(fault.Invalid, "timezone_unknown", "No conocemos esa zona horaria. Probá con America/Argentina/Mendoza.")
	}
	return nil
}

func (h *Handlers) updateBranch(
	ctx context.Context, in *httpx.BodyByID[BranchUpdate],
) (*httpx.Body[BranchOutput], error) {
	return branch.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row BranchOutput) error {
		before := row
		httpx.Apply(&row, in.Body)
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
		return entity.Save(ctx, c, c.UpdateBranch, row)
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
		c.Effects.Menus = append(c.Effects.Menus, row.Slug) // of a branch that nobody reads about any more
		if err != nil {
			return err
		}
		return checkNoOpenTables(ctx, c, held.ID)
	})
}
