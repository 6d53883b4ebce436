package sessiontimeline

import (
	"fmt"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	failurepb "go.temporal.io/api/failure/v1"
	historypb "go.temporal.io/api/history/v1"
	sdkpb "go.temporal.io/api/sdk/v1"
	"go.temporal.io/sdk/converter"

	"integrador/internal/domain/access"
	"integrador/internal/domain/timeline"
)

// historyReader goes through the events of one run.
type historyReader struct {
	what    string // the workflow, in words
	updates map[string]*timeline.Update
	order   []string
	lines   []timeline.Line
	timers  map[int64]string // what a started timer or a scheduled activity is for, by its event
}

// ReadHistory gives the updates and the timeline of one run of a workflow from its
// whole history. what names the workflow in words, for the lines about the run.
func ReadHistory(what string, events []*historypb.HistoryEvent) ([]timeline.Update, []timeline.Line) {
	r := &historyReader{what: what, updates: map[string]*timeline.Update{}, timers: map[int64]string{}}
	for _, e := range events {
		r.read(e)
	}
	out := make([]timeline.Update, len(r.order))
	for i, id := range r.order {
		out[i] = *r.updates[id]
	}
	return out, r.lines
}

func (r *historyReader) read(e *historypb.HistoryEvent) {
	switch e.GetEventType() {
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
		r.accepted(e)
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED:
		r.completed(e)
	case enumspb.EVENT_TYPE_TIMER_STARTED, enumspb.EVENT_TYPE_TIMER_FIRED, enumspb.EVENT_TYPE_TIMER_CANCELED:
		r.timer(e)
	case enumspb.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED, enumspb.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
		enumspb.EVENT_TYPE_ACTIVITY_TASK_FAILED, enumspb.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT:
		r.activity(e)
	default:
		r.run(e)
	}
}

func (r *historyReader) add(e *historypb.HistoryEvent, kind timeline.Kind, format string, args ...any) {
	r.lines = append(r.lines, timeline.Line{
		At: at(e), Kind: kind, Source: timeline.Temporal, Name: e.GetEventType().String(), Text: fmt.Sprintf(format, args...),
	})
}

func at(e *historypb.HistoryEvent) time.Time { return e.GetEventTime().AsTime() }

// command is what the arguments of all updates have in common.
type command struct {
	Key     string        `json:"key"`
	By      *access.Actor `json:"by"`
	Request string        `json:"request"`
}

func (r *historyReader) accepted(e *historypb.HistoryEvent) {
	a := e.GetWorkflowExecutionUpdateAcceptedEventAttributes()
	request := a.GetAcceptedRequest()
	id, name := request.GetMeta().GetUpdateId(), request.GetInput().GetName()
	var c command
	// Without its arguments the line has no name.
	_ = converter.GetDefaultDataConverter().FromPayloads(request.GetInput().GetArgs(), &c)
	u := &timeline.Update{Name: name, Key: id + "/" + name, By: c.By, Request: c.Request, Accepted: at(e)}
	if c.Key != "" {
		u.Key = name + ":" + c.Key
	}
	r.updates[id] = u
	r.order = append(r.order, id)
}

func (r *historyReader) completed(e *historypb.HistoryEvent) {
	a := e.GetWorkflowExecutionUpdateCompletedEventAttributes()
	u, ok := r.updates[a.GetMeta().GetUpdateId()]
	if !ok {
		return // it was accepted by an earlier run
	}
	u.Answered = at(e)
	if f := a.GetOutcome().GetFailure(); f != nil {
		u.Failed = reason(f)
	}
}

// reason is the first message of a failure.
func reason(f *failurepb.Failure) string {
	if f.GetMessage() != "" {
		return f.GetMessage()
	}
	return "error interno"
}

func (r *historyReader) timer(e *historypb.HistoryEvent) {
	switch e.GetEventType() {
	case enumspb.EVENT_TYPE_TIMER_STARTED:
		why := summary(e.GetUserMetadata())
		r.timers[e.GetEventId()] = why
		wait := e.GetTimerStartedEventAttributes().GetStartToFireTimeout().AsDuration().Round(time.Second)
		r.add(e, timeline.Timer, "%s: espera %s%s", r.what, wait, suffix(why))
	case enumspb.EVENT_TYPE_TIMER_FIRED:
		r.add(e, timeline.Timer, "%s: se cumplió la espera%s", r.what,
			suffix(r.timers[e.GetTimerFiredEventAttributes().GetStartedEventId()]))
	default:
		r.add(e, timeline.Timer, "%s: ya no hace falta esperar%s", r.what,
			suffix(r.timers[e.GetTimerCanceledEventAttributes().GetStartedEventId()]))
	}
}

func (r *historyReader) activity(e *historypb.HistoryEvent) {
	switch e.GetEventType() {
	case enumspb.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
		name := e.GetActivityTaskScheduledEventAttributes().GetActivityType().GetName()
		if why := summary(e.GetUserMetadata()); why != "" {
			name = why + " (" + name + ")"
		}
		r.timers[e.GetEventId()] = name
		r.add(e, timeline.Activity, "%s: %s", r.what, name)
	case enumspb.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
		r.add(e, timeline.Activity, "%s: hecho: %s", r.what,
			r.timers[e.GetActivityTaskCompletedEventAttributes().GetScheduledEventId()])
	case enumspb.EVENT_TYPE_ACTIVITY_TASK_FAILED:
		a := e.GetActivityTaskFailedEventAttributes()
		r.add(e, timeline.Activity, "%s: falló: %s: %s", r.what, r.timers[a.GetScheduledEventId()], reason(a.GetFailure()))
	default:
		a := e.GetActivityTaskTimedOutEventAttributes()
		r.add(e, timeline.Activity, "%s: sin respuesta a tiempo: %s", r.what, r.timers[a.GetScheduledEventId()])
	}
}

// endings are the events of a run that need no further text.
var endings = map[enumspb.EventType]string{
	enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW: "la historia era larga, continúa en otra ejecución",
	enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED:        "termina",
	enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT:        "se le acabó el tiempo",
	enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED:         "la cancelaron",
}

// run adds what happened to the run itself. Workflow tasks and markers are left out.
func (r *historyReader) run(e *historypb.HistoryEvent) {
	text := endings[e.GetEventType()]
	switch e.GetEventType() {
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
		text = "empieza"
		if e.GetWorkflowExecutionStartedEventAttributes().GetContinuedExecutionRunId() != "" {
			text = "sigue en otra ejecución"
		}
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED:
		text = "falló: " + reason(e.GetWorkflowExecutionFailedEventAttributes().GetFailure())
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED:
		text = "la terminaron a mano: " + e.GetWorkflowExecutionTerminatedEventAttributes().GetReason()
	case enumspb.EVENT_TYPE_WORKFLOW_TASK_FAILED:
		text = "un paso falló y se reintenta: " + reason(e.GetWorkflowTaskFailedEventAttributes().GetFailure())
	case enumspb.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED:
		text = "empieza " + e.GetChildWorkflowExecutionStartedEventAttributes().GetWorkflowExecution().GetWorkflowId()
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
		text = "aviso " + e.GetWorkflowExecutionSignaledEventAttributes().GetSignalName()
	default:
	}
	if text != "" {
		r.add(e, timeline.Run, "%s: %s", r.what, text)
	}
}

func suffix(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}

// summary is the purpose of a step, as the workflow gave it.
func summary(m *sdkpb.UserMetadata) string {
	if m.GetSummary() == nil {
		return ""
	}
	var text string
	_ = converter.GetDefaultDataConverter().FromPayload(m.GetSummary(), &text)
	return text
}
