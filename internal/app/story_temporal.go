package app

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
	"integrador/internal/operator/sessionhistory"
	"integrador/workflows"
)

// historyPatience bounds how long Temporal may take to tell what it knows: the
// ledger's story is worth more than a perfect one.
const historyPatience = 20 * time.Second

// remembered reads what Temporal knows of a session: the runs at its tables, and
// the watches of its payments. It never fails; it says what is missing.
func (p *parts) remembered(ctx context.Context, l timeline.Recorded) (m timeline.Remembered) {
	ctx, cancel := context.WithTimeout(ctx, historyPatience)
	defer cancel()
	runs, err := p.runsOf(ctx, l.SessionID)
	switch {
	case err != nil:
		m.Missing = fmt.Sprintf("Temporal no contesta en %s (%v)", p.cfg.Temporal.Address, shortly(err))
		return m
	case len(runs) == 0:
		m.Missing = "Temporal ya no guarda la historia de esta sesión"
		return m
	}
	for _, run := range runs {
		if err := p.recall(ctx, &m, "la mesa", run.GetExecution().GetWorkflowId(), run.GetExecution().GetRunId()); err != nil {
			m.Missing = fmt.Sprintf("falta una ejecución de Temporal (%v)", shortly(err))
		}
	}
	for _, pay := range l.Payments {
		if pay.Provider != tablesession.MercadoPago {
			continue
		}
		err := p.recall(ctx, &m, fmt.Sprintf("la espera del pago %d", pay.ID), workflows.WatchID(pay.ID), "")
		var gone *serviceerror.NotFound
		if err != nil && !errors.As(err, &gone) {
			m.Missing = fmt.Sprintf("falta la espera de un pago (%v)", shortly(err))
		}
	}
	slices.SortStableFunc(m.Lines, func(a, b timeline.Line) int { return a.At.Compare(b.At) })
	return m
}

// runsOf lists the runs that conducted a session, the oldest first. The list knows
// of a run a moment after it began.
func (p *parts) runsOf(ctx context.Context, session int64) (runs []*workflowpb.WorkflowExecutionInfo, err error) {
	ask := &workflowservice.ListWorkflowExecutionsRequest{
		Namespace: p.cfg.Temporal.Namespace, Query: fmt.Sprintf("SessionId = %d", session),
	}
	for {
		page, err := p.temporal.ListWorkflow(ctx, ask)
		if err != nil {
			return nil, fmt.Errorf("list runs: %w", err)
		}
		runs = append(runs, page.GetExecutions()...)
		if ask.NextPageToken = page.GetNextPageToken(); len(ask.NextPageToken) == 0 {
			break
		}
	}
	slices.SortFunc(runs, func(a, b *workflowpb.WorkflowExecutionInfo) int {
		return a.GetStartTime().AsTime().Compare(b.GetStartTime().AsTime())
	})
	return runs, nil
}

// recall reads one run's history into m. Without a run it is the latest one.
func (p *parts) recall(ctx context.Context, m *timeline.Remembered, what, workflow, run string) error {
	var events []*historypb.HistoryEvent
	iter := p.temporal.GetWorkflowHistory(ctx, workflow, run, false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for iter.HasNext() {
		e, err := iter.Next()
		if err != nil {
			return fmt.Errorf("read the history of %s: %w", workflow, err)
		}
		events = append(events, e)
	}
	updates, lines := sessionhistory.Read(what, events)
	m.Updates, m.Lines = append(m.Updates, updates...), append(m.Lines, lines...)
	m.Runs, m.Events = m.Runs+1, m.Events+len(events)
	return nil
}

// shortly is the innermost cause of an error, in one line.
func shortly(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
