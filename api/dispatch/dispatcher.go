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

// Keyed is embedded in the input of an operation that sends a command to a table session.
type Keyed = httpx.Keyed

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

// HasKey reports whether the sender named the attempt.
func (e Request) HasKey() bool { return e.key != "" }

// FromStaff is the request of a member of staff, who acts in the strongest role
// that the deed allows. That at is of their tenant and branches is for the caller
// to have checked, with the row that the request names.
func FromStaff(ctx context.Context, at Place, allowed []access.Role, k Keyed) Request {
	who := access.StaffFrom(ctx)
	return Request{Place: at, Tenant: who.TenantID, key: k.Key, By: who.ActingAs(allowed)}
}

// ErrSessionOver says to staff what a diner reads with a dead token.
var ErrSessionOver = fault.New(fault.Refused, tablesession.SessionClosed.Reason, tablesession.SessionClosed.Message)

// Dispatcher sends commands to table sessions.
type Dispatcher struct {
	sessions Sessions
	store    *postgres.Store
	live     *httpx.TTLCache[httpx.LiveSession, bool]
}

// NewDispatcher makes one that forgets in live the sessions that it finds closed.
func NewDispatcher(sessions Sessions, store *postgres.Store, live *httpx.TTLCache[httpx.LiveSession, bool]) *Dispatcher {
	return &Dispatcher{sessions: sessions, store: store, live: live}
}

// TablePath names the table that a command is for, and the session that its sender sees there.
type TablePath struct {
	httpx.TablePath
	SessionID int64 `query:"session_id" minimum:"1" doc:"La sesión que se quiere tocar: si en la mesa ya hay otra, no se hace nada."`
}

var errOtherSession = fault.New(fault.Conflict, "other_session", "En la mesa ya hay otra sesión: esto era para la anterior.")

// Occupied gives the session that a command for a table is meant for: the one that the first request of its key met,
// else the live one.
//
// Errors: fault.NotFound if nobody sits there; fault.Conflict if the sender sees another session there.
func (s *Dispatcher) Occupied(ctx context.Context, tenant int64, at TablePath) (head postgres.SessionRef, err error) {
	attempt, keyed := httpx.AttemptFrom(ctx)
	if keyed && attempt.Session != 0 {
		head, err = s.store.Session(ctx, tenant, attempt.Session)
	} else {
		head, err = s.store.LiveSession(ctx, tenant, at.TableID)
	}
	switch {
	case err != nil:
		return head, err
	case at.SessionID != 0 && at.SessionID != head.ID:
		return head, errOtherSession
	case keyed && attempt.Session == 0:
		attempt.Session, err = s.store.BindKey(ctx, attempt.Key, head.ID)
		if err == nil && attempt.Session != head.ID {
			return head, errOtherSession
		}
	}
	return head, err
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
	if over && e.key != "" {
		// The session may have carried it out before it ended.
		if before, found, lost := s.store.ResultOf(ctx, e.Tenant, env, c); found || lost != nil {
			return before, lost
		}
	}
	if over && e.By.UserID != nil {
		err = ErrSessionOver.Because(err)
	}
	return answer, err
}

// Hash distinguishes requests that come with the same key, or with none: the same
// dish ordered from two phones is two orders.
func (e Request) Hash(c tablesession.Command) (string, error) {
	if order, ok := c.(tablesession.Submit); ok {
		order.Cart = 0 // what the cart holds is not asked for
		c = order
	}
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
