package workflows_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"integrador/workflows"
)

// away is a server that is not there for a number of calls.
type away struct{ calls, missing int }

func (a *away) invoke(context.Context, string, any, any, *grpc.ClientConn, ...grpc.CallOption) error {
	if a.calls++; a.calls <= a.missing {
		return status.Error(codes.Unavailable, "connection refused")
	}
	return nil
}

const service = "/temporal.api.workflowservice.v1.WorkflowService/"

func TestAPollOutlastsItsServer(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"PollWorkflowTaskQueue", "PollActivityTaskQueue"} {
		server := &away{missing: 3}
		require.NoError(t, workflows.RetryPolls(t.Context(), service+method, nil, nil, nil, server.invoke))
		require.Equal(t, 4, server.calls, method)
	}
}

func TestAPollEndsWithItsWorker(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	server := &away{missing: 3}
	require.Error(t, workflows.RetryPolls(ctx, service+"PollWorkflowTaskQueue", nil, nil, nil, server.invoke))
}

// What somebody waits for is not sent twice behind the back of who sends it.
func TestOtherCallsFailAtOnce(t *testing.T) {
	t.Parallel()
	server := &away{missing: 1}
	require.Error(t, workflows.RetryPolls(t.Context(), service+"PollWorkflowExecutionUpdate", nil, nil, nil, server.invoke))
	require.Equal(t, 1, server.calls)
}
