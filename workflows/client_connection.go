package workflows

import (
	"context"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"integrador/activities"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/tablesession"
)

// Connect finishes somebody's attempt to connect a restaurant's account and waits
// for what comes of it.
//
// Errors: fault.Refused if the provider does not accept it; fault.Unavailable if
// the outcome is not known yet: asking again gives it.
func (c *Client) Connect(ctx context.Context, tenant int64, attempt uuid.UUID) error {
	return c.sendConnection(ctx, tenant, connectUpdate, attempt.String(), activities.Attempt{TenantID: tenant, ID: attempt})
}

// Disconnect ends a restaurant's link to its account, in the name of a person.
func (c *Client) Disconnect(ctx context.Context, tenant, user int64) error {
	return c.sendConnection(ctx, tenant, disconnectUpdate, uuid.NewString(), activities.Disconnection{TenantID: tenant, UserID: user})
}

// WatchConnection makes sure that the workflow of a restaurant's link runs.
func (c *Client) WatchConnection(ctx context.Context, tenant int64) error {
	_, err := c.temporal.ExecuteWorkflow(ctx, c.connectionOptions(tenant), connection, ConnectionInput{TenantID: tenant})
	return asFault(err)
}

// sendConnection sends an update, again if it met a workflow that was ending.
func (c *Client) sendConnection(ctx context.Context, tenant int64, name, id string, arg any) error {
	for wait := 50 * time.Millisecond; ; wait *= 2 {
		err := c.updateConnection(ctx, tenant, name, id, arg)
		if !notRunning(err) && fault.ReasonOf(err) != tablesession.NotHere.Reason || wait > maxWait {
			return err
		}
		select {
		case <-ctx.Done():
			return asFault(ctx.Err())
		case <-time.After(wait):
		}
	}
}

func (c *Client) updateConnection(ctx context.Context, tenant int64, name, id string, arg any) error {
	ctx, cancel := context.WithTimeout(ctx, c.Wait)
	defer cancel()
	handle, err := c.temporal.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
		StartWorkflowOperation: c.temporal.NewWithStartWorkflowOperation(c.connectionOptions(tenant), connection, ConnectionInput{TenantID: tenant}),
		UpdateOptions: client.UpdateWorkflowOptions{
			WorkflowID: ConnectionID(tenant), UpdateName: name, UpdateID: id, Args: []any{arg}, WaitForStage: client.WorkflowUpdateStageCompleted,
		},
	})
	if err == nil {
		err = handle.Get(ctx, nil)
	}
	return asNotHere(asFault(err))
}

func (c *Client) connectionOptions(tenant int64) client.StartWorkflowOptions {
	return client.StartWorkflowOptions{
		ID: ConnectionID(tenant), TaskQueue: c.TaskQueue, WorkflowTaskTimeout: workflowTaskTimeout,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		StaticSummary:            "Conexión con Mercado Pago",
		StaticDetails:            "El vínculo de un restaurante con su cuenta de Mercado Pago: se renueva solo, mucho antes de vencer. Los tokens están cifrados en la base; por acá no pasa ninguno.",
	}
}
