package workflows

import (
	"errors"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"integrador/internal/domain/tablesession"
)

// TableInput starts the workflow of a table.
type TableInput struct {
	TenantID int64 `json:"tenant_id"`
	TableID  int64 `json:"table_id"`
	// Session is carried from an earlier run, or from the table that it moved from.
	Session *tablesession.Session `json:"sitting,omitempty"`
	// Recorded counts the decisions that earlier runs recorded.
	Recorded int `json:"entries,omitempty"`
	// DedupWindow is how long the same order without a key is the same order.
	DedupWindow time.Duration `json:"dedup_window"`
	// RunLength bounds the commands of one run; 0 leaves it to the server.
	RunLength int `json:"run_length,omitempty"`
	// MustReload says that the outcome of the last recording was unknown when the run ended.
	MustReload bool `json:"doubt,omitempty"`
}

// Closing is what a session came to.
type Closing struct {
	SessionID  int64  `json:"session_id"`
	Rounds     int    `json:"rounds"`
	TotalCents int64  `json:"total_cents"`
	PaidCents  int64  `json:"paid_cents"`
	MovedTo    string `json:"moved_to,omitempty"` // the table's code, if the session went on there
}

// TableSession is the life of one occupied table.
func TableSession(ctx workflow.Context, in TableInput) (Closing, error) {
	return runTableSession(ctx, in, localActivity)
}

// measuredTableSession reads and records through regular activities instead of local ones. The benchmark's worker runs
// it, to be measured against.
func measuredTableSession(ctx workflow.Context, in TableInput) (Closing, error) {
	return runTableSession(ctx, in, regularActivity)
}

func runTableSession(ctx workflow.Context, in TableInput, call ledgerCall) (Closing, error) {
	s := resume(ctx, in)
	s.call = call
	if err := s.setHandlers(ctx); err != nil {
		return Closing{}, err
	}
	s.setVisibility(ctx)
	workflow.Go(ctx, s.runTimers)
	workflow.Go(ctx, s.awaitRequests)

	if err := s.untilOver(ctx); err != nil {
		return Closing{}, err
	}
	s.ending = true
	// Nothing may be half done when the run ends: a handler that waits for the
	// ledger would be lost.
	finished := func() bool { return workflow.AllHandlersFinished(ctx) && !s.timerRuns && len(s.requests) == 0 }
	if err := workflow.Await(ctx, finished); err != nil {
		return Closing{}, err
	}
	switch {
	case s.moved():
		return s.closing(), s.handOver(ctx)
	case s.Session.IsLive():
		return Closing{}, workflow.NewContinueAsNewError(ctx, tableSession, s.carry(ctx))
	}
	return s.closing(), nil
}

// tableSessionRun is one run of TableSession.
type tableSessionRun struct {
	TableInput
	Session tablesession.Session

	call ledgerCall

	lock        workflow.Mutex // held from deciding to applying
	recorded    int            // recorded in this run
	mustReload  bool           // a recording's outcome is unknown: read the session from the ledger first
	used        bool           // a handler has finished
	ending      bool           // takes no more commands: the next run does
	timerRuns   bool
	shownStatus tablesession.Status // search attributes were last set for
	asking      map[int64]bool      // payments whose page is being asked for
	refunds     map[int64]bool      // started in this run

	requests []request // sent, their outcomes not known yet
}

func resume(ctx workflow.Context, in TableInput) *tableSessionRun {
	s := &tableSessionRun{TableInput: in, lock: workflow.NewMutex(ctx), asking: map[int64]bool{}, refunds: map[int64]bool{}}
	if in.Session != nil {
		s.Session = *in.Session
		s.TableInput.Session = nil
	}
	s.mustReload, s.TableInput.MustReload = in.MustReload, false
	return s
}

// untilOver waits until the run has nothing more to do: the session ended or
// moved, or its first command found none, or the history grew as long as it should.
func (s *tableSessionRun) untilOver(ctx workflow.Context) error {
	return workflow.Await(ctx, func() bool {
		return s.moved() || s.used && !s.Session.IsLive() || s.historyIsLong(ctx)
	})
}

// moved reports whether the session went on at another table.
func (s *tableSessionRun) moved() bool {
	return s.Session.SessionID != 0 && s.Session.TableID != s.TableID
}

func (s *tableSessionRun) historyIsLong(ctx workflow.Context) bool {
	if s.RunLength > 0 {
		return s.recorded >= s.RunLength
	}
	return workflow.GetInfo(ctx).GetContinueAsNewSuggested()
}

// carry is everything that the next run needs.
func (s *tableSessionRun) carry(ctx workflow.Context) TableInput {
	next := s.TableInput
	kept := s.Session.Forget(workflow.Now(ctx).Add(-s.DedupWindow))
	next.Session = &kept
	next.Recorded += s.recorded
	next.MustReload = s.mustReload
	return next
}

// The bounds of waiting for the other table's name: its last session may be
// about to end, or whoever scanned the table started the workflow already, which
// then read this session from the ledger.
const (
	handOverTries = 10
	handOverPause = 300 * time.Millisecond
)

// handOver starts the workflow of the table that the session moved to. If the name
// stays taken another workflow goes on with the session, which it read from the ledger.
func (s *tableSessionRun) handOver(ctx workflow.Context) error {
	next := s.carry(ctx)
	next.TableID = s.Session.TableID
	for range handOverTries {
		err := workflow.ExecuteChildWorkflow(workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
			WorkflowID:            SessionID(s.Session.TableID),
			ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_ABANDON,
			WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
			WorkflowTaskTimeout:   workflowTaskTimeout,
			StaticSummary:         summary(s.Session.TableCode),
			StaticDetails:         manual,
		}), tableSession, next).GetChildWorkflowExecution().Get(ctx, nil)
		if _, taken := errors.AsType[*temporal.ChildWorkflowExecutionAlreadyStartedError](err); !taken {
			return err
		}
		if err := workflow.Sleep(ctx, handOverPause); err != nil {
			return err
		}
	}
	return nil
}

func (s *tableSessionRun) closing() Closing {
	c := Closing{SessionID: s.Session.SessionID, Rounds: len(s.Session.Rounds)}
	if check := s.Session.Check; check != nil {
		c.TotalCents, c.PaidCents = int64(check.Total()), int64(check.Paid())
	}
	if s.moved() {
		c.MovedTo = s.Session.TableCode
	}
	return c
}

func summary(code string) string { return "Mesa " + code }
