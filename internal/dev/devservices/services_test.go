package devservices_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"integrador/internal/dev/devservices"
)

func inDir(t *testing.T) devservices.Options {
	t.Helper()
	dir := t.TempDir()
	t.Cleanup(func() { require.NoError(t, devservices.Reset(dir)) })
	return devservices.Options{Dir: dir, Notify: func(s string) { t.Log(s) }}
}

func query(t *testing.T, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(context.WithoutCancel(t.Context()))
	var answer string
	require.NoError(t, conn.QueryRow(t.Context(), sql).Scan(&answer))
	return answer
}

func TestPostgresKeepsItsDataThroughAKill(t *testing.T) {
	t.Parallel()
	opts := inDir(t)
	pg, err := devservices.StartPostgres(t.Context(), opts)
	require.NoError(t, err)
	t.Cleanup(pg.Stop)

	require.NoError(t, pg.CreateDatabase(t.Context(), "menu_ops"))
	require.NoError(t, pg.CreateDatabase(t.Context(), "menu_ops"), "twice is once")
	url := pg.URL("menu_ops")
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "CREATE TABLE plate (name text); INSERT INTO plate VALUES ('Ñoquis'), ('Omelette'), ('Nachos')")
	require.NoError(t, err)

	gone := pg.Ended()
	pg.Kill()
	<-gone
	require.Error(t, conn.Ping(t.Context()), "the connection died with the server")
	require.NoError(t, pg.Restart(t.Context()))

	require.Equal(t, "Nachos Ñoquis Omelette", query(t, url, "SELECT string_agg(name, ' ' ORDER BY name) FROM plate"))
}

func TestPostgresDataIsFoundByTheNextRun(t *testing.T) {
	t.Parallel()
	opts := inDir(t)
	first, err := devservices.StartPostgres(t.Context(), opts)
	require.NoError(t, err)
	require.NoError(t, first.CreateDatabase(t.Context(), "kept"))

	_, err = devservices.StartPostgres(t.Context(), opts)
	require.ErrorContains(t, err, "ya está en marcha")
	require.ErrorContains(t, devservices.Reset(opts.Dir), "en marcha", "nothing is wiped under a running server")

	first.Stop()
	second, err := devservices.StartPostgres(t.Context(), opts)
	require.NoError(t, err)
	t.Cleanup(second.Stop)
	require.Equal(t, "kept", query(t, second.URL("kept"), "SELECT current_database()"))
}

func TestRedisKeepsDataOnlyIfDurable(t *testing.T) {
	t.Parallel()
	for durable, want := range map[bool]int64{false: 0, true: 1} {
		opts := inDir(t)
		opts.Durable = durable
		server, err := devservices.StartRedis(t.Context(), opts)
		require.NoError(t, err)
		t.Cleanup(server.Stop)
		address, err := redis.ParseURL(server.URL())
		require.NoError(t, err)
		c := redis.NewClient(address)
		t.Cleanup(func() { _ = c.Close() })
		require.NoError(t, c.Set(t.Context(), "k", "v", 0).Err())

		server.Stop()
		require.NoError(t, server.Restart(t.Context()))

		n, err := c.Exists(t.Context(), "k").Result()
		require.NoError(t, err)
		require.Equal(t, want, n, "durable=%v", durable)
		server.Kill()
		require.Error(t, c.Ping(t.Context()).Err())
	}
}

func TestPausedServerAnswersAfterResume(t *testing.T) {
	t.Parallel()
	server, err := devservices.StartRedis(t.Context(), inDir(t))
	require.NoError(t, err)
	t.Cleanup(server.Stop)
	c := redis.NewClient(&redis.Options{Addr: net.JoinHostPort("127.0.0.1", strconv.Itoa(server.Port())), ReadTimeout: 200 * time.Millisecond, MaxRetries: -1})
	t.Cleanup(func() { _ = c.Close() })
	require.NoError(t, c.Ping(t.Context()).Err())

	require.NoError(t, server.Pause())
	require.Error(t, c.Ping(t.Context()).Err())
	require.NoError(t, server.Resume())
	require.NoError(t, c.Ping(t.Context()).Err())
}

func TestTemporalKeepsItsWorkflowsThroughAKill(t *testing.T) {
	t.Parallel()
	server, err := devservices.StartTemporal(t.Context(), devservices.TemporalOptions{Options: inDir(t)})
	require.NoError(t, err)
	t.Cleanup(server.Stop)
	c, err := client.Dial(client.Options{HostPort: server.Address()})
	require.NoError(t, err)
	t.Cleanup(c.Close)
	_, err = c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{
		ID: "table-session/1", TaskQueue: "nobody", TypedSearchAttributes: temporal.NewSearchAttributes(temporal.NewSearchAttributeKeyKeyword("TableCode").ValueSet("INT-01")),
	}, "TableSession")
	require.NoError(t, err)

	server.Kill()
	require.NoError(t, server.Restart(t.Context()))

	d, err := c.WorkflowService().DescribeNamespace(t.Context(), &workflowservice.DescribeNamespaceRequest{Namespace: "default"})
	require.NoError(t, err)
	require.Equal(t, "default", d.GetNamespaceInfo().GetName())
	found, err := c.DescribeWorkflowExecution(t.Context(), "table-session/1", "")
	require.NoError(t, err)
	require.Contains(t, found.GetWorkflowExecutionInfo().GetSearchAttributes().GetIndexedFields(), "TableCode")
}

func TestTakenPortIsReported(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	opts := inDir(t)
	opts.Port = l.Addr().(*net.TCPAddr).Port

	_, err = devservices.StartRedis(t.Context(), opts)
	require.ErrorContains(t, err, strconv.Itoa(opts.Port))
	require.ErrorContains(t, err, "está ocupado")
}

func TestFailedStartReportsTheReason(t *testing.T) {
	t.Parallel()
	opts := inDir(t)
	pg, err := devservices.StartPostgres(t.Context(), opts)
	require.NoError(t, err)
	pg.Stop()
	require.NoError(t, os.WriteFile(filepath.Join(pg.DataDir(), "postgresql.conf"), []byte("work_mem = mucho\n"), 0o600))

	_, err = devservices.StartPostgres(t.Context(), opts)
	require.ErrorContains(t, err, "contains errors")
	require.ErrorContains(t, err, pg.LogPath())
}

func TestResetWipesOnlyTheData(t *testing.T) {
	t.Parallel()
	opts := inDir(t)
	pg, err := devservices.StartPostgres(t.Context(), opts)
	require.NoError(t, err)
	pg.Stop()
	require.NoError(t, devservices.Reset(opts.Dir))
	require.NoDirExists(t, pg.DataDir())
	require.NoError(t, devservices.Reset(opts.Dir), "nothing left is fine too")
}
