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

// missedEvents is the body of catch-up's response. If Reload is true the client missed more than can be replayed, and
// has to reload its state.
type missedEvents struct {
	Events []json.RawMessage `json:"events"`
	Count  int               `json:"count"`
	Reload bool              `json:"reload"`
}

var reload = missedEvents{Events: []json.RawMessage{}, Reload: true}

// catchUp returns what a member of staff would have received of a branch since then, on the endpoint that the parameter
// socket names.
func (g *Gateway) catchUp(w http.ResponseWriter, r *http.Request) {
	g.serveCatchUp(w, r, g.missedByStaff)
}

// catchUpSession returns what a phone would have received since then; or, exactly, after the number since_seq of its
// session's log.
func (g *Gateway) catchUpSession(w http.ResponseWriter, r *http.Request) {
	g.serveCatchUp(w, r, g.missedByDiner)
}

func (g *Gateway) serveCatchUp(
	w http.ResponseWriter, r *http.Request, read func(context.Context, url.Values) (missedEvents, error),
) {
	ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
	defer cancel()
	out, err := read(ctx, r.URL.Query())
	if err != nil {
		g.writeError(w, fault.CodeOf(err).Status(), err)
		return
	}
	if out.Reload {
		g.metrics.resyncs.Inc()
	}
	g.metrics.replayedTo(out.Count)
	writeJSON(w, http.StatusOK, out)
}

func (g *Gateway) missedByStaff(ctx context.Context, q url.Values) (missedEvents, error) {
	t, err := g.keys.ParseAccess(q.Get("token"))
	if err != nil {
		return missedEvents{}, err
	}
	at := staffEndpoint(q.Get("socket"), t.Staff)
	if at == nil {
		return missedEvents{}, errEndpoint
	}
	if q.Get("branch_id") == "" {
		return missedEvents{}, errBranch
	}
	since, err := parseTime(q.Get("since"))
	if err != nil {
		return missedEvents{}, err
	}
	sub, sc, err := g.authenticateStaff(ctx, at, q.Get("token"), q.Get("branch_id"))
	if err != nil {
		return missedEvents{}, err
	}
	if g.beyondRetention(since) {
		return reload, nil
	}
	return g.branchSince(ctx, &sub, sc, since)
}

// branchSince reads page by page, because most of a branch's events may be for others than the subscriber.
func (g *Gateway) branchSince(
	ctx context.Context, sub *subscriber, sc *scope, since time.Time,
) (missedEvents, error) {
	var missed []event.Event
	after := int64(0)
	for range maxPages {
		page, err := g.store.EventsOfBranch(ctx, dbgen.BranchEventsSinceParams{
			TenantID: sub.tenant, BranchID: sub.branches[0], Since: since, AfterID: after, MaxRows: pageRows,
		})
		if err != nil {
			return missedEvents{}, databaseError(err)
		}
		for _, e := range page {
			after = e.ID
			if sub.receives(e, sc) {
				missed = append(missed, e)
			}
		}
		if len(missed) > maxReplay {
			return reload, nil
		}
		if len(page) < pageRows {
			return encodeAll(missed)
		}
	}
	return reload, nil
}

func (g *Gateway) missedByDiner(ctx context.Context, q url.Values) (missedEvents, error) {
	sub, session, err := g.authenticateDiner(ctx, q.Get("table_token"))
	if err != nil {
		return missedEvents{}, err
	}
	if id := q.Get("session_id"); id != "" && id != strconv.FormatInt(sub.session, 10) {
		return missedEvents{}, errSession
	}
	events, err := g.sessionSince(ctx, &sub, session, q)
	if err != nil {
		return missedEvents{}, databaseError(err)
	}
	if events == nil || len(events) > maxReplay {
		return reload, nil
	}
	missed := events[:0]
	for _, e := range events {
		if sub.receives(e, nil) {
			missed = append(missed, e)
		}
	}
	return encodeAll(missed)
}

// sessionSince returns nil if the past cannot be replayed completely.
func (g *Gateway) sessionSince(
	ctx context.Context, sub *subscriber, session dbgen.SessionForSocketRow, q url.Values,
) ([]event.Event, error) {
	if q.Get("since_seq") != "" {
		seq, err := parseNumber(q.Get("since_seq"), 0)
		if err != nil {
			return nil, err
		}
		return g.sessionAfter(ctx, sub, session, seq)
	}
	since, err := parseTime(q.Get("since"))
	if err != nil || g.beyondRetention(since) {
		return nil, err
	}
	if since.Before(session.OpenedAt) {
		since = session.OpenedAt
	}
	return g.store.EventsOfSession(ctx, dbgen.SessionEventsSinceParams{
		TenantID:  sub.tenant,
		SessionID: &sub.session,
		BranchID:  session.BranchID,
		Since:     since,
		MaxRows:   maxReplay + 1,
	})
}

// sessionAfter reads what a phone missed that has the number seq of its session's log. It returns nil if that is too
// much, if the database has lost some, and if the phone is ahead of the database, which then was restored from an
// older state.
func (g *Gateway) sessionAfter(
	ctx context.Context, sub *subscriber, session dbgen.SessionForSocketRow, seq int64,
) ([]event.Event, error) {
	if seq > session.LastEventSeq {
		return nil, nil
	}
	events, err := g.store.EventsOfSessionAfter(ctx, dbgen.SessionEventsAfterParams{
		TenantID:  sub.tenant,
		SessionID: &sub.session,
		BranchID:  session.BranchID,
		AfterSeq:  seq,
		OpenedAt:  session.OpenedAt,
		MaxRows:   maxReplay + 1,
	})
	if err != nil || len(events) > maxReplay || !contiguous(events, seq) {
		return nil, err
	}
	return events, nil
}

// beyondRetention reports whether the database may have lost events of that time.
func (g *Gateway) beyondRetention(since time.Time) bool { return g.now().Sub(since) > g.retention }

func encodeAll(events []event.Event) (missedEvents, error) {
	out := missedEvents{Events: make([]json.RawMessage, 0, len(events)), Count: len(events)}
	for _, e := range events {
		body, err := encode(e)
		if err != nil {
			return missedEvents{}, err
		}
		out.Events = append(out.Events, body)
	}
	return out, nil
}

// parseTime reads seconds since 1970, with or without a fraction. Events carry milliseconds.
func parseTime(text string) (time.Time, error) {
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(seconds) || seconds < 0 || seconds > 1e11 {
		return time.Time{}, errSince
	}
	return time.UnixMilli(int64(math.Floor(seconds*1000 + 1e-6))), nil
}
