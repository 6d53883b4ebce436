package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"

	taskqueuepb "go.temporal.io/api/taskqueue/v1"

	"integrador/internal/config"
	"integrador/internal/fault"
	"integrador/internal/store"
)

// deadLetterPage is how many dead letters are read at a time.
const deadLetterPage = 200

// DeadLetters lists the notices of Mercado Pago that every try failed on.
func DeadLetters(ctx context.Context, cfg config.Config, log *slog.Logger) ([]store.Notice, error) {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	defer p.close()
	return p.deadLetters(ctx)
}

func (p *parts) deadLetters(ctx context.Context) (all []store.Notice, err error) {
	for after := int64(0); ; {
		page, err := p.store.ListNotices(ctx, "DEAD", after, deadLetterPage)
		if err != nil || len(page) == 0 {
			return all, err
		}
		all, after = append(all, page...), page[len(page)-1].ID
	}
}

// Replay tries dead letters again from the start of their schedule: those named,
// or all of them if none is. It reports each to told and returns how many were
// handed over.
func Replay(ctx context.Context, cfg config.Config, log *slog.Logger, ids []int64, told func(id int64, err error)) (int, error) {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return 0, err
	}
	defer p.close()
	if len(ids) == 0 {
		dead, err := p.deadLetters(ctx)
		if err != nil {
			return 0, err
		}
		for _, n := range dead {
			ids = append(ids, n.ID)
		}
	}
	done := 0
	for _, id := range ids {
		err := p.replay(ctx, id)
		told(id, err)
		switch {
		case err == nil:
			done++
		case fault.CodeOf(err) != fault.NotFound:
			return done, err
		}
	}
	return done, nil
}

func (p *parts) replay(ctx context.Context, id int64) error {
	n, err := p.store.ReplayNotice(ctx, id)
	if err != nil {
		return err
	}
	// Should this fail, the api's sweep hands it over: its row says that it waits.
	return p.sittings.NoteWebhook(ctx, n.ID, n.DataID)
}

// WorkerHealth reports whether any worker takes work from the floor's queue.
func WorkerHealth(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	p, err := open(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer p.close()
	queue, err := p.temporal.WorkflowService().DescribeTaskQueue(ctx, &workflowservice.DescribeTaskQueueRequest{
		Namespace: cfg.Temporal.Namespace, TaskQueueType: enumspb.TASK_QUEUE_TYPE_WORKFLOW,
		TaskQueue: &taskqueuepb.TaskQueue{Name: cfg.Temporal.TaskQueue},
	})
	if err != nil {
		return fmt.Errorf("Temporal no contesta en %s: %w", cfg.Temporal.Address, err)
	}
	if len(queue.Pollers) == 0 {
		return errors.New("ningún worker toma trabajo de la cola " + cfg.Temporal.TaskQueue)
	}
	return nil
}
