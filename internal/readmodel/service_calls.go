package readmodel

import (
	"context"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// ServiceCallOutput is a table's service call.
type ServiceCallOutput struct {
	ID            int64      `json:"id"`
	Type          string     `json:"type" enum:"WAITER_CALL,PAYMENT_HELP,OTHER"`
	Status        string     `json:"status" enum:"OPEN,ACKED,CLOSED"`
	CreatedAt     time.Time  `json:"created_at"`
	AnnouncedAt   time.Time  `json:"announced_at" doc:"Cuándo se les avisó a los mozos por última vez: al llamar, o con un recordatorio."`
	AckedAt       *time.Time `json:"acked_at"`
	AckedByUserID *int64     `json:"acked_by_user_id"`
	TableID       *int64     `json:"table_id"`
	TableCode     *string    `json:"table_code"`
	SessionID     *int64     `json:"session_id"`
}

// CallRef is a call with what a command about it needs.
type CallRef struct {
	ServiceCallOutput
	BranchID int64
}

// ServiceCalls lists the calls that are not closed, oldest first, within who's
// reach as TableCards has it. Calls that went to the whole branch are everybody's.
func ServiceCalls(
	ctx context.Context, db *postgres.Store, who access.Staff, at time.Time,
) ([]ServiceCallOutput, error) {
	scope, err := postgres.ScopeOf(who, nil)
	if err != nil {
		return nil, err
	}
	rows, err := db.Queries.ServiceCalls(ctx, dbgen.ServiceCallsParams{
		TenantID: who.TenantID, EveryBranch: scope.EveryBranch, BranchIds: scope.Branches,
		EverySector: scope.EverySector, WaiterID: who.UserID, At: at,
	})
	return postgres.Rows(rows, err, func(r dbgen.ServiceCallsRow) ServiceCallOutput {
		return ServiceCall(dbgen.ServiceCallByIDRow(r))
	})
}

// ServiceCallFor reads one call for a member of staff.
//
// Errors: fault.NotFound, fault.Forbidden.
func ServiceCallFor(ctx context.Context, db *postgres.Store, who access.Staff, call int64) (CallRef, error) {
	r, err := db.ServiceCallByID(ctx, call, who.TenantID)
	if err != nil {
		return CallRef{}, postgres.NotFoundAs(err, fault.New(fault.NotFound, "call_not_found", "No encontramos ese llamado."))
	}
	return CallRef{ServiceCallOutput: ServiceCall(r), BranchID: r.BranchID}, who.InBranch(r.BranchID)
}

// ServiceCall converts the row of a call.
func ServiceCall(r dbgen.ServiceCallByIDRow) ServiceCallOutput {
	return ServiceCallOutput{
		ID:            r.ID,
		Type:          r.Type,
		Status:        r.Status,
		CreatedAt:     r.CreatedAt,
		AnnouncedAt:   r.AnnouncedAt,
		AckedAt:       r.AckedAt,
		AckedByUserID: r.AckedByUserID,
		TableID:       &r.TableID,
		TableCode:     &r.TableCode,
		SessionID:     &r.SessionID,
	}
}
