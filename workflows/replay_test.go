package workflows_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
	"google.golang.org/protobuf/encoding/protojson"

	"integrador/activities"
	"integrador/internal/dev/testkit"
	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/payments"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
	"integrador/workflows"
)

var record = flag.String("record", "", "record histories in this new folder of testdata/histories")

const histories = "testdata/histories"

// TestHistoriesReplay runs today's code against what earlier code did. A change
// that reorders, adds or drops a step without workflow.GetVersion fails here,
// before it fails on a Saturday night.
func TestHistoriesReplay(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(histories, "*", "*.json.gz"))
	require.NoError(t, err)
	require.NotEmpty(t, files, "there is nothing to replay: run make histories")
	for _, file := range files {
		t.Run(strings.TrimPrefix(file, histories+"/"), func(t *testing.T) {
			t.Parallel()
			require.NoError(t, replayer(t).ReplayWorkflowHistory(nil, read(t, file)))
		})
	}
}

// replayer replays the workflows of the floor's queue.
func replayer(t *testing.T, more ...interceptor.WorkerInterceptor) worker.WorkflowReplayer {
	t.Helper()
	r, err := worker.NewWorkflowReplayerWithOptions(worker.WorkflowReplayerOptions{
		Interceptors: append([]interceptor.WorkerInterceptor{&workflows.FaultInterceptor{}}, more...),
	})
	require.NoError(t, err)
	for name, f := range registered() {
		r.RegisterWorkflowWithOptions(f, workflow.RegisterOptions{Name: name})
	}
	return r
}

// registrations is a worker that only writes down which workflows it is to run.
type registrations struct {
	worker.Registry
	workflows map[string]any
}

func (r registrations) RegisterWorkflowWithOptions(f any, o workflow.RegisterOptions) {
	r.workflows[o.Name] = f
}

func (registrations) RegisterActivity(any) {}

// registered gives what a worker of the floor's queue runs, by name.
func registered() map[string]any {
	r := registrations{workflows: map[string]any{}}
	workflows.Register(r, workflows.Activities{})
	return r.workflows
}

// TestEveryWorkflowHasAHistory keeps the histories whole: a workflow without one
// can change under those that are running, and nobody notices.
func TestEveryWorkflowHasAHistory(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(histories, "*", "*.json.gz"))
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, file := range files {
		seen[read(t, file).Events[0].GetWorkflowExecutionStartedEventAttributes().GetWorkflowType().GetName()] = true
	}
	require.NotEmpty(t, registered())
	for name := range registered() {
		require.True(t, seen[name], "no history of a %s: record one with make histories", name)
	}
}

// TestEveryMessageHasAHistory keeps the histories whole: each update that a workflow
// registers a handler for is accepted in one of them.
func TestEveryMessageHasAHistory(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(histories, "*", "*.json.gz"))
	require.NoError(t, err)
	handled, accepted := updateNames{names: map[string]bool{}}, map[string]bool{}
	replayed := map[string]bool{} // by workflow type
	for _, file := range slices.Backward(files) {
		history := read(t, file)
		for _, e := range history.Events {
			if u := e.GetWorkflowExecutionUpdateAcceptedEventAttributes(); u != nil {
				accepted[u.GetAcceptedRequest().GetInput().GetName()] = true
			}
		}
		name := history.Events[0].GetWorkflowExecutionStartedEventAttributes().GetWorkflowType().GetName()
		if !replayed[name] {
			replayed[name] = true
			require.NoError(t, replayer(t, &handled).ReplayWorkflowHistory(nil, history))
		}
	}
	require.Greater(t, len(handled.names), 15)
	for name := range handled.names {
		require.True(t, accepted[name], "no history has an accepted %s", name)
	}
}

// updateNames collects the names of the updates that workflows handle.
type updateNames struct {
	interceptor.WorkerInterceptorBase
	names map[string]bool
}

func (u *updateNames) InterceptWorkflow(_ workflow.Context, next interceptor.WorkflowInboundInterceptor) interceptor.WorkflowInboundInterceptor {
	return &updateNamesIn{interceptor.WorkflowInboundInterceptorBase{Next: next}, u.names}
}

type updateNamesIn struct {
	interceptor.WorkflowInboundInterceptorBase
	names map[string]bool
}

func (u *updateNamesIn) Init(out interceptor.WorkflowOutboundInterceptor) error {
	return u.Next.Init(&updateNamesOut{interceptor.WorkflowOutboundInterceptorBase{Next: out}, u.names})
}

type updateNamesOut struct {
	interceptor.WorkflowOutboundInterceptorBase
	names map[string]bool
}

func (u *updateNamesOut) SetUpdateHandler(ctx workflow.Context, name string, handler any, o workflow.UpdateHandlerOptions) error {
	u.names[name] = true
	return u.Next.SetUpdateHandler(ctx, name, handler, o)
}

func read(t *testing.T, file string) *historypb.History {
	t.Helper()
	packed, err := os.ReadFile(file)
	require.NoError(t, err)
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	raw, err := io.ReadAll(unpacked)
	require.NoError(t, err)
	h, err := client.HistoryFromJSON(bytes.NewReader(raw), client.HistoryJSONOptions{})
	require.NoError(t, err)
	return h
}

// recorder saves the histories of a fixture.
type recorder struct {
	*fixture
	folder string
}

func (r recorder) save(name, workflowID string) { r.saveRun(name, workflowID, "") }

// saveRun saves one run; "" is the latest.
func (r recorder) saveRun(name, workflowID, run string) {
	iter := r.raw.GetWorkflowHistory(r.t.Context(), workflowID, run, false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	h := &historypb.History{}
	for iter.HasNext() {
		e, err := iter.Next()
		require.NoError(r.t, err)
		h.Events = append(h.Events, e)
	}
	plain, err := protojson.Marshal(h)
	require.NoError(r.t, err)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err = w.Write(plain)
	require.NoError(r.t, err)
	require.NoError(r.t, w.Close())
	require.NoError(r.t, os.MkdirAll(r.folder, 0o755))
	file := filepath.Join(r.folder, name+".json.gz")
	require.NoFileExists(r.t, file, "a recorded history stays: record under another name")
	require.NoError(r.t, os.WriteFile(file, packed.Bytes(), 0o644))
}

// TestRecordHistories plays sessions that send every message and saves their
// histories. Old folders stay: they are what running sessions may look like.
func TestRecordHistories(t *testing.T) {
	if *record == "" {
		t.Log("records only with -record: see make histories")
		return
	}
	folder := filepath.Join(histories, *record)
	t.Run("a long dinner", func(t *testing.T) { recordDinner(recorder{newFixture(t), folder}) })
	t.Run("a payment made twice", func(t *testing.T) { recordMoney(recorder{newFixture(t), folder}) })
	t.Run("pages that a cash payment closes", func(t *testing.T) { recordPages(recorder{newFixture(t), folder}) })
	t.Run("a table that moves", func(t *testing.T) { recordMove(recorder{newFixture(t), folder}) })
	t.Run("a run that continues", func(t *testing.T) {
		recordContinued(recorder{newFixture(t, func(o *workflows.Options) { o.RunLength = 3 }), folder})
	})
	t.Run("an account that is connected", func(t *testing.T) { recordConnection(recorder{newFixture(t), folder}) })
	t.Run("a night", func(t *testing.T) { recordNight(recorder{newFixture(t), folder}) })
	t.Run("a subscriber", func(t *testing.T) { recordSubscriber(recorder{newFixture(t), folder}) })
	t.Run("money that finds no way", func(t *testing.T) {
		recordRefusals(recorder{newFixture(t, func(o *workflows.Options) { o.NoticePace = 10 * time.Millisecond }), folder})
	})
	t.Run("a call that nobody answers", func(t *testing.T) { recordReminders(recorder{newFixture(t), folder}) })
}

func (r recorder) must(env tablesession.Envelope, c tablesession.Command) tablesession.Result {
	r.t.Helper()
	a, err := do(r.fixture, env, c)
	require.NoError(r.t, err)
	return a
}

func recordDinner(r recorder) {
	r.usePayments(&fakeProvider{eager: true})
	r.exec(`UPDATE branch SET round_approval = true`)
	r.open()
	diner, waiter, kitchen, manager := access.Diner, access.Waiter, access.Kitchen, access.Manager
	ana := r.must(r.as(diner), tablesession.Join{Diner: tablesession.Diner{Name: "Ana", Color: "#112233", LocalID: "a"}})
	item := func(p int) tablesession.Item {
		return tablesession.Item{ProductID: r.products[p], Qty: 1, DinerID: ana.DinerID}
	}
	round := r.must(r.as(diner), tablesession.Submit{Items: []tablesession.Item{item(0), item(1), item(2)}})
	lines := r.ledger().Rounds[0].Items
	r.must(r.as(waiter), tablesession.DeleteItem{RoundID: round.RoundID, ItemID: lines[0].ID})
	r.must(r.as(waiter), tablesession.Move{RoundID: round.RoundID, To: tablesession.Confirmed})
	r.must(r.as(manager), tablesession.Move{RoundID: round.RoundID, To: tablesession.Submitted})
	r.must(r.as(kitchen), tablesession.Move{RoundID: round.RoundID, To: tablesession.InKitchen})
	tickets := r.must(r.as(kitchen), tablesession.MakeTickets{RoundID: round.RoundID})
	r.must(r.as(kitchen), tablesession.MoveTicket{TicketID: tickets.TicketIDs[0], To: tablesession.TicketInProgress})
	r.must(r.as(waiter), tablesession.VoidItem{ItemID: lines[1].ID, Reason: "se cayó", Qty: 1})
	r.must(r.as(kitchen), tablesession.Move{RoundID: round.RoundID, To: tablesession.Ready})
	r.must(r.as(waiter), tablesession.Move{RoundID: round.RoundID, To: tablesession.Served})
	second := r.must(r.as(diner), tablesession.Submit{Items: []tablesession.Item{item(1)}})
	r.must(r.as(manager), tablesession.Move{RoundID: second.RoundID, To: tablesession.Canceled, Reason: "se fueron"})
	call := r.must(r.as(diner), tablesession.CallService{Type: "WAITER_CALL"})
	r.must(r.as(diner), tablesession.CallService{Type: "WAITER_CALL"})
	r.must(r.as(waiter), tablesession.AckCall{CallID: call.CallID})
	r.must(r.as(waiter), tablesession.ResolveCall{CallID: call.CallID})
	r.must(r.as(manager), tablesession.HandOver{WaiterID: r.manager})
	r.must(r.as(diner), tablesession.RequestCheck{Device: "ana"})
	r.must(r.as(diner), tablesession.WithdrawCheck{Device: "ana"})
	r.must(r.as(diner), tablesession.Submit{Items: []tablesession.Item{item(0)}})
	check := r.must(r.as(diner), tablesession.RequestCheck{Device: "ana"})
	r.must(r.as(manager), tablesession.GrantDiscount{Kind: "AMOUNT", Value: 500, Reason: "amigos"})
	r.must(r.as(waiter), tablesession.Pay{CheckID: check.CheckID, Provider: tablesession.Cash, Cents: 1000})
	request := r.must(r.as(diner), tablesession.StartCheckout{CheckID: check.CheckID})
	notice := r.id(`INSERT INTO webhook_notice (topic, data_id, request_id) VALUES ('payment', '111', 'r1') RETURNING id`)
	require.NoError(r.t, r.client.NoteWebhook(r.t.Context(), notice, "111"))
	require.NoError(r.t, r.raw.GetWorkflow(r.t.Context(), workflows.NoticeID(notice), "").Get(r.t.Context(), nil))
	require.EqualValues(r.t, 0, r.ledger().Check.Owed())
	r.must(r.as(waiter), tablesession.Close{})
	require.NoError(r.t, r.raw.GetWorkflow(r.t.Context(), workflows.SessionID(r.table), "").Get(r.t.Context(), nil))
	r.save("dinner", workflows.SessionID(r.table))
	r.save("notice", workflows.NoticeID(notice))
	r.save("watch", workflows.WatchID(request.PaymentID))
}

// recordMoney has a payment canceled, one expired, one paid twice and a refund by a
// manager's decision.
func recordMoney(r recorder) {
	counter := &fakeProvider{}
	r.usePayments(counter)
	r.open()
	ana := r.must(r.as(access.Diner), tablesession.Join{Diner: tablesession.Diner{Name: "Ana", Color: "#112233", LocalID: "a"}})
	beto := r.must(r.as(access.Diner), tablesession.Join{Diner: tablesession.Diner{Name: "Beto", Color: "#332211", LocalID: "b"}})
	r.must(r.as(access.Diner), tablesession.Submit{Items: []tablesession.Item{
		{ProductID: r.products[1], Qty: 1, DinerID: ana.DinerID}, {ProductID: r.products[2], Qty: 1, DinerID: beto.DinerID},
	}})
	check := r.must(r.as(access.Diner), tablesession.RequestCheck{})
	own := func(diner int64) tablesession.StartCheckout {
		return tablesession.StartCheckout{CheckID: check.CheckID, DinerID: diner, Split: billing.Own}
	}
	first := r.must(r.as(access.Diner), own(ana.DinerID))
	r.must(r.as(access.Diner), tablesession.CancelIntent{IntentID: first.PaymentID, DinerID: ana.DinerID})
	expired := r.must(r.as(access.Diner), own(beto.DinerID))
	r.must(r.as(access.System), tablesession.EndIntent{IntentID: expired.PaymentID, Unpaid: true})
	paid := r.must(r.as(access.Diner), own(ana.DinerID))
	for range 2 {
		r.announce(counter.pay(activities.PaymentRequest{PaymentID: paid.PaymentID, CheckID: check.CheckID}.Reference(), 2000))
	}
	refund := r.ledger().Check.Refunds[0]
	require.NoError(r.t, r.raw.GetWorkflow(r.t.Context(), workflows.RefundID(refund.ID), "").Get(r.t.Context(), nil))
	r.must(r.as(access.Manager), tablesession.RequestRefund{PaymentID: paid.PaymentID, Cents: 500, Reason: "el plato vino frío"})
	second := r.ledger().Check.Refunds[1]
	require.NoError(r.t, r.raw.GetWorkflow(r.t.Context(), workflows.RefundID(second.ID), "").Get(r.t.Context(), nil))
	bill := r.ledger().Check
	require.EqualValues(r.t, 1500, bill.Paid())
	require.Zero(r.t, bill.Unallocated())
	require.Equal(r.t, []int{2, 2}, []int{counter.refunds, len(bill.Refunds)})
	require.NoError(r.t, r.client.Look(r.t.Context(), tablesession.AskedPayment{PaymentID: paid.PaymentID, TableCode: "INT-01"}))
	r.save("money", workflows.SessionID(r.table))
	r.save("refund", workflows.RefundID(refund.ID))
	r.save("watch_paid_twice", workflows.WatchID(paid.PaymentID))
	r.save("watch_canceled", workflows.WatchID(first.PaymentID))
}

// announce hands a notice about a payment over and waits until it is applied.
func (h *fixture) announce(payment int64) {
	id := strconv.FormatInt(payment, 10)
	notice := h.id(`INSERT INTO webhook_notice (topic, data_id, request_id) VALUES ('payment', $1, $1) RETURNING id`, id)
	require.NoError(h.t, h.client.NoteWebhook(h.t.Context(), notice, id))
	require.NoError(h.t, h.raw.GetWorkflow(h.t.Context(), workflows.NoticeID(notice), "").Get(h.t.Context(), nil))
}

func recordMove(r recorder) {
	r.open()
	r.must(r.as(access.Diner), tablesession.Submit{Items: []tablesession.Item{{ProductID: r.products[0], Qty: 1}}})
	r.must(r.as(access.Waiter), tablesession.MoveTable{To: tablesession.Place{TableID: r.other, TableCode: "INT-02"}})
	r.must(r.as(access.Diner), tablesession.Submit{Items: []tablesession.Item{{ProductID: r.products[1], Qty: 1}}})
	require.NoError(r.t, r.raw.GetWorkflow(r.t.Context(), workflows.SessionID(r.table), "").Get(r.t.Context(), nil))
	r.must(r.as(access.Admin), tablesession.Close{Force: true})
	require.NoError(r.t, r.raw.GetWorkflow(r.t.Context(), workflows.SessionID(r.other), "").Get(r.t.Context(), nil))
	r.save("moved_from", workflows.SessionID(r.table))
	r.save("moved_to", workflows.SessionID(r.other))
}

func recordContinued(r recorder) {
	r.open()
	first, err := r.raw.DescribeWorkflowExecution(r.t.Context(), workflows.SessionID(r.table), "")
	require.NoError(r.t, err)
	for range 4 {
		r.must(r.as(access.Diner), tablesession.Submit{Items: []tablesession.Item{{ProductID: r.products[0], Qty: 1}}})
	}
	r.must(r.as(access.Admin), tablesession.Close{Force: true})
	require.NoError(r.t, r.raw.GetWorkflow(r.t.Context(), workflows.SessionID(r.table), "").Get(r.t.Context(), nil))
	r.saveRun("continues", workflows.SessionID(r.table), first.GetWorkflowExecutionInfo().GetExecution().GetRunId())
	r.save("continued", workflows.SessionID(r.table))
}

func recordConnection(r recorder) {
	playConnection(r.fixture)
	r.save("connection", workflows.ConnectionID(r.tenant))
}

func recordReminders(r recorder) {
	r.exec(`UPDATE branch SET call_reminder_seconds = 5, idle_close_minutes = 1`)
	r.open()
	call := r.must(r.as(access.Diner), tablesession.CallService{Type: "OTHER"})
	testkit.Eventually(r.t, 30*time.Second, "two reminders", func() bool { return r.ledger().Calls[0].Reminders >= 2 })
	r.must(r.as(access.Waiter), tablesession.ResolveCall{CallID: call.CallID})
	require.NoError(r.t, r.raw.GetWorkflow(r.t.Context(), workflows.SessionID(r.table), "").Get(r.t.Context(), nil))
	r.save("reminders", workflows.SessionID(r.table))
}

// recordNight has a payment that the review reads again, and the night's upkeep.
func recordNight(r recorder) {
	counter := &fakeProvider{}
	r.usePayments(counter)
	request := r.asksToPay()
	r.announce(counter.pay(request, 1000))
	counter.payments[0].Refunded, counter.payments[0].Updated = 300, time.Now().Add(time.Second)
	var reviewed activities.Reviewed
	r.run(workflows.ReviewSchedule, &reviewed, workflows.ReviewInput{})
	require.Equal(r.t, 1, reviewed.Changed)
	r.save("review", workflows.ReviewSchedule)
	r.run(workflows.NightlySchedule, nil)
	r.save("nightly", workflows.NightlySchedule)
}

// asksToPay has somebody order for 1000 cents and ask for a page to pay them, whose
// reference it gives.
func (r recorder) asksToPay() string {
	r.open()
	r.must(r.as(access.Diner), tablesession.Submit{Items: []tablesession.Item{{ProductID: r.products[0], Qty: 1}}})
	check := r.must(r.as(access.Diner), tablesession.RequestCheck{})
	request := r.must(r.as(access.Diner), tablesession.StartCheckout{CheckID: check.CheckID})
	return activities.PaymentRequest{PaymentID: request.PaymentID, CheckID: check.CheckID}.Reference()
}

// run has a workflow of the operators' run to its end.
func (h *fixture) run(name string, result any, args ...any) {
	h.t.Helper()
	started, err := h.raw.ExecuteWorkflow(h.t.Context(), client.StartWorkflowOptions{ID: name, TaskQueue: h.queue}, name, args...)
	require.NoError(h.t, err)
	require.NoError(h.t, started.Get(h.t.Context(), result))
}

// recordSubscriber has a subscriber that refuses at first and is switched off.
func recordSubscriber(r recorder) {
	r.open()
	program := newReceiver(r.t)
	program.unwilling = 1
	id := r.subscribe(program)
	r.happen(3)
	r.sequence()
	testkit.Eventually(r.t, 30*time.Second, "it hears", func() bool { return len(program.received()) == 3 })
	r.exec(`UPDATE webhook_subscription SET status = 'PAUSED' WHERE id = $1`, id)
	require.NoError(r.t, r.raw.GetWorkflow(r.t.Context(), workflows.SubscriptionID(id), "").Get(r.t.Context(), nil))
	r.save("subscription", workflows.SubscriptionID(id))
}

// recordRefusals has a refund that the provider does not make, and a notice of a payment that it does not find.
func recordRefusals(r recorder) {
	counter := &fakeProvider{}
	r.usePayments(refusing{counter, payments.Invalid})
	request := r.asksToPay()
	for range 2 {
		r.announce(counter.pay(request, 1000))
	}
	refund := r.ledger().Check.Refunds[0]
	require.NoError(r.t, r.raw.GetWorkflow(r.t.Context(), workflows.RefundID(refund.ID), "").Get(r.t.Context(), nil))
	require.Equal(r.t, billing.RefundFailed, r.ledger().Check.Refunds[0].Status)
	r.save("refund_refused", workflows.RefundID(refund.ID))
	r.announce(999)
	lost := r.id(`SELECT max(id) FROM webhook_notice`)
	dead, err := r.store.NoticeByID(r.t.Context(), lost)
	require.NoError(r.t, err)
	require.Equal(r.t, postgres.NoticeDead, dead.Status)
	r.save("notice_dead", workflows.NoticeID(lost))
}
