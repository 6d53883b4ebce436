package demo

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// done is an event as the gateway would say it to a Dashboard.
func done(id, branch int64, kind string, of thing) string {
	raw, err := json.Marshal(map[string]any{
		"type": kind, "event_id": id, "tenant_id": 1, "branch_id": branch, "ts": time.Unix(1700000000, 0), "v": 1,
		"entity": fields{"entity_type": of.kind, "entity_id": of.id, "entity_name": "X"},
	})
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// TestThePartnerIsNotEasilyPleased: whatever of ours is missing, is told twice or
// leads elsewhere is a deviation. What others do is none.
func TestThePartnerIsNotEasilyPleased(t *testing.T) {
	t.Parallel()
	ours, another, strange := thing{"category", 7}, thing{"product", 8}, thing{"product", 9}
	session := said(1, "ROUND_READY", fields{"round_id": 5})
	for name, c := range map[string]struct {
		says  []string
		error string // "" if all is well
	}{
		"as it has to be": {[]string{done(1, 1, "ENTITY_DELETED", ours), done(2, 1, "CASCADE_DELETE", ours)}, ""},
		"another order":   {[]string{done(1, 1, "CASCADE_DELETE", ours), done(2, 1, "ENTITY_DELETED", ours)}, ""},
		"others' doings":  {[]string{session, done(3, 1, "ENTITY_CREATED", strange), done(1, 1, "ENTITY_DELETED", ours), done(2, 1, "CASCADE_DELETE", ours)}, ""},
		"one is missing":  {[]string{done(1, 1, "ENTITY_DELETED", ours)}, "tenía que oír, en 500ms: [CASCADE_DELETE de categoría 7]"},
		"another of ours": {[]string{done(1, 1, "ENTITY_DELETED", another), done(2, 1, "CASCADE_DELETE", ours)}, "oyó de más ENTITY_DELETED de producto 8"},
		"twice":           {[]string{done(1, 1, "ENTITY_DELETED", ours), done(1, 1, "ENTITY_DELETED", ours)}, "dos veces"},
		"once more":       {[]string{done(1, 1, "ENTITY_DELETED", ours), done(2, 1, "CASCADE_DELETE", ours), done(3, 1, "CASCADE_DELETE", ours)}, "oyó de más CASCADE_DELETE"},
		"another branch":  {[]string{done(1, 2, "ENTITY_DELETED", ours)}, "un evento de la 2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newOffice(Options{Promptly: time.Second / 2})
			f.ear = hearing(t, thePartner, c.says...)
			f.ours = map[thing]bool{ours: true, another: true}
			_, err := f.hears(t.Context(), notice{"ENTITY_DELETED", ours}, notice{"CASCADE_DELETE", ours})
			if err == nil {
				err = f.hearsNoMore(t.Context())
			}
			if c.error == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.error)
			}
		})
	}
}

func TestTheCardIsWhole(t *testing.T) {
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
