package workflows_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc"

	"integrador/internal/domain/access"
	"integrador/internal/domain/tablesession"
)

// alwaysBehind is a connection to a server that says with each task of a worker's
// own that another one waits. A real server says so too late, and not that often.
func alwaysBehind(
	ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption,
) error {
	err := invoke(ctx, method, req, reply, cc, opts...)
	poll, ok := req.(*workflowservice.PollWorkflowTaskQueueRequest)
	if ok && err == nil && poll.GetTaskQueue().GetKind() == enumspb.TASK_QUEUE_KIND_STICKY {
		if task, ok := reply.(*workflowservice.PollWorkflowTaskQueueResponse); ok && len(task.TaskToken) > 0 {
			task.BacklogCountHint = 1
		}
	}
	return err
}

// fallBehind replaces the worker with one that sees a backlog that is not there.
func (h *fixture) fallBehind() {
	h.worker.Stop()
	h.raw = h.dial(grpc.WithChainUnaryInterceptor(alwaysBehind))
	h.startWorker()
}

func TestNewTablesOpenWhileTheServerSaysThatOldOnesWait(t *testing.T) {
	t.Parallel()
	h := newFixture(t)
	h.fallBehind()
	h.open()
	_, err := h.submit(h.as(access.Diner))
	require.NoError(t, err)
	// More than there are pollers, so that each of them has had a choice.
	for range 20 {
		table := h.id(`INSERT INTO restaurant_table (tenant_id, branch_id, code) VALUES ($1, $2, 'N-' || nextval('session_id_block')) RETURNING id`,
			h.tenant, h.branch)
		_, err := h.client.Open(t.Context(), tablesession.Seating{TenantID: h.tenant, TableID: table, By: access.Actor{Role: access.Diner}})
		require.NoError(t, err)
	}
}
