package diner

import (
	"context"
	"crypto/subtle"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

func (h *Handlers) tableRoutes(api *httpx.API) {
	httpx.Route(api, "POST /api/tables/code/{table_code}/session", "openTableSessionByCode",
		"Sienta a quien escaneó el código de una mesa de una sucursal.", httpx.Public, h.openTableByCode,
		httpx.LimitTableSession, httpx.Fails{400, 403, 404, 409})
	httpx.Route(api, "POST /api/tables/{table_id}/session", "openTableSession",
		"Sienta a quien escaneó el código de una mesa.", httpx.Public, h.openTable, httpx.LimitTableSession,
		httpx.Fails{400, 403, 404, 409})
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

// QRSecret is embedded in the input of who scanned a code. It is no part of the address, which ends up in logs.
type QRSecret struct {
	Secret string `header:"X-QR-Secret" maxLength:"100" doc:"Lo que el código QR dice después de #k=, donde la sucursal lo pide."`
}

var errWrongSecret = fault.New(fault.Forbidden, "qr_secret_wrong",
	"Para abrir la mesa escaneá el código QR que está sobre ella. Si no anda, avisale al mozo.")

// opens refuses whoever only knows a table's number where the branch asks for the secret of its code.
func (s QRSecret) opens(at postgres.Place) error {
	if at.QrSecretRequired && subtle.ConstantTimeCompare([]byte(at.QrSecret), []byte(s.Secret)) != 1 {
		return errWrongSecret
	}
	return nil
}

type openTableByCodeInput struct {
	QRSecret
	Code string `path:"table_code" maxLength:"50"`
	Slug string `query:"branch_slug" maxLength:"100" doc:"La sucursal. Sin ella, el código tiene que ser único entre todas."`
}

func (h *Handlers) openTableByCode(ctx context.Context, in *openTableByCodeInput) (*tableSessionOutput, error) {
	at, err := h.Store.PlaceByCode(ctx, in.Code, in.Slug)
	if err == nil {
		err = in.opens(at)
	}
	if err != nil {
		return nil, err
	}
	return h.seat(ctx, at)
}

// TableInput names a table.
type TableInput struct {
	Table int64 `path:"table_id"`
}

type openTableInput struct {
	TableInput
	QRSecret
}

func (h *Handlers) openTable(ctx context.Context, in *openTableInput) (*tableSessionOutput, error) {
	at, err := h.Store.Place(ctx, in.Table)
	if err == nil {
		err = in.opens(at)
	}
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

func (h *Handlers) tableCard(ctx context.Context, in *TableInput) (*tableCardOutput, error) {
	card, err := readmodel.TableCardByID(ctx, h.Store, access.StaffFrom(ctx), in.Table)
	return &tableCardOutput{card}, err
}
