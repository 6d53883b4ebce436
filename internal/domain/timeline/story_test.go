package timeline_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/event"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
	"integrador/internal/domain/timeline"
)

var opened = time.Date(2026, 11, 22, 23, 50, 0, 0, time.UTC)

// ledger plays the recorder: numbers, prices, and every event with its moment.
type ledger struct {
	tablesession.Session
	now    time.Time
	lastID int64
	events []event.Event
}

func seated() *ledger {
	l := &ledger{now: opened, lastID: 1000, Session: tablesession.Session{
		Ref:    tablesession.Ref{TenantID: 1, BranchID: 2, SessionID: 3, Place: tablesession.Place{TableID: 4, TableCode: "INT-01"}},
		Status: tablesession.Open, OpenedAt: opened, ActiveAt: opened, OpenedBy: "DINER",
		Policy: tablesession.Policy{CallReminderSeconds: 60, CallEscalationAfter: 2, ReadyReminderSeconds: 120, IdleCloseMinutes: 45},
	}}
	l.write(tablesession.Decision{
		Ref: l.Ref, By: access.Actor{Role: access.Diner}, TableAfter: tablesession.TableActive,
		Changes: tablesession.Changes{tablesession.StatusChanged{To: tablesession.Open}},
	}.Events())
	return l
}

func (l *ledger) write(events []event.Event) {
	for _, e := range events {
		e.Seq, e.At = int64(len(l.events)+1), l.now
		l.events = append(l.events, e)
	}
}

func (l *ledger) do(role access.Role, c tablesession.Command) {
	env := tablesession.Envelope{SessionID: l.SessionID, By: access.Actor{Role: role}}
	if role != access.Diner && role != access.System {
		env.By.UserID = new(int64(50))
	}
	e, err := l.Decide(c, env, l.now, "key")
	if err != nil || e.Empty() {
		return
	}
	receipt := tablesession.Receipt{FirstID: l.lastID + 1}
	l.lastID += int64(e.NewIDs())
	if round, ok := tablesession.Find[tablesession.RoundOrdered](e); ok {
		for _, it := range round.Items {
			receipt.Items = append(receipt.Items, tablesession.Priced{Name: "plato", Category: "Carnes", Unit: money.Cents(it.ProductID * 1000)})
		}
	}
	bound := e.Bind(receipt)
	l.write(bound.Events())
	l.Session = l.Apply(bound)
}

// TestTheWholeStoryComesToWhatTheLedgerHas: whatever happens at a table, in any
// order, its events alone say how every round, call, cent and seat stands.
func TestTheWholeStoryComesToWhatTheLedgerHas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := seated()
		l.Policy.Approval = rapid.Bool().Draw(t, "approval")
		then := map[int]tablesession.Session{}
		for range rapid.IntRange(1, 50).Draw(t, "commands") {
			role := rapid.SampledFrom([]access.Role{access.Diner, access.Waiter, access.Kitchen, access.Manager, access.Admin, access.System}).Draw(t, "role")
			l.now = l.now.Add(time.Duration(rapid.IntRange(1, 300).Draw(t, "seconds")) * time.Second)
			l.do(role, anyCommand(t, l))
			then[len(l.events)] = l.Clone()
		}
		for n, session := range then {
			state, err := timeline.Fold(l.events[:n])
			require.NoError(t, err)
			require.Empty(t, state.Differs(session), "after event %d", n)
		}
	})
}

func anyCommand(t *rapid.T, s *ledger) tablesession.Command {
	var rounds, items, calls []int64
	of := map[int64]int64{}
	for _, r := range s.Rounds {
		rounds = append(rounds, r.ID)
		for _, it := range r.Items {
			items, of[it.ID] = append(items, it.ID), r.ID
		}
	}
	for _, c := range s.Calls {
		calls = append(calls, c.ID)
	}
	id := func(name string, ids []int64) int64 { return rapid.SampledFrom(append(ids, 999999)).Draw(t, name) }
	check := int64(0)
	if s.Check != nil {
		check = s.Check.ID
	}
	switch rapid.IntRange(0, 18).Draw(t, "command") {
	case 0, 1, 2:
		c := tablesession.Submit{}
		for _, p := range rapid.SliceOfN(rapid.Int64Range(1, 9), 1, 4).Draw(t, "products") {
			c.Items = append(c.Items, tablesession.Item{ProductID: p, Qty: 1})
		}
		return c
	case 3, 4, 5:
		return tablesession.Move{RoundID: id("round", rounds), To: rapid.SampledFrom([]tablesession.RoundStatus{
			tablesession.Confirmed, tablesession.Submitted, tablesession.InKitchen, tablesession.Ready, tablesession.Served, tablesession.Canceled,
		}).Draw(t, "to")}
	case 6:
		item := id("item", items)
		return tablesession.DeleteItem{RoundID: of[item], ItemID: item}
	case 7:
		return tablesession.VoidItem{ItemID: id("item", items), Reason: "se cayó"}
	case 8:
		return tablesession.CallService{Type: rapid.SampledFrom([]string{"WAITER_CALL", "OTHER"}).Draw(t, "type")}
	case 9:
		return tablesession.AckCall{CallID: id("call", calls)}
	case 10:
		return tablesession.ResolveCall{CallID: id("call", calls)}
	case 11:
		return tablesession.RequestCheck{}
	case 12:
		return tablesession.Pay{CheckID: check, Provider: tablesession.Cash, Cents: money.Cents(rapid.Int64Range(1, 20_000).Draw(t, "cents"))}
	case 13:
		return tablesession.GrantDiscount{Kind: rapid.SampledFrom([]string{"PERCENT", "AMOUNT"}).Draw(t, "kind"), Value: rapid.Int64Range(1, 100).Draw(t, "value"), Reason: "amigos"}
	case 16:
		return tablesession.StartCheckout{CheckID: check}
	case 17:
		return anySnapshot(t, s)
	case 18:
		return anyRefund(t, s)
	case 14:
		return tablesession.MoveTable{To: tablesession.Place{TableID: rapid.Int64Range(4, 6).Draw(t, "table"), TableCode: rapid.SampledFrom([]string{"INT-02", "INT-03"}).Draw(t, "code")}}
	}
	return rapid.SampledFrom([]tablesession.Command{
		tablesession.Remind{}, tablesession.Abandon{}, tablesession.Close{}, tablesession.Close{Force: true}, tablesession.Join{Diner: tablesession.Diner{Name: "Ana", LocalID: "a"}}, tablesession.HandOver{WaiterID: 51},
	}).Draw(t, "rest")
}

// anySnapshot is what the provider says of a payment that was asked for: its
// reference is the payment's own number here.
func anySnapshot(t *rapid.T, s *ledger) tablesession.Command {
	if s.Check == nil || len(s.Check.Payments) == 0 {
		return tablesession.StartCheckout{}
	}
	i := rapid.IntRange(0, len(s.Check.Payments)-1).Draw(t, "payment")
	p := s.Check.Payments[i]
	if p.Provider != tablesession.MercadoPago {
		return tablesession.StartCheckout{}
	}
	if p.Reference == "" {
		return tablesession.CheckoutMade{Reference: fmt.Sprint(p.ID), Checkout: tablesession.Checkout{PaymentID: p.ID, PreferenceID: "p"}}
	}
	snap := tablesession.Snapshot{
		Reference: p.Reference, ExternalID: p.Reference, Amount: p.Amount, UpdatedAt: s.now,
		Status: rapid.SampledFrom([]billing.PaymentStatus{billing.Approved, billing.Rejected}).Draw(t, "says"), Disputed: rapid.Bool().Draw(t, "disputed"),
	}
	if snap.Status == billing.Approved {
		snap.Effect = money.Cents(rapid.Int64Range(0, int64(p.Amount)).Draw(t, "effect"))
	}
	return snap
}

func anyRefund(t *rapid.T, s *ledger) tablesession.Command {
	if s.Check == nil || len(s.Check.Payments) == 0 {
		return tablesession.RequestRefund{}
	}
	return tablesession.RequestRefund{PaymentID: rapid.SampledFrom(s.Check.Payments).Draw(t, "refunded").ID, Reason: "reclamo"}
}

// TestAWrongLedgerIsFound: the comparison is able to fail.
func TestAWrongLedgerIsFound(t *testing.T) {
	t.Parallel()
	l := seated()
	l.do(access.Diner, tablesession.Submit{Items: []tablesession.Item{{ProductID: 3, Qty: 2}}})
	l.do(access.Diner, tablesession.CallService{Type: "OTHER"})
	l.do(access.Diner, tablesession.RequestCheck{})
	state, err := timeline.Fold(l.events)
	require.NoError(t, err)
	for name, spoil := range map[string]func(*tablesession.Session){
		"status":  func(s *tablesession.Session) { s.Status = tablesession.Closed },
		"table":   func(s *tablesession.Session) { s.TableCode = "INT-09" },
		"round":   func(s *tablesession.Session) { s.Rounds[0].Status = tablesession.Served },
		"missing": func(s *tablesession.Session) { s.Rounds = nil },
		"void":    func(s *tablesession.Session) { s.Rounds[0].Items[0].Voided = true },
		"call":    func(s *tablesession.Session) { s.Calls[0].Status = tablesession.CallAcked },
		"cent":    func(s *tablesession.Session) { s.Check.Charges[0].Amount-- },
		"check":   func(s *tablesession.Session) { s.Check = nil },
	} {
		spoiled := l.Clone()
		spoil(&spoiled)
		require.NotEmpty(t, state.Differs(spoiled), name)
	}
}

// TestMergingChangesNoThreadsOrder: whatever the clocks say.
func TestMergingChangesNoThreadsOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		threads := make([][]timeline.Line, rapid.IntRange(0, 4).Draw(t, "threads"))
		total := 0
		for i := range threads {
			for _, s := range rapid.SliceOfN(rapid.IntRange(0, 20), 0, 10).Draw(t, "seconds") {
				total++
				threads[i] = append(threads[i], timeline.Line{At: opened.Add(time.Duration(s) * time.Second), Seq: int64(total)})
			}
		}
		merged := timeline.Merge(threads...)
		require.Len(t, merged, total)
		for _, thread := range threads {
			at := 0
			for _, l := range merged {
				if at < len(thread) && l.Seq == thread[at].Seq {
					at++
				}
			}
			require.Equal(t, len(thread), at, "a thread was torn")
		}
		ordered := slices.IsSortedFunc(merged, func(a, b timeline.Line) int { return a.At.Compare(b.At) })
		straight := !slices.ContainsFunc(threads, func(thread []timeline.Line) bool {
			return !slices.IsSortedFunc(thread, func(a, b timeline.Line) int { return a.At.Compare(b.At) })
		})
		require.True(t, ordered || !straight, "threads in time merge into one in time")
	})
}

// TestCausesComeBeforeEffects at the same moment.
func TestCausesComeBeforeEffects(t *testing.T) {
	t.Parallel()
	command, effect := timeline.Line{At: opened, Name: "cause"}, timeline.Line{At: opened, Name: "effect"}
	require.Equal(t, []timeline.Line{command, effect}, timeline.Merge([]timeline.Line{command}, []timeline.Line{effect}))
}

func recorded() (timeline.Recorded, *ledger) {
	l := seated()
	later := func(d time.Duration, role access.Role, c tablesession.Command) {
		l.now = l.now.Add(d)
		l.do(role, c)
	}
	later(time.Minute, access.Diner, tablesession.Join{Diner: tablesession.Diner{Name: "Ana", LocalID: "a"}})
	later(4*time.Minute, access.Diner, tablesession.Submit{Items: []tablesession.Item{{ProductID: 3, Qty: 2}, {ProductID: 5, Qty: 1}}})
	later(5*time.Minute, access.Manager, tablesession.Move{RoundID: l.Rounds[0].ID, To: tablesession.InKitchen})
	later(5*time.Minute, access.Manager, tablesession.VoidItem{ItemID: l.Rounds[0].Items[1].ID, Reason: "se cayó"})
	later(5*time.Minute, access.Diner, tablesession.RequestCheck{})
	later(5*time.Minute, access.Waiter, tablesession.Pay{CheckID: l.Check.ID, Provider: tablesession.Cash, Cents: 1000})
	r := timeline.Recorded{SessionID: 3, TableCode: "INT-01", Events: l.events, Session: l.Session, OpenedAt: opened, People: timeline.People{
		Staff: map[int64]string{50: "maria@demo.com"},
	}}
	for _, it := range l.Rounds[0].Items {
		r.Dishes = append(r.Dishes, timeline.Served{RoundID: l.Rounds[0].ID, Dish: timeline.Dish{ItemID: it.ID, Qty: it.Qty, Name: "plato", Unit: it.Unit}})
	}
	return r, l
}

func TestATableAsItWasThen(t *testing.T) {
	t.Parallel()
	r, _ := recorded()
	at := func(minutes int) timeline.State {
		s, err := r.At(opened.Add(time.Duration(minutes) * time.Minute))
		require.NoError(t, err)
		return s
	}
	require.Equal(t, tablesession.Status(""), at(-1).Status, "nobody sat there yet")
	require.Empty(t, at(2).Rounds)
	require.Equal(t, []timeline.Diner{{ID: 1001, Name: "Ana"}}, at(2).Diners)
	require.Equal(t, tablesession.Submitted, at(6).Rounds[0].Status)
	require.Equal(t, money.Cents(11_000), at(6).Rounds[0].Cents)
	require.Equal(t, tablesession.InKitchen, at(11).Rounds[0].Status)
	require.False(t, at(11).Rounds[0].Dishes[1].Voided, "not void yet")
	require.True(t, at(16).Rounds[0].Dishes[1].Voided)
	require.Nil(t, at(16).Check)
	require.Equal(t, &timeline.Check{ID: at(21).Check.ID, Total: 6000}, at(21).Check)
	require.Equal(t, money.Cents(1000), at(26).Check.Paid)
	require.Equal(t, "APPROVED", at(26).Payments[0].Status)

	var printed bytes.Buffer
	require.NoError(t, at(26).Write(&printed, time.UTC))
	require.Contains(t, printed.String(), "total "+money.Cents(6000).String()+", pagado "+money.Cents(1000).String())
	require.Contains(t, printed.String(), "en cocina: 2 × plato, 1 × plato (anulado)")
}

// TestTemporalAddsWhoAndHowLong, and what the ledger has no row of.
func TestTemporalAddsWhoAndHowLong(t *testing.T) {
	t.Parallel()
	r, _ := recorded()
	by := access.Actor{Role: access.Manager, UserID: new(int64(50))}
	r.Commands = []timeline.Recording{{Key: "u1/make_tickets", Name: "make_tickets", At: opened.Add(7 * time.Minute)}}
	update := func(key string) timeline.Update {
		return timeline.Update{Name: "make_tickets", Key: key, By: &by, Request: "req", Accepted: opened.Add(7 * time.Minute), Answered: opened.Add(7*time.Minute + 20*time.Millisecond)}
	}
	refused := update("u2/make_tickets")
	refused.Failed = "La ronda ya tiene comandas."
	lines := timeline.Lines(r, timeline.Remembered{Updates: []timeline.Update{update("u1/make_tickets"), refused, update("u1/make_tickets")}})
	var commands []timeline.Line
	for _, l := range lines {
		if l.Kind == timeline.Command {
			commands = append(commands, l)
		}
	}
	require.Len(t, commands, 3)
	require.Equal(t, timeline.Both, commands[0].Source)
	require.Equal(t, "maria@demo.com (encargado)", commands[0].Who)
	require.Equal(t, 20*time.Millisecond, *commands[0].Took)
	require.Contains(t, commands[1].Text, "rechazado (La ronda ya tiene comandas.)")
	require.Contains(t, commands[2].Text, "repetición")
}

func TestMoments(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("-03", -3*3600)
	since := time.Date(2026, 11, 22, 23, 50, 30, 0, zone)
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, zone)
	for text, want := range map[string]time.Time{
		"23:50":                time.Date(2026, 11, 22, 23, 50, 0, 0, zone),
		"23:55:10":             time.Date(2026, 11, 22, 23, 55, 10, 0, zone),
		"00:10":                time.Date(2026, 11, 23, 0, 10, 0, 0, zone),
		"23:51:02.5":           time.Date(2026, 11, 22, 23, 51, 2, 5e8, zone),
		"2026-11-22 21:14":     time.Date(2026, 11, 22, 21, 14, 0, 0, zone),
		"2026-11-22T21:14:00Z": time.Date(2026, 11, 22, 18, 14, 0, 0, zone),
	} {
		got, err := timeline.Moment(text, since, now)
		require.NoError(t, err, text)
		require.True(t, want.Equal(got), "%s: %s", text, got)
	}
	got, err := timeline.Moment("13:00", time.Time{}, now)
	require.NoError(t, err)
	require.Equal(t, 23, got.Day(), "not yet today")
	_, err = timeline.Moment("nueve y cuarto", since, now)
	require.ErrorContains(t, err, "21:14")
}

// FuzzInWords: an event of any contents has a text.
func FuzzInWords(f *testing.F) {
	for _, typ := range []event.Type{event.RoundReady, event.CheckPaid, event.TableTransferred, event.ServiceCallCreated, "NEW_ONE"} {
		f.Add(string(typ), []byte(`{"round_number":1}`))
	}
	f.Fuzz(func(_ *testing.T, typ string, body []byte) {
		e := event.Event{Type: event.Type(typ), Entity: body}
		_ = timeline.InWords(e)
		_, _ = timeline.Fold([]event.Event{e})
	})
}
