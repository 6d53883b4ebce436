package workflows

import (
	"context"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// pollPause is how long a poll waits after it found no server.
const pollPause = 100 * time.Millisecond

// RetryPolls is a gRPC interceptor that retries a worker's polls while the server is unavailable. The SDK counts the
// failures of all polls together and doubles its pause with each, up to ten seconds: a server that is back after half a
// second would find no poller.
func RetryPolls(
	ctx context.Context, method string, req, reply any, conn *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption,
) error {
	for {
		err := invoke(ctx, method, req, reply, conn, options...)
		if status.Code(err) != codes.Unavailable || !isPoll(method) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pollPause):
		}
	}
}

// isPoll reports whether a call asks for tasks.
func isPoll(method string) bool {
	return strings.HasSuffix(method, "/PollWorkflowTaskQueue") || strings.HasSuffix(method, "/PollActivityTaskQueue")
}
