package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

// Events rings for events that are committed. The ledger keeps them, so a failure
// makes them late and loses none.
type Events interface {
	Publish(ctx context.Context, events []event.Event) error
}

// Keyed is embedded in the input of what a client may repeat without doing it
// twice.
type Keyed struct {
	Key string `header:"X-Idempotency-Key" maxLength:"128" pattern:"^[ -~]+$" doc:"Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez."`
}

// place is the session that a command is about, and where it was seen last.
type place struct{ branch, table, session int64 }

// errand is what goes with a command: whence and where to.
type errand struct {
	place
	tenant int64
	key    string
	by     access.Actor
	device string // of a diner; "" if unsent
}

// fromTable is the errand of a diner to the session of their token.
func fromTable(ctx context.Context, k Keyed) errand {
	t := access.TableFrom(ctx)
	return errand{
		place: place{t.BranchID, t.TableID, t.SessionID}, tenant: t.TenantID,
		key: k.Key, by: t.Actor(), device: t.DeviceID,
	}
}

// fromStaff is the errand of a member of staff, who acts in the strongest role
// that the deed allows. That at is of their tenant and branches is for the caller
// to have checked, with the row that the request names.
func fromStaff(ctx context.Context, at place, allowed []access.Role, k Keyed) errand {
	who := access.StaffFrom(ctx)
	return errand{place: at, tenant: who.TenantID, key: k.Key, by: who.ActingAs(allowed)}
}

// errSessionOver tells staff what a diner is told with a dead token.
var errSessionOver = fault.New(fault.Refused, tablesession.SessionClosed.Reason, tablesession.SessionClosed.Message)

// send has a session carry out a command and waits for what came of it.
//
// Errors: those of the command. A session that is over is Unauthenticated to its
// diners, whose tokens died with it, and Refused to staff.
func (s *Server) send(ctx context.Context, e errand, c tablesession.Command) (tablesession.Result, error) {
	hash, err := e.hash(c)
	if err != nil {
		return tablesession.Result{}, err
	}
	env := tablesession.Envelope{SessionID: e.session, Key: e.key, Hash: hash, By: e.by, Request: requestFrom(ctx).id}
	answer, err := s.sessions.Send(ctx, e.tenant, e.table, env, c)
	over := errors.Is(err, tablesession.SessionClosed) || errors.Is(err, tablesession.NotHere)
	if _, closing := c.(tablesession.Close); over || closing {
		s.liveSessions.forget(session{e.tenant, e.branch, e.session})
	}
	if over && e.by.UserID != nil {
		err = errSessionOver.Because(err)
	}
	return answer, err
}

// hash tells requests apart that come with the same key, or with none: the same
// dish ordered from two phones is two orders.
func (e errand) hash(c tablesession.Command) (string, error) {
	body, err := json.Marshal(c, json.Deterministic(true))
	if err != nil {
		return "", fmt.Errorf("encode command %s: %w", c.Name(), err)
	}
	user := ""
	if e.by.UserID != nil {
		user = strconv.FormatInt(*e.by.UserID, 10)
	}
	sum := sha256.New()
	for _, part := range []string{c.Name(), string(body), e.device, user} {
		fmt.Fprintf(sum, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(sum.Sum(nil))[:32], nil
}

// ringTimeout bounds how long an answer waits for the bell.
const ringTimeout = 500 * time.Millisecond

// announce rings for events that this request committed. They are out even if
// the client has left meanwhile.
func (s *Server) announce(ctx context.Context, events ...event.Event) {
	if s.events == nil || len(events) == 0 {
		return // the relay tells them
	}
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), ringTimeout)
	defer cancel()
	if err := s.events.Publish(within, events); err != nil {
		s.log.WarnContext(ctx, "events will be late", "count", len(events), "error", err)
	}
}
