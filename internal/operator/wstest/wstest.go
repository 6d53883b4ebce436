// Package wstest tries the WebSockets of a running system from outside: it
// connects to each, measures a ping, and how long an event takes from the request
// that causes it to each socket.
//
// It knows the API and the gateway by what they answer, and imports nothing of
// this project.
package wstest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gorilla/websocket"
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
	// EventMS is from sending the request to hearing the event; nil if none was tried.
	EventMS *float64 `json:"event_ms"`
	Problem string   `json:"problem,omitempty"`
}

// patience is how long anything may take.
const patience = 5 * time.Second

// Try tries every socket. A socket that does not work is in its trial; the error
// is for what keeps all from being tried.
func Try(ctx context.Context, o Options, progress func(string)) ([]Trial, error) {
	t := &trier{Options: o, http: &http.Client{Timeout: patience}, progress: progress}
	defer t.leave(context.WithoutCancel(ctx))
	if o.Token != "" {
		for _, kind := range staffSockets {
			t.open(ctx, kind, o.Token, "token")
		}
	} else if err := t.visitDemo(ctx); err != nil {
		return nil, err
	}
	for _, s := range t.sockets {
		progress("ping a " + s.Socket)
		t.ping(ctx, s)
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

var staffSockets = []string{"waiter", "kitchen", "admin"}

type trier struct {
	Options
	http     *http.Client
	progress func(string)
	sockets  []*socket
	kitchen  string // a token that may say what ran out
	admin    string
	product  int64
	branch   int64
	table    int64 // that we opened; 0: none
}

type socket struct {
	Trial
	conn  *websocket.Conn
	heard chan message
}

type message struct {
	Type   string `json:"type"`
	Entity struct {
		ProductID int64 `json:"product_id"`
	} `json:"entity"`
	at time.Time
}

// open connects and begins to listen. What goes wrong is the socket's problem.
func (t *trier) open(ctx context.Context, kind, token, parameter string) {
	s := &socket{Trial: Trial{Socket: kind}, heard: make(chan message, 100)}
	t.sockets = append(t.sockets, s)
	dialer := websocket.Dialer{HandshakeTimeout: patience}
	conn, res, err := dialer.DialContext(ctx, t.WS+"/ws/"+kind+"?"+parameter+"="+url.QueryEscape(token), nil)
	if res != nil {
		_ = res.Body.Close()
	}
	switch {
	case err != nil && res != nil:
		s.Problem = fmt.Sprintf("no dejó conectar: contestó %d", res.StatusCode)
		return
	case err != nil:
		s.Problem = fmt.Sprintf("no se pudo conectar con %s: ¿corre el gateway?", t.WS)
		return
	}
	s.conn = conn
	go s.listen()
}

func (s *socket) listen() {
	defer close(s.heard)
	for {
		var m message
		if err := s.conn.ReadJSON(&m); err != nil {
			return
		}
		m.at = time.Now()
		select {
		case s.heard <- m:
		default: // nobody waits for so many
		}
	}
}

// await waits for a message that is wanted.
func (s *socket) await(ctx context.Context, wanted func(message) bool) (message, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		select {
		case m, open := <-s.heard:
			if !open {
				return m, errors.New("el servidor cortó la conexión")
			}
			if wanted(m) {
				return m, nil
			}
		case <-ctx.Done():
			return message{}, fmt.Errorf("no llegó en %v", patience)
		}
	}
}

func (t *trier) ping(ctx context.Context, s *socket) {
	if s.conn == nil {
		return
	}
	began := time.Now()
	err := s.conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping"}`))
	if err == nil {
		var m message
		if m, err = s.await(ctx, func(m message) bool { return m.Type == "pong" }); err == nil {
			s.PingMS = ms(m.at.Sub(began))
		}
	}
	if err != nil {
		s.Problem = "ping: " + err.Error()
	}
}

func ms(d time.Duration) *float64 { return new(float64(d.Microseconds()) / 1000) }

// event says that a dish ran out, which every socket hears, and at once that there
// is some again.
func (t *trier) event(ctx context.Context) {
	began := time.Now()
	err := t.available(ctx, false)
	defer func() {
		if back := t.available(context.WithoutCancel(ctx), true); back != nil {
			t.progress(fmt.Sprintf("¡ojo! no se pudo volver a ofrecer el producto %d: %v", t.product, back))
		}
	}()
	for _, s := range t.sockets {
		if s.conn == nil || s.Problem != "" {
			continue
		}
		if err != nil {
			s.Problem = "evento: " + err.Error()
			continue
		}
		m, missed := s.await(ctx, func(m message) bool {
			return m.Type == "PRODUCT_AVAILABILITY_CHANGED" && m.Entity.ProductID == t.product
		})
		if missed != nil {
			s.Problem = "evento: " + missed.Error()
			continue
		}
		s.EventMS = ms(m.at.Sub(began))
	}
}
