// Package wstest tries the WebSockets of a running system from outside: it
// connects to each, measures a ping, and how long an event takes from the request
// that causes it to each socket.
//
// Imports: client.
package wstest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"integrador/client"
)

// Options say what to try.
type Options struct {
	API, WS string // addresses, as in http://localhost:8000
	Branch  string // slug of a branch of the demonstration
	// Token is a staff's access token. With it only pings are measured: nothing is
	// changed in a restaurant that is no demonstration.
	Token string
}

// Trial is what trying one socket came to.
type Trial struct {
	Socket string   `json:"socket"` // waiter, kitchen, admin, diner
	PingMS *float64 `json:"ping_ms"`
	// EventMS is from sending the request to receiving the event; nil if none was tried.
	EventMS *float64 `json:"event_ms"`
	Problem string   `json:"problem,omitempty"`
}

// timeout is how long anything may take.
const timeout = 5 * time.Second

// Try tries every socket. A socket that does not work is in its trial; the error
// is for what keeps all from being tried.
func Try(ctx context.Context, o Options, progress func(string)) ([]Trial, error) {
	c := client.New(client.Config{API: o.API, Gateway: o.WS, HTTP: &http.Client{Timeout: timeout}})
	t := &trier{Options: o, visitor: c, progress: progress}
	defer t.leave(context.WithoutCancel(ctx))
	if o.Token != "" {
		for _, kind := range staffSockets {
			t.open(ctx, kind, c.WithAccessToken(o.Token))
		}
	} else if err := t.visitDemo(ctx); err != nil {
		return nil, err
	}
	for _, s := range t.sockets {
		progress("ping a " + s.Trial.Socket)
		s.ping(ctx)
	}
	if o.Token == "" {
		progress("esperando un evento")
		t.event(ctx)
	}
	trials := make([]Trial, len(t.sockets))
	for i, s := range t.sockets {
		trials[i] = s.Trial
	}
	return trials, nil
}

var staffSockets = []client.Kind{client.WaiterSocket, client.KitchenSocket, client.AdminSocket}

type trier struct {
	Options
	visitor        *client.Client
	kitchen, admin *client.Client
	progress       func(string)
	sockets        []*socket
	product        int64
	branch         int64
	table          int64 // that we opened; 0: none
}

type socket struct {
	Trial
	*client.Socket // nil: it could not be opened
	events         chan client.Event
}

// open connects and begins to listen. What goes wrong is the socket's problem.
func (t *trier) open(ctx context.Context, kind client.Kind, as *client.Client) {
	s := &socket{Trial: Trial{Socket: string(kind)}, events: make(chan client.Event, 100)}
	t.sockets = append(t.sockets, s)
	opened := as.Listen(context.WithoutCancel(ctx),
		client.Subscription{Kind: kind, Once: true, OnEvent: func(e client.Event) {
			select {
			case s.events <- e:
			default: // nobody waits for so many
			}
		}})
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	err := opened.Connected(ctx)
	if err == nil {
		s.Socket = opened
		return
	}
	opened.Close()
	s.Problem = fmt.Sprintf("no se pudo conectar con %s: ¿corre el gateway?", t.WS)
	if d, ok := errors.AsType[*client.Disconnect](err); ok && d.Status != 0 {
		s.Problem = fmt.Sprintf("no dejó conectar: contestó %d", d.Status)
	}
}

func (s *socket) ping(ctx context.Context) {
	if s.Socket == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if took, err := s.Ping(ctx); err != nil {
		s.Problem = "ping: " + reason(err)
	} else {
		s.PingMS = milliseconds(took)
	}
}

// reason says in Spanish why something did not come.
func reason(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Sprintf("no llegó en %v", timeout)
	}
	return "el servidor cortó la conexión"
}

func milliseconds(d time.Duration) *float64 { return new(float64(d.Microseconds()) / 1000) }

// availability waits for the event that says that a product ran out.
func (s *socket) availability(ctx context.Context, product int64) (client.Event, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	for {
		select {
		case e := <-s.events:
			if e.Type == "PRODUCT_AVAILABILITY_CHANGED" && productOf(e) == product {
				return e, nil
			}
		case <-s.Done():
			return client.Event{}, s.Err()
		case <-ctx.Done():
			return client.Event{}, ctx.Err()
		}
	}
}

// event says that a product ran out, which every socket receives, and at once that
// there is some again.
func (t *trier) event(ctx context.Context) {
	began := time.Now()
	err := t.setAvailable(ctx, false)
	defer func() {
		if err := t.setAvailable(context.WithoutCancel(ctx), true); err != nil {
			t.progress(fmt.Sprintf("¡ojo! no se pudo volver a ofrecer el producto %d: %v", t.product, err))
		}
	}()
	for _, s := range t.sockets {
		if s.Socket == nil || s.Problem != "" {
			continue
		}
		if err != nil {
			s.Problem = "evento: " + err.Error()
			continue
		}
		e, missed := s.availability(ctx, t.product)
		if missed != nil {
			s.Problem = "evento: " + reason(missed)
			continue
		}
		s.EventMS = milliseconds(e.ReceivedAt.Sub(began))
	}
}
