package reservation

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const reservationsPath = "/api/admin/reservations"

func (h *Handlers) reservationRoutes(api *httpx.API) {
	httpx.Route(api, "GET "+reservationsPath, "listReservations", "Lista las reservas, en el orden en que llegan.",
		httpx.Staff().InBranch("branch_id"), h.reservations)
	httpx.Route(api, "GET "+reservationsPath+"/{id}", "getReservation", "Muestra una reserva.", httpx.Staff(),
		reservation.Show(h.Writer), httpx.Fails{404})
	httpx.Route(api, "POST "+reservationsPath, "createReservation",
		"Anota una reserva; dos no comparten mesa a la misma hora.", httpx.Managers,
		entity.Create(reservation, h.Writer, h.insertReservation), httpx.Created, httpx.Fails{400, 409})
	httpx.Route(api, "PATCH "+reservationsPath+"/{id}", "updateReservation", "Cambia una reserva que no terminó.",
		httpx.Managers, h.updateReservation, httpx.Fails{400, 404, 409})
	httpx.Route(api, "PATCH "+reservationsPath+"/{id}/status", "updateReservationStatus",
		"Mueve una reserva a su próximo estado.", httpx.Managers, h.moveReservation, httpx.Fails{400, 404})
	httpx.Route(api, "DELETE "+reservationsPath+"/{id}", "deleteReservation", "Borra una reserva; se puede restaurar.",
		httpx.Managers, reservation.Remove(h.Writer), httpx.Fails{404})
}

// ReservationOutput is a reservation. Day and hour are on the branch's clock.
type ReservationOutput struct {
	ID              int64     `json:"id"`
	TenantID        int64     `json:"tenant_id"`
	BranchID        int64     `json:"branch_id"`
	CustomerName    string    `json:"customer_name"`
	CustomerPhone   *string   `json:"customer_phone"`
	CustomerEmail   *string   `json:"customer_email"`
	PartySize       int32     `json:"party_size"`
	ReservationDate string    `json:"reservation_date"`
	ReservationTime string    `json:"reservation_time"`
	DurationMinutes int32     `json:"duration_minutes"`
	TableID         *int64    `json:"table_id"`
	Status          string    `json:"status" enum:"PENDING,CONFIRMED,SEATED,COMPLETED,CANCELED,NO_SHOW"`
	Notes           *string   `json:"notes"`
	IsActive        bool      `json:"is_active"`
	CreatedAt       time.Time `json:"created_at"`
	UpdatedAt       time.Time `json:"updated_at"`
}

// ReservationCreate is a new reservation.
type ReservationCreate struct {
	BranchID        int64   `json:"branch_id"`
	CustomerName    string  `json:"customer_name" minLength:"1" maxLength:"120" example:"Familia Suárez"`
	CustomerPhone   *string `json:"customer_phone" required:"false" maxLength:"50"`
	CustomerEmail   *string `json:"customer_email" required:"false" maxLength:"255"`
	PartySize       int32   `json:"party_size" minimum:"1" maximum:"500" example:"4"`
	ReservationDate string  `json:"reservation_date" format:"date" example:"2026-12-24"`
	ReservationTime string  `json:"reservation_time" pattern:"^\\d\\d:\\d\\d(:\\d\\d)?" maxLength:"15" example:"21:30"`
	DurationMinutes int32   `json:"duration_minutes" required:"false" minimum:"15" maximum:"720" default:"90"`
	TableID         *int64  `json:"table_id" required:"false"`
	Notes           *string `json:"notes" required:"false" maxLength:"1000"`
}

// ReservationUpdate changes what it names.
type ReservationUpdate struct {
	CustomerName    httpx.Patch[string] `json:"customer_name" required:"false" minLength:"1" maxLength:"120"`
	CustomerPhone   httpx.Patch[string] `json:"customer_phone" required:"false" maxLength:"50"`
	CustomerEmail   httpx.Patch[string] `json:"customer_email" required:"false" maxLength:"255"`
	PartySize       httpx.Patch[int32]  `json:"party_size" required:"false" minimum:"1" maximum:"500"`
	ReservationDate httpx.Patch[string] `json:"reservation_date" required:"false" format:"date"`
	ReservationTime httpx.Patch[string] `json:"reservation_time" required:"false" pattern:"^\\d\\d:\\d\\d(:\\d\\d)?" maxLength:"15" example:"21:30"`
	DurationMinutes httpx.Patch[int32]  `json:"duration_minutes" required:"false" minimum:"15" maximum:"720"`
	TableID         httpx.Patch[int64]  `json:"table_id" required:"false"`
	Notes           httpx.Patch[string] `json:"notes" required:"false" maxLength:"1000"`
}

// ReservationStatusUpdate moves a reservation.
type ReservationStatusUpdate struct {
	Status string `json:"status" enum:"PENDING,CONFIRMED,SEATED,COMPLETED,CANCELED,NO_SHOW" example:"CONFIRMED"`
}

var reservation = entity.Resource[ReservationOutput]{
	Kind: catalog.Reservation,
	Read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (ReservationOutput, error) {
		return httpx.Only(readReservations(ctx, q, dbgen.ReservationsParams{
			TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true, MaxRows: 1,
		}))
	},
}

func readReservations(ctx context.Context, q *dbgen.Queries, p dbgen.ReservationsParams) ([]ReservationOutput, error) {
	return httpx.Rows[ReservationOutput](q.Reservations(ctx, p))
}

type reservationsInput struct {
	BranchID int64  `query:"branch_id" minimum:"1"`
	Date     string `query:"date" format:"date" doc:"Un día, en la hora de la sucursal."`
	Status   string `query:"status" enum:"PENDING,CONFIRMED,SEATED,COMPLETED,CANCELED,NO_SHOW"`
	entity.WithDeleted
	httpx.Page
}

func (h *Handlers) reservations(ctx context.Context, in *reservationsInput) (*httpx.Body[[]ReservationOutput], error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readReservations(ctx, h.Store.Queries, dbgen.ReservationsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, Day: httpx.ParseDay(in.Date),
		Status: httpx.Optional(in.Status), IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return httpx.Answer(rows), postgres.Fault(err)
}

var (
	errHour    = fault.New(fault.Invalid, "hour_invalid", "Esa hora no existe.")
	errPastDay = fault.New(fault.Refused, "day_over", "No se puede reservar para un día que ya pasó.")
)

// hourOf reads an hour of the day: 21:30 or 21:30:00.
func hourOf(text string) (pgtype.Time, error) {
	for _, layout := range []string{"15:04", time.TimeOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			sinceMidnight := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
			return pgtype.Time{Microseconds: sinceMidnight.Microseconds(), Valid: true}, nil
		}
	}
	return pgtype.Time{}, errHour
}

// reserve looks at what a reservation names, and makes others for its table wait
// until this one is decided.
func reserve(
	ctx context.Context, c *entity.Change, h *Handlers, r ReservationOutput,
) (day time.Time, hour pgtype.Time, err error) {
	if hour, err = hourOf(r.ReservationTime); err != nil {
		return day, hour, err
	}
	if day, err = time.Parse(time.DateOnly, r.ReservationDate); err != nil {
		return day, hour, errHour.Because(err)
	}
	over, err := c.IsDayOver(ctx, dbgen.IsDayOverParams{
		Day: day, At: h.Now(), BranchID: r.BranchID, TenantID: c.Who.TenantID,
	})
	switch {
	case err != nil:
		return day, hour, err
	case over:
		return day, hour, errPastDay
	case r.TableID == nil:
		return day, hour, nil
	}
	table, err := c.Reference(ctx, c.Who, catalog.Table, *r.TableID)
	if err != nil {
		return day, hour, err
	}
	if *table.BranchID != r.BranchID {
		return day, hour, fault.New(fault.Refused, "table_of_another_branch", "La mesa es de otra sucursal.")
	}
	return day, hour, c.LockTableForReservations(ctx, *r.TableID, c.Who.TenantID)
}

func (h *Handlers) insertReservation(ctx context.Context, c *entity.Change, b ReservationCreate) (int64, error) {
	if _, err := c.Reference(ctx, c.Who, catalog.Branch, b.BranchID); err != nil {
		return 0, err
	}
	if err := c.Who.InBranch(b.BranchID); err != nil {
		return 0, err
	}
	day, hour, err := reserve(ctx, c, h, ReservationOutput{
		BranchID: b.BranchID, ReservationDate: b.ReservationDate, ReservationTime: b.ReservationTime, TableID: b.TableID,
	})
	if err != nil {
		return 0, err
	}
	return entity.Insert(ctx, c, c.InsertReservation, struct {
		ReservationCreate
		ReservationDate time.Time
		ReservationTime pgtype.Time
	}{b, day, hour})
}

func (h *Handlers) updateReservation(
	ctx context.Context, in *httpx.BodyByID[ReservationUpdate],
) (*httpx.Body[ReservationOutput], error) {
	return reservation.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row ReservationOutput) error {
		if reservationMoves.final(row.Status) {
			return fault.New(fault.Refused, "reservation_over", "La reserva ya terminó.")
		}
		httpx.Apply(&row, in.Body)
		return saveReservation(ctx, c, h, row)
	})
}

func saveReservation(ctx context.Context, c *entity.Change, h *Handlers, r ReservationOutput) error {
	day, hour, err := reserve(ctx, c, h, r)
	if err != nil {
		return err
	}
	return entity.Save(ctx, c, c.UpdateReservation, struct {
		ReservationOutput
		ReservationDate time.Time
		ReservationTime pgtype.Time
	}{r, day, hour})
}

func (h *Handlers) moveReservation(
	ctx context.Context, in *httpx.BodyByID[ReservationStatusUpdate],
) (*httpx.Body[ReservationOutput], error) {
	return reservation.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row ReservationOutput) error {
		if err := reservationMoves.check(row.Status, in.Body.Status); err != nil {
			return err
		}
		return c.SetReservationStatus(ctx, dbgen.SetReservationStatusParams{
			ID: row.ID, TenantID: row.TenantID, Status: in.Body.Status,
		})
	})
}
