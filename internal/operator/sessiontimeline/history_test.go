package sessiontimeline_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	updatepb "go.temporal.io/api/update/v1"
	"go.temporal.io/sdk/converter"
	"google.golang.org/protobuf/encoding/protojson"

	"integrador/internal/domain/access"
	"integrador/internal/domain/timeline"
	"integrador/internal/operator/sessiontimeline"
)

// TestRecordedHistoriesAreReadable reads histories of real workflows.
func TestRecordedHistoriesAreReadable(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../workflows/testdata/histories/*/*.json.gz")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	names := map[string]bool{}
	kinds := map[timeline.Kind]int{}
	for _, file := range files {
		events := load(t, file)
		updates, lines := sessiontimeline.ReadHistory("mesa", events)
		if events[0].GetWorkflowExecutionStartedEventAttributes().GetWorkflowType().GetName() != "TableSession" {
			updates = nil // updates of other workflows are not commands of a session
		}
		require.NotEmpty(t, lines, file)
		require.Equal(t, timeline.Run, lines[0].Kind, "%s: a run begins", file)
		for _, u := range updates {
			names[u.Name] = true
			require.False(t, u.Accepted.IsZero(), file)
			require.NotNil(t, u.By, "%s: who asked for %s", file, u.Name)
			require.False(t, u.Answered.Before(u.Accepted) && !u.Answered.IsZero(), file)
		}
		for _, l := range lines {
			kinds[l.Kind]++
			require.NotContains(t, l.Text, "%!", file)
			require.False(t, l.At.IsZero(), file)
		}
	}
	for _, name := range []string{"open_table", "submit_round", "request_check", "close_table"} {
		require.True(t, names[name], "%s in no history", name)
	}
	require.Positive(t, kinds[timeline.Timer])
	require.Positive(t, kinds[timeline.Activity])
}

// TestUpdateKeysMatchTheLedger: a caller's key is prefixed with the command's name;
// without a key it is the update's id.
func TestUpdateKeysMatchTheLedger(t *testing.T) {
	t.Parallel()
	for body, key := range map[string]string{
		`{"session_id":1,"key":"abc","by":{"role":"DINER"}}`: "submit_round:abc",
		`{"session_id":1,"by":{"role":"DINER"}}`:             "u1/submit_round",
	} {
		args, err := converter.GetDefaultDataConverter().ToPayloads(json.RawMessage(body))
		require.NoError(t, err)
		updates, _ := sessiontimeline.ReadHistory("mesa", []*historypb.HistoryEvent{{
			EventType: enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
			Attributes: &historypb.HistoryEvent_WorkflowExecutionUpdateAcceptedEventAttributes{
				WorkflowExecutionUpdateAcceptedEventAttributes: &historypb.WorkflowExecutionUpdateAcceptedEventAttributes{
					AcceptedRequest: &updatepb.Request{
						Meta: &updatepb.Meta{UpdateId: "u1"}, Input: &updatepb.Input{Name: "submit_round", Args: args},
					},
				},
			},
		}})
		require.Equal(t, key, updates[0].Key)
		require.Equal(t, access.Diner, updates[0].By.Role)
	}
}

func load(t *testing.T, file string) []*historypb.HistoryEvent {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	packed, err := gzip.NewReader(f)
	require.NoError(t, err)
	var h historypb.History
	raw, err := io.ReadAll(packed)
	require.NoError(t, err)
	require.NoError(t, protojson.Unmarshal(raw, &h))
	return h.GetEvents()
}
