package e2e_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/dev/testkit"
)

// TestShutdownLosesNoRequest asks the process to end while four tables order.
// Nothing may have been done without an answer: each round of the ledger
// was answered with a 200, also where API and worker are one process.
func TestShutdownLosesNoRequest(t *testing.T) {
	testkit.Long(t)
	t.Parallel()
	s := newSystem(t, lavish)
	dish := num(s.dishes()[0], "id")
	var seats []seat
	for i, code := range []string{"INT-01", "INT-02", "INT-03", "INT-04"} {
		seats = append(seats, s.sit(code, fmt.Sprintf("guest-%d", i)))
	}
	var answeredKeys sync.Map // keys of the rounds that were answered
	var answered, refused atomic.Int64
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var clients sync.WaitGroup
	for i, g := range seats {
		clients.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				key := fmt.Sprintf("cierre-%d-%d", i, n)
				body := object{"items": []object{{"product_id": dish, "qty": 1, "diner_id": g.diner, "notes": key}}}
				r, err := g.with("X-Idempotency-Key", key).call(context.WithoutCancel(ctx), http.MethodPost, "/api/diner/rounds/submit", body)
				switch {
				case err != nil:
					return // nobody lets it in any more
				case r.status == http.StatusOK:
					answeredKeys.Store(key, true)
					answered.Add(1)
				default:
					refused.Add(1)
					t.Errorf("%s was answered %d %s", key, r.status, r.body)
				}
			}
		})
	}
	testkit.Eventually(t, 30*time.Second, "orders are answered", func() bool { return answered.Load() >= 40 })
	s.endWhileTheyWait(seats)
	clients.Wait()

	rows, err := s.db.Query(t.Context(), `SELECT idempotency_key FROM round WHERE idempotency_key LIKE 'cierre-%'`)
	require.NoError(t, err)
	defer rows.Close()
	written := int64(0)
	for rows.Next() {
		var key string
		require.NoError(t, rows.Scan(&key))
		_, known := answeredKeys.Load(key)
		assert.True(t, known, "%s is in the ledger, and nobody was told", key)
		written++
	}
	require.NoError(t, rows.Err())
	assert.Equal(t, answered.Load(), written)
	t.Logf("%d orders answered, %d refused", answered.Load(), refused.Load())
}

// endWhileTheyWait asks the process to end while every table's next order waits
// for a row that this test holds, and lets go once nobody is let in any more.
func (s *system) endWhileTheyWait(seats []seat) {
	s.t.Helper()
	tx, err := s.db.Begin(s.t.Context())
	require.NoError(s.t, err)
	for _, g := range seats {
		_, err := tx.Exec(s.t.Context(), `SELECT FROM table_session WHERE id = $1 FOR UPDATE`, g.session)
		require.NoError(s.t, err)
	}
	testkit.Eventually(s.t, 10*time.Second, "every table waits", func() bool {
		return s.id(`SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.datname = current_database()
			JOIN pg_stat_activity a ON a.pid = l.pid AND a.datid = d.oid WHERE NOT l.granted`) >= int64(len(seats))
	})
	var ending sync.WaitGroup
	ending.Go(s.processes["all"].stop)
	testkit.Eventually(s.t, 10*time.Second, "the port is closed", func() bool {
		_, err := s.public().call(s.t.Context(), http.MethodGet, "/api/health", nil)
		return err != nil
	})
	require.NoError(s.t, tx.Rollback(s.t.Context()))
	ending.Wait()
}

// TestShutdownWaitsForASlowRequest asks the process to end while a phone on a bad
// connection is still sending its order: the worker stays until it is answered.
func TestShutdownWaitsForASlowRequest(t *testing.T) {
	testkit.Long(t)
	t.Parallel()
	s := newSystem(t, lavish)
	ana := s.sit("INT-01", "ana")
	body, err := json.Marshal(object{"items": []object{{"product_id": num(s.dishes()[0], "id"), "qty": 1, "diner_id": ana.diner}}})
	require.NoError(t, err)
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.api, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(time.Minute)))
	fmt.Fprintf(conn, "POST /api/diner/rounds/submit HTTP/1.1\r\nHost: localhost\r\nX-Table-Token: %s\r\nX-Idempotency-Key: lenta\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", ana.bearer(), len(body))
	answers := bufio.NewReader(conn)
	begun, err := http.ReadResponse(answers, nil)
	require.NoError(t, err)
	defer begun.Body.Close()
	require.Equal(t, http.StatusContinue, begun.StatusCode, "the order is being read")

	var ending sync.WaitGroup
	ending.Go(s.processes["all"].stop)
	testkit.Eventually(t, 10*time.Second, "the port is closed", func() bool {
		_, err := s.public().call(t.Context(), http.MethodGet, "/api/health", nil)
		return err != nil
	})
	pace := time.NewTicker(100 * time.Millisecond)
	defer pace.Stop()
	for piece := range slices.Chunk(body, len(body)/20+1) {
		_, err := conn.Write(piece)
		require.NoError(t, err)
		<-pace.C
	}
	answer, err := http.ReadResponse(answers, nil)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, http.StatusOK, answer.StatusCode)
	ending.Wait()
	require.EqualValues(t, 1, s.id(`SELECT count(*) FROM round WHERE idempotency_key = 'lenta'`))
}
