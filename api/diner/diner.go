package diner

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

func (h *Handlers) dinerRoutes(api *httpx.API) {
	httpx.Route(api, "POST /api/diner/register", "registerDiner",
		"Suma a un comensal a la mesa. El mismo local_id es el mismo comensal.", httpx.Table, h.registerDiner,
		httpx.LimitDinerRegister, httpx.Fails{400})
	httpx.Route(api, "POST /api/diner/service-call", "createServiceCall",
		"Llama a alguien a la mesa. Si ya hay un llamado igual sin atender, dice cuándo se avisó.", httpx.Table, h.callService,
		httpx.LimitServiceCall, httpx.Fails{400})
	httpx.Route(api, "GET /api/diner/session/{session_id}/diners", "listSessionDiners", "Quiénes están en la mesa.",
		httpx.Table, h.sessionDiners, httpx.Fails{403})
	httpx.Route(api, "GET /api/diner/session/{session_id}/total", "getSessionTotal",
		"Cuánto va gastando la mesa y cuánto pagó.", httpx.TableEvenClosed, h.sessionTotal, httpx.Fails{403})
	httpx.Route(api, "GET /api/diner/check", "getSessionCheck", "La cuenta de la mesa.", httpx.TableEvenClosed,
		h.dinerCheck, httpx.Fails{404})
	httpx.Route(api, "POST /api/diner/feedback", "submitFeedback", "La opinión de la mesa, una vez.",
		httpx.TableEvenClosed, h.giveFeedback, httpx.Fails{409})
}

// RegisterDinerRequest is what a person gives to sit down.
type RegisterDinerRequest struct {
	Name              string  `json:"name" minLength:"1" maxLength:"50"`
	Color             string  `json:"color" pattern:"^#[0-9A-Fa-f]{6}$"`
	LocalID           *string `json:"local_id,omitempty" maxLength:"50"`
	DeviceID          *string `json:"device_id,omitempty" maxLength:"100"`
	DeviceFingerprint *string `json:"device_fingerprint,omitempty" maxLength:"64"`
}

type registerDinerInput struct {
	dispatch.Keyed
	Body RegisterDinerRequest
}

type dinerOutput struct{ Body readmodel.DinerOutput }

func (h *Handlers) registerDiner(ctx context.Context, in *registerDinerInput) (*dinerOutput, error) {
	name, err := oneLine("name", in.Body.Name)
	if err != nil {
		return nil, err
	}
	at := access.TableFrom(ctx)
	d := tablesession.Diner{
		Name: name, Color: in.Body.Color, LocalID: httpx.Deref(in.Body.LocalID),
		DeviceID: httpx.Deref(in.Body.DeviceID), Fingerprint: httpx.Deref(in.Body.DeviceFingerprint),
	}
	if d.DeviceID == "" {
		d.DeviceID = at.DeviceID
	}
	answer, err := h.Dispatcher.Send(ctx, dispatch.FromTable(ctx, in.Keyed), tablesession.Join{Diner: d})
	if err != nil {
		return nil, err
	}
	diners, err := readmodel.Diners(ctx, h.Store, at.TenantID, at.SessionID, d.DeviceID)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(diners, func(d readmodel.DinerOutput) bool { return d.ID == answer.DinerID })
	if i < 0 {
		return nil, fault.Newf(fault.Internal, "diner_lost", "diner %d joined and is not in the ledger", answer.DinerID)
	}
	return &dinerOutput{diners[i]}, nil
}

// oneLine trims a name and refuses one that is empty or has line breaks in it.
func oneLine(field, text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text, "\n\r\t") {
		return "", wrong(field, httpx.Violation{Kind: "value_error", Text: "Tiene que ser un texto de una sola línea."})
	}
	return text, nil
}

// wrong refuses a field of the body for what its schema cannot say.
func wrong(field string, v httpx.Violation) error {
	return &httpx.Problem{
		Status: http.StatusUnprocessableEntity, Code: "validation_error",
		Detail: []httpx.DetailItem{{Type: v.Kind, Loc: []any{"body", field}, Msg: v.Text}},
	}
}

// CreateServiceCallRequest says what help is asked for.
type CreateServiceCallRequest struct {
	Type string `json:"type,omitempty" enum:"WAITER_CALL,PAYMENT_HELP,OTHER" default:"WAITER_CALL"`
}

type serviceCallInput struct {
	dispatch.Keyed
	Body CreateServiceCallRequest
}

type serviceCallOutput struct{ Body readmodel.ServiceCallOutput }

func (h *Handlers) callService(ctx context.Context, in *serviceCallInput) (*serviceCallOutput, error) {
	answer, err := h.Dispatcher.Send(ctx, dispatch.FromTable(ctx, in.Keyed), tablesession.CallService{Type: in.Body.Type})
	if err != nil {
		return nil, err
	}
	row, err := h.Store.ServiceCallByID(ctx, answer.CallID, access.TableFrom(ctx).TenantID)
	return &serviceCallOutput{readmodel.ServiceCall(row)}, err
}

// sessionInput names a session, which has to be the token's own.
type sessionInput struct {
	Session int64 `path:"session_id"`
}

var errOtherSession = fault.New(fault.Forbidden, "session_forbidden", "Esa sesión es de otra mesa.")

// own gives the table of the request, unless it asks about another session.
func (in *sessionInput) own(ctx context.Context) (access.Table, error) {
	at := access.TableFrom(ctx)
	if in.Session != at.SessionID {
		return at, errOtherSession
	}
	return at, nil
}

type dinersOutput struct{ Body []readmodel.DinerOutput }

func (h *Handlers) sessionDiners(ctx context.Context, in *sessionInput) (*dinersOutput, error) {
	at, err := in.own(ctx)
	if err != nil {
		return nil, err
	}
	diners, err := readmodel.Diners(ctx, h.Store, at.TenantID, at.SessionID, at.DeviceID)
	return &dinersOutput{diners}, err
}

type sessionTotalOutput struct{ Body readmodel.SessionTotal }

func (h *Handlers) sessionTotal(ctx context.Context, in *sessionInput) (*sessionTotalOutput, error) {
	at, err := in.own(ctx)
	if err != nil {
		return nil, err
	}
	total, err := readmodel.TotalOfSession(ctx, h.Store, at.TenantID, at.SessionID)
	return &sessionTotalOutput{total}, err
}

type checkDetailOutput struct{ Body readmodel.CheckDetailOutput }

func (h *Handlers) dinerCheck(ctx context.Context, _ *struct{}) (*checkDetailOutput, error) {
	at := access.TableFrom(ctx)
	check, err := readmodel.CheckDetail(ctx, h.Store, at.TenantID, at.SessionID)
	if err == nil && check.Status == string(billing.Withdrawn) && check.PaidCents == 0 {
		err = postgres.ErrNoCheck // the table orders on, as if it had not asked
	}
	return &checkDetailOutput{check}, err
}

// FeedbackRequest is what a table thinks of its visit.
type FeedbackRequest struct {
	Rating  int     `json:"rating" minimum:"1" maximum:"5"`
	Comment *string `json:"comment,omitempty" maxLength:"1000"`
}

type feedbackInput struct{ Body FeedbackRequest }

type feedbackOutput struct{ Body readmodel.FeedbackResponse }

func (h *Handlers) giveFeedback(ctx context.Context, in *feedbackInput) (*feedbackOutput, error) {
	given, err := h.Store.GiveFeedback(ctx, access.TableFrom(ctx), in.Body.Rating, in.Body.Comment)
	return &feedbackOutput{readmodel.Feedback(given)}, err
}
