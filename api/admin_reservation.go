package api

import (
	"context"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/lifecycle"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

const reservationsPath = "/api/admin/reservations"

func (s *Server) reservationRoutes(r router) {
	handle(r, operation{
		ID: "listReservations", Method: http.MethodGet, Path: reservationsPath, Access: staff().inBranch("branch_id"),
		Summary: "Lista las reservas, en el orden en que llegan.",
	}, s.reservations)
	handle(r, operation{
		ID: "getReservation", Method: http.MethodGet, Path: reservationsPath + "/{id}", Access: staff(),
		Summary: "Muestra una reserva.", Errors: []int{http.StatusNotFound},
	}, reservation.show(s))
	handle(r, operation{
		ID: "createReservation", Method: http.MethodPost, Path: reservationsPath, Access: staff(managingRoles...), Success: http.StatusCreated,
		Summary: "Anota una reserva; dos no comparten mesa a la misma hora.", Errors: []int{http.StatusBadRequest, http.StatusConflict},
	}, s.createReservation)
	handle(r, operation{
		ID: "updateReservation", Method: http.MethodPatch, Path: reservationsPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Cambia una reserva que no terminó.", Errors: []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict},
	}, s.updateReservation)
	handle(r, operation{
		ID: "updateReservationStatus", Method: http.MethodPatch, Path: reservationsPath + "/{id}/status", Access: staff(managingRoles...),
		Summary: "Mueve una reserva a su próximo estado.", Errors: []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.moveReservation)
	handle(r, operation{
		ID: "deleteReservation", Method: http.MethodDelete, Path: reservationsPath + "/{id}", Access: staff(managingRoles...),
		Summary: "Borra una reserva; se puede restaurar.", Errors: []int{http.StatusNotFound},
	}, reservation.remove(s))
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
	CustomerName    Patch[string] `json:"customer_name" required:"false" minLength:"1" maxLength:"120"`
	CustomerPhone   Patch[string] `json:"customer_phone" required:"false" maxLength:"50"`
	CustomerEmail   Patch[string] `json:"customer_email" required:"false" maxLength:"255"`
	PartySize       Patch[int32]  `json:"party_size" required:"false" minimum:"1" maximum:"500"`
	ReservationDate Patch[string] `json:"reservation_date" required:"false" format:"date"`
	ReservationTime Patch[string] `json:"reservation_time" required:"false" pattern:"^\\d\\d:\\d\\d(:\\d\\d)?" maxLength:"15" example:"21:30"`
	DurationMinutes Patch[int32]  `json:"duration_minutes" required:"false" minimum:"15" maximum:"720"`
	TableID         Patch[int64]  `json:"table_id" required:"false"`
	Notes           Patch[string] `json:"notes" required:"false" maxLength:"1000"`
}

// ReservationStatusUpdate moves a reservation.
type ReservationStatusUpdate struct {
	Status string `json:"status" enum:"PENDING,CONFIRMED,SEATED,COMPLETED,CANCELED,NO_SHOW" example:"CONFIRMED"`
}

var reservation = entity[ReservationOutput]{
	kind: catalog.Reservation,
	read: func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (ReservationOutput, error) {
		return only(readReservations(ctx, q, dbgen.ReservationsParams{TenantID: tenant, ID: &id, EveryBranch: true, IncludeDeleted: true, MaxRows: 1}))
	},
}

func readReservations(ctx context.Context, q *dbgen.Queries, p dbgen.ReservationsParams) ([]ReservationOutput, error) {
	rows, err := q.Reservations(ctx, p)
	return each(rows, func(r dbgen.ReservationsRow) ReservationOutput {
		return ReservationOutput{
			ID: r.ID, TenantID: r.TenantID, BranchID: r.BranchID, CustomerName: r.CustomerName, CustomerPhone: r.CustomerPhone,
			CustomerEmail: r.CustomerEmail, PartySize: r.PartySize, ReservationDate: r.ReservationDate.Format(time.DateOnly),
			ReservationTime: r.ReservationTime, DurationMinutes: r.DurationMinutes, TableID: r.TableID, Status: r.Status, Notes: r.Notes,
			IsActive: r.IsActive, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		}
	}), err
}

type reservationsInput struct {
	BranchID int64  `query:"branch_id" minimum:"1"`
	Date     string `query:"date" format:"date" doc:"Un día, en la hora de la sucursal."`
	Status   string `query:"status" enum:"PENDING,CONFIRMED,SEATED,COMPLETED,CANCELED,NO_SHOW"`
	WithDeleted
	Page
}

type reservationsOutput struct{ Body []ReservationOutput }

func (s *Server) reservations(ctx context.Context, in *reservationsInput) (*reservationsOutput, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, optional(in.BranchID))
	if err != nil {
		return nil, err
	}
	rows, err := readReservations(ctx, s.store.Queries, dbgen.ReservationsParams{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches, Day: dayOf(in.Date), Status: optional(in.Status),
		IncludeDeleted: in.IncludeDeleted, MaxRows: in.Limit, Skip: in.Offset,
	})
	return &reservationsOutput{rows}, postgres.Fault(err)
}

// dayOf reads a day that was validated already; "" is none.
func dayOf(text string) pgtype.Date {
	day, err := time.Parse(time.DateOnly, text)
	return pgtype.Date{Time: day, Valid: err == nil}
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
func (c *change) reserve(ctx context.Context, s *Server, r ReservationOutput) (day time.Time, hour pgtype.Time, err error) {
	if hour, err = hourOf(r.ReservationTime); err != nil {
		return day, hour, err
	}
	if day, err = time.Parse(time.DateOnly, r.ReservationDate); err != nil {
		return day, hour, errHour.Because(err)
	}
	over, err := c.IsDayOver(ctx, dbgen.IsDayOverParams{Day: day, At: s.now(), BranchID: r.BranchID, TenantID: c.who.TenantID})
	switch {
	case err != nil:
		return day, hour, err
	case over:
		return day, hour, errPastDay
	case r.TableID == nil:
		return day, hour, nil
	}
	table, err := c.Reference(ctx, c.who, catalog.Table, *r.TableID)
	if err != nil {
		return day, hour, err
	}
	if *table.BranchID != r.BranchID {
		return day, hour, fault.New(fault.Refused, "table_of_another_branch", "La mesa es de otra sucursal.")
	}
	return day, hour, c.LockTableForReservations(ctx, *r.TableID, c.who.TenantID)
}

type createReservationInput struct{ Body ReservationCreate }

func (s *Server) createReservation(ctx context.Context, in *createReservationInput) (*shown[ReservationOutput], error) {
	return reservation.create(ctx, s, func(c *change) (int64, error) {
		b := in.Body
		if _, err := c.Reference(ctx, c.who, catalog.Branch, b.BranchID); err != nil {
			return 0, err
		}
		if err := c.who.InBranch(b.BranchID); err != nil {
			return 0, err
		}
		day, hour, err := c.reserve(ctx, s, ReservationOutput{
			BranchID: b.BranchID, ReservationDate: b.ReservationDate, ReservationTime: b.ReservationTime, TableID: b.TableID,
		})
		if err != nil {
			return 0, err
		}
		return c.InsertReservation(ctx, dbgen.InsertReservationParams{
			TenantID: c.who.TenantID, BranchID: b.BranchID, CustomerName: b.CustomerName, CustomerPhone: b.CustomerPhone,
			CustomerEmail: b.CustomerEmail, PartySize: b.PartySize, ReservationDate: day, ReservationTime: hour,
			DurationMinutes: b.DurationMinutes, TableID: b.TableID, Notes: b.Notes,
		})
	})
}

type updateReservationInput struct {
	ByID
	Body ReservationUpdate
}

func (s *Server) updateReservation(ctx context.Context, in *updateReservationInput) (*shown[ReservationOutput], error) {
	return reservation.update(ctx, s, in.ID, func(c *change, row ReservationOutput) error {
		if lifecycle.Reservation.Final(row.Status) {
			return fault.New(fault.Refused, "reservation_over", "La reserva ya terminó.")
		}
		b := in.Body
		b.CustomerName.to(&row.CustomerName)
		b.CustomerPhone.toNull(&row.CustomerPhone)
		b.CustomerEmail.toNull(&row.CustomerEmail)
		b.PartySize.to(&row.PartySize)
		b.ReservationDate.to(&row.ReservationDate)
		b.ReservationTime.to(&row.ReservationTime)
		b.DurationMinutes.to(&row.DurationMinutes)
		b.TableID.toNull(&row.TableID)
		b.Notes.toNull(&row.Notes)
		return c.saveReservation(ctx, s, row)
	})
}

func (c *change) saveReservation(ctx context.Context, s *Server, r ReservationOutput) error {
	day, hour, err := c.reserve(ctx, s, r)
	if err != nil {
		return err
	}
	return c.UpdateReservation(ctx, dbgen.UpdateReservationParams{
		ID: r.ID, TenantID: r.TenantID, CustomerName: r.CustomerName, CustomerPhone: r.CustomerPhone, CustomerEmail: r.CustomerEmail,
		PartySize: r.PartySize, ReservationDate: day, ReservationTime: hour, DurationMinutes: r.DurationMinutes, TableID: r.TableID, Notes: r.Notes,
	})
}

type moveReservationInput struct {
	ByID
	Body ReservationStatusUpdate
}

func (s *Server) moveReservation(ctx context.Context, in *moveReservationInput) (*shown[ReservationOutput], error) {
	return reservation.update(ctx, s, in.ID, func(c *change, row ReservationOutput) error {
		if err := lifecycle.Reservation.Check(row.Status, in.Body.Status); err != nil {
			return err
		}
		return c.SetReservationStatus(ctx, dbgen.SetReservationStatusParams{ID: row.ID, TenantID: row.TenantID, Status: in.Body.Status})
	})
}
