package demo

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// changedEvent is an event as the gateway would send it to a Dashboard.
func changedEvent(id, branch int64, name string, of entity) string {
	raw, err := json.Marshal(map[string]any{
		"type": name, "event_id": id, "tenant_id": 1, "branch_id": branch, "ts": time.Unix(1700000000, 0), "v": 1,
		"entity": fields{"entity_type": of.kind, "entity_id": of.id, "entity_name": "X"},
	})
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// TestPartnerReportsEveryDeviation: whatever of ours is missing, comes twice or
// leads elsewhere is a deviation. What others do is none.
func TestPartnerReportsEveryDeviation(t *testing.T) {
	t.Parallel()
	ours, another, strange := entity{"category", 7}, entity{"product", 8}, entity{"product", 9}
	session := numbered(1, "ROUND_READY", fields{"round_id": 5})
	for name, c := range map[string]struct {
		messages []string
		error    string // "" if all is well
	}{
		"as it has to be": {[]string{changedEvent(1, 1, "ENTITY_DELETED", ours), changedEvent(2, 1, "CASCADE_DELETE", ours)}, ""},
		"another order":   {[]string{changedEvent(1, 1, "CASCADE_DELETE", ours), changedEvent(2, 1, "ENTITY_DELETED", ours)}, ""},
		"others' doings":  {[]string{session, changedEvent(3, 1, "ENTITY_CREATED", strange), changedEvent(1, 1, "ENTITY_DELETED", ours), changedEvent(2, 1, "CASCADE_DELETE", ours)}, ""},
		"one is missing":  {[]string{changedEvent(1, 1, "ENTITY_DELETED", ours)}, "tenía que recibir, en 500ms: [CASCADE_DELETE de categoría 7]"},
		"another of ours": {[]string{changedEvent(1, 1, "ENTITY_DELETED", another), changedEvent(2, 1, "CASCADE_DELETE", ours)}, "recibió de más ENTITY_DELETED de producto 8"},
		"twice":           {[]string{changedEvent(1, 1, "ENTITY_DELETED", ours), changedEvent(1, 1, "ENTITY_DELETED", ours)}, "dos veces"},
		"once more":       {[]string{changedEvent(1, 1, "ENTITY_DELETED", ours), changedEvent(2, 1, "CASCADE_DELETE", ours), changedEvent(3, 1, "CASCADE_DELETE", ours)}, "recibió de más CASCADE_DELETE"},
		"another branch":  {[]string{changedEvent(1, 2, "ENTITY_DELETED", ours)}, "otra sucursal (2)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAdminRun(Options{Promptly: time.Second / 2})
			a.socket = connected(t, thePartner, c.messages...)
			a.ours = map[entity]bool{ours: true, another: true}
			_, err := a.receives(t.Context(), notice{"ENTITY_DELETED", ours}, notice{"CASCADE_DELETE", ours})
			if err == nil {
				err = a.receivesNoMore(t.Context())
			}
			if c.error == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.error)
			}
		})
	}
}

func TestCardHasThirtyProducts(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, s := range newCard() {
		for _, p := range s.plates() {
			require.Positive(t, p.price, p.name)
			names[p.name] = true
		}
	}
	require.Len(t, names, 30)
}
