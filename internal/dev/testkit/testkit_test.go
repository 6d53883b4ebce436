package testkit_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"integrador/internal/dev/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

func TestEachTestHasItsOwnDatabase(t *testing.T) {
	t.Parallel()
	one, other := testkit.Postgres(t), testkit.Postgres(t)
	_, err := one.Exec(t.Context(), "CREATE TABLE mine (id bigint)")
	require.NoError(t, err)

	var migrated, leaked bool
	require.NoError(t, other.QueryRow(t.Context(),
		"SELECT to_regclass('table_session') IS NOT NULL, to_regclass('mine') IS NOT NULL").Scan(&migrated, &leaked))
	require.True(t, migrated)
	require.False(t, leaked)
}

func TestADatabaseEndsWithItsTest(t *testing.T) { //nolint:tparallel // the subtest has to end first
	t.Parallel()
	var url string
	t.Run("user", func(t *testing.T) { url = testkit.EmptyPostgresURL(t) })

	_, err := pgx.Connect(t.Context(), url)
	require.ErrorContains(t, err, "does not exist")
}

func TestEachTestHasItsOwnRedis(t *testing.T) {
	t.Parallel()
	one, other := testkit.Redis(t), testkit.Redis(t)
	received := other.Subscribe(t.Context(), "branch:1:waiters")
	defer received.Close()
	_, err := received.Receive(t.Context())
	require.NoError(t, err)

	receivers, err := one.Publish(t.Context(), "branch:1:waiters", "x").Result()
	require.NoError(t, err)
	require.Zero(t, receivers, "channels are apart too")
	require.NoError(t, other.Publish(t.Context(), "branch:1:waiters", "y").Err())
	message, err := received.ReceiveMessage(t.Context())
	require.NoError(t, err)
	require.Equal(t, "y", message.Payload)
}

func TestTwoTestsMayHaveTheSameTable(t *testing.T) {
	t.Parallel()
	for range 2 {
		c := testkit.Temporal(t)
		w := worker.New(c.Client, c.TaskQueue, worker.Options{})
		w.RegisterWorkflowWithOptions(func(workflow.Context) (string, error) { return c.Name, nil }, workflow.RegisterOptions{Name: "TableSession"})
		require.NoError(t, w.Start())
		t.Cleanup(w.Stop)

		run, err := c.Client.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{
			ID: "table-session/1", TaskQueue: c.TaskQueue, TypedSearchAttributes: temporal.NewSearchAttributes(
				temporal.NewSearchAttributeKeyKeyword("TableCode").ValueSet("INT-01"), temporal.NewSearchAttributeKeyInt64("SessionId").ValueSet(7)),
		}, "TableSession")
		require.NoError(t, err)
		var ranIn string
		require.NoError(t, run.Get(t.Context(), &ranIn))
		require.Equal(t, c.Name, ranIn)
	}
}

func TestServersOfOnesOwnComeBack(t *testing.T) {
	t.Parallel()
	pg := testkit.PostgresServer(t)
	pg.Kill()
	require.NoError(t, pg.Restart(t.Context()))
	conn, err := pgx.Connect(t.Context(), pg.URL("menu_ops"))
	require.NoError(t, err)
	require.NoError(t, conn.Close(context.WithoutCancel(t.Context())))
}

func TestEventuallyNilReportsTheLastError(t *testing.T) {
	t.Parallel()
	tries := 0
	testkit.EventuallyNil(t, time.Minute, func() error {
		if tries++; tries < 3 {
			return errors.New("not yet")
		}
		return nil
	})
	require.Equal(t, 3, tries)
}

// TestWithservicesLeadsItsCommandToTheServices also proves that the command's
// exit code comes through and that nothing stays behind.
func TestWithservicesLeadsItsCommandToTheServices(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "withservices")
	out, err := exec.Command("go", "build", "-o", program, "./withservices").CombinedOutput()
	require.NoError(t, err, string(out))

	cmd := exec.Command(program, "--", "sh", "-c", `test -n "$TEST_DATABASE_URL" && test -n "$TEST_TEMPORAL_ADDRESS" && exit 7`)
	temp := t.TempDir()
	cmd.Env = append(os.Environ(), "TMPDIR="+temp, "TEST_DATABASE_URL=", "TEST_TEMPORAL_ADDRESS=")
	out, err = cmd.CombinedOutput()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, string(out))
	require.Equal(t, 7, exit.ExitCode(), string(out))
	left, err := filepath.Glob(filepath.Join(temp, "integrador-test-*"))
	require.NoError(t, err)
	require.Empty(t, left)
}
