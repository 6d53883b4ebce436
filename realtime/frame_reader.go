package realtime

import (
	"bufio"
	"encoding/binary"
	"net"
	"net/http"
	"sync/atomic"

	"github.com/gorilla/websocket"
)

// frameReader is a client's connection that notices a close frame with a payload of one byte. RFC 6455 calls that a
// protocol error (1002); the WebSocket library takes it for an empty close frame.
type frameReader struct {
	net.Conn
	header  []byte // of the frame that is being read
	payload uint64 // bytes of it that are still to come
	broken  atomic.Bool
}

// Read implements net.Conn.
func (c *frameReader) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	for b := p[:n]; len(b) > 0; {
		if skip := min(c.payload, uint64(len(b))); skip > 0 {
			b, c.payload = b[skip:], c.payload-skip
			continue
		}
		c.header, b = append(c.header, b[0]), b[1:]
		c.readHeader()
	}
	return n, err
}

// readHeader ends the header when it is complete: two bytes, a longer length, and the key of a mask.
func (c *frameReader) readHeader() {
	if len(c.header) < 2 {
		return
	}
	length, size := uint64(c.header[1]&0x7f), 2
	switch length {
	case 126:
		size += 2
	case 127:
		size += 8
	}
	masked := c.header[1]&0x80 != 0
	if masked {
		size += 4
	}
	if len(c.header) < size {
		return
	}
	switch length {
	case 126:
		length = uint64(binary.BigEndian.Uint16(c.header[2:]))
	case 127:
		length = binary.BigEndian.Uint64(c.header[2:])
	}
	if c.header[0]&0x0f == websocket.CloseMessage && length == 1 {
		c.broken.Store(true)
	}
	c.header, c.payload = c.header[:0], length
}

// frameReaders gives the WebSocket library a frameReader in place of the connection.
type frameReaders struct{ http.ResponseWriter }

// Hijack implements http.Hijacker.
func (w frameReaders) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(kernelBuffer)
	}
	return &frameReader{Conn: conn}, buffers, err
}

// closeFrameBroken reports whether the client's close frame broke the protocol.
func closeFrameBroken(conn *websocket.Conn) bool {
	c, ok := conn.NetConn().(*frameReader)
	return ok && c.broken.Load()
}
