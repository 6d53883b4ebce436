package entity

import (
	"context"
	"strings"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres"
)

// Register registers, for every kind, an operation that restores a deleted row and, for
// kinds that others are part of, a preview of a deletion. The paths are literal: a
// catch-all would hide those of the kinds' own pages, or be hidden by them.
func (s *Writer) Register(api *httpx.API) {
	for _, kind := range catalog.Kinds {
		for _, name := range kind.Paths() {
			at := "/api/admin/" + name + "/{id}"
			httpx.Route(api, "POST "+at+"/restore", "restore"+titleOf(kind, name),
				"Restaura lo borrado.", httpx.Admins, s.restore(kind),
				httpx.Fails{400, 404, 409})
			if len(kind.Parts()) == 0 {
				continue
			}
			httpx.Route(api, "GET "+at+"/cascade-preview", "previewDeletionOf"+titleOf(kind, name),
				"Muestra qué se borraría junto con algo.", httpx.Managers, s.cascadePreview(kind), httpx.Fails{404})
		}
	}
}

// titleOf is a kind in an operation's id: DeliveryOrder, or the other word by which a path names it.
func titleOf(kind *catalog.Kind, path string) string {
	word := path
	if path == kind.Plural {
		word = kind.Name
	}
	title := ""
	for part := range strings.SplitSeq(word, "_") {
		title += strings.ToUpper(part[:1]) + part[1:]
	}
	return title
}

// RestoreOutput is what was restored.
type RestoreOutput struct {
	Success          bool             `json:"success"`
	Message          string           `json:"message"`
	EntityType       string           `json:"entity_type"`
	EntityID         int64            `json:"entity_id"`
	AffectedEntities []event.Affected `json:"affected_entities" doc:"Lo que volvió con ello; los primeros 200."`
}

type restoreOutput struct{ Body RestoreOutput }

func (s *Writer) restore(kind *catalog.Kind) func(context.Context, *httpx.ByID) (*restoreOutput, error) {
	return func(ctx context.Context, in *httpx.ByID) (*restoreOutput, error) {
		out := &restoreOutput{RestoreOutput{Success: true, EntityType: kind.Name, EntityID: in.ID}}
		err := s.Write(ctx, func(c *Change) error {
			back, with, err := c.Restore(ctx, c.Who.TenantID, kind, in.ID)
			if err != nil {
				return err
			}
			out.Body.Message = "Restauramos «" + back.Name + "»."
			out.Body.AffectedEntities = postgres.AffectedBy(with)
			return c.Note(ctx, postgres.Change{Entity: back, Action: postgres.Restored, After: Affected(with), With: with})
		})
		return out, err
	}
}

type cascadePreviewOutput struct {
	// Body has a list for each kind that can be affected, under its plural.
	Body map[string][]AffectedEntity
}

// AffectedEntity is a row that would go too.
type AffectedEntity struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

func (s *Writer) cascadePreview(kind *catalog.Kind) func(context.Context, *httpx.ByID) (*cascadePreviewOutput, error) {
	return func(ctx context.Context, in *httpx.ByID) (*cascadePreviewOutput, error) {
		e, err := s.store.Find(ctx, access.StaffFrom(ctx), kind, in.ID)
		if err != nil {
			return nil, err
		}
		gone, err := s.store.CascadePreview(ctx, e)
		body := map[string][]AffectedEntity{}
		for _, g := range gone {
			body[g.Kind.Plural] = httpx.Map(g.Rows, func(r postgres.CascadeRow) AffectedEntity {
				return AffectedEntity{
					r.ID, r.Name,
				}
			})
		}
		return &cascadePreviewOutput{body}, err
	}
}
