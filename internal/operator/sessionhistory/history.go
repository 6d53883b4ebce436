// Package history reads what Temporal remembers of a workflow as lines of a
// table's story: messages, timers, activities, runs.
//
// It knows Temporal's events and the messages of workflows; it asks no server.
// It may import story, access, workflows' names and Temporal's API.
package sessionhistory

import (
	"fmt"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	failurepb "go.temporal.io/api/failure/v1"
	historypb "go.temporal.io/api/history/v1"
	sdkpb "go.temporal.io/api/sdk/v1"
	"go.temporal.io/sdk/converter"

	"integrador/internal/domain/access"
	"integrador/internal/domain/timeline"
)

// reader goes through the events of one run.
type reader struct {
	what    string // the workflow, in words
	updates map[string]*timeline.Update
	order   []string
	lines   []timeline.Line
	timers  map[int64]string // what a started timer or a scheduled activity is for, by its event
}

// Read tells one run of a workflow, given its whole history. what names the
// workflow in words, for the lines about the run itself.
func Read(what string, events []*historypb.HistoryEvent) ([]timeline.Update, []timeline.Line) {
	r := &reader{what: what, updates: map[string]*timeline.Update{}, timers: map[int64]string{}}
	for _, e := range events {
		r.read(e)
	}
	out := make([]timeline.Update, len(r.order))
	for i, id := range r.order {
		out[i] = *r.updates[id]
	}
	return out, r.lines
}

func (r *reader) read(e *historypb.HistoryEvent) {
	switch e.GetEventType() {
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
		r.accepted(e)
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED:
		r.answered(e)
	case enumspb.EVENT_TYPE_TIMER_STARTED, enumspb.EVENT_TYPE_TIMER_FIRED, enumspb.EVENT_TYPE_TIMER_CANCELED:
		r.timer(e)
	case enumspb.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED, enumspb.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
		enumspb.EVENT_TYPE_ACTIVITY_TASK_FAILED, enumspb.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT:
		r.activity(e)
	default:
		r.run(e)
	}
}

func (r *reader) add(e *historypb.HistoryEvent, kind timeline.Kind, format string, args ...any) {
	r.lines = append(r.lines, timeline.Line{
		At: at(e), Kind: kind, Source: timeline.Temporal, Name: e.GetEventType().String(), Text: fmt.Sprintf(format, args...),
	})
}

func at(e *historypb.HistoryEvent) time.Time { return e.GetEventTime().AsTime() }

// message is what an update's argument has, of whatever command.
type message struct {
	Key     string        `json:"key"`
	By      *access.Actor `json:"by"`
	Request string        `json:"request"`
}

func (r *reader) accepted(e *historypb.HistoryEvent) {
	a := e.GetWorkflowExecutionUpdateAcceptedEventAttributes()
	request := a.GetAcceptedRequest()
	id, name := request.GetMeta().GetUpdateId(), request.GetInput().GetName()
	var m message
	_ = converter.GetDefaultDataConverter().FromPayloads(request.GetInput().GetArgs(), &m) // without it: nobody knows who
	u := &timeline.Update{Name: name, Key: id + "/" + name, By: m.By, Request: m.Request, Accepted: at(e)}
	if m.Key != "" {
		u.Key = name + ":" + m.Key
	}
	r.updates[id] = u
	r.order = append(r.order, id)
}

func (r *reader) answered(e *historypb.HistoryEvent) {
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

// reason is what a failure says first.
func reason(f *failurepb.Failure) string {
	if f.GetMessage() != "" {
		return f.GetMessage()
	}
	return "error interno"
}

func (r *reader) timer(e *historypb.HistoryEvent) {
	switch e.GetEventType() {
	case enumspb.EVENT_TYPE_TIMER_STARTED:
		why := summary(e.GetUserMetadata())
		r.timers[e.GetEventId()] = why
		wait := e.GetTimerStartedEventAttributes().GetStartToFireTimeout().AsDuration().Round(time.Second)
		r.add(e, timeline.Timer, "%s: espera %s%s", r.what, wait, because(why))
	case enumspb.EVENT_TYPE_TIMER_FIRED:
		r.add(e, timeline.Timer, "%s: se cumplió la espera%s", r.what, because(r.timers[e.GetTimerFiredEventAttributes().GetStartedEventId()]))
	default:
		r.add(e, timeline.Timer, "%s: ya no hace falta esperar%s", r.what, because(r.timers[e.GetTimerCanceledEventAttributes().GetStartedEventId()]))
	}
}

func (r *reader) activity(e *historypb.HistoryEvent) {
	switch e.GetEventType() {
	case enumspb.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
		name := e.GetActivityTaskScheduledEventAttributes().GetActivityType().GetName()
		if why := summary(e.GetUserMetadata()); why != "" {
			name = why + " (" + name + ")"
		}
		r.timers[e.GetEventId()] = name
		r.add(e, timeline.Activity, "%s: %s", r.what, name)
	case enumspb.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
		r.add(e, timeline.Activity, "%s: hecho: %s", r.what, r.timers[e.GetActivityTaskCompletedEventAttributes().GetScheduledEventId()])
	case enumspb.EVENT_TYPE_ACTIVITY_TASK_FAILED:
		a := e.GetActivityTaskFailedEventAttributes()
		r.add(e, timeline.Activity, "%s: falló: %s: %s", r.what, r.timers[a.GetScheduledEventId()], reason(a.GetFailure()))
	default:
		a := e.GetActivityTaskTimedOutEventAttributes()
		r.add(e, timeline.Activity, "%s: sin respuesta a tiempo: %s", r.what, r.timers[a.GetScheduledEventId()])
	}
}

// run tells what became of the run itself. Workflow tasks and markers are how
// Temporal works, not what happened.
func (r *reader) run(e *historypb.HistoryEvent) {
	switch e.GetEventType() {
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
		if e.GetWorkflowExecutionStartedEventAttributes().GetContinuedExecutionRunId() != "" {
			r.add(e, timeline.Run, "%s: sigue en otra ejecución", r.what)
			return
		}
		r.add(e, timeline.Run, "%s: empieza", r.what)
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW:
		r.add(e, timeline.Run, "%s: la historia era larga, continúa en otra ejecución", r.what)
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED:
		r.add(e, timeline.Run, "%s: termina", r.what)
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED:
		r.add(e, timeline.Run, "%s: falló: %s", r.what, reason(e.GetWorkflowExecutionFailedEventAttributes().GetFailure()))
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED:
		r.add(e, timeline.Run, "%s: la terminaron a mano: %s", r.what, e.GetWorkflowExecutionTerminatedEventAttributes().GetReason())
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT:
		r.add(e, timeline.Run, "%s: se le acabó el tiempo", r.what)
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED:
		r.add(e, timeline.Run, "%s: la cancelaron", r.what)
	case enumspb.EVENT_TYPE_WORKFLOW_TASK_FAILED:
		r.add(e, timeline.Run, "%s: un paso falló y se reintenta: %s", r.what, reason(e.GetWorkflowTaskFailedEventAttributes().GetFailure()))
	case enumspb.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED:
		id := e.GetChildWorkflowExecutionStartedEventAttributes().GetWorkflowExecution().GetWorkflowId()
		r.add(e, timeline.Run, "%s: empieza %s", r.what, id)
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
		r.add(e, timeline.Run, "%s: aviso %s", r.what, e.GetWorkflowExecutionSignaledEventAttributes().GetSignalName())
	default: // how Temporal works
	}
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}

// summary is what the workflow said that a step is for.
func summary(m *sdkpb.UserMetadata) string {
	if m.GetSummary() == nil {
		return ""
	}
	var text string
	_ = converter.GetDefaultDataConverter().FromPayloads(&commonpb.Payloads{Payloads: []*commonpb.Payload{m.GetSummary()}}, &text)
	return text
}
