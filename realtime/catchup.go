package realtime

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

var (
	errSince   = fault.New(fault.Invalid, "since_invalid", "El parámetro since tiene que ser un momento en segundos desde 1970.")
	errBranch  = fault.New(fault.Invalid, "branch_required", "Falta el parámetro branch_id.")
	errKind    = fault.New(fault.Invalid, "socket_invalid", "El parámetro socket tiene que ser waiter, kitchen o admin.")
	errSession = fault.New(fault.Forbidden, "session_forbidden", "Ese token es de otra mesa.")
)

// caughtUp is what catch-up answers. When reload is true the caller missed more
// than can be told again, and has to load its state anew.
type caughtUp struct {
	Events []json.RawMessage `json:"events"`
	Count  int               `json:"count"`
	Reload bool              `json:"reload"`
}

var reload = caughtUp{Events: []json.RawMessage{}, Reload: true}

// catchUp answers what a member of staff would have heard in a branch since
// then, on a socket of the kind that the parameter socket names.
func (g *Gateway) catchUp(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), askTimeout)
	defer cancel()
	out, err := g.missedByStaff(ctx, r.URL.Query())
	g.answerCaughtUp(w, out, err)
}

// catchUpSession answers what a phone would have heard since then; or, exactly,
// after the number since_seq of its session's log.
func (g *Gateway) catchUpSession(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), askTimeout)
	defer cancel()
	out, err := g.missedByDiner(ctx, r.URL.Query())
	g.answerCaughtUp(w, out, err)
}

func (g *Gateway) answerCaughtUp(w http.ResponseWriter, out caughtUp, err error) {
	if err != nil {
		g.answer(w, statusOf(err), err)
		return
	}
	if out.Reload {
		g.metrics.resyncs.Inc()
	}
	g.metrics.retold(out.Count)
	writeJSON(w, http.StatusOK, out)
}

func (g *Gateway) missedByStaff(ctx context.Context, q url.Values) (caughtUp, error) {
	t, err := g.keys.ParseAccess(q.Get("token"))
	if err != nil {
		return caughtUp{}, err
	}
	k := kindNamed(q.Get("socket"), t.Staff)
	if k == nil {
		return caughtUp{}, errKind
	}
	if q.Get("branch_id") == "" {
		return caughtUp{}, errBranch
	}
	since, err := moment(q.Get("since"))
	if err != nil {
		return caughtUp{}, err
	}
	c, v, err := g.admitStaff(ctx, k, q.Get("token"), q.Get("branch_id"))
	if err != nil {
		return caughtUp{}, err
	}
	if g.forgotten(since) {
		return reload, nil
	}
	return g.branchSince(ctx, &c, v, since)
}

// branchSince reads page by page, because most of a branch's events may be for
// others than the caller.
func (g *Gateway) branchSince(ctx context.Context, c *caller, v *view, since time.Time) (caughtUp, error) {
	var heard []event.Event
	after := int64(0)
	for range maxPages {
		page, err := g.store.EventsOfBranch(ctx, dbgen.BranchEventsSinceParams{
			TenantID: c.tenant, BranchID: c.branches[0], Since: since, AfterID: after, MaxRows: pageRows,
		})
		if err != nil {
			return caughtUp{}, ledgerFault(err)
		}
		for _, e := range page {
			after = e.ID
			if c.hears(e, v) {
				heard = append(heard, e)
			}
		}
		if len(heard) > replayCap {
			return reload, nil
		}
		if len(page) < pageRows {
			return told(heard)
		}
	}
	return reload, nil
}

func (g *Gateway) missedByDiner(ctx context.Context, q url.Values) (caughtUp, error) {
	c, session, err := g.admitDiner(ctx, q.Get("table_token"))
	if err != nil {
		return caughtUp{}, err
	}
	if named := q.Get("session_id"); named != "" && named != strconv.FormatInt(c.session, 10) {
		return caughtUp{}, errSession
	}
	events, err := g.sessionSince(ctx, &c, session, q)
	if err != nil {
		return caughtUp{}, ledgerFault(err)
	}
	if events == nil || len(events) > replayCap {
		return reload, nil
	}
	heard := events[:0]
	for _, e := range events {
		if c.hears(e, nil) {
			heard = append(heard, e)
		}
	}
	return told(heard)
}

// sessionSince returns nil when the past cannot be told whole.
func (g *Gateway) sessionSince(ctx context.Context, c *caller, session dbgen.SessionForSocketRow, q url.Values) ([]event.Event, error) {
	if q.Get("since_seq") != "" {
		seq, err := number(q.Get("since_seq"), 0)
		if err != nil {
			return nil, err
		}
		return g.pastOf(ctx, c, session, seq)
	}
	since, err := moment(q.Get("since"))
	if err != nil || g.forgotten(since) {
		return nil, err
	}
	if since.Before(session.OpenedAt) {
		since = session.OpenedAt
	}
	return g.store.EventsOfSession(ctx, dbgen.SessionEventsSinceParams{
		TenantID: c.tenant, SessionID: &c.session, BranchID: session.BranchID, Since: since, MaxRows: replayCap + 1,
	})
}

// pastOf reads what a phone missed that knows the number seq of its session's
// log. It returns nil if there is too much of it, if the ledger has lost some,
// and if the phone is ahead of the ledger, which then is not the one it knew.
func (g *Gateway) pastOf(ctx context.Context, c *caller, session dbgen.SessionForSocketRow, seq int64) ([]event.Event, error) {
	if seq > session.LastEventSeq {
		return nil, nil
	}
	events, err := g.store.EventsOfSessionAfter(ctx, dbgen.SessionEventsAfterParams{
		TenantID: c.tenant, SessionID: &c.session, BranchID: session.BranchID,
		AfterSeq: seq, OpenedAt: session.OpenedAt, MaxRows: replayCap + 1,
	})
	if err != nil || len(events) > replayCap || !unbroken(events, seq) {
		return nil, err
	}
	return events, nil
}

// forgotten reports whether the ledger may have lost events of that time.
func (g *Gateway) forgotten(since time.Time) bool { return g.now().Sub(since) > g.retention }

func told(events []event.Event) (caughtUp, error) {
	out := caughtUp{Events: make([]json.RawMessage, 0, len(events)), Count: len(events)}
	for _, e := range events {
		body, err := encode(e)
		if err != nil {
			return caughtUp{}, err
		}
		out.Events = append(out.Events, body)
	}
	return out, nil
}

// moment reads seconds since 1970, with or without a fraction. Events are told
// to the millisecond.
func moment(text string) (time.Time, error) {
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(seconds) || seconds < 0 || seconds > 1e11 {
		return time.Time{}, errSince
	}
	return time.UnixMilli(int64(math.Floor(seconds*1000 + 1e-6))), nil
}
