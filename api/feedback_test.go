package api

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"integrador/api/apitest"
)

// TestTheOfficeReadsWhatGuestsSaid: with the facts of the visit, in its own branches only.
func TestTheOfficeReadsWhatGuestsSaid(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	_, check := dine(t, o)
	guest := o.Seated(t, "ana")
	o.Call(t, "POST", "/api/diner/feedback", map[string]any{"rating": 2, "comment": "Tardó mucho"}, guest).Want(t, 200, "")

	said := o.Call(t, "GET", "/api/admin/feedback", nil, o.Manager).Want(t, 200, "").List(t)
	if !assert.Len(t, said, 1) {
		return
	}
	first := said[0]
	apitest.Fields(t, first, "id", "branch_id", "session_id", "rating", "comment", "created_at", "table_code", "opened_at", "closed_at",
		"waiter_name", "diners", "rounds", "total_cents")
	assert.Equal(t, "Tardó mucho", first["comment"])
	assert.Equal(t, "INT-01", first["table_code"])
	assert.EqualValues(t, o.Count(t, `SELECT total_cents FROM app_check WHERE id = $1`, check), first["total_cents"])
	assert.EqualValues(t, 1, first["rounds"])

	for query, want := range map[string]int{"?max_rating=1": 0, "?max_rating=2": 1, "?branch_id=10": 1, "?before_id=1": 0} {
		assert.Len(t, o.Call(t, "GET", "/api/admin/feedback"+query, nil, o.Manager).Want(t, 200, "").List(t), want, query)
	}
	assert.Empty(t, o.Call(t, "GET", "/api/admin/feedback", nil, o.Stranger).Want(t, 200, "").List(t), "another restaurant's")
	o.Call(t, "GET", "/api/admin/feedback?branch_id=11", nil, o.Manager).Want(t, 403, "branch_forbidden")
	o.Call(t, "GET", "/api/admin/feedback", nil, o.Waiter).Want(t, 403, "")
	o.Call(t, "GET", "/api/admin/feedback", nil, guest).Want(t, 401, "")
}
