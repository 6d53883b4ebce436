package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"
)

// Event is a committed event as it came.
type Event struct {
	Type      string          `json:"type"`
	ID        int64           `json:"event_id"`
	Seq       int64           `json:"seq"` // number in its session's log, growing, with holes; 0 outside it
	TenantID  int64           `json:"tenant_id"`
	BranchID  int64           `json:"branch_id"`
	TableID   *int64          `json:"table_id"`
	SessionID *int64          `json:"session_id"`
	SectorID  *int64          `json:"sector_id"`
	Entity    json.RawMessage `json:"entity"`
	Actor     struct {
		UserID *int64 `json:"user_id"`
		Role   string `json:"role"`
	} `json:"actor"`
	TS time.Time `json:"ts"`
	V  int       `json:"v"`

	Raw        []byte    `json:"-"`
	ReceivedAt time.Time `json:"-"`
	CaughtUp   bool      `json:"-"` // it came from catch-up, not over the socket
}

// Kind is what a socket is for.
type Kind string

// The gateway's sockets.
const (
	WaiterSocket  Kind = "waiter"
	KitchenSocket Kind = "kitchen"
	AdminSocket   Kind = "admin"
	DinerSocket   Kind = "diner"
)

// Subscription says what to receive and whom to hand it to. The functions are called
// one at a time, in the order in which things happened; none may be slow.
type Subscription struct {
	Kind   Kind
	Branch int64 // staff: only this branch; catch-up after a break needs it
	// After is the last number of the session's log that a diner knows: everything after
	// it is delivered first. 0 means from the first event.
	After int64

	// OnEvent gets every event once.
	OnEvent func(Event)
	// OnReload is called when events were lost for good: whatever the application shows
	// has to be read again. An error ends the connection, and it is tried again.
	OnReload     func(context.Context) error
	OnConnect    func()
	OnDisconnect func(*Disconnect)
	// OnMessage gets every message as it came, also repetitions and control messages;
	// connection counts from 1. It is for tests and diagnosis.
	OnMessage func(connection int, raw []byte)

	// Once does not come back after a break.
	Once bool
	// Heartbeat is how often a ping is sent; 0 means 30 seconds. A connection that is
	// silent for 10 seconds longer is given up; Silence overrides that.
	Heartbeat, Silence time.Duration
	// Backoff is the pause before attempt n (from 1) of connecting; nil means
	// 1, 2, 4 … 30 seconds, more or less 30 %.
	Backoff func(n int) time.Duration
}

// Close codes of the gateway. After CloseTokenExpired a client comes back with a fresh token; after the others here it
// stays away. After any other code, and after a break without one, it comes back as it is.
const (
	CloseUnauthenticated = 4001 // logged out, or the session at the table ended
	CloseTokenExpired    = 4002 // the access token ended, the login did not
	CloseForbidden       = 4003 // the role or the origin is not allowed here
	CloseTooMany         = 4029 // too many messages or connections
)

// Disconnect says how a connection, or an attempt at one, ended.
type Disconnect struct {
	Code   int // of the close frame; 0: none came
	Status int // of a refused handshake; 0: none
	Final  bool
	Err    error
}

// Error implements error.
func (d *Disconnect) Error() string {
	switch {
	case d.Status != 0:
		return fmt.Sprintf("the gateway refused the connection: %d", d.Status)
	case d.Code != 0:
		return fmt.Sprintf("the gateway closed the connection: %v", d.Err)
	}
	return fmt.Sprintf("the connection broke: %v", d.Err)
}

// Unwrap implements errors.Unwrap.
func (d *Disconnect) Unwrap() error { return d.Err }

// Stats is what a socket has been through.
type Stats struct {
	Connections, Events, CaughtUp, Reloads int
	LastSeq                                int64
}

// Socket receives events until it is closed or refused for good. After a break it resumes:
// a diner's socket names the last number it knows, a staff socket asks for what
// happened since its last event, and repetitions are dropped.
type Socket struct {
	client *Client
	sub    Subscription
	cancel context.CancelFunc
	done   chan struct{}
	first  chan struct{} // closed at the first connection
	pongs  chan struct{}

	writing sync.Mutex
	pings   *rate.Limiter

	mu    sync.Mutex
	conn  *websocket.Conn
	stats Stats
	end   *Disconnect
	endAt time.Time

	// Only the reader uses these.
	position
	renewed bool // since the last connection
}

// Listen opens a socket in the background, for as long as ctx lives.
func (c *Client) Listen(ctx context.Context, sub Subscription) *Socket {
	if sub.Heartbeat == 0 {
		sub.Heartbeat = 30 * time.Second
	}
	if sub.Silence == 0 {
		sub.Silence = sub.Heartbeat + 10*time.Second
	}
	if sub.Backoff == nil {
		sub.Backoff = backoff
	}
	ctx, cancel := context.WithCancel(ctx)
	s := &Socket{
		client: c, sub: sub, cancel: cancel, position: newPosition(sub),
		done: make(chan struct{}), first: make(chan struct{}), pongs: make(chan struct{}, 16),
		pings: rate.NewLimiter(pingsPerSecond, pingsAtOnce),
	}
	go s.run(ctx)
	return s
}

func backoff(n int) time.Duration {
	d := min(time.Second<<min(n-1, 5), 30*time.Second)
	return time.Duration(float64(d) * (0.7 + 0.6*rand.Float64())) //nolint:gosec // jitter
}

// run connects again and again until ctx ends or a break is final.
func (s *Socket) run(ctx context.Context) {
	defer close(s.done)
	defer s.cancel()
	for failures := 0; ctx.Err() == nil; {
		before := s.Stats().Connections
		d := s.connect(ctx)
		if ctx.Err() != nil {
			return
		}
		s.ended(d)
		if s.sub.OnDisconnect != nil {
			s.sub.OnDisconnect(d)
		}
		if d.Final {
			return
		}
		if failures++; s.Stats().Connections > before {
			failures = 1
		}
		_ = pause(ctx, s.sub.Backoff(failures))
	}
}

func (s *Socket) ended(d *Disconnect) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conn = nil
	if d.Final {
		s.end, s.endAt = d, now()
	}
}

func now() time.Time { return time.Now() } //nolint:forbidigo // what arrived when

// connect lives through one connection.
func (s *Socket) connect(ctx context.Context) *Disconnect {
	token := s.client.Token()
	dialer := websocket.Dialer{HandshakeTimeout: s.client.config.HTTP.Timeout}
	conn, res, err := dialer.DialContext(ctx, s.address(token), nil)
	if res != nil {
		defer res.Body.Close()
	}
	if err != nil {
		d := &Disconnect{Err: err, Final: s.sub.Once}
		if res != nil && res.StatusCode != http.StatusSwitchingProtocols {
			d.Status = res.StatusCode
		}
		if d.Status == http.StatusForbidden || d.Status == http.StatusUnauthorized {
			d.Final = d.Final || !s.renew(ctx, token)
		}
		return d
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	d := s.receive(ctx, conn)
	switch d.Code {
	case CloseTokenExpired:
		d.Final = s.sub.Once || !s.renew(ctx, token)
	case CloseUnauthenticated, CloseForbidden, CloseTooMany:
		d.Final = true
	default:
		d.Final = s.sub.Once
	}
	return d
}

// renew reports whether there is a token to try that is newer than the refused one. A
// new token that is refused too is not renewed: the person is not allowed here.
func (s *Socket) renew(ctx context.Context, refused string) bool {
	if s.renewed {
		return false
	}
	s.renewed = s.client.renew(ctx, refused)
	return s.renewed
}

// receive reads one connection until it breaks. The gateway accepts also those that it refuses, and closes them at
// once; a connection is one when the gateway has answered the first ping or said something else.
func (s *Socket) receive(ctx context.Context, conn *websocket.Conn) *Disconnect {
	quit := make(chan struct{})
	defer close(quit)
	number := 0
	begin := func(string) (err error) {
		if number == 0 {
			number, err = s.begin(ctx, conn)
		}
		return err
	}
	conn.SetPongHandler(begin)
	err := conn.WriteControl(websocket.PingMessage, nil, now().Add(writeTimeout))
	go s.heartbeat(conn, quit)
	for err == nil {
		var raw []byte
		_ = conn.SetReadDeadline(now().Add(s.sub.Silence))
		if _, raw, err = conn.ReadMessage(); err == nil {
			err = begin("")
		}
		if err == nil {
			if s.sub.OnMessage != nil {
				s.sub.OnMessage(number, raw)
			}
			err = s.message(ctx, raw)
		}
	}
	d := &Disconnect{Err: err}
	if closed, ok := errors.AsType[*websocket.CloseError](err); ok && closed.Code != websocket.CloseAbnormalClosure {
		d.Code = closed.Code
	}
	return d
}

// begin catches up, if something may have been missed, and notes the connection.
func (s *Socket) begin(ctx context.Context, conn *websocket.Conn) (number int, err error) {
	if s.sub.Kind != DinerSocket && s.Stats().Connections > 0 {
		if err := s.catchUp(ctx); err != nil {
			return 0, fmt.Errorf("catch up: %w", err)
		}
	}
	return s.connected(conn), nil
}

// connected notes a connection that is ready and gives its number.
func (s *Socket) connected(conn *websocket.Conn) int {
	s.mu.Lock()
	s.conn = conn
	s.stats.Connections++
	number := s.stats.Connections
	s.mu.Unlock()
	s.position.connected()
	s.renewed = false
	if number == 1 {
		close(s.first)
	}
	if s.sub.OnConnect != nil {
		s.sub.OnConnect()
	}
	return number
}

func (s *Socket) heartbeat(conn *websocket.Conn, quit <-chan struct{}) {
	tick := time.NewTicker(s.sub.Heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-quit:
			return
		case <-tick.C:
			if s.write(conn, ping) != nil {
				_ = conn.Close()
				return
			}
		}
	}
}

const (
	ping         = `{"type":"ping"}`
	writeTimeout = 5 * time.Second

	// The gateway closes a socket that sends more than 30 messages in a second; what a
	// caller sends beside its pings has room too.
	pingsPerSecond, pingsAtOnce = 15, 10
)

func (s *Socket) write(conn *websocket.Conn, text string) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	_ = conn.SetWriteDeadline(now().Add(writeTimeout))
	return conn.WriteMessage(websocket.TextMessage, []byte(text))
}

// Connected waits for the first connection, or gives the reason why none will come.
func (s *Socket) Connected(ctx context.Context) error {
	select {
	case <-s.first:
		return nil
	case <-s.done:
		return s.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Ping waits for an answer of the gateway and gives how long it took. Everything that
// was queued for the socket before has been handed over by then. It waits where the
// gateway would count too many messages.
func (s *Socket) Ping(ctx context.Context) (time.Duration, error) {
	if err := s.pings.Wait(ctx); err != nil {
		return 0, err
	}
	s.mu.Lock()
	conn := s.conn
	s.mu.Unlock()
	if conn == nil {
		return 0, errors.Join(errors.New("the socket is not connected"), s.Err())
	}
	for len(s.pongs) > 0 { // of heartbeats
		<-s.pongs
	}
	began := now()
	if err := s.write(conn, ping); err != nil {
		return 0, err
	}
	select {
	case <-s.pongs:
		return now().Sub(began), nil
	case <-s.done:
		return 0, s.Err()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// Send writes a message to the gateway, such as refresh_sectors.
func (s *Socket) Send(text string) error {
	s.mu.Lock()
	conn := s.conn
	s.mu.Unlock()
	if conn == nil {
		return errors.New("the socket is not connected")
	}
	return s.write(conn, text)
}

// Drop breaks the connection as a phone does that goes out of reach; the socket comes
// back.
func (s *Socket) Drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil {
		_ = s.conn.Close()
	}
}

// Close ends the socket and waits until no function is called any more. It must not be
// called by one of them.
func (s *Socket) Close() {
	s.cancel()
	<-s.done
}

// Done is closed when nothing more will come.
func (s *Socket) Done() <-chan struct{} { return s.done }

// Err is the *Disconnect after which the socket stayed away, or nil.
func (s *Socket) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.end == nil {
		return nil
	}
	return s.end
}

// EndedAt is when the socket was refused for good; zero if it was not.
func (s *Socket) EndedAt() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.endAt
}

// Stats gives what the socket has been through so far.
func (s *Socket) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats
}
