package tablesession_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/domain/access"
	"integrador/internal/domain/billing"
	"integrador/internal/domain/event"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
	"integrador/internal/readmodel/asyncapi/asyncapitest"
)

// table plays the ledger: it gives identifiers and prices and keeps the events.
type table struct {
	tablesession.Session
	now    time.Time
	lastID int64
	events []event.Event
}

var opened = time.Date(2026, 11, 21, 23, 0, 0, 0, time.UTC)

func seated() *table {
	sector := int64(7)
	return &table{now: opened, lastID: 1000, Session: tablesession.Session{
		Ref:    tablesession.Ref{TenantID: 1, BranchID: 2, SessionID: 3, Place: tablesession.Place{TableID: 4, TableCode: "INT-01", SectorID: &sector}},
		Status: tablesession.Open, OpenedAt: opened, ActiveAt: opened, OpenedBy: "DINER",
		Policy: tablesession.Policy{CallReminderSeconds: 60, CallEscalationAfter: 2, ReadyReminderSeconds: 120, IdleCloseMinutes: 45},
	}}
}

func price(product int64) money.Cents { return money.Cents(product * 1000) }

func (t *table) as(role access.Role, c tablesession.Command) (tablesession.Result, error) {
	env := tablesession.Envelope{SessionID: t.SessionID, By: access.Actor{Role: role}}
	if role != access.Diner && role != access.System {
		id := int64(50)
		env.By.UserID = &id
	}
	e, err := t.Decide(c, env, t.now, "key")
	if err != nil {
		return tablesession.Result{}, err
	}
	receipt := tablesession.Receipt{FirstID: t.lastID + 1}
	t.lastID += int64(e.NewIDs())
	if round, ok := tablesession.Find[tablesession.RoundOrdered](e); ok {
		for _, it := range round.Items {
			receipt.Items = append(receipt.Items, tablesession.Priced{Name: "plato", Category: "Carnes", Unit: price(it.ProductID)})
		}
	}
	bound := e.Bind(receipt)
	t.Session = t.Apply(bound)
	t.events = bound.Events()
	return bound.Result, nil
}

func (t *table) types() (out []event.Type) {
	for _, e := range t.events {
		out = append(out, e.Type)
	}
	return out
}

func order(products ...int64) tablesession.Submit {
	var c tablesession.Submit
	for _, p := range products {
		c.Items = append(c.Items, tablesession.Item{ProductID: p, Qty: 1})
	}
	return c
}

// TestWhoMayMoveARound draws the whole table: what is not listed is refused.
func TestWhoMayMoveARound(t *testing.T) {
	t.Parallel()
	statuses := []tablesession.RoundStatus{tablesession.Pending, tablesession.Confirmed, tablesession.Submitted, tablesession.InKitchen, tablesession.Ready, tablesession.Served, tablesession.Canceled}
	roles := []access.Role{access.Waiter, access.Kitchen, access.Manager, access.Admin, access.Diner}
	allowed := map[string]string{
		"PENDING→CONFIRMED": "WAITER MANAGER ADMIN", "CONFIRMED→SUBMITTED": "MANAGER ADMIN",
		"SUBMITTED→IN_KITCHEN": "WAITER KITCHEN MANAGER ADMIN", "IN_KITCHEN→READY": "WAITER KITCHEN MANAGER ADMIN",
		"READY→SERVED":     "WAITER KITCHEN MANAGER ADMIN",
		"PENDING→CANCELED": "MANAGER ADMIN", "CONFIRMED→CANCELED": "MANAGER ADMIN",
		"SUBMITTED→CANCELED": "MANAGER ADMIN", "IN_KITCHEN→CANCELED": "MANAGER ADMIN",
	}
	for _, from := range statuses {
		for _, to := range statuses {
			who, known := allowed[string(from)+"→"+string(to)]
			for _, role := range roles {
				want := fault.Code("")
				switch {
				case !known:
					want = fault.Refused
				case !slices.Contains(splitRoles(who), role):
					want = fault.Forbidden
				}
				got := fault.Code("")
				if err := tablesession.MayMove(from, to, role); err != nil {
					got = fault.CodeOf(err)
				}
				require.Equal(t, want, got, "%s %s→%s", role, from, to)
			}
		}
	}
}

func splitRoles(s string) (out []access.Role) {
	for len(s) > 0 {
		i := slices.Index([]byte(s), ' ')
		if i < 0 {
			return append(out, access.Role(s))
		}
		out, s = append(out, access.Role(s[:i])), s[i+1:]
	}
	return out
}

// TestASessionStaysSound plays random commands of everybody, in any order, and
// holds what must never break.
func TestASessionStaysSound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := seated()
		s.Policy.Approval = rapid.Bool().Draw(t, "approval")
		for range rapid.IntRange(1, 60).Draw(t, "commands") {
			role := rapid.SampledFrom([]access.Role{access.Diner, access.Waiter, access.Kitchen, access.Manager, access.Admin, access.System}).Draw(t, "role")
			c := anyCommand(t, s)
			before := s.Session.Clone()
			wasStatus := s.Status
			s.now = s.now.Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "seconds")) * time.Second)
			_, err := s.as(role, c)
			if err != nil {
				if fault.CodeOf(err) == fault.Internal {
					t.Fatalf("%T refused with %v, which is no fault", c, err)
				}
				if !reflect.DeepEqual(before, s.Session.Clone()) {
					t.Fatalf("%T was refused (%v) and still changed the session", c, err)
				}
				continue
			}
			holds(t, wasStatus, s)
		}
	})
}

func anyCommand(t *rapid.T, s *table) tablesession.Command {
	id := func(name string, ids []int64) int64 { return rapid.SampledFrom(append(ids, 999999)).Draw(t, name) }
	var rounds, items, calls, tickets []int64
	for _, r := range s.Rounds {
		rounds = append(rounds, r.ID)
		for _, it := range r.Items {
			items = append(items, it.ID)
		}
	}
	for _, c := range s.Calls {
		calls = append(calls, c.ID)
	}
	for _, k := range s.Tickets {
		tickets = append(tickets, k.ID)
	}
	check := int64(0)
	if s.Check != nil {
		check = s.Check.ID
	}
	to := rapid.SampledFrom([]tablesession.RoundStatus{tablesession.Confirmed, tablesession.Submitted, tablesession.InKitchen, tablesession.Ready, tablesession.Served, tablesession.Canceled}).Draw(t, "to")
	round := id("round", rounds)
	switch rapid.IntRange(0, 20).Draw(t, "command") {
	case 0, 1, 2, 3:
		c := order(rapid.SliceOfN(rapid.Int64Range(1, 9), 0, 4).Draw(t, "products")...)
		for i := range c.Items {
			c.Items[i].Qty = rapid.IntRange(1, 4).Draw(t, "qty")
		}
		return c
	case 4, 5, 6, 7:
		return tablesession.Move{RoundID: round, To: to}
	case 8:
		item := id("item", items)
		for _, r := range s.Rounds {
			if slices.ContainsFunc(r.Items, func(it tablesession.Item) bool { return it.ID == item }) {
				round = r.ID
			}
		}
		return tablesession.DeleteItem{RoundID: round, ItemID: item}
	case 9:
		return tablesession.VoidItem{
			ItemID: id("item", items), Reason: rapid.SampledFrom([]string{"", "se cayó"}).Draw(t, "reason"), Qty: rapid.IntRange(-1, 4).Draw(t, "void"),
		}
	case 10:
		return tablesession.CallService{Type: rapid.SampledFrom([]string{"WAITER_CALL", "OTHER"}).Draw(t, "type")}
	case 11:
		return tablesession.AckCall{CallID: id("call", calls)}
	case 12:
		return tablesession.ResolveCall{CallID: id("call", calls)}
	case 13:
		return tablesession.RequestCheck{}
	case 14, 15:
		return tablesession.Pay{CheckID: check, Provider: tablesession.Cash, Cents: money.Cents(rapid.Int64Range(-1, 20_000).Draw(t, "cents"))}
	case 16:
		return tablesession.GrantDiscount{Kind: rapid.SampledFrom([]string{"PERCENT", "AMOUNT", "?"}).Draw(t, "kind"), Value: rapid.Int64Range(0, 120).Draw(t, "value"), Reason: "amigos"}
	case 17:
		return tablesession.MakeTickets{RoundID: round}
	case 18:
		return tablesession.MoveTicket{TicketID: id("ticket", tickets), To: rapid.SampledFrom([]tablesession.TicketStatus{tablesession.TicketInProgress, tablesession.TicketReady, tablesession.TicketDelivered}).Draw(t, "ticket to")}
	}
	return rapid.SampledFrom([]tablesession.Command{
		tablesession.Remind{},
		tablesession.Abandon{},
		tablesession.Close{},
		tablesession.Close{Force: true},
		tablesession.Join{Diner: tablesession.Diner{Name: "Ana", LocalID: "a"}},
		tablesession.HandOver{WaiterID: 51},
		tablesession.WithdrawCheck{},
		tablesession.RequestCheck{},
	}).Draw(t, "rest")
}

func holds(t *rapid.T, was tablesession.Status, s *table) {
	rank := map[tablesession.Status]int{tablesession.Open: 0, tablesession.Paying: 1, tablesession.Closed: 2}
	if rank[s.Status] < rank[was] && (s.Status != tablesession.Open || !s.Check.Withdrawn) {
		t.Fatalf("the session went back from %s to %s", was, s.Status)
	}
	for i, r := range s.Rounds {
		if i > 0 && r.Number <= s.Rounds[i-1].Number {
			t.Fatalf("round numbers do not grow: %d after %d", r.Number, s.Rounds[i-1].Number)
		}
		if len(r.Items) == 0 {
			t.Fatalf("round %d is empty", r.Number)
		}
	}
	for _, e := range s.events {
		if err := asyncapitest.Event(e); err != nil {
			t.Fatal(err)
		}
	}
	if s.Check == nil {
		return
	}
	var owed money.Cents
	for _, r := range s.Rounds {
		for _, it := range r.Items {
			if r.Status != tablesession.Canceled && !it.Voided {
				owed += it.Unit * money.Cents(it.Qty)
			}
		}
	}
	var charged money.Cents
	for _, c := range s.Check.Charges {
		if c.Amount > 0 || c.Paid > 0 {
			charged += c.Original
		}
	}
	if s.Check.Withdrawn != (s.Status == tablesession.Open) {
		t.Fatalf("the session is %s, its check withdrawn: %t", s.Status, s.Check.Withdrawn)
	}
	if total := s.Check.Total(); total > owed || s.Check.Discount == 0 && !s.Check.Withdrawn && total != owed {
		t.Fatalf("the bill says %d, the table ate for %d", total, owed)
	}
	settled := map[int64]money.Cents{}
	for _, p := range s.Check.Payments {
		sum := p.Unallocated
		for _, part := range p.Parts {
			settled[part.ChargeID] += part.Cents
			sum += part.Cents
		}
		if sum != p.Credit() {
			t.Fatalf("a payment of %d settles %d", p.Credit(), sum)
		}
	}
	for _, ch := range s.Check.Charges {
		if ch.ID <= 0 || settled[ch.ID] != ch.Paid {
			t.Fatalf("charge %+v is paid by %d", ch, settled[ch.ID])
		}
	}
	if s.Check.Paid() > s.Check.Total() {
		t.Fatalf("paid %d of %d", s.Check.Paid(), s.Check.Total())
	}
}

func TestARoundWithoutApprovalGoesStraightToTheKitchen(t *testing.T) {
	t.Parallel()
	s := seated()
	a, err := s.as(access.Diner, order(3))
	require.NoError(t, err)
	require.Equal(t, "SUBMITTED", a.RoundStatus)
	require.Equal(t, []event.Type{event.RoundSubmitted, event.CartCleared}, s.types())
}

func TestARoundHasAtMost99OfADish(t *testing.T) {
	t.Parallel()
	s := seated()
	lines := func(qtys ...int) (c tablesession.Submit) {
		for _, qty := range qtys {
			c.Items = append(c.Items, tablesession.Item{ProductID: 3, Qty: qty}, tablesession.Item{ProductID: 4, Qty: 1})
		}
		return c
	}
	_, err := s.as(access.Waiter, lines(50, 50))
	require.Equal(t, "qty_out_of_range", fault.ReasonOf(err), "over several lines, too")
	_, err = s.as(access.Waiter, lines(50, 49))
	require.NoError(t, err)
}

// The predecessor announced ROUND_SUBMITTED while the round was still PENDING.
func TestAPendingRoundIsNotAnnouncedAsSubmitted(t *testing.T) {
	t.Parallel()
	s := seated()
	s.Policy.Approval = true
	a, err := s.as(access.Waiter, order(3))
	require.NoError(t, err)
	require.Equal(t, "PENDING", a.RoundStatus)
	require.Equal(t, []event.Type{event.RoundPending}, s.types(), "nor does a waiter's order empty the diners' cart")
}

func TestNobodyOrdersOnceTheCheckIsAskedFor(t *testing.T) {
	t.Parallel()
	s := seated()
	_, err := s.as(access.Diner, order(3))
	require.NoError(t, err)
	first, err := s.as(access.Diner, tablesession.RequestCheck{})
	require.NoError(t, err)
	again, err := s.as(access.Waiter, tablesession.RequestCheck{})
	require.NoError(t, err)
	require.Equal(t, first.CheckID, again.CheckID, "asking again gives the same check")
	require.Empty(t, s.types())
	_, err = s.as(access.Diner, order(3))
	require.Equal(t, "session_not_open", fault.ReasonOf(err))
}

// *Seguir pidiendo*: with a part paid, the table withdraws its bill, orders and asks again. What is paid stays paid.
func TestATableOrdersOn(t *testing.T) {
	t.Parallel()
	s := seated()
	_, err := s.as(access.Diner, order(3, 2))
	require.NoError(t, err)
	_, err = s.as(access.Diner, tablesession.WithdrawCheck{})
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	first, err := s.as(access.Diner, tablesession.RequestCheck{Device: "ana"})
	require.NoError(t, err)
	_, err = s.as(access.Waiter, tablesession.Pay{CheckID: first.CheckID, Provider: tablesession.Cash, Cents: 2000})
	require.NoError(t, err)

	page, err := s.as(access.Diner, tablesession.StartCheckout{CheckID: first.CheckID, DeviceID: "beto"})
	require.NoError(t, err)
	_, err = s.as(access.Waiter, tablesession.WithdrawCheck{})
	require.Equal(t, "payment_in_progress", fault.ReasonOf(err))
	_, err = s.as(access.Diner, tablesession.CancelIntent{IntentID: page.PaymentID, DeviceID: "beto"})
	require.NoError(t, err)

	_, err = s.as(access.Diner, tablesession.WithdrawCheck{Device: "beto"})
	require.Equal(t, "not_your_check", fault.ReasonOf(err), "who did not ask for it does not withdraw it")
	_, err = s.as(access.Kitchen, tablesession.WithdrawCheck{})
	require.Equal(t, fault.Forbidden, fault.CodeOf(err))
	_, err = s.as(access.Diner, tablesession.WithdrawCheck{Device: "ana"})
	require.NoError(t, err)
	require.Equal(t, []event.Type{event.CheckWithdrawn, event.TableStatusChanged}, s.types())
	require.Equal(t, billing.Withdrawn, s.Check.Status())
	again, err := s.as(access.Waiter, tablesession.WithdrawCheck{})
	require.NoError(t, err)
	require.Equal(t, first.CheckID, again.CheckID)
	require.Empty(t, s.types(), "withdrawing it twice is withdrawing it once")

	_, err = s.as(access.Waiter, tablesession.Pay{CheckID: first.CheckID, Provider: tablesession.Cash, Cents: 1000})
	require.Equal(t, "check_withdrawn", fault.ReasonOf(err))
	_, err = s.as(access.Waiter, tablesession.Close{})
	require.Equal(t, "check_unpaid", fault.ReasonOf(err))
	_, err = s.as(access.Diner, order(4))
	require.NoError(t, err)
	second, err := s.as(access.Waiter, tablesession.RequestCheck{})
	require.NoError(t, err)
	require.Equal(t, first.CheckID, second.CheckID, "it is the same bill")
	require.Equal(t, []event.Type{event.CheckRequested, event.TableStatusChanged}, s.types())
	require.Equal(t, []money.Cents{9000, 2000, 7000}, []money.Cents{s.Check.Total(), s.Check.Paid(), s.Check.Owed()})
	_, err = s.as(access.Diner, tablesession.WithdrawCheck{})
	require.Equal(t, "not_your_check", fault.ReasonOf(err), "what staff asked for, staff withdraws")
	_, err = s.as(access.Waiter, tablesession.Pay{CheckID: first.CheckID, Provider: tablesession.Cash, Cents: 7000})
	require.NoError(t, err)
	_, err = s.as(access.Waiter, tablesession.WithdrawCheck{})
	require.NoError(t, err)
	_, err = s.as(access.Waiter, order(1))
	require.NoError(t, err)
	_, err = s.as(access.Waiter, tablesession.Close{})
	require.Equal(t, "check_unpaid", fault.ReasonOf(err), "the coffee after the bill is owed, too")
}

// Money that settled nothing, because what it paid was struck out, pays what is ordered next.
func TestWhatIsOrderedNextIsPaidByMoneyThatIsThere(t *testing.T) {
	t.Parallel()
	s := seated()
	_, err := s.as(access.Diner, order(3, 4))
	require.NoError(t, err)
	check, err := s.as(access.Diner, tablesession.RequestCheck{})
	require.NoError(t, err)
	_, err = s.as(access.Waiter, tablesession.Pay{CheckID: check.CheckID, Provider: tablesession.Cash, Cents: 7000})
	require.NoError(t, err)
	_, err = s.as(access.Waiter, tablesession.VoidItem{ItemID: s.Rounds[0].Items[0].ID, Reason: "se cayó"})
	require.NoError(t, err)
	require.EqualValues(t, 3000, s.Check.Unallocated())
	for _, c := range []tablesession.Command{tablesession.WithdrawCheck{}, order(2), tablesession.RequestCheck{}} {
		_, err = s.as(access.Diner, c)
		require.NoError(t, err)
	}
	require.Equal(t, []money.Cents{6000, 6000, 1000}, []money.Cents{s.Check.Total(), s.Check.Paid(), s.Check.Unallocated()})
	added := s.Check.Charges[2]
	require.Positive(t, added.ID)
	require.Contains(t, s.Check.Payments[0].Parts, billing.Part{ChargeID: added.ID, Cents: 2000})
}

// The predecessor made a check of 0 cents, which nobody could ever pay.
func TestNothingOrderedIsNotCharged(t *testing.T) {
	t.Parallel()
	s := seated()
	_, err := s.as(access.Diner, tablesession.RequestCheck{})
	require.Equal(t, "nothing_to_charge", fault.ReasonOf(err))
	_, err = s.as(access.Waiter, tablesession.Close{})
	require.NoError(t, err, "who ordered nothing owes nothing")
	require.Equal(t, []event.Type{event.TableCleared}, s.types())
}

func TestOnlyAnAdminForcesATableShut(t *testing.T) {
	t.Parallel()
	s := seated()
	a, err := s.as(access.Diner, order(3))
	require.NoError(t, err)
	_, err = s.as(access.Waiter, tablesession.Close{})
	require.Equal(t, "check_unpaid", fault.ReasonOf(err))
	_, err = s.as(access.Manager, tablesession.Close{Force: true})
	require.Equal(t, fault.Forbidden, fault.CodeOf(err))
	_, err = s.as(access.Admin, tablesession.Close{Force: true})
	require.NoError(t, err)
	require.Equal(t, []event.Type{event.RoundCanceled, event.TableCleared}, s.types())
	require.Equal(t, a.RoundID, s.Rounds[0].ID)
	_, err = s.as(access.Diner, order(1))
	require.ErrorIs(t, err, tablesession.SessionClosed)
}

func TestACallIsAnnouncedAgainAndEscalates(t *testing.T) {
	t.Parallel()
	s := seated()
	a, err := s.as(access.Diner, tablesession.CallService{Type: "WAITER_CALL"})
	require.NoError(t, err)
	again, err := s.as(access.Diner, tablesession.CallService{Type: "WAITER_CALL"})
	require.NoError(t, err)
	require.Equal(t, a.CallID, again.CallID, "an open call is not doubled")
	require.Empty(t, s.types(), "nor announced again, however often somebody presses: the reminders do that")

	for range s.Policy.CallEscalationAfter {
		at, ok := s.NextReminder()
		require.True(t, ok)
		s.now = at
		_, err = s.as(access.System, tablesession.Remind{})
		require.NoError(t, err)
		require.Equal(t, []event.Type{event.ServiceCallCreated}, s.types())
	}
	require.True(t, s.Calls[0].Escalated)
	require.Nil(t, s.events[0].SectorID, "an escalated call is for the whole branch")
	_, err = s.as(access.System, tablesession.Remind{})
	require.Equal(t, "nothing_due", fault.ReasonOf(err))

	_, err = s.as(access.Waiter, tablesession.AckCall{CallID: a.CallID})
	require.NoError(t, err)
	_, ok := s.NextReminder()
	require.False(t, ok)
	_, err = s.as(access.Waiter, tablesession.AckCall{CallID: a.CallID})
	require.Equal(t, fault.Refused, fault.CodeOf(err), "a second ack is refused")
}

// Two of four are struck out, and then the rest: each time the round, its ticket and the bill say what is left.
func TestSomeOfAnItemIsVoided(t *testing.T) {
	t.Parallel()
	s := seated()
	a, err := s.as(access.Diner, tablesession.Submit{Items: []tablesession.Item{{ProductID: 3, Qty: 4}}})
	require.NoError(t, err)
	item := s.Rounds[0].Items[0].ID
	_, err = s.as(access.Kitchen, tablesession.MakeTickets{RoundID: a.RoundID})
	require.NoError(t, err)
	void := func(qty int) (tablesession.Result, error) {
		return s.as(access.Waiter, tablesession.VoidItem{ItemID: item, Reason: "se cayó", Qty: qty})
	}
	_, err = void(5)
	require.Equal(t, "qty_out_of_range", fault.ReasonOf(err))
	two, err := void(2)
	require.NoError(t, err)
	require.Equal(t, []int{2, 2}, []int{two.VoidedQty, two.QtyLeft})
	require.Equal(t, []event.Type{event.RoundItemVoided}, s.types())
	require.Equal(t, 2, s.Tickets[0].Items[0].Qty)
	_, err = s.as(access.Diner, tablesession.RequestCheck{})
	require.NoError(t, err)
	require.EqualValues(t, 6000, s.Check.Total())
	one, err := void(1)
	require.NoError(t, err)
	require.Equal(t, 1, one.QtyLeft)
	require.EqualValues(t, 3000, s.Check.Total())
	rest, err := void(1)
	require.NoError(t, err)
	require.True(t, rest.RoundGone)
	require.Zero(t, s.Check.Total())
	require.Equal(t, tablesession.Canceled, s.Rounds[0].Status)
	require.Len(t, s.Rounds[0].Items, 3, "each void keeps its line, with its reason")
}

func TestAReadyRoundIsAnnouncedUntilServed(t *testing.T) {
	t.Parallel()
	s := seated()
	a, err := s.as(access.Diner, order(3))
	require.NoError(t, err)
	for _, to := range []tablesession.RoundStatus{tablesession.InKitchen, tablesession.Ready} {
		_, err = s.as(access.Kitchen, tablesession.Move{RoundID: a.RoundID, To: to})
		require.NoError(t, err)
	}
	first, _ := s.NextReminder()
	require.Equal(t, s.now.Add(2*time.Minute), first)
	s.now = first
	_, err = s.as(access.System, tablesession.Remind{})
	require.NoError(t, err)
	require.Equal(t, []event.Type{event.RoundReady}, s.types())
	second, _ := s.NextReminder()
	require.Equal(t, 4*time.Minute, second.Sub(first), "the gap doubles")
}

func TestASessionIsIdleOnlyIfNothingWasOrdered(t *testing.T) {
	t.Parallel()
	s := seated()
	at, ok := s.IdleAt()
	require.True(t, ok)
	_, err := s.as(access.System, tablesession.Abandon{})
	require.Equal(t, "not_idle", fault.ReasonOf(err))
	s.now = at
	_, err = s.as(access.Diner, tablesession.Abandon{})
	require.Equal(t, fault.Forbidden, fault.CodeOf(err))
	_, err = s.as(access.System, tablesession.Abandon{})
	require.NoError(t, err)
	require.Equal(t, tablesession.Closed, s.Status)

	busy := seated()
	_, err = busy.as(access.Diner, order(1))
	require.NoError(t, err)
	_, ok = busy.IdleAt()
	require.False(t, ok)
}

// The predecessor made a second payment row for each repeat of a webhook, and an
// overpayment was an error.
func TestASnapshotOfAPaymentCountsOnce(t *testing.T) {
	t.Parallel()
	s := seated()
	_, err := s.as(access.Diner, order(3, 2))
	require.NoError(t, err)
	check, err := s.as(access.Diner, tablesession.RequestCheck{})
	require.NoError(t, err)
	asked, err := s.as(access.Diner, tablesession.StartCheckout{CheckID: check.CheckID})
	require.NoError(t, err)
	_, err = s.as(access.System, tablesession.CheckoutMade{Reference: "check_1_2", Checkout: tablesession.Checkout{PaymentID: asked.PaymentID, PreferenceID: "p"}})
	require.NoError(t, err)

	snap := tablesession.Snapshot{Reference: "check_1_2", ExternalID: "111", Status: billing.Approved, Amount: 5000, Effect: 5000, UpdatedAt: s.now}
	paid, err := s.as(access.System, snap)
	require.NoError(t, err)
	require.Equal(t, asked.PaymentID, paid.PaymentID, "the payment that was asked for is the one that came")
	require.Equal(t, []event.Type{event.PaymentApproved, event.CheckPaid}, s.types())
	_, err = s.as(access.System, snap)
	require.NoError(t, err)
	require.Empty(t, s.types(), "a repeat is no news")

	second := snap
	second.ExternalID = "222"
	_, err = s.as(access.System, second)
	require.NoError(t, err)
	require.Len(t, s.Check.Payments, 2, "a checkout can be paid twice: that money is kept, and kept apart")
	require.EqualValues(t, 5000, s.Check.Unallocated())
	older := snap
	older.UpdatedAt, older.Effect = snap.UpdatedAt.Add(-time.Minute), 0
	_, err = s.as(access.System, older)
	require.NoError(t, err)
	require.EqualValues(t, 5000, s.Check.Paid(), "an older snapshot changes nothing")
}

func TestTheKitchenDividesARoundAmongItsStations(t *testing.T) {
	t.Parallel()
	s := seated()
	a, err := s.as(access.Diner, order(1, 2, 3))
	require.NoError(t, err)
	made, err := s.as(access.Kitchen, tablesession.MakeTickets{RoundID: a.RoundID, Stations: map[int64]tablesession.Station{2: tablesession.Bar}})
	require.NoError(t, err)
	require.Len(t, made.TicketIDs, 2)
	require.Equal(t, tablesession.Bar, s.Tickets[0].Station)
	require.Equal(t, tablesession.Grill, s.Tickets[1].Station)
	require.Len(t, s.Tickets[1].Items, 2)
	_, err = s.as(access.Kitchen, tablesession.MakeTickets{RoundID: a.RoundID})
	require.Equal(t, "tickets_exist", fault.ReasonOf(err))
	_, err = s.as(access.Kitchen, tablesession.MoveTicket{TicketID: s.Tickets[0].ID, To: tablesession.TicketReady})
	require.Equal(t, "wrong_transition", fault.ReasonOf(err))
	_, err = s.as(access.Kitchen, tablesession.MoveTicket{TicketID: s.Tickets[0].ID, To: tablesession.TicketInProgress})
	require.NoError(t, err)
	require.Equal(t, []event.Type{event.TicketInProgress}, s.types())
}

func TestAnOrderWithoutAKeyIsRememberedByWhatItAsks(t *testing.T) {
	t.Parallel()
	s := seated()
	env := tablesession.Envelope{SessionID: 3, Hash: "h", By: access.Actor{Role: access.Diner}}
	e, err := s.Decide(order(3), env, s.now, "run/1")
	require.NoError(t, err)
	s.Session = s.Apply(e.Bind(tablesession.Receipt{FirstID: 1, Items: []tablesession.Priced{{Unit: 1}}}))
	a, same := s.RepeatedLately("h", s.now.Add(10*time.Second), 15*time.Second)
	require.True(t, same)
	require.EqualValues(t, 1, a.RoundID)
	_, same = s.RepeatedLately("h", s.now.Add(16*time.Second), 15*time.Second)
	require.False(t, same, "later it is another order")

	again := order(3)
	s.Session = s.Apply(e.Bind(tablesession.Receipt{FirstID: 1, Items: []tablesession.Priced{{Unit: 1}}, Cart: 7}))
	for cart, repeats := range map[int]bool{0: true, 6: true, 7: true, 8: false} {
		again.Cart = cart
		_, same, err = s.Before(again, env, s.now, 15*time.Second)
		require.NoError(t, err)
		require.Equal(t, repeats, same, "the dishes were seen in version %d of the cart, and the order left version 7", cart)
	}
	_, same = s.RepeatedLately("other", s.now, 15*time.Second)
	require.False(t, same)
	require.Empty(t, s.Forget(s.now.Add(time.Minute)).Done)
}

func TestADoubleTapTakesOnePayment(t *testing.T) {
	t.Parallel()
	require.Equal(t, 3*time.Second, tablesession.RepeatWindow(tablesession.Pay{}.Name(), 15*time.Second))
	require.Equal(t, 15*time.Second, tablesession.RepeatWindow(tablesession.Submit{}.Name(), 15*time.Second))
	require.Zero(t, tablesession.RepeatWindow(tablesession.CallService{}.Name(), 15*time.Second))
}

func TestATableThatOwesNothingCloses(t *testing.T) {
	t.Parallel()
	for _, by := range []tablesession.Close{{}, {Cleared: true}} {
		s := seated()
		_, err := s.as(access.Waiter, tablesession.Submit{Items: []tablesession.Item{{ProductID: 0, Qty: 2}}}) // costs nothing
		require.NoError(t, err)
		_, err = s.as(access.Diner, tablesession.RequestCheck{})
		require.Equal(t, "nothing_to_charge", fault.ReasonOf(err))
		_, err = s.as(access.Waiter, by)
		require.NoError(t, err)
		require.Equal(t, tablesession.Closed, s.Session.Status)
	}
}
