package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"integrador/client"
)

// audience is a set of listeners.
type audience uint8

const (
	theWaiter audience = 1 << iota
	theKitchen
	theAdmin
	theDiners  // Ana and Bruno
	theWitness // a diner at another table
	thePartner // another administrator, who follows what is administered

	floor    = theWaiter | theAdmin | theDiners
	everyone = floor | theKitchen
)

// fields are what is expected of an event's entity; others may be there too.
type fields map[string]any

// event is an event with its entity decoded.
type event struct {
	client.Event
	Entity map[string]any
}

// expectation is an event that an audience has to receive.
type expectation struct {
	to   audience
	name string
	with fields
}

// listener is one socket and what it received.
type listener struct {
	name      string // as it is printed
	is        audience
	branch    int64
	tables    map[int64]bool // staff receive the whole branch: only these tables are checked
	socket    *client.Socket
	onEvent   func(*listener, event)
	events    chan event
	malformed chan error

	seen map[int64]bool
	seq  int64 // of a diner: the last number received
}

// listen opens a socket and waits until it is connected.
func (d *dinner) listen(ctx context.Context, name string, is audience, as *client.Client,
	sub client.Subscription) (*listener, error) {
	l := newListener(name, is, d.branch.ID)
	l.onEvent = d.transcript.event
	if is&(theDiners|theWitness) == 0 {
		l.tables = map[int64]bool{d.table.TableID: true, d.other.TableID: true}
	}
	if err := l.connect(ctx, as, sub); err != nil {
		return nil, err
	}
	d.listeners = append(d.listeners, l)
	return l, nil
}

func newListener(name string, is audience, branch int64) *listener {
	return &listener{
		name: name, is: is, branch: branch, seen: map[int64]bool{}, onEvent: func(*listener, event) {},
		events: make(chan event, 1000), malformed: make(chan error, 1000),
	}
}

// connect looks at every message, so that an event that comes twice is noticed.
func (l *listener) connect(ctx context.Context, as *client.Client, sub client.Subscription) error {
	sub.Once = true
	sub.OnMessage = func(_ int, raw []byte) { l.receive(raw) }
	l.socket = as.Listen(context.WithoutCancel(ctx), sub)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := l.socket.Connected(ctx); err != nil {
		l.socket.Close()
		return fmt.Errorf("%s no pudo conectar su socket /ws/%s: %w", l.name, sub.Kind, err)
	}
	return nil
}

// receive takes one message. Events of tables that are not ours are left out.
func (l *listener) receive(raw []byte) {
	var ev event
	err := errors.Join(json.Unmarshal(raw, &ev.Event), json.Unmarshal(raw, &struct{ Entity *map[string]any }{&ev.Entity}))
	switch {
	case err != nil:
		l.malformed <- fmt.Errorf("a %s le llegó algo que no se entiende: %w", l.name, err)
		return
	case ev.Type == "pong":
		return
	case l.is == thePartner:
		if ev.Entity["entity_type"] == nil {
			return
		}
	case l.tables == nil && ev.SessionID == nil, l.tables != nil && (ev.TableID == nil || !l.tables[*ev.TableID]):
		return
	}
	l.onEvent(l, ev)
	select {
	case l.events <- ev:
	default:
		l.malformed <- errors.New("llegaron más de mil eventos sin que nadie los esperara")
	}
}

// next waits for the next event. What came before the socket ended comes first.
func (l *listener) next(ctx context.Context) (event, error) {
	select {
	case ev := <-l.events:
		return ev, nil
	case err := <-l.malformed:
		return event{}, err
	default:
	}
	select {
	case ev := <-l.events:
		return ev, nil
	case err := <-l.malformed:
		return event{}, err
	case <-l.socket.Done():
		return event{}, fmt.Errorf("%s perdió su socket: %w", l.name, l.socket.Err())
	case <-ctx.Done():
		return event{}, ctx.Err()
	}
}

// expect waits for the events that are for l. None may be missing, come twice, in
// another order or with other contents.
func (l *listener) expect(ctx context.Context, expected []expectation) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	for _, want := range expected {
		if want.to&l.is == 0 {
			continue
		}
		ev, err := l.next(ctx)
		if err != nil {
			return fmt.Errorf("%s tenía que recibir %s: %w", l.name, want, err)
		}
		if err := l.match(want, ev); err != nil {
			return err
		}
	}
	return nil
}

func (l *listener) match(want expectation, ev event) error {
	if err := l.inspect(ev); err != nil {
		return err
	}
	if ev.Type != want.name {
		return fmt.Errorf("%s tenía que recibir %s y recibió %s", l.name, want, ev)
	}
	for name, value := range want.with {
		if got, there := ev.Entity[name]; !there || !same(got, value) {
			return fmt.Errorf("%s recibió %s, donde %s tenía que ser %v", l.name, ev, name, value)
		}
	}
	return nil
}

// inspect checks what holds of every event.
func (l *listener) inspect(ev event) error {
	switch {
	case l.seen[ev.ID]:
		return fmt.Errorf("%s recibió dos veces el evento %d: %s", l.name, ev.ID, ev)
	case ev.ID == 0 || ev.V != 1 || ev.TS.IsZero() || ev.TenantID == 0 || ev.SessionID == nil && l.is != thePartner:
		return fmt.Errorf("a %s le llegó un sobre incompleto: %s", l.name, ev)
	case ev.BranchID != l.branch:
		return fmt.Errorf("%s recibió un evento de otra sucursal (%d): %s", l.name, ev.BranchID, ev)
	case l.is != thePartner && l.tables == nil && ev.Seq != l.seq+1:
		return fmt.Errorf("%s esperaba el número %d de su mesa y recibió el %d: %s", l.name, l.seq+1, ev.Seq, ev)
	}
	l.seen[ev.ID] = true
	l.seq = ev.Seq
	return nil
}

// rest gives what came that nobody expected, once all that was queued has come.
func (l *listener) rest(ctx context.Context) ([]event, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if _, err := l.socket.Ping(ctx); err != nil {
		return nil, fmt.Errorf("el socket de %s no responde: %w", l.name, err)
	}
	var all []event
	for len(l.events)+len(l.malformed) > 0 {
		ev, err := l.next(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, ev)
	}
	return all, nil
}

// silent makes sure that nothing else was sent to l.
func (l *listener) silent(ctx context.Context) error {
	rest, err := l.rest(ctx)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("%s recibió de más: %s", l.name, rest[0])
	}
	return err
}

// closedWith waits until the server closes the socket with a code.
func (l *listener) closedWith(ctx context.Context, code int) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	select {
	case <-l.socket.Done():
	case <-ctx.Done():
		return fmt.Errorf("el socket de %s tenía que cerrarse con %d y sigue abierto", l.name, code)
	}
	if d, ok := errors.AsType[*client.Disconnect](l.socket.Err()); !ok || d.Code != code {
		return fmt.Errorf("el socket de %s tenía que cerrarse con %d y se cerró así: %w", l.name, code, l.socket.Err())
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// until repeats try until it succeeds or the time is over, and then gives its last error.
func until(ctx context.Context, try func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	for {
		err := try(ctx)
		if err == nil || pause(ctx, 100*time.Millisecond) != nil {
			return err
		}
	}
}

// same compares what JSON made of a value with the value.
func same(got, want any) bool {
	a, errA := json.Marshal(got)
	b, errB := json.Marshal(want)
	return errA == nil && errB == nil && slices.Equal(a, b)
}

func (e expectation) String() string { return e.name + " " + inWords(e.with) }

func (ev event) String() string { return ev.Type + " " + inWords(ev.Entity) }

func inWords(of map[string]any) string {
	raw, err := json.Marshal(of)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}
