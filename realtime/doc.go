// Package realtime is the WebSocket gateway: it delivers each committed event once to the people it concerns.
//
// # Overview
//
// A socket receives channels. A channel is a Redis channel: the waiters, the kitchen or the dashboards of a branch, or
// the phones of one table session. Package event decides which event is published on which channel (routes.go). Redis
// may lose, repeat and delay messages; PostgreSQL does not. So a channel remembers what it delivered, and reads the
// rest from the database:
//
//   - The channel of a session uses the session's numbers. Every phone gets 1, 2, 3 … of the session's log without a
//     gap; a missing number is read from the database. Every two seconds the end of the log is compared.
//   - The channels of a branch drop repeats by the event's id, and never because of its order. After every
//     (re)connection to Redis they read from the database what was published meanwhile.
//
// # What a client sees
//
//	/ws/waiter?token=   WAITER, MANAGER, ADMIN     [&branch_id=]
//	/ws/kitchen?token=  KITCHEN, MANAGER, ADMIN    [&branch_id=]
//	/ws/admin?token=    MANAGER, ADMIN             [&branch_id=]
//	/ws/diner?table_token=                         [&since_seq=]
//
// A waiter receives the events of a sector only while serving it today; managers and admins receive all. An admin who
// names no branch also receives branches that are opened later, from two seconds after. A phone that sends the last
// number it has (since_seq) gets what it missed, or {"type":"resync","seq":n}: then it reloads its state, which is at
// least that of number n. A client that sends {"type":"ping"} gets {"type":"pong"}; one that sends nothing for the
// heartbeat timeout, and answers no protocol ping either, is closed. A waiter who sends refresh_sectors gets
// sectors_updated:1,2.
//
// Bad credentials and unknown origins get 403 instead of a socket. In production a browser's Origin is required,
// elsewhere it may be missing; tokens travel in the URL and never in a cookie, so a foreign page has none to abuse.
// Package sockets has the close codes and what a client should do after each.
//
// Over HTTP there are /ws/catchup and /ws/catchup/session, /ws/health, /ws/health/detailed and /ws/metrics. All of it
// is in the AsyncAPI document.
//
// # Concurrency
//
// A socket is two goroutines: one reads, one writes what is in its queue. Delivering an event only appends to queues,
// so that no client delays another; a full queue closes its socket. Locks are taken in the order hub, channel, socket.
//
// Imports: internal/domain/access, internal/domain/event, internal/domain/fault, internal/domain/sockets,
// internal/platform/cors, internal/platform/postgres, internal/platform/postgres/dbgen, internal/platform/presence,
// internal/platform/pubsub, internal/platform/token.
package realtime
