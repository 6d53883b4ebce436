// Package realtime is the gateway: it hands committed events to the people they
// concern, over WebSocket, each once.
//
// # Overview
//
// A socket listens in rooms. A room is one Redis channel: the waiters, the
// kitchen or the dashboards of a branch, or the phones of one session. Package
// event decides which event goes to which channel. Redis may lose, repeat and
// delay; the ledger does not. So a room remembers what it told, and asks the
// ledger for the rest:
//
//   - The room of a session counts. Every phone gets the numbers 1, 2, 3 … of the
//     session's log without a hole; a missing number is read from the ledger. The
//     end of the log is compared every two seconds.
//   - The rooms of a branch drop repeats by the event's id, and never for its
//     order. After every (re)connection to Redis they read from the ledger what
//     was published meanwhile.
//
// # What a client sees
//
//	/ws/waiter?token=   WAITER, MANAGER, ADMIN     [&branch_id=]
//	/ws/kitchen?token=  KITCHEN, MANAGER, ADMIN    [&branch_id=]
//	/ws/admin?token=    MANAGER, ADMIN             [&branch_id=]
//	/ws/diner?table_token=                         [&since_seq=]
//
// A waiter hears the events of a sector only while serving it today; managers and
// admins hear all. An admin who names no branch hears those too that are opened
// later, from two seconds after on. A phone that names the last number it knows (since_seq) gets
// what it missed, or {"type":"resync","seq":n}: then it reloads its state, which
// is at least that of number n. A client that sends {"type":"ping"} gets
// {"type":"pong"}; one that is silent for the heartbeat timeout, and answers no
// protocol ping either, is let go. A waiter who sends refresh_sectors gets
// sectors_updated:1,2.
//
// Bad credentials and unknown origins get 403 instead of a socket. In production
// a browser's Origin is required, elsewhere it may be absent; tokens travel in
// the URL and never by cookie, so a foreign page has none to abuse. The codes in
// bye.go say why a socket was closed and whether to come back.
//
// Over HTTP there are /ws/catchup and /ws/catchup/session, /ws/health,
// /ws/health/detailed and /ws/metrics.
//
// # Concurrency
//
// A socket is two goroutines: one reads, one writes what is in its queue. Whoever
// tells an event only appends to queues, so that no client delays another; a
// queue that is full ends its socket. Locks are taken in the order hub, room,
// socket.
//
// It may import access, bus, event, fault, store and token.
package realtime
