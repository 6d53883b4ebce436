package api

import (
	"context"
	"net/http"
	"time"

	"integrador/internal/access"
	"integrador/internal/fault"
	"integrador/internal/store"
)

func (s *Server) branchRoutes() {
	handle(s, operation{
		Method: http.MethodGet, Path: "/api/admin/branches/{id}", Access: staff(),
		Summary: "Muestra una sucursal.", Errors: []int{http.StatusNotFound},
	}, s.branch)
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
}

type branchOutput struct {
	Body BranchOutput
}

var errNoSuchBranch = fault.New(fault.NotFound, "branch_not_found", "No encontramos esa sucursal.")

// branch shows any branch of the tenant: their names are no secret to its staff.
func (s *Server) branch(ctx context.Context, in *ByID) (*branchOutput, error) {
	row, err := s.store.BranchByID(ctx, in.ID, access.StaffFrom(ctx).TenantID)
	if err = store.Fault(err); fault.CodeOf(err) == fault.NotFound {
		err = errNoSuchBranch.Because(err)
	}
	return &branchOutput{BranchOutput(row)}, err
}
