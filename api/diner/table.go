package diner

import (
	"context"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

func (h *Handlers) tableRoutes(api *httpx.API) {
	httpx.Route(api, "POST /api/tables/code/{table_code}/session", "openTableSessionByCode",
		"Sienta a quien escaneó el código de una mesa de una sucursal.", httpx.Public, h.openTableByCode,
		httpx.LimitTableSession, httpx.Fails{400, 404, 409})
	httpx.Route(api, "POST /api/tables/{table_id}/session", "openTableSession",
		"Sienta a quien escaneó el código de una mesa.", httpx.Public, h.openTable, httpx.LimitTableSession,
		httpx.Fails{400, 404, 409})
	httpx.Route(api, "GET /api/tables/{table_id}", "getTableSummary", "Una mesa, como la muestra el salón.",
		httpx.FloorStaff, h.tableCard, httpx.Fails{404})
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

func (h *Handlers) openTableByCode(ctx context.Context, in *openTableByCodeInput) (*tableSessionOutput, error) {
	at, err := h.Store.PlaceByCode(ctx, in.Code, in.Slug)
	if err != nil {
		return nil, err
	}
	return h.seat(ctx, at)
}

// tableInput names a table.
type tableInput struct {
	Table int64 `path:"table_id"`
}

func (h *Handlers) openTable(ctx context.Context, in *tableInput) (*tableSessionOutput, error) {
	at, err := h.Store.Place(ctx, in.Table)
	if err != nil {
		return nil, err
	}
	return h.seat(ctx, at)
}

// seat opens the table, or joins its live session, with a token of one's own.
func (h *Handlers) seat(ctx context.Context, at postgres.Place) (*tableSessionOutput, error) {
	answer, err := h.Sessions.Open(ctx, tablesession.Seating{
		TenantID: at.TenantID, TableID: at.TableID, TableCode: at.Code, By: access.Actor{Role: access.Diner},
		TableIsFree: tablesession.TableStatus(at.Status) == tablesession.TableFree,
	})
	if err != nil {
		return nil, err
	}
	seat, err := h.Keys.IssueTable(access.Table{
		TenantID: at.TenantID, BranchID: at.BranchID, TableID: at.TableID, SessionID: answer.SessionID,
	})
	return &tableSessionOutput{TableSessionResponse{
		SessionID: answer.SessionID, TableID: at.TableID, TableCode: at.Code,
		TableToken: seat.Token, Status: answer.SessionStatus,
	}}, err
}

type tableCardOutput struct{ Body readmodel.TableCard }

func (h *Handlers) tableCard(ctx context.Context, in *tableInput) (*tableCardOutput, error) {
	card, err := readmodel.TableCardByID(ctx, h.Store, access.StaffFrom(ctx), in.Table)
	return &tableCardOutput{card}, err
}
