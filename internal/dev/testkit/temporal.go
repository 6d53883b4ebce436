package testkit

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	"google.golang.org/protobuf/types/known/durationpb"

	"integrador/internal/dev/devservices"
)

// Namespace is a Temporal namespace that only one test uses.
type Namespace struct {
	Address   string
	Name      string
	TaskQueue string
	Client    client.Client // closed when the test ends
}

// Temporal gives t a namespace with this project's search attributes.
func Temporal(t testing.TB) Namespace {
	t.Helper()
	address, err := temporalServer()
	if err != nil {
		t.Fatal(err)
	}
	return namespace(t, address)
}

// TemporalServer is a server of the test's own, to be killed and restarted, and
// a namespace there.
func TemporalServer(t testing.TB) (*devservices.Temporal, Namespace) {
	t.Helper()
	opts, err := process.options("temporal")
	if err != nil {
		t.Fatal(err)
	}
	server, err := devservices.StartTemporal(detached(t), devservices.TemporalOptions{Options: opts})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Stop(); _ = devservices.Reset(opts.Dir) })
	return server, namespace(t, server.Address())
}

func namespace(t testing.TB, address string) Namespace {
	t.Helper()
	name := "t-" + strings.ToLower(rand.Text()[:16])
	// The development server refuses calls now and then while the machine is busy.
	var c client.Client
	EventuallyNil(t, time.Minute, func() (err error) {
		c, err = client.DialContext(detached(t), client.Options{HostPort: address, Namespace: name, Logger: silent{}})
		return err
	})
	t.Cleanup(c.Close)
	EventuallyNil(t, time.Minute, func() error { return register(t.Context(), c, name) })
	EventuallyNil(t, time.Minute, func() error { return addSearchAttributes(t.Context(), c, name) })
	return Namespace{Address: address, Name: name, TaskQueue: "table-sessions", Client: c}
}

func register(ctx context.Context, c client.Client, name string) error {
	_, err := c.WorkflowService().RegisterNamespace(ctx, &workflowservice.RegisterNamespaceRequest{
		Namespace:                        name,
		WorkflowExecutionRetentionPeriod: durationpb.New(24 * time.Hour),
	})
	if _, exists := errors.AsType[*serviceerror.NamespaceAlreadyExists](err); exists {
		return nil // an attempt whose answer was lost
	}
	return err
}

// addSearchAttributes fails until the server has noticed the namespace.
func addSearchAttributes(ctx context.Context, c client.Client, namespace string) error {
	attributes := map[string]enums.IndexedValueType{}
	for _, attribute := range devservices.SearchAttributes() {
		name, kind, _ := strings.Cut(attribute, "=")
		value, err := enums.IndexedValueTypeFromString(kind)
		if err != nil {
			return fmt.Errorf("search attribute %s: %w", attribute, err)
		}
		attributes[name] = value
	}
	_, err := c.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{
		Namespace: namespace, SearchAttributes: attributes,
	})
	return err
}

// temporalServer is the address of this process's server.
var temporalServer = sync.OnceValues(func() (string, error) {
	if given := os.Getenv("TEST_TEMPORAL_ADDRESS"); given != "" {
		return given, nil
	}
	address, errLocal := localTemporal()
	if errLocal == nil {
		return address, nil
	}
	address, errDocker := dockerTemporal()
	if errDocker == nil {
		return address, nil
	}
	return "", fmt.Errorf("the test needs Temporal: run scripts/install-services.sh, start Docker, or set TEST_TEMPORAL_ADDRESS: %w", errors.Join(errLocal, errDocker))
})

func localTemporal() (string, error) {
	opts, err := process.options("temporal")
	if err != nil {
		return "", err
	}
	server, err := devservices.StartTemporal(context.Background(), devservices.TemporalOptions{Options: opts})
	if err != nil {
		return "", fmt.Errorf("start a local Temporal: %w", err)
	}
	process.onStop(server.Stop)
	return server.Address(), nil
}

// silent drops the client's log: tests look at what happened.
type silent struct{}

var _ log.Logger = silent{}

func (silent) Debug(string, ...any) {}
func (silent) Info(string, ...any)  {}
func (silent) Warn(string, ...any)  {}
func (silent) Error(string, ...any) {}
