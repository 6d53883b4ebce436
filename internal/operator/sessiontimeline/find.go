package sessiontimeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"integrador/internal/domain/timeline"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

var errNoSession = errors.New("no hubo ninguna sesión así: " +
	"fijate el código de la mesa (o el número de la sesión) y la sucursal (--branch)")

// find gives the session of a query: by its number, or the latest one of a table,
// or the one that was open at the moment.
func (r Reader) find(ctx context.Context, q Query) (row dbgen.TimelineSessionsRow, moment *time.Time, err error) {
	p := dbgen.TimelineSessionsParams{MaxRows: 20}
	if q.Branch != "" {
		p.Slug = &q.Branch
	}
	if id, err := strconv.ParseInt(q.Table, 10, 64); err == nil {
		p.SessionID = &id
	} else {
		p.Code = &q.Table
	}
	rows, err := r.Store.TimelineSessions(ctx, p)
	if err != nil {
		return row, nil, postgres.Fault(err)
	}
	if len(rows) == 0 {
		return row, nil, errNoSession
	}
	if err := checkOneBranch(rows, q.Table); err != nil {
		return row, nil, err
	}
	if q.At == "" {
		return rows[0], nil, nil
	}
	return r.findAt(ctx, p, rows[0], q.At)
}

// findAt gives the session that was open at a moment.
func (r Reader) findAt(
	ctx context.Context, p dbgen.TimelineSessionsParams, latest dbgen.TimelineSessionsRow, at string,
) (dbgen.TimelineSessionsRow, *time.Time, error) {
	since := time.Time{}
	if p.SessionID != nil {
		since = latest.OpenedAt
	}
	moment, err := timeline.Moment(at, since, time.Now().In(location(latest.Timezone)))
	if err != nil || p.SessionID != nil {
		return latest, &moment, err
	}
	p.Before = new(moment.Add(time.Minute)) // a session opened within that minute counts
	rows, err := r.Store.TimelineSessions(ctx, p)
	if err != nil {
		return latest, nil, postgres.Fault(err)
	}
	if len(rows) == 0 {
		const minute = "2006-01-02 15:04"
		return latest, nil, fmt.Errorf("a esa hora (%s) todavía no se había sentado nadie en la mesa; "+
			"la última sesión de ahí es la %d, de las %s",
			moment.Format(minute), latest.ID, latest.OpenedAt.In(moment.Location()).Format(minute))
	}
	return rows[0], &moment, nil
}

// checkOneBranch refuses a code that several branches have.
func checkOneBranch(rows []dbgen.TimelineSessionsRow, code string) error {
	var slugs []string
	for _, r := range rows {
		if !slices.Contains(slugs, r.BranchSlug) {
			slugs = append(slugs, r.BranchSlug)
		}
	}
	if len(slugs) > 1 {
		return fmt.Errorf("hay una mesa %s en varias sucursales (%s): decí cuál con --branch",
			code, strings.Join(slugs, ", "))
	}
	return nil
}
