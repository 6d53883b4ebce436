package realtime_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/internal/domain/event"
)

// everyType reads the event types from their declaration, so that none is forgotten here.
func everyType(t *testing.T) []event.Type {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../internal/domain/event/routes.go", nil, 0)
	require.NoError(t, err)
	var types []event.Type
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && len(spec.Values) == 1 {
			if name, ok := spec.Type.(*ast.Ident); ok && name.Name == "Type" {
				value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				require.NoError(t, err)
				types = append(types, event.Type(value))
			}
		}
		return true
	})
	require.Greater(t, len(types), 30)
	return types
}

// Every type is published, once in a sector and once in none; what each socket receives is compared with the table of
// routes.
func TestEveryEventReachesItsAudience(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	var (
		inSector    = g.staff("waiter", waiter1, "&branch_id=1")
		elsewhere   = g.staff("waiter", waiter2)
		noSector    = g.staff("waiter", idle)
		oversees    = g.staff("waiter", manager)
		kitchen     = g.staff("kitchen", cook)
		board       = g.staff("admin", admin)
		phone       = g.diner(session1)
		otherTable  = g.diner(session2)
		otherTenant = g.staff("admin", otherAdmin)
	)
	everybody := []*client{inSector, elsewhere, noSector, oversees, kitchen, board, phone, otherTable, otherTenant}

	for _, typ := range everyType(t) {
		to := event.AudienceOf(typ)
		for _, bound := range []bool{true, false} {
			var e event.Event
			if to&(event.Diners|event.Sector) != 0 {
				e = round(typ, 0, 1)
				if bound {
					e.SectorID = new(int64(hall))
				}
				e = f.send(session1, e)[0]
			} else {
				e = dish(centro, 1)
				e.Type = typ
				e = f.emit(e)
				f.publish(e)
			}
			wide := !e.SectorBound()
			f.publish(e) // once more, as the relay might
			expect(t, e, map[*client]bool{
				inSector:    to&event.Waiters != 0,
				elsewhere:   to&event.Waiters != 0 && wide,
				noSector:    to&event.Waiters != 0 && wide,
				oversees:    to&event.Waiters != 0,
				kitchen:     to&event.Kitchens != 0,
				board:       to&event.Admins != 0,
				phone:       to&(event.Diners|event.EveryDiner) != 0,
				otherTable:  to&event.EveryDiner != 0,
				otherTenant: false,
			}, everybody)
		}
	}
}

// Guests and cooks receive only the first announcement of a ready round; the numbers of their log have no gap.
func TestReminderReachesOnlyWaitersAndAdmins(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	g := f.gateway()
	var (
		inSector  = g.staff("waiter", waiter1, "&branch_id=1")
		elsewhere = g.staff("waiter", waiter2)
		kitchen   = g.staff("kitchen", cook)
		board     = g.staff("admin", admin)
		phone     = g.diner(session1)
	)
	everybody := []*client{inSector, elsewhere, kitchen, board, phone}
	ready := round(event.RoundReady, hall, 1)
	reminder := ready
	reminder.Entity = event.Body(event.Round{RoundID: 1, RoundNumber: 1, Reminder: 1})

	expect(t, f.send(session1, ready)[0], map[*client]bool{inSector: true, kitchen: true, board: true, phone: true}, everybody)
	expect(t, f.send(session1, reminder)[0], map[*client]bool{inSector: true, board: true}, everybody)
	expect(t, f.send(session1, round(event.RoundServed, hall, 1))[0], map[*client]bool{inSector: true, kitchen: true, board: true, phone: true}, everybody)
}

// expect waits until all who should receive e have it, and then checks that nobody else did and nobody twice.
func expect(t *testing.T, e event.Event, who map[*client]bool, everybody []*client) {
	t.Helper()
	for _, c := range everybody {
		if who[c] {
			got := c.event()
			require.Equal(t, e.ID, got.ID, "%s", e.Type)
			require.Equal(t, e.Type, got.Type)
		}
	}
	for _, c := range everybody {
		c.idle()
	}
}
