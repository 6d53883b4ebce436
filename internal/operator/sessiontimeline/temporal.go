package sessiontimeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"

	"integrador/internal/domain/tablesession"
	"integrador/internal/domain/timeline"
)

// historyTimeout bounds how long Temporal may take: PostgreSQL's part is shown without it.
const historyTimeout = 20 * time.Second

// histories reads the workflow runs of a session and the watches of its payments.
// It never fails; Missing says what could not be read.
func (r Reader) histories(ctx context.Context, l timeline.Recorded) (m timeline.Remembered) {
	ctx, cancel := context.WithTimeout(ctx, historyTimeout)
	defer cancel()
	runs, err := r.runs(ctx, l.SessionID)
	switch {
	case err != nil:
		m.Missing = fmt.Sprintf("Temporal no contesta en %s (%v)", r.Address, rootCause(err))
		return m
	case len(runs) == 0:
		m.Missing = "Temporal ya no guarda la historia de esta sesión"
		return m
	}
	for _, run := range runs {
		execution := run.GetExecution()
		if err := r.readRun(ctx, &m, "la mesa", execution.GetWorkflowId(), execution.GetRunId()); err != nil {
			m.Missing = fmt.Sprintf("falta una ejecución de Temporal (%v)", rootCause(err))
		}
	}
	for _, pay := range l.Payments {
		if pay.Provider != tablesession.MercadoPago {
			continue
		}
		err := r.readRun(ctx, &m, fmt.Sprintf("la espera del pago %d", pay.ID), r.WatchID(pay.ID), "")
		var notFound *serviceerror.NotFound
		if err != nil && !errors.As(err, &notFound) {
			m.Missing = fmt.Sprintf("falta la espera de un pago (%v)", rootCause(err))
		}
	}
	slices.SortStableFunc(m.Lines, func(a, b timeline.Line) int { return a.At.Compare(b.At) })
	return m
}

// runs lists the workflow runs of a session, oldest first. Temporal lists a run a
// moment after it started.
func (r Reader) runs(ctx context.Context, session int64) (runs []*workflowpb.WorkflowExecutionInfo, err error) {
	request := &workflowservice.ListWorkflowExecutionsRequest{
		Namespace: r.Namespace, Query: fmt.Sprintf("SessionId = %d", session),
	}
	for {
		page, err := r.Temporal.ListWorkflow(ctx, request)
		if err != nil {
			return nil, fmt.Errorf("list runs: %w", err)
		}
		runs = append(runs, page.GetExecutions()...)
		if request.NextPageToken = page.GetNextPageToken(); len(request.NextPageToken) == 0 {
			break
		}
	}
	slices.SortFunc(runs, func(a, b *workflowpb.WorkflowExecutionInfo) int {
		return a.GetStartTime().AsTime().Compare(b.GetStartTime().AsTime())
	})
	return runs, nil
}

// readRun reads one run's history into m. Without a run it is the latest one.
func (r Reader) readRun(ctx context.Context, m *timeline.Remembered, what, workflow, run string) error {
	var events []*historypb.HistoryEvent
	iter := r.Temporal.GetWorkflowHistory(ctx, workflow, run, false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for iter.HasNext() {
		e, err := iter.Next()
		if err != nil {
			return fmt.Errorf("read the history of %s: %w", workflow, err)
		}
		events = append(events, e)
	}
	updates, lines := ReadHistory(what, events)
	m.Updates, m.Lines = append(m.Updates, updates...), append(m.Lines, lines...)
	m.Runs, m.Events = m.Runs+1, m.Events+len(events)
	return nil
}

// rootCause is the innermost cause of an error, in one line.
func rootCause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
