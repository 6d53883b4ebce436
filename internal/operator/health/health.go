// Package health reports whether a process of the system works.
//
// Imports: internal/platform/config.
package health

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	taskqueuepb "go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"integrador/internal/platform/config"
)

// HTTP fetches the report of a process. A report that is not 200 comes with an error.
func HTTP(ctx context.Context, address string) (report []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	httpClient := http.Client{Timeout: 5 * time.Second}
	resp, err := httpClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("nadie contesta en %s (¿está en marcha? make run): %w", address, err)
	}
	defer resp.Body.Close()
	report, err = io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return nil, fmt.Errorf("leer la respuesta de %s: %w", address, err)
	}
	if resp.StatusCode != http.StatusOK {
		return report, fmt.Errorf("dice que algo anda mal (%s): integrador doctor dice qué hacer", resp.Status)
	}
	return report, nil
}

// Worker fails unless a worker polls the task queue of the table sessions.
func Worker(ctx context.Context, temporal client.Client, cfg config.Temporal) error {
	queue, err := temporal.WorkflowService().DescribeTaskQueue(ctx, &workflowservice.DescribeTaskQueueRequest{
		Namespace:     cfg.Namespace,
		TaskQueueType: enumspb.TASK_QUEUE_TYPE_WORKFLOW,
		TaskQueue:     &taskqueuepb.TaskQueue{Name: cfg.TaskQueue},
	})
	if err != nil {
		return fmt.Errorf("no contesta Temporal en %s: %w", cfg.Address, err)
	}
	if len(queue.Pollers) == 0 {
		return errors.New("ningún worker toma trabajo de la cola " + cfg.TaskQueue)
	}
	return nil
}
