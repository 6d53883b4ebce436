package workflows

import (
	"context"
	"log/slog"

	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"

	"integrador/internal/domain/access"
	"integrador/internal/platform/telemetry"
)

// Propagator carries a request's ID through Temporal, from the request that sends a message to the activities that
// follow from it, for their log lines and events. Nothing else of the request is carried: histories are kept, and
// addresses are personal data.
type Propagator struct{}

const requestIDHeader = "request-id"

type requestIDKey struct{}

var _ workflow.ContextPropagator = Propagator{}

// Inject implements workflow.ContextPropagator.
func (Propagator) Inject(ctx context.Context, to workflow.HeaderWriter) error {
	return inject(access.OriginFrom(ctx).RequestID, to)
}

// InjectFromWorkflow implements workflow.ContextPropagator.
func (Propagator) InjectFromWorkflow(ctx workflow.Context, to workflow.HeaderWriter) error {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return inject(id, to)
}

func inject(id string, to workflow.HeaderWriter) error {
	if id == "" {
		return nil
	}
	payload, err := converter.GetDefaultDataConverter().ToPayload(id)
	if err != nil {
		return err
	}
	to.Set(requestIDHeader, payload)
	return nil
}

// Extract implements workflow.ContextPropagator.
func (Propagator) Extract(ctx context.Context, from workflow.HeaderReader) (context.Context, error) {
	id := requestID(from)
	if id == "" {
		return ctx, nil
	}
	origin := access.OriginFrom(ctx)
	origin.RequestID = id
	return telemetry.With(access.WithOrigin(ctx, origin), slog.String("request_id", id)), nil
}

// ExtractToWorkflow implements workflow.ContextPropagator.
func (Propagator) ExtractToWorkflow(ctx workflow.Context, from workflow.HeaderReader) (workflow.Context, error) {
	if id := requestID(from); id != "" {
		ctx = workflow.WithValue(ctx, requestIDKey{}, id)
	}
	return ctx, nil
}

// requestID reads what inject wrote. What it cannot read is no reason to fail.
func requestID(from workflow.HeaderReader) (id string) {
	if payload, ok := from.Get(requestIDHeader); ok {
		_ = converter.GetDefaultDataConverter().FromPayload(payload, &id)
	}
	return id
}
