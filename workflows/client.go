package workflows

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

// SessionFinder finds the table of a live session.
type SessionFinder interface {
	WhereIs(ctx context.Context, tenant, session int64) (tablesession.Ref, error)
}

// Client sends commands to sessions. Its callers see commands, results and faults;
// nothing outside this package imports Temporal to send a message. It is safe for
// concurrent use.
type Client struct {
	temporal client.Client
	where    SessionFinder
	gate     *gate
	slowGate *gate // of those who wait for the provider
	Options
}

// Options are how a Client sends.
type Options struct {
	TaskQueue   string        // "" means TaskQueue
	Wait        time.Duration // how long a result is waited for; 0 means 8 s
	DedupWindow time.Duration // how long the same order without a key is the same order
	PerTable    int           // messages in flight to one table; 0 means 8
	PerProcess  int           // messages in flight in all; 0 means 64
	RunLength   int           // see TableInput
	NoticePace  time.Duration // see Notice
}

// NewClient makes a Client that sends through c. It looks up the table of a session that is not where its token says.
func NewClient(c client.Client, where SessionFinder, o Options) *Client {
	if o.TaskQueue == "" {
		o.TaskQueue = TaskQueue
	}
	if o.Wait == 0 {
		o.Wait = 8 * time.Second
	}
	return &Client{temporal: c, where: where, gate: newGate(o.PerTable, o.PerProcess), slowGate: newGate(2, 16), Options: o}
}

// Open gives the live session of a table, making one if there is none.
//
// Errors: fault.NotFound for no such table; fault.Refused if it is out of
// service, or taken although a free one was demanded.
func (c *Client) Open(ctx context.Context, in tablesession.Seating) (tablesession.Result, error) {
	to := address{in.TenantID, in.TableID, in.TableCode}
	return c.sendUntilRunning(ctx, func() (tablesession.Result, error) { return c.send(ctx, to, openTable, in, true) })
}

// sendUntilRunning tries again while the run at a table is ending and the next one, or the
// next session's, has not begun.
func (c *Client) sendUntilRunning(ctx context.Context, try func() (tablesession.Result, error)) (tablesession.Result, error) {
	for wait := 10 * time.Millisecond; ; wait *= 2 {
		result, err := try()
		passing := errors.Is(err, tablesession.NotHere) || errors.Is(err, runEnding) || notRunning(err)
		if !passing {
			return result, err
		}
		if wait > maxWait {
			return result, runEnding.Because(err)
		}
		select {
		case <-ctx.Done():
			return result, asFault(ctx.Err())
		case <-time.After(wait):
		}
	}
}

// maxWait bounds the pauses of sendUntilRunning, which double.
const maxWait = 2 * time.Second

// runEnding refuses a message that came while the run was ending.
var runEnding = fault.New(fault.Unavailable, "table_turning_over", "La mesa está cambiando. Probá de nuevo en un momento.").After(1)

// Send sends a command to the session at a table and waits for its result. A
// repetition with the same key gets the first attempt's result.
//
// tenant and table say where the sender believes the session to be.
func (c *Client) Send(ctx context.Context, tenant, table int64, env tablesession.Envelope, command tablesession.Command) (tablesession.Result, error) {
	m := Message[tablesession.Command]{Envelope: env, Command: command}
	result, err := c.send(ctx, address{tenant: tenant, table: table}, command.Name(), m, false)
	if !errors.Is(err, tablesession.NotHere) && !errors.Is(err, runEnding) && !notRunning(err) {
		return result, err
	}
	// It moved, or its workflow is not running although the ledger says it lives.
	at, lost := c.where.WhereIs(ctx, tenant, env.SessionID)
	if lost != nil {
		if fault.CodeOf(lost) == fault.NotFound {
			return result, tablesession.SessionClosed
		}
		return result, lost
	}
	to := address{tenant, at.TableID, at.TableCode}
	return c.sendUntilRunning(ctx, func() (tablesession.Result, error) { return c.send(ctx, to, command.Name(), m, true) })
}

// SendSystem sends a command to a live session, by the system.
func (c *Client) SendSystem(ctx context.Context, at tablesession.Ref, command tablesession.Command) error {
	env := tablesession.Envelope{SessionID: at.SessionID, Hash: command.Name(), By: bySystem}
	_, err := c.Send(ctx, at.TenantID, at.TableID, env, command)
	return err
}

// NoteWebhook hands a stored notice over to its workflow. Handing it over again
// changes nothing.
func (c *Client) NoteWebhook(ctx context.Context, notice int64, dataID string) error {
	n := Notice{NoticeID: notice, DataID: dataID, Pace: c.NoticePace}
	_, err := c.temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: NoticeID(n.NoticeID), TaskQueue: c.TaskQueue, WorkflowTaskTimeout: workflowTaskTimeout,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		StaticSummary:            "Aviso de Mercado Pago " + n.DataID,
	}, webhookNotice, n)
	return asFault(err)
}

// Ping reports whether Temporal answers.
func (c *Client) Ping(ctx context.Context) error {
	_, err := c.temporal.CheckHealth(ctx, &client.CheckHealthRequest{})
	return err
}

// notRunning reports that no workflow runs at a table.
func notRunning(err error) bool {
	var missing *serviceerror.NotFound
	return errors.As(err, &missing)
}

// gateOf gives commands that wait for the provider a gate of their own, so that they do not hold up orders.
func (c *Client) gateOf(name string) *gate {
	if name == (tablesession.StartCheckout{}).Name() {
		return c.slowGate
	}
	return c.gate
}

// address is where a message goes.
type address struct {
	tenant, table int64
	code          string // of the table; "" if the sender does not know it
}

func (c *Client) send(ctx context.Context, to address, name string, arg any, start bool) (tablesession.Result, error) {
	leave, err := c.gateOf(name).enter(ctx, to.table)
	if err != nil {
		return tablesession.Result{}, err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, c.Wait)
	defer cancel()

	// Each attempt is an update of its own: Temporal would keep a failed outcome for
	// its ID, while the session knows what a key came to.
	update := client.UpdateWorkflowOptions{
		WorkflowID: SessionID(to.table), UpdateName: name, UpdateID: uuid.NewString(), Args: []any{arg}, WaitForStage: client.WorkflowUpdateStageCompleted,
	}
	for pause := 50 * time.Millisecond; ; pause *= 2 {
		result, err := c.update(ctx, to, update, start)
		if !dropped(err) {
			return result, asNotHere(asFault(err))
		}
		select {
		case <-ctx.Done():
			return result, asFault(err)
		case <-time.After(pause):
		}
	}
}

func (c *Client) update(ctx context.Context, to address, update client.UpdateWorkflowOptions, start bool) (result tablesession.Result, err error) {
	var handle client.WorkflowUpdateHandle
	if start {
		handle, err = c.temporal.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
			StartWorkflowOperation: c.start(to), UpdateOptions: update,
		})
	} else {
		handle, err = c.temporal.UpdateWorkflow(ctx, update)
	}
	if err == nil {
		err = handle.Get(ctx, &result)
	}
	return result, err
}

// dropped reports that Temporal dropped a message because its workflow task failed: a task that would end the workflow
// fails if another message came meanwhile. The ledger may have recorded the dropped message already; the workflow learns
// that when it records its next decision, or when somebody opens the table, which is free by then.
func dropped(err error) bool {
	var dropped *serviceerror.WorkflowNotReady
	return errors.As(err, &dropped)
}

// start is how the workflow of a table begins, unless it runs already.
func (c *Client) start(to address) client.WithStartWorkflowOperation {
	return c.temporal.NewWithStartWorkflowOperation(client.StartWorkflowOptions{
		ID: SessionID(to.table), TaskQueue: c.TaskQueue, WorkflowTaskTimeout: workflowTaskTimeout,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		StaticSummary:            summary(to.code),
		StaticDetails:            manual,
	}, tableSession, TableInput{
		TenantID: to.tenant, TableID: to.table, DedupWindow: c.DedupWindow, RunLength: c.RunLength,
	})
}

// manual explains to an operator what the workflow is.
const manual = "La vida de una mesa ocupada, del QR al último peso. Cada pedido entra como un *update*; " +
	"cada cambio es una transacción (*Record*). El estado de ahora, en palabras, está en *Current Details*; " +
	"la consulta `session` lo da entero."

// asNotHere turns Temporal's error for a workflow that ended before the message arrived into NotHere.
func asNotHere(err error) error {
	var app *temporal.ApplicationError
	if errors.As(err, &app) && app.Type() == "AcceptedUpdateCompletedWorkflow" {
		return tablesession.NotHere.Because(err)
	}
	return err
}
