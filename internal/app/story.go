package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"integrador/internal/domain/timeline"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// StoryOf names a session.
type StoryOf struct {
	Table  string // a table's code, or the number of a session
	Branch string // slug; "" if the code is of one branch only
	At     string // a moment, as story.Moment reads it; "" for the whole story
}

// Told is a session's whole life.
type Told struct {
	TenantID  int64           `json:"tenant_id"`
	SessionID int64           `json:"session_id"`
	TableCode string          `json:"table_code"`
	Branch    string          `json:"branch"`
	Zone      string          `json:"timezone"`
	OpenedAt  time.Time       `json:"opened_at"`
	ClosedAt  *time.Time      `json:"closed_at"`
	Lines     []timeline.Line `json:"lines"`
	State     timeline.State  `json:"state"` // at the moment asked for, or now
	Runs      int             `json:"temporal_runs"`
	History   int             `json:"temporal_events"`
	Missing   string          `json:"temporal_missing,omitempty"` // why Temporal tells less than all
	Differs   []string        `json:"differs"`                    // between the events and the rows; nothing, unless something is broken
	Then      bool            `json:"-"`                          // a moment was asked for
	Location  *time.Location  `json:"-"`
}

// TableStory tells a session's life from the ledger and from Temporal, until a
// moment if one is given. Without Temporal it is told from the ledger alone.
func TableStory(ctx context.Context, cfg config.Config, log *slog.Logger, of StoryOf) (Told, error) {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return Told{}, err
	}
	defer p.close()
	session, moment, err := p.sessionToTell(ctx, of)
	if err != nil {
		return Told{}, err
	}
	ledger, err := p.store.Timeline(ctx, session)
	if err != nil {
		return Told{}, err
	}
	remembered := p.remembered(ctx, ledger)
	return tell(ledger, remembered, moment)
}

func tell(l timeline.Recorded, m timeline.Remembered, moment *time.Time) (Told, error) {
	t := Told{
		TenantID: l.TenantID, SessionID: l.SessionID, TableCode: l.TableCode, Branch: l.Branch, Zone: l.Zone, OpenedAt: l.OpenedAt, ClosedAt: l.ClosedAt,
		Lines: timeline.Lines(l, m), Runs: m.Runs, History: m.Events, Missing: m.Missing, Differs: []string{}, Location: zone(l.Zone),
	}
	whole, err := l.At(farAway)
	if err != nil {
		return t, err
	}
	t.Differs = append(t.Differs, whole.Differs(l.Session)...)
	t.State = whole
	if n := len(l.Events); n > 0 {
		t.State.At = l.Events[n-1].At
	}
	if moment == nil {
		return t, nil
	}
	t.Then = true
	if t.State, err = l.At(*moment); err != nil {
		return t, err
	}
	for i, line := range t.Lines {
		if line.At.After(*moment) {
			t.Lines = t.Lines[:i]
			break
		}
	}
	return t, nil
}

// farAway is after everything.
var farAway = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

func zone(name string) *time.Location {
	in, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return in
}

var errNoSession = errors.New("no hubo ninguna sesión así: fijate el código de la mesa (o el número de la sesión) y la sucursal (--branch)")

// sessionToTell finds the session that is meant: by its number, or the latest one
// of a table, or the one that was there at the moment.
func (p *parts) sessionToTell(ctx context.Context, of StoryOf) (found dbgen.SessionsToTellRow, moment *time.Time, err error) {
	ask := dbgen.SessionsToTellParams{MaxRows: 20}
	if of.Branch != "" {
		ask.Slug = &of.Branch
	}
	if id, err := strconv.ParseInt(of.Table, 10, 64); err == nil {
		ask.SessionID = &id
	} else {
		ask.Code = &of.Table
	}
	rows, err := p.store.SessionsToTell(ctx, ask)
	if err != nil {
		return found, nil, postgres.Fault(err)
	}
	if len(rows) == 0 {
		return found, nil, errNoSession
	}
	if err := oneBranch(rows, of.Table); err != nil {
		return found, nil, err
	}
	if of.At == "" {
		return rows[0], nil, nil
	}
	return p.sessionThen(ctx, ask, rows[0], of.At)
}

// sessionThen finds the session that was there at a moment.
func (p *parts) sessionThen(ctx context.Context, ask dbgen.SessionsToTellParams, latest dbgen.SessionsToTellRow, at string) (dbgen.SessionsToTellRow, *time.Time, error) {
	since := time.Time{}
	if ask.SessionID != nil {
		since = latest.OpenedAt
	}
	moment, err := timeline.Moment(at, since, time.Now().In(zone(latest.Timezone)))
	if err != nil || ask.SessionID != nil {
		return latest, &moment, err
	}
	until := moment.Add(time.Minute) // who sat down within that minute was there too
	ask.Before = &until
	rows, err := p.store.SessionsToTell(ctx, ask)
	if err != nil {
		return latest, nil, postgres.Fault(err)
	}
	if len(rows) == 0 {
		return latest, nil, fmt.Errorf("a esa hora (%s) todavía no se había sentado nadie en la mesa; la última sesión de ahí es la %d, de las %s",
			moment.Format("2006-01-02 15:04"), latest.ID, latest.OpenedAt.In(moment.Location()).Format("2006-01-02 15:04"))
	}
	return rows[0], &moment, nil
}

// oneBranch refuses a code that several branches have.
func oneBranch(rows []dbgen.SessionsToTellRow, code string) error {
	slugs := map[string]bool{}
	var names []string
	for _, r := range rows {
		if !slugs[r.BranchSlug] {
			slugs[r.BranchSlug] = true
			names = append(names, r.BranchSlug)
		}
	}
	if len(names) > 1 {
		return fmt.Errorf("hay una mesa %s en varias sucursales (%s): decí cuál con --branch", code, strings.Join(names, ", "))
	}
	return nil
}
