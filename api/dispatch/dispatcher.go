package dispatch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

// Keyed is embedded in the input of what a client may repeat without doing it
// twice.
type Keyed struct {
	Key string `header:"X-Idempotency-Key" maxLength:"128" pattern:"^[ -~]+$" doc:"Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez."`
}

// Place is the session that a command is about, and where it was seen last.
type Place struct{ Branch, Table, Session int64 }

// request is what goes with a command: who sends it, and to which session.
type Request struct {
	Place
	Tenant int64
	key    string
	By     access.Actor
	Device string // of a diner; "" if unsent
}

// FromTable is the request of a diner to the session of their token.
func FromTable(ctx context.Context, k Keyed) Request {
	t := access.TableFrom(ctx)
	return Request{
		Place: Place{t.BranchID, t.TableID, t.SessionID}, Tenant: t.TenantID,
		key: k.Key, By: t.Actor(), Device: t.DeviceID,
	}
}

// FromStaff is the request of a member of staff, who acts in the strongest role
// that the deed allows. That at is of their tenant and branches is for the caller
// to have checked, with the row that the request names.
func FromStaff(ctx context.Context, at Place, allowed []access.Role, k Keyed) Request {
	who := access.StaffFrom(ctx)
	return Request{Place: at, Tenant: who.TenantID, key: k.Key, By: who.ActingAs(allowed)}
}

// ErrSessionOver tells staff what a diner is told with a dead token.
var ErrSessionOver = fault.New(fault.Refused, tablesession.SessionClosed.Reason, tablesession.SessionClosed.Message)

// Dispatcher sends commands to table sessions.
type Dispatcher struct {
	sessions Sessions
	live     *httpx.TTLCache[httpx.LiveSession, bool]
}

// NewDispatcher makes one that forgets in live the sessions that it finds closed.
func NewDispatcher(sessions Sessions, live *httpx.TTLCache[httpx.LiveSession, bool]) *Dispatcher {
	return &Dispatcher{sessions: sessions, live: live}
}

// Send has a session carry out a command and waits for what came of it.
//
// Errors: those of the command. A session that is over is Unauthenticated to its
// diners, whose tokens died with it, and Refused to staff.
func (s *Dispatcher) Send(ctx context.Context, e Request, c tablesession.Command) (tablesession.Result, error) {
	hash, err := e.Hash(c)
	if err != nil {
		return tablesession.Result{}, err
	}
	env := tablesession.Envelope{SessionID: e.Session, Key: e.key, Hash: hash, By: e.By, Request: httpx.RequestFrom(ctx).ID}
	answer, err := s.sessions.Send(ctx, e.Tenant, e.Table, env, c)
	over := errors.Is(err, tablesession.SessionClosed) || errors.Is(err, tablesession.NotHere)
	if _, closing := c.(tablesession.Close); over || closing {
		s.live.Forget(httpx.LiveSession{Tenant: e.Tenant, Branch: e.Branch, Session: e.Session})
	}
	if over && e.By.UserID != nil {
		err = ErrSessionOver.Because(err)
	}
	return answer, err
}

// Hash tells requests apart that come with the same key, or with none: the same
// dish ordered from two phones is two orders.
func (e Request) Hash(c tablesession.Command) (string, error) {
	body, err := json.Marshal(c, json.Deterministic(true))
	if err != nil {
		return "", fmt.Errorf("encode command %s: %w", c.Name(), err)
	}
	user := ""
	if e.By.UserID != nil {
		user = strconv.FormatInt(*e.By.UserID, 10)
	}
	sum := sha256.New()
	for _, part := range []string{c.Name(), string(body), e.Device, user} {
		fmt.Fprintf(sum, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(sum.Sum(nil))[:32], nil
}

func PlaceOf(session postgres.SessionRef) Place {
	return Place{Branch: session.BranchID, Table: session.TableID, Session: session.ID}
}

func PlaceOfRound(r readmodel.RoundRef) Place {
	return Place{Branch: r.BranchID, Table: r.TableID, Session: r.SessionID}
}
