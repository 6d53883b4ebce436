package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const small = `{
  "paths": {"/api/things/{thing_id}": {"patch": {
    "operationId": "updateThing",
    "parameters": [
      {"name": "thing_id", "in": "path", "required": true, "schema": {"type": "integer"}},
      {"$ref": "#/components/parameters/branch_id"},
      {"name": "X-Idempotency-Key", "in": "header", "schema": {"type": "string"}}
    ],
    "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ThingUpdate"}}}},
    "responses": {"200": {"$ref": "#/components/responses/Things"}}
  }}},
  "components": {"responses": {"Things": {"content": {"application/json": {
    "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}
  }}}}, "parameters": {"branch_id": {"name": "branch_id", "in": "query", "schema": {"type": "integer"}}}, "schemas": {
    "Thing": {"required": ["id", "closed_at"], "properties": {
      "id": {"type": "integer"}, "closed_at": {"type": ["string", "null"], "format": "date-time"}, "note": {"type": "string"}
    }},
    "ThingUpdate": {"properties": {"note": {"type": ["string", "null"]}}}
  }}
}`

func TestOperationBecomesMethod(t *testing.T) {
	t.Parallel()
	source, err := generate([]byte(small))
	require.NoError(t, err)
	for _, want := range []string{
		"func (c *Client) UpdateThing(ctx context.Context, thingID int64, body ThingUpdate, query UpdateThingQuery) (out []Thing, err error) {",
		`request{method: "PATCH", path: "/api/things/" + segment(thingID), keyed: true, body: body, query: query}`,
		"BranchID int64 `query:\"branch_id\"`",
		"ClosedAt *time.Time `json:\"closed_at\"`",
		"Note     *string    `json:\"note,omitzero\"`",
		"Note Optional[string] `json:\"note,omitzero\"`",
	} {
		require.Contains(t, string(source), want)
	}
}

func TestUnknownUnionIsAnError(t *testing.T) {
	t.Parallel()
	_, err := generate([]byte(`{"paths": {"/api/x": {"get": {"operationId": "getX", "responses": {"200": {"content": {"application/json": {
  "schema": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}}}}}}}}`))
	require.ErrorContains(t, err, "union of 2 types")
}

func TestNames(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"diner_id": "DinerID", "submitRound": "SubmitRound", "requires_2fa": "Requires2FA", "listAPIKeys": "ListAPIKeys", "item_ids": "ItemIDs",
	} {
		require.Equal(t, want, goName(in))
	}
}
