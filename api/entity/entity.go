package entity

import (
	"context"
	"log/slog"

	"integrador/api/dispatch"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// Resource is a kind together with how one of it is read. Its functions are the
// parts that all entities share: who may touch the row, the transaction with its
// audit line and its events, and what follows the commit. The rest of an
// entity, its routes, bodies and rules, is on its own page.
type Resource[Row any] struct {
	Kind *catalog.Kind
	Read func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (Row, error)
}

// Change is a transaction of a member of staff, and what it has to be followed by.
type Change struct {
	*postgres.Tx
	Who     access.Staff
	Effects postgres.AfterCommit

	touched []postgres.Entity // what was noted
}

// Emit writes one more event, to be published after the commit.
func (c *Change) Emit(ctx context.Context, e event.Event) error {
	e.TenantID, e.Actor = c.Who.TenantID, c.Who.Actor()
	e, err := c.Tx.Emit(ctx, e)
	c.Effects.Events = append(c.Effects.Events, e)
	return err
}

// Note records what was done to an entity.
func (c *Change) Note(ctx context.Context, w postgres.Change) error {
	told, err := c.RecordChange(ctx, c.Who, w)
	c.Effects.Events = append(c.Effects.Events, told.Events...)
	c.Effects.Menus = append(c.Effects.Menus, told.Menus...)
	c.touched = append(c.touched, w.Entity)
	return err
}

// Writer writes rows of the catalogue's kinds in the name of members of staff.
type Writer struct {
	store     *postgres.Store
	publisher *dispatch.Publisher
	log       *slog.Logger
}

func NewWriter(store *postgres.Store, publisher *dispatch.Publisher, log *slog.Logger) *Writer {
	return &Writer{store: store, publisher: publisher, log: log}
}

// Write runs do in a transaction, again if it and another one waited for each other. Once it is committed the menus that it made
// old are dropped and its events are published.
func (s *Writer) Write(ctx context.Context, do func(*Change) error) error {
	var c *Change
	err := s.store.InTxAgain(ctx, func(tx *postgres.Tx) error {
		c = &Change{Tx: tx, Who: access.StaffFrom(ctx)}
		return do(c)
	})
	if err != nil {
		return postgres.Fault(err)
	}
	for _, slug := range c.Effects.Menus {
		s.publisher.DropMenu(ctx, slug)
	}
	postgres.OnCommit(ctx, func(ctx context.Context) { s.relearn(ctx, c.Who.TenantID, c.touched) })
	s.publisher.Publish(ctx, c.Effects.Events...)
	return nil
}

// Show is the handler that shows the row of the path.
func (e Resource[Row]) Show(s *Writer) func(context.Context, *httpx.ByID) (*httpx.Body[Row], error) {
	return func(ctx context.Context, in *httpx.ByID) (*httpx.Body[Row], error) { return e.Get(ctx, s, in.ID) }
}

// Remove is the handler that retires the row of the path, whatever becomes of others.
func (e Resource[Row]) Remove(s *Writer) func(context.Context, *httpx.ByID) (*struct{}, error) {
	return func(ctx context.Context, in *httpx.ByID) (*struct{}, error) { return nil, e.Retire(ctx, s, in.ID) }
}

// Create is the handler that makes a row. insert answers its id, and refuses what the person may not make.
func Create[Row, B any](
	e Resource[Row], s *Writer, insert func(context.Context, *Change, B) (int64, error),
) func(context.Context, *httpx.Body[B]) (*httpx.Body[Row], error) {
	return func(ctx context.Context, in *httpx.Body[B]) (*httpx.Body[Row], error) {
		return e.Create(ctx, s, func(c *Change) (int64, error) { return insert(ctx, c, in.Body) })
	}
}

// Patch is the handler that changes what a body names of the row of the path. save writes the row as it is to be.
func Patch[B, Row any](
	e Resource[Row], s *Writer, save func(context.Context, *Change, Row) error,
) func(context.Context, *httpx.BodyByID[B]) (*httpx.Body[Row], error) {
	var none B
	httpx.Apply(new(Row), none) // a body that does not fit the row fails at start-up
	return func(ctx context.Context, in *httpx.BodyByID[B]) (*httpx.Body[Row], error) {
		return e.Update(ctx, s, in.ID, func(c *Change, row Row) error {
			httpx.Apply(&row, in.Body)
			return save(ctx, c, row)
		})
	}
}

// Insert makes a row by a statement whose parameters are the tenant and fields of body of the same names.
func Insert[P any](
	ctx context.Context, c *Change, statement func(context.Context, P) (int64, error), body any,
) (int64, error) {
	return statement(ctx, params[P](c, body))
}

// Save is Insert for a statement that changes a row.
func Save[P any](ctx context.Context, c *Change, statement func(context.Context, P) error, row any) error {
	return statement(ctx, params[P](c, row))
}

func params[P any](c *Change, from any) P { return httpx.CopyWith[P](from, "TenantID", c.Who.TenantID) }

// Get reads one row.
func (e Resource[Row]) Get(ctx context.Context, s *Writer, id int64) (*httpx.Body[Row], error) {
	who := access.StaffFrom(ctx)
	if _, err := s.store.Find(ctx, who, e.Kind, id); err != nil {
		return nil, err
	}
	row, err := e.Read(ctx, s.store.Queries, who.TenantID, id)
	return httpx.Answer(row), postgres.Fault(err)
}

// Create makes a row by insert, which answers its id. Insert refuses what the
// person may not make: it alone knows the row's branch beforehand.
func (e Resource[Row]) Create(
	ctx context.Context, s *Writer, insert func(*Change) (int64, error),
) (*httpx.Body[Row], error) {
	var row Row
	err := s.Write(ctx, func(c *Change) error {
		id, err := insert(c)
		if err != nil {
			return err
		}
		made, err := c.Lock(ctx, c.Who, e.Kind, id)
		if err != nil {
			return err
		}
		if row, err = e.Read(ctx, c.Queries, c.Who.TenantID, id); err != nil {
			return err
		}
		return c.Note(ctx, postgres.Change{Entity: made, Action: postgres.Created, After: row})
	})
	return httpx.Answer(row), err
}

// Update changes a row by alter, which gets it as it was. The row is locked, after what first looks up: rows that
// several kinds name are locked before those that name them, in one order.
func (e Resource[Row]) Update(
	ctx context.Context, s *Writer, id int64, alter func(*Change, Row) error, first ...func(*Change) error,
) (*httpx.Body[Row], error) {
	var after Row
	err := s.Write(ctx, func(c *Change) error {
		for _, lookUp := range first {
			if err := lookUp(c); err != nil {
				return err
			}
		}
		held, err := c.Lock(ctx, c.Who, e.Kind, id)
		if err != nil {
			return err
		}
		before, err := e.Read(ctx, c.Queries, c.Who.TenantID, id)
		if err != nil {
			return err
		}
		if err = alter(c, before); err != nil {
			return err
		}
		if after, err = e.Read(ctx, c.Queries, c.Who.TenantID, id); err != nil {
			return err
		}
		if held, err = c.Lock(ctx, c.Who, e.Kind, id); err != nil { // for events, by its name from now on
			return err
		}
		return c.Note(ctx, postgres.Change{Entity: held, Action: postgres.Updated, Before: before, After: after})
	})
	return httpx.Answer(after), err
}

// Retire deletes a row with all that is part of it. allowed, if there is any,
// refuses a deletion; the row is locked by then.
func (e Resource[Row]) Retire(
	ctx context.Context, s *Writer, id int64, allowed ...func(*Change, postgres.Entity) error,
) error {
	return s.Write(ctx, func(c *Change) error {
		held, err := c.Lock(ctx, c.Who, e.Kind, id)
		if err != nil {
			return err
		}
		for _, check := range allowed {
			if err := check(c, held); err != nil {
				return err
			}
		}
		before, err := e.Read(ctx, c.Queries, c.Who.TenantID, id)
		if err != nil {
			return err
		}
		with, err := c.Retire(ctx, c.Who, c.Who.TenantID, held)
		if err != nil {
			return err
		}
		gone := postgres.Change{Entity: held, Action: postgres.Deleted, Before: before, After: Affected(with), With: with}
		return c.Note(ctx, gone)
	})
}

// Affected is what the audit log keeps of a cascade.
func Affected(with []postgres.CascadeRows) any {
	if entities := postgres.AffectedBy(with); len(entities) > 0 {
		return map[string]any{"affected": entities}
	}
	return nil
}

// WithDeleted is embedded in the input of a list that can show what was deleted.
type WithDeleted struct {
	IncludeDeleted bool `query:"include_deleted" doc:"También lo borrado."`
}

// ReferenceIfAny is Refer for a row that may be left out.
func (c *Change) ReferenceIfAny(ctx context.Context, kind *catalog.Kind, id *int64) error {
	if id == nil {
		return nil
	}
	_, err := c.Reference(ctx, c.Who, kind, *id)
	return err
}
