package api

import (
	"context"

	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// entity is a kind together with how one of it is read. Its functions are the
// parts that all entities share: who may touch the row, the transaction with its
// audit line and its events, and what follows the commit. The rest of an
// entity, its routes, bodies and rules, is on its own page.
type entity[Row any] struct {
	kind *catalog.Kind
	read func(ctx context.Context, q *dbgen.Queries, tenant, id int64) (Row, error)
}

// change is a transaction of a member of staff, and what it has to be followed by.
type change struct {
	*postgres.Tx
	who  access.Staff
	told postgres.AfterCommit

	touched []postgres.Entity // what was noted
}

// emit writes one more event, to be published after the commit.
func (c *change) emit(ctx context.Context, e event.Event) error {
	e.TenantID, e.Actor = c.who.TenantID, c.who.Actor()
	e, err := c.Emit(ctx, e)
	c.told.Events = append(c.told.Events, e)
	return err
}

// note records what was done to an entity.
func (c *change) note(ctx context.Context, w postgres.Change) error {
	told, err := c.RecordChange(ctx, c.who, w)
	c.told.Events = append(c.told.Events, told.Events...)
	c.told.Menus = append(c.told.Menus, told.Menus...)
	c.touched = append(c.touched, w.Entity)
	return err
}

// write runs do in a transaction. Once it is committed the menus that it made
// old are dropped and its events are published.
func (s *Server) write(ctx context.Context, do func(*change) error) error {
	var c *change
	err := s.store.InTx(ctx, func(tx *postgres.Tx) error {
		c = &change{Tx: tx, who: access.StaffFrom(ctx)}
		return do(c)
	})
	if err != nil {
		return postgres.Fault(err)
	}
	for _, slug := range c.told.Menus {
		s.dropMenu(ctx, slug)
	}
	s.relearn(ctx, c.who.TenantID, c.touched)
	s.announce(ctx, c.told.Events...)
	return nil
}

// shown is the answer of an operation on one row.
type shown[T any] struct{ Body T }

// show is the handler that shows the row of the path.
func (e entity[Row]) show(s *Server) func(context.Context, *ByID) (*shown[Row], error) {
	return func(ctx context.Context, in *ByID) (*shown[Row], error) { return e.get(ctx, s, in.ID) }
}

// remove is the handler that retires the row of the path, whatever becomes of others.
func (e entity[Row]) remove(s *Server) func(context.Context, *ByID) (*struct{}, error) {
	return func(ctx context.Context, in *ByID) (*struct{}, error) { return nil, e.retire(ctx, s, in.ID) }
}

// get reads one row.
func (e entity[Row]) get(ctx context.Context, s *Server, id int64) (*shown[Row], error) {
	who := access.StaffFrom(ctx)
	if _, err := s.store.Find(ctx, who, e.kind, id); err != nil {
		return nil, err
	}
	row, err := e.read(ctx, s.store.Queries, who.TenantID, id)
	return &shown[Row]{row}, postgres.Fault(err)
}

// create makes a row by insert, which answers its id. Insert refuses what the
// person may not make: it alone knows the row's branch beforehand.
func (e entity[Row]) create(ctx context.Context, s *Server, insert func(*change) (int64, error)) (*shown[Row], error) {
	var row Row
	err := s.write(ctx, func(c *change) error {
		id, err := insert(c)
		if err != nil {
			return err
		}
		made, err := c.Lock(ctx, c.who, e.kind, id)
		if err != nil {
			return err
		}
		if row, err = e.read(ctx, c.Queries, c.who.TenantID, id); err != nil {
			return err
		}
		return c.note(ctx, postgres.Change{Entity: made, Action: postgres.Created, After: row})
	})
	return &shown[Row]{row}, err
}

// update changes a row by alter, which gets it as it was. The row is locked.
func (e entity[Row]) update(ctx context.Context, s *Server, id int64, alter func(*change, Row) error) (*shown[Row], error) {
	var after Row
	err := s.write(ctx, func(c *change) error {
		held, err := c.Lock(ctx, c.who, e.kind, id)
		if err != nil {
			return err
		}
		before, err := e.read(ctx, c.Queries, c.who.TenantID, id)
		if err != nil {
			return err
		}
		if err = alter(c, before); err != nil {
			return err
		}
		if after, err = e.read(ctx, c.Queries, c.who.TenantID, id); err != nil {
			return err
		}
		return c.note(ctx, postgres.Change{Entity: held, Action: postgres.Updated, Before: before, After: after})
	})
	return &shown[Row]{after}, err
}

// retire deletes a row with all that is part of it. allowed, if there is any,
// refuses a deletion; the row is locked by then.
func (e entity[Row]) retire(ctx context.Context, s *Server, id int64, allowed ...func(*change, postgres.Entity) error) error {
	return s.write(ctx, func(c *change) error {
		held, err := c.Lock(ctx, c.who, e.kind, id)
		if err != nil {
			return err
		}
		for _, check := range allowed {
			if err := check(c, held); err != nil {
				return err
			}
		}
		before, err := e.read(ctx, c.Queries, c.who.TenantID, id)
		if err != nil {
			return err
		}
		with, err := c.Retire(ctx, c.who, c.who.TenantID, held)
		if err != nil {
			return err
		}
		return c.note(ctx, postgres.Change{Entity: held, Action: postgres.Deleted, Before: before, After: affected(with), With: with})
	})
}

// affected is what the audit log keeps of a cascade.
func affected(with []postgres.CascadeRows) any {
	if entities := postgres.AffectedBy(with); len(entities) > 0 {
		return map[string]any{"affected": entities}
	}
	return nil
}

// WithDeleted is embedded in the input of a list that can show what was deleted.
type WithDeleted struct {
	IncludeDeleted bool `query:"include_deleted" doc:"También lo borrado."`
}

// only gives the row of a query that was narrowed to one.
func only[Row any](rows []Row, err error) (Row, error) {
	if err == nil && len(rows) == 0 {
		err = fault.New(fault.NotFound, "not_found", "No lo encontramos.")
	}
	if err != nil {
		var none Row
		return none, err
	}
	return rows[0], nil
}

// each turns rows into what is answered. The list is never nil.
func each[From, To any](rows []From, turn func(From) To) []To {
	out := make([]To, len(rows))
	for i, r := range rows {
		out[i] = turn(r)
	}
	return out
}

// eachOr is each for a turn that can fail.
func eachOr[From, To any](rows []From, turn func(From) (To, error)) (out []To, err error) {
	out = make([]To, len(rows))
	for i, r := range rows {
		if out[i], err = turn(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}
