package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// audience is a set of ears.
type audience uint8

const (
	theWaiter audience = 1 << iota
	theKitchen
	theAdmin
	theGuests  // Ana and Bruno
	theWitness // a diner at another table
	thePartner // another administrator, who follows what is administered

	floor    = theWaiter | theAdmin | theGuests
	everyone = floor | theKitchen
)

// event is the envelope that all sockets speak.
type event struct {
	Type      string         `json:"type"`
	ID        int64          `json:"event_id"`
	TenantID  int64          `json:"tenant_id"`
	BranchID  int64          `json:"branch_id"`
	TableID   *int64         `json:"table_id"`
	SessionID *int64         `json:"session_id"`
	Entity    map[string]any `json:"entity"`
	TS        time.Time      `json:"ts"`
	V         int            `json:"v"`
	Seq       int64          `json:"seq"`
}

// sound is an event that somebody has to hear.
type sound struct {
	to   audience
	kind string
	with fields // of the entity; others may be there too
}

// ear is one socket.
type ear struct {
	name   string // who listens, as it is printed
	is     audience
	branch int64
	tables map[int64]bool // staff hear the whole restaurant: only these tables are our business
	conn   *websocket.Conn
	tell   func(*ear, event) // is called as events arrive

	events chan event
	pongs  chan struct{}
	ended  chan struct{} // closed when no more will come
	why    error         // then: the reason

	known map[int64]bool
	seq   int64 // of a diner: the last number heard
}

// listenAs opens a socket and starts to listen.
func (d *dinner) listenAs(ctx context.Context, name string, is audience, path string) (*ear, error) {
	dialer := websocket.Dialer{HandshakeTimeout: patience}
	conn, res, err := dialer.DialContext(ctx, d.WS+path, nil)
	if res != nil {
		defer res.Body.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("%s no pudo conectar su socket %s: %w", name, withoutToken(path), handshake(err, res))
	}
	e := newEar(name, is, d.branch.ID)
	e.conn, e.tell = conn, d.paper.event
	if is&(theGuests|theWitness) == 0 {
		e.tables = map[int64]bool{d.table.ID: true, d.other.ID: true}
	}
	d.ears = append(d.ears, e)
	go e.listen()
	return e, nil
}

func newEar(name string, is audience, branch int64) *ear {
	return &ear{
		name: name, is: is, branch: branch, known: map[int64]bool{}, tell: func(*ear, event) {},
		events: make(chan event, 1000), pongs: make(chan struct{}, 1), ended: make(chan struct{}),
	}
}

func handshake(err error, res *http.Response) error {
	if res == nil {
		return err
	}
	return fmt.Errorf("contestó %d", res.StatusCode)
}

func withoutToken(path string) string {
	before, _, _ := strings.Cut(path, "?")
	return before
}

func (e *ear) listen() {
	defer close(e.ended)
	for {
		_, raw, err := e.conn.ReadMessage()
		if err == nil {
			err = e.hear(raw)
		}
		if err != nil {
			e.why = err
			return
		}
	}
}

// hear takes one message. Events of tables that are not ours are left out.
func (e *ear) hear(raw []byte) error {
	var ev event
	if err := json.Unmarshal(raw, &ev); err != nil {
		return fmt.Errorf("llegó algo que no se entiende: %w", err)
	}
	switch {
	case ev.Type == "pong":
		e.pongs <- struct{}{}
		return nil
	case e.is == thePartner:
		if ev.Entity["entity_type"] == nil {
			return nil
		}
	case e.tables == nil && ev.SessionID == nil, e.tables != nil && (ev.TableID == nil || !e.tables[*ev.TableID]):
		return nil
	}
	e.tell(e, ev)
	select {
	case e.events <- ev:
		return nil
	default:
		return errors.New("llegaron más de mil eventos sin que nadie los esperara")
	}
}

// expect waits for the sounds that are for e. None may be missing, come twice, in
// another order or with other contents.
func (e *ear) expect(ctx context.Context, sounds []sound) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for _, s := range sounds {
		if s.to&e.is == 0 {
			continue
		}
		select {
		case ev := <-e.events:
			if err := e.match(s, ev); err != nil {
				return err
			}
		case <-ctx.Done():
			return fmt.Errorf("%s tenía que oír %s y no lo oyó en %v", e.name, s, patience)
		case <-e.ended:
			if len(e.events) == 0 { // else what came before is yet to be looked at
				return fmt.Errorf("%s tenía que oír %s y su socket se cerró: %w", e.name, s, e.why)
			}
			if err := e.match(s, <-e.events); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *ear) match(s sound, ev event) error {
	if err := e.inspect(ev); err != nil {
		return err
	}
	if ev.Type != s.kind {
		return fmt.Errorf("%s tenía que oír %s y oyó %s", e.name, s, ev)
	}
	for name, want := range s.with {
		if got, there := ev.Entity[name]; !there || !same(got, want) {
			return fmt.Errorf("%s oyó %s, donde %s tenía que ser %v", e.name, ev, name, want)
		}
	}
	return nil
}

// inspect checks what holds of every event.
func (e *ear) inspect(ev event) error {
	switch {
	case e.known[ev.ID]:
		return fmt.Errorf("%s oyó dos veces el evento %d: %s", e.name, ev.ID, ev)
	case ev.ID == 0 || ev.V != 1 || ev.TS.IsZero() || ev.TenantID == 0 || ev.SessionID == nil:
		return fmt.Errorf("a %s le llegó un sobre incompleto: %s", e.name, ev)
	case ev.BranchID != e.branch:
		return fmt.Errorf("%s oyó un evento de otra sucursal (%d): %s", e.name, ev.BranchID, ev)
	case e.tables == nil && ev.Seq != e.seq+1:
		return fmt.Errorf("%s esperaba el número %d de su mesa y oyó el %d: %s", e.name, e.seq+1, ev.Seq, ev)
	}
	e.known[ev.ID] = true
	e.seq = ev.Seq
	return nil
}

// silent makes sure that nothing else was said to e.
func (e *ear) silent(ctx context.Context) error {
	if err := e.ping(ctx); err != nil {
		return err
	}
	select {
	case ev := <-e.events:
		return fmt.Errorf("%s oyó de más: %s", e.name, ev)
	default:
		return nil
	}
}

// ping waits until e has everything that was queued for it: the answer to a ping
// comes after that.
func (e *ear) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if e.conn != nil {
		if err := e.conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping"}`)); err != nil {
			return fmt.Errorf("%s perdió su socket: %w", e.name, err)
		}
		select {
		case <-e.pongs:
		case <-e.ended:
			return fmt.Errorf("%s perdió su socket: %w", e.name, e.why)
		case <-ctx.Done():
			return fmt.Errorf("%s no recibió respuesta a su ping en %v", e.name, patience)
		}
	}
	return nil
}

// dismissed waits until the server closes the socket with a code.
func (e *ear) dismissed(ctx context.Context, code int) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case <-e.ended:
	case <-ctx.Done():
		return fmt.Errorf("el socket de %s tenía que cerrarse con %d y sigue abierto", e.name, code)
	}
	var closed *websocket.CloseError
	if !errors.As(e.why, &closed) || closed.Code != code {
		return fmt.Errorf("el socket de %s tenía que cerrarse con %d y se cerró así: %w", e.name, code, e.why)
	}
	return nil
}

func (e *ear) close() {
	_ = e.conn.Close()
	<-e.ended
}

// same compares what JSON made of a value with the value.
func same(got, want any) bool {
	a, errA := json.Marshal(got)
	b, errB := json.Marshal(want)
	return errA == nil && errB == nil && string(a) == string(b)
}

func (s sound) String() string { return s.kind + " " + inWords(s.with) }

func (ev event) String() string { return ev.Type + " " + inWords(ev.Entity) }

func inWords(of map[string]any) string {
	raw, err := json.Marshal(of)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}
