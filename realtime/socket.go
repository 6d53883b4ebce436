package realtime

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"integrador/internal/domain/sockets"
)

const (
	// A client whose queue is longer is too slow.
	maxQueueBytes  = 1 << 20
	maxQueueFrames = 500

	// kernelBuffer bounds what may wait below the queue; left alone it grows to megabytes.
	kernelBuffer = 64 << 10

	writeTimeout = 5 * time.Second
	pingEvery    = 25 * time.Second
	// closeTimeout is how long a client has to answer a close frame before the connection is cut.
	closeTimeout = time.Second
)

// socket is one connection and the queue of what is still to be sent.
type socket struct {
	subscriber
	conn  *websocket.Conn
	scope atomic.Pointer[scope]
	// openedAfter is the last event id of all tenants when the socket opened. Of replayed events it receives those that
	// came later.
	openedAfter int64

	rate rate // used by the reading goroutine

	mu         sync.Mutex
	queue      []*frame
	bytes      int
	closing    *sockets.CloseCode // set once
	wake       chan struct{}
	readerDone chan struct{} // closed when the reading goroutine ends

	position // guarded by the lock of the session's channel
}

func newSocket(sub subscriber, conn *websocket.Conn, openedAfter int64) *socket {
	return &socket{
		subscriber:  sub,
		conn:        conn,
		openedAfter: openedAfter,
		wake:        make(chan struct{}, 1),
		readerDone:  make(chan struct{}),
	}
}

// send queues a frame and never blocks. A client that does not keep up is closed; it reconnects and asks for what it
// missed.
func (s *socket) send(f *frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing != nil {
		return
	}
	if len(s.queue) == maxQueueFrames || s.bytes+f.size > maxQueueBytes {
		s.queue, s.bytes, s.closing = nil, 0, &sockets.CloseSlow
		// The current write would otherwise block for as long as the client does not read.
		_ = s.conn.NetConn().SetWriteDeadline(time.Now().Add(closeTimeout))
	} else {
		s.queue = append(s.queue, f)
		s.bytes += f.size
	}
	s.wakeWriter()
}

// close closes the socket after what is queued. The first code counts.
func (s *socket) close(code sockets.CloseCode) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing == nil {
		s.closing = &code
	}
	s.wakeWriter()
}

// closeNow closes the socket of a client that cannot be read any more; what is queued is dropped.
func (s *socket) closeNow(code sockets.CloseCode) {
	s.mu.Lock()
	s.queue, s.bytes = nil, 0
	s.mu.Unlock()
	s.close(code)
}

func (s *socket) wakeWriter() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// closeCode is the code with which the socket closes, or nil.
func (s *socket) closeCode() *sockets.CloseCode {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closing
}

// next takes the next frame from the queue; if there is none, it returns the code to close with, if any.
func (s *socket) next() (*frame, *sockets.CloseCode) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) == 0 {
		s.queue = nil // frees the memory of a burst
		return nil, s.closing
	}
	f := s.queue[0]
	s.queue[0] = nil
	s.queue = s.queue[1:]
	s.bytes -= f.size
	return f, nil
}

// write sends what is queued until the socket closes. It is the writing goroutine and closes the connection at its end.
func (s *socket) write() {
	defer s.conn.Close()
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for {
		select {
		case <-s.wake:
			if s.flush() {
				return
			}
		case <-ping.C:
			if err := s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeTimeout)); err != nil {
				s.writeFailed(err)
				return
			}
		case <-s.readerDone:
			s.flush()
			return
		}
	}
}

// flush empties the queue and reports whether the socket is closed.
func (s *socket) flush() (closed bool) {
	for {
		f, code := s.next()
		switch {
		case f != nil:
			_ = s.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
			if err := s.conn.WritePreparedMessage(f.message); err != nil {
				s.writeFailed(err)
				return true
			}
		case code != nil:
			s.sendClose(*code)
			return true
		default:
			return false
		}
	}
}

// writeFailed notes why the socket ends. The connection cannot carry a close frame any more.
func (s *socket) writeFailed(err error) {
	if isTimeout(err) {
		s.close(sockets.CloseSlow)
	}
}

// sendClose sends the close frame and gives the client time to read it: closing with unread input would reset the
// connection and lose the frame.
func (s *socket) sendClose(code sockets.CloseCode) {
	deadline := time.Now().Add(closeTimeout)
	body := websocket.FormatCloseMessage(code.Code, code.Reason)
	if s.conn.WriteControl(websocket.CloseMessage, body, deadline) != nil {
		return
	}
	timer := time.NewTimer(closeTimeout)
	defer timer.Stop()
	select {
	case <-s.readerDone:
	case <-timer.C:
	}
}
