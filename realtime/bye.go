package realtime

import "github.com/gorilla/websocket"

// bye tells a client why its socket is closed and, by its code, whether to come
// back: after 4001, 4003 and 4029 clients stay away, after any other code they
// reconnect and catch up.
type bye struct {
	code   int
	reason string
}

var (
	byeNormal   = bye{websocket.CloseNormalClosure, ""}
	byeShutdown = bye{websocket.CloseGoingAway, "server restarting"}
	// byeStale is for whoever was silent too long, and for whoever missed more
	// than can be told again: both have to start anew.
	byeStale  = bye{websocket.CloseGoingAway, "stale"}
	byeTooBig = bye{websocket.CloseMessageTooBig, "message too big"}
	byeSlow   = bye{websocket.CloseTryAgainLater, "too slow"}

	byeRevoked     = bye{4001, "authentication ended"}
	byeTableClosed = bye{4001, "table closed"}
	byeForbidden   = bye{4003, "role ended"}
	byeTooFast     = bye{4029, "too many messages"}
	byeTooMany     = bye{4029, "too many connections"}
)
