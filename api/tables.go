package api

import (
	"context"
	"net/http"

	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

func (s *Server) tableRoutes(r router) {
	handle(r, operation{
		ID: "openTableSessionByCode", Method: http.MethodPost, Path: "/api/tables/code/{table_code}/session", Access: public, Limit: LimitTableSession,
		Summary: "Sienta a quien escaneó el código de una mesa de una sucursal.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict},
	}, s.openTableByCode)
	handle(r, operation{
		ID: "openTableSession", Method: http.MethodPost, Path: "/api/tables/{table_id}/session", Access: public, Limit: LimitTableSession,
		Summary: "Sienta a quien escaneó el código de una mesa.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict},
	}, s.openTable)
	handle(r, operation{
		ID: "getTableSummary", Method: http.MethodGet, Path: "/api/tables/{table_id}", Access: staff(floorRoles...),
		Summary: "Una mesa, como la muestra el salón.", Errors: []int{http.StatusNotFound},
	}, s.tableCard)
}

// TableSessionResponse seats somebody: the token is the diner's way in.
type TableSessionResponse struct {
	SessionID  int64  `json:"session_id"`
	TableID    int64  `json:"table_id"`
	TableCode  string `json:"table_code"`
	TableToken string `json:"table_token"`
	Status     string `json:"status" enum:"OPEN,PAYING,CLOSED"`
}

type tableSessionOutput struct{ Body TableSessionResponse }

type openTableByCodeInput struct {
	Code string `path:"table_code" maxLength:"50"`
	Slug string `query:"branch_slug" maxLength:"100" doc:"La sucursal. Sin ella, el código tiene que ser único entre todas."`
}

func (s *Server) openTableByCode(ctx context.Context, in *openTableByCodeInput) (*tableSessionOutput, error) {
	at, err := s.store.PlaceByCode(ctx, in.Code, in.Slug)
	if err != nil {
		return nil, err
	}
	return s.seat(ctx, at)
}

// tableInput names a table.
type tableInput struct {
	Table int64 `path:"table_id"`
}

func (s *Server) openTable(ctx context.Context, in *tableInput) (*tableSessionOutput, error) {
	at, err := s.store.Place(ctx, in.Table)
	if err != nil {
		return nil, err
	}
	return s.seat(ctx, at)
}

// seat opens the table, or joins its live session, with a token of one's own.
func (s *Server) seat(ctx context.Context, at postgres.Place) (*tableSessionOutput, error) {
	answer, err := s.sessions.Open(ctx, tablesession.Seating{
		TenantID: at.TenantID, TableID: at.TableID, TableCode: at.Code, By: access.Actor{Role: access.Diner},
		TableIsFree: tablesession.TableStatus(at.Status) == tablesession.TableFree,
	})
	if err != nil {
		return nil, err
	}
	seat, err := s.keys.IssueTable(access.Table{
		TenantID: at.TenantID, BranchID: at.BranchID, TableID: at.TableID, SessionID: answer.SessionID,
	})
	return &tableSessionOutput{TableSessionResponse{
		SessionID: answer.SessionID, TableID: at.TableID, TableCode: at.Code,
		TableToken: seat.Token, Status: answer.SessionStatus,
	}}, err
}

type tableCardOutput struct{ Body readmodel.TableCard }

func (s *Server) tableCard(ctx context.Context, in *tableInput) (*tableCardOutput, error) {
	card, err := readmodel.TableCardByID(ctx, s.store, access.StaffFrom(ctx), in.Table)
	return &tableCardOutput{card}, err
}
