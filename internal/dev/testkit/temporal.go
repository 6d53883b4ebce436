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
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	"google.golang.org/protobuf/types/known/durationpb"

	"integrador/internal/dev/devservices"
)

// Conductor is a Temporal namespace that only one test uses.
type Conductor struct {
	Address   string
	Namespace string
	TaskQueue string
	Client    client.Client // of Namespace; closed when the test ends
}

// Temporal gives t a namespace with this project's search attributes.
func Temporal(t testing.TB) Conductor {
	t.Helper()
	address, err := temporalServer()
	if err != nil {
		t.Fatal(err)
	}
	return namespace(t, address)
}

// TemporalServer is a server of the test's own, to be killed and restarted, and
// the Conductor of a namespace there.
func TemporalServer(t testing.TB) (*devservices.Temporal, Conductor) {
	t.Helper()
	opts, err := home.options("temporal")
	if err != nil {
		t.Fatal(err)
	}
	server, err := devservices.StartTemporal(lasting(t), devservices.TemporalOptions{Options: opts})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Stop(); _ = devservices.Reset(opts.Dir) })
	return server, namespace(t, server.Address())
}

func namespace(t testing.TB, address string) Conductor {
	t.Helper()
	name := "t-" + strings.ToLower(rand.Text()[:16])
	c, err := client.DialContext(lasting(t), client.Options{HostPort: address, Namespace: name, Logger: silent{}})
	if err != nil {
		t.Fatalf("dial Temporal at %s: %v", address, err)
	}
	t.Cleanup(c.Close)
	if err := register(t.Context(), c, name); err != nil {
		t.Fatalf("make the test's namespace: %v", err)
	}
	EventuallyNil(t, 15*time.Second, func() error { return addSearchAttributes(t.Context(), c, name) })
	return Conductor{Address: address, Namespace: name, TaskQueue: "table-sessions", Client: c}
}

func register(ctx context.Context, c client.Client, name string) error {
	_, err := c.WorkflowService().RegisterNamespace(ctx, &workflowservice.RegisterNamespaceRequest{
		Namespace:                        name,
		WorkflowExecutionRetentionPeriod: durationpb.New(24 * time.Hour),
	})
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
	opts, err := home.options("temporal")
	if err != nil {
		return "", err
	}
	server, err := devservices.StartTemporal(context.Background(), devservices.TemporalOptions{Options: opts})
	if err != nil {
		return "", fmt.Errorf("start a local Temporal: %w", err)
	}
	home.onStop(server.Stop)
	return server.Address(), nil
}

// silent drops the client's log: tests look at what happened.
type silent struct{}

var _ log.Logger = silent{}

func (silent) Debug(string, ...any) {}
func (silent) Info(string, ...any)  {}
func (silent) Warn(string, ...any)  {}
func (silent) Error(string, ...any) {}
