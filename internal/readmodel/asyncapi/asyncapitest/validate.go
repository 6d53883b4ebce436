// Package asyncapitest lets tests check that events are what the AsyncAPI document says.
//
// Imports: internal/domain/event, internal/readmodel/asyncapi.
package asyncapitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"integrador/internal/domain/event"
	"integrador/internal/readmodel/asyncapi"
)

const location = "https://integrador.test/asyncapi.json"

// compiler has the document. It is not safe for concurrent use.
var (
	mu       sync.Mutex
	compiler = sync.OnceValues(func() (*jsonschema.Compiler, error) {
		document, err := asyncapi.Document()
		if err != nil {
			return nil, err
		}
		parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
		if err != nil {
			return nil, err
		}
		c := jsonschema.NewCompiler()
		c.DefaultDraft(jsonschema.Draft2020)
		c.AssertFormat()
		return c, c.AddResource(location, parsed)
	})
)

// Event returns an error if e is not what the document says of its type.
func Event(e event.Event) error {
	e.Traceparent = "" // the gateway removes it
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return Message(string(e.Type), body)
}

// Message returns an error if a frame is not what the document says of the message.
func Message(name string, frame []byte) error {
	schema, err := schemaOf(name)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(frame))
	if err != nil {
		return err
	}
	if err := schema.Validate(value); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, frame)
	}
	return nil
}

func schemaOf(message string) (*jsonschema.Schema, error) {
	mu.Lock()
	defer mu.Unlock()
	c, err := compiler()
	if err != nil {
		return nil, err
	}
	return c.Compile(location + "#/components/messages/" + message + "/payload")
}
