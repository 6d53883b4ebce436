package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

func (h *Handlers) auditRoutes(api *httpx.API) {
	httpx.Route(api, "GET /api/admin/audit-log", "listAuditLog",
		"Muestra quién cambió qué, lo último primero. Un encargado ve lo de sus sucursales y lo propio.", httpx.Managers,
		h.auditLog)
	httpx.Route(api, "GET /api/admin/data-export/audit-log", "exportAuditLog",
		"Exporta el registro de auditoría entre dos días, con cada dato que cambió.", httpx.Admins, h.exportAuditLog)
}

// AuditLogOutput is one entry: who did what to what. Values are as before and
// after.
type AuditLogOutput struct {
	ID         int64           `json:"id"`
	TenantID   int64           `json:"tenant_id"`
	UserID     *int64          `json:"user_id"`
	UserEmail  *string         `json:"user_email"`
	Action     string          `json:"action"`
	EntityType string          `json:"entity_type"`
	EntityID   *int64          `json:"entity_id"`
	OldValues  *map[string]any `json:"old_values"`
	NewValues  *map[string]any `json:"new_values"`
	IPAddress  *string         `json:"ip_address"`
	UserAgent  *string         `json:"user_agent"`
	CreatedAt  time.Time       `json:"created_at"`
}

// AuditFilter narrows the audit log.
type AuditFilter struct {
	EntityType string `query:"entity_type" maxLength:"60" example:"product"`
	EntityID   int64  `query:"entity_id" minimum:"1"`
	Action     string `query:"action" maxLength:"60" example:"UPDATE"`
	UserID     int64  `query:"user_id" minimum:"1"`
	BeforeID   int64  `query:"before_id" minimum:"1" doc:"Entradas más viejas que esta: las páginas no se corren cuando llegan nuevas."`
	Limit      int32  `query:"limit" minimum:"1" maximum:"200" default:"100"`
	Offset     int32  `query:"offset" minimum:"0" maximum:"1000000" default:"0"`
}

func (h *Handlers) auditLog(ctx context.Context, in *AuditFilter) (*httpx.Body[[]AuditLogOutput], error) {
	rows, err := h.auditEntries(ctx, dbgen.AuditLinesParams{
		EntityType: httpx.Optional(in.EntityType), EntityID: httpx.Optional(in.EntityID), Action: httpx.Optional(in.Action),
		UserID: httpx.Optional(in.UserID), BeforeID: httpx.Optional(in.BeforeID), MaxRows: in.Limit, Skip: in.Offset,
	})
	if err != nil {
		return nil, err
	}
	out, err := httpx.MapOrError(rows, auditOf)
	return httpx.Answer(out), err
}

// auditEntries reads what the person may read.
func (h *Handlers) auditEntries(ctx context.Context, p dbgen.AuditLinesParams) ([]dbgen.AuditLinesRow, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, nil)
	if err != nil {
		return nil, err
	}
	p.TenantID, p.EveryBranch, p.BranchIds, p.ReaderID = who.TenantID, reach.EveryBranch, reach.Branches, &who.UserID
	rows, err := h.Store.AuditLines(ctx, p)
	return rows, postgres.Fault(err)
}

func auditOf(r dbgen.AuditLinesRow) (AuditLogOutput, error) {
	before, err := auditValues(r.OldValues)
	if err != nil {
		return AuditLogOutput{}, err
	}
	after, err := auditValues(r.NewValues)
	return AuditLogOutput{
		ID: r.ID, TenantID: r.TenantID, UserID: r.UserID, UserEmail: r.UserEmail, Action: r.Action, EntityType: r.EntityType,
		EntityID: r.EntityID, OldValues: before, NewValues: after, IPAddress: r.IpAddress, UserAgent: r.UserAgent,
		CreatedAt: r.CreatedAt,
	}, err
}

// auditValues gives nil for none. What is no object is shown under "value".
func auditValues(raw json.RawMessage) (*map[string]any, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	if raw[0] != '{' {
		return &map[string]any{"value": raw}, nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return nil, fmt.Errorf("read an entry of the audit log: %w", err)
	}
	object := map[string]any{}
	for name, value := range members {
		object[name] = value // as it was written: neither a float nor a string becomes of a number
	}
	return &object, nil
}

// AuditExport is an entry with what it changed: {"price_cents": {"old": 1, "new": 2}}.
type AuditExport struct {
	ID         int64                  `json:"id"`
	UserID     *int64                 `json:"user_id"`
	UserEmail  *string                `json:"user_email"`
	EntityType string                 `json:"entity_type"`
	EntityID   *int64                 `json:"entity_id"`
	Action     string                 `json:"action"`
	OldValues  *map[string]any        `json:"old_values"`
	NewValues  *map[string]any        `json:"new_values"`
	Changes    map[string]AuditChange `json:"changes"`
	IPAddress  *string                `json:"ip_address"`
	CreatedAt  time.Time              `json:"created_at"`
}

// AuditChange is one value that is not what it was.
type AuditChange struct {
	Old any `json:"old"`
	New any `json:"new"`
}

type exportAuditInput struct {
	EntityType string `query:"entity_type" maxLength:"60"`
	DateFrom   string `query:"date_from" format:"date"`
	DateTo     string `query:"date_to" format:"date" doc:"Inclusive. Los días son los de la primera sucursal."`
	Limit      int32  `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Offset     int32  `query:"offset" minimum:"0" maximum:"1000000" default:"0"`
}

func (h *Handlers) exportAuditLog(ctx context.Context, in *exportAuditInput) (*httpx.Body[[]AuditExport], error) {
	who := access.StaffFrom(ctx)
	bounds, err := h.Store.DayBounds(ctx, dbgen.DayBoundsParams{
		TenantID: who.TenantID, FromDay: httpx.ParseDay(in.DateFrom), ToDay: httpx.ParseDay(in.DateTo),
	})
	if err != nil {
		return nil, postgres.Fault(err)
	}
	rows, err := h.auditEntries(ctx, dbgen.AuditLinesParams{
		EntityType: httpx.Optional(in.EntityType), Since: &bounds.Since, Until: &bounds.Until, MaxRows: in.Limit,
		Skip: in.Offset,
	})
	if err != nil {
		return nil, err
	}
	out, err := httpx.MapOrError(rows, func(r dbgen.AuditLinesRow) (AuditExport, error) {
		e, err := auditOf(r)
		return AuditExport{
			ID: e.ID, UserID: e.UserID, UserEmail: e.UserEmail, EntityType: e.EntityType, EntityID: e.EntityID, Action: e.Action,
			OldValues: e.OldValues, NewValues: e.NewValues, Changes: changed(e.OldValues, e.NewValues), IPAddress: e.IPAddress,
			CreatedAt: e.CreatedAt,
		}, err
	})
	return httpx.Answer(out), err
}

// changed lists the values that differ. A creation and a deletion change nothing:
// all of their values are on one side.
func changed(before, after *map[string]any) map[string]AuditChange {
	out := map[string]AuditChange{}
	if before == nil || after == nil {
		return out
	}
	for name, is := range *after {
		was := (*before)[name]
		a, _ := json.Marshal(was) // both came from JSON
		b, _ := json.Marshal(is)
		if !bytes.Equal(a, b) {
			out[name] = AuditChange{was, is}
		}
	}
	return out
}
