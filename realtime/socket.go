package realtime

import (
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// A queue that holds more is that of a client too slow to be waited for.
	maxQueueBytes  = 1 << 20
	maxQueueFrames = 500

	// kernelBuffer is what may wait below the queue; by itself it grows to megabytes.
	kernelBuffer = 64 << 10

	writeTimeout = 5 * time.Second
	pingEvery    = 25 * time.Second
	// farewell is how long a client has to answer a close before it is cut off.
	farewell = time.Second
)

// socket is one connection and the queue of what it is yet to send.
type socket struct {
	caller
	conn *websocket.Conn
	sees atomic.Pointer[view]
	// from is the end of the log of all tenants when the socket opened. Of what is
	// told again from the ledger, it hears what came after.
	from int64

	meter meter // of the reading goroutine

	mu    sync.Mutex
	queue []*frame
	bytes int
	bye   *bye // set once
	wake  chan struct{}
	gone  chan struct{} // closed when the reading goroutine ends

	place // guarded by the lock of the session's room
}

func newSocket(c caller, conn *websocket.Conn, from int64) *socket {
	if tcp, ok := conn.NetConn().(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(kernelBuffer)
	}
	return &socket{caller: c, conn: conn, from: from, wake: make(chan struct{}, 1), gone: make(chan struct{})}
}

// send queues a frame and never blocks. A client that does not keep up is let
// go; it comes back and asks for what it missed.
func (s *socket) send(f *frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bye != nil {
		return
	}
	if len(s.queue) == maxQueueFrames || s.bytes+f.size > maxQueueBytes {
		s.queue, s.bytes, s.bye = nil, 0, &byeSlow
		// The write under way may hang for as long as the client likes.
		_ = s.conn.NetConn().SetWriteDeadline(time.Now().Add(farewell))
	} else {
		s.queue = append(s.queue, f)
		s.bytes += f.size
	}
	s.rouse()
}

// leave closes the socket after what is queued. The first reason counts.
func (s *socket) leave(b bye) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bye == nil {
		s.bye = &b
	}
	s.rouse()
}

// lost closes the socket of a client that cannot be read any more.
func (s *socket) lost(b bye) {
	s.mu.Lock()
	s.queue, s.bytes = nil, 0
	s.mu.Unlock()
	s.leave(b)
}

func (s *socket) rouse() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// leaving is the reason for which the socket closes, or nil.
func (s *socket) leaving() *bye {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bye
}

// next takes the next frame from the queue; when there is none, the reason to
// close, if any.
func (s *socket) next() (*frame, *bye) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) == 0 {
		s.queue = nil // lets the memory of a burst go
		return nil, s.bye
	}
	f := s.queue[0]
	s.queue[0] = nil
	s.queue = s.queue[1:]
	s.bytes -= f.size
	return f, nil
}

// write sends what is queued until the socket closes. It is the writing
// goroutine, and closes the connection at its end.
func (s *socket) write() {
	defer s.conn.Close()
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for {
		select {
		case <-s.wake:
			if s.drain() {
				return
			}
		case <-ping.C:
			if s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeTimeout)) != nil {
				return
			}
		case <-s.gone:
			s.drain()
			return
		}
	}
}

// drain empties the queue and reports whether that was the end.
func (s *socket) drain() (ended bool) {
	for {
		f, b := s.next()
		switch {
		case f != nil:
			_ = s.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
			if err := s.conn.WritePreparedMessage(f.message); err != nil {
				if errors.Is(err, os.ErrDeadlineExceeded) {
					s.leave(byeSlow) // too slow for one frame is slow as well
				}
				return true
			}
		case b != nil:
			s.part(*b)
			return true
		default:
			return false
		}
	}
}

// part says why, and leaves the client time to read it: closing with unread
// input would reset the connection and lose the close frame.
func (s *socket) part(b bye) {
	deadline := time.Now().Add(farewell)
	if s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(b.code, b.reason), deadline) != nil {
		return
	}
	timer := time.NewTimer(farewell)
	defer timer.Stop()
	select {
	case <-s.gone:
	case <-timer.C:
	}
}
