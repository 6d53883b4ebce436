package tablesession

import (
	"slices"
	"strings"
	"time"

	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/domain/money"
)

// Command is something that somebody asks of a session.
type Command interface {
	// Name is what histories and the ledger call the command.
	Name() string
	// decide adds to d what follows from the command, or refuses it.
	decide(s Session, d *Decision) error
}

// Envelope is what comes with every command.
type Envelope struct {
	SessionID int64        `json:"session_id"`
	Key       string       `json:"key,omitempty"` // the caller's idempotency key; "" if it sent none
	Hash      string       `json:"hash"`          // of the request, with the device where one is known
	By        access.Actor `json:"by"`
	Request   string       `json:"request,omitempty"`
}

// Turn is a command's way to what is to be recorded. recorded says that there is nothing to record: d.Result is that of
// an earlier command, by its key or, without one, asked within the window of orders; or the command found done what it asks.
//
// Errors: fault.KeyReused; those of Decide.
func (s Session) Turn(c Command, env Envelope, at time.Time, key string, orders time.Duration) (d Decision, recorded bool, err error) {
	if d.Result, recorded, err = s.Before(c, env, at, orders); recorded {
		return d, true, err
	}
	d, err = s.Decide(c, env, at, key)
	d.Result.SessionID = s.SessionID
	return d, d.Empty(), err
}

// Before gives the result of what was asked before.
func (s Session) Before(c Command, env Envelope, at time.Time, orders time.Duration) (Result, bool, error) {
	if env.Key != "" {
		return s.Repeated(KeyOf(c, env.Key), env.Hash)
	}
	if submit, ok := c.(Submit); ok && s.refilled(submit, env.Hash) {
		return Result{}, false, nil
	}
	result, done := s.RepeatedLately(env.Hash, at, RepeatWindow(c.Name(), orders))
	return result, done, nil
}

// Decide says what follows from command c at moment at: the decision to record. s stays
// as it is. Key identifies it if the caller brought no key of its own.
//
// Errors: any fault; see each command.
func (s Session) Decide(c Command, env Envelope, at time.Time, key string) (Decision, error) {
	d := Decision{Key: key, Version: s.Version, Name: c.Name(), Hash: env.Hash, Ref: s.Ref, By: env.By, At: at, Request: env.Request}
	if env.Key != "" {
		d.Key, d.CallerKey = KeyOf(c, env.Key), env.Key
	}
	if !s.IsLive() && !allowedLate(c) {
		return Decision{}, SessionClosed
	}
	d.Late = !s.IsLive()
	if err := c.decide(s, &d); err != nil {
		return Decision{}, err
	}
	after := s.Status
	if changed, ok := Find[StatusChanged](d); ok {
		after = changed.To
	}
	d.TableAfter = after.TableStatus()
	return d, nil
}

// allowedLate reports whether a command is let in although the session is over: money
// comes and goes when the table has gone home.
func allowedLate(c Command) bool {
	switch c.(type) {
	case Snapshot, EndIntent, RequestRefund, RefundEnded:
		return true
	}
	return false
}

// KeyOf is the key of a command in the session: the caller's, for this command.
func KeyOf(c Command, key string) string { return c.Name() + ":" + key }

// allow refuses an actor whose role is not among roles.
func allow(by access.Actor, roles ...access.Role) error {
	if slices.Contains(roles, by.Role) {
		return nil
	}
	return fault.New(fault.Forbidden, "role_forbidden", "Tu rol no permite hacer esto.")
}

// Join registers a diner. The same local_id is the same diner, who comes back.
type Join struct {
	Diner Diner `json:"diner"`
}

// Name implements Command.
func (Join) Name() string { return "join_diner" }

func (c Join) decide(s Session, d *Decision) error {
	i := slices.IndexFunc(s.Diners, func(d Diner) bool { return c.Diner.LocalID != "" && d.LocalID == c.Diner.LocalID })
	if i >= 0 {
		d.Result.DinerID = s.Diners[i].ID
		return nil
	}
	if len(s.Diners) >= MaxDiners {
		return fault.New(fault.Refused, "table_full", "La mesa ya tiene demasiados comensales.")
	}
	d.add(DinerJoined{c.Diner})
	return nil
}

// Bounds of one session, against a stranger with a photo of the QR code.
const (
	MaxDiners = 60
	MaxLines  = 100
	// MaxItems bounds all rounds together: a session must fit into one message.
	MaxItems = 8000
)

// Submit orders a round.
type Submit struct {
	Items []Item `json:"items"` // ProductID, Qty, Notes, DinerID and Shown count
	Notes string `json:"notes,omitempty"`
	// Device is the phone that orders; a line without a diner is of whoever sat down
	// with it last.
	Device string `json:"device,omitempty"`
	// Cart is the version of the cart in which a phone's dishes were seen just now; 0 if they were not in it. It parts an
	// order that was put together again from a retry, which comes when the first attempt has emptied the cart.
	Cart int `json:"cart,omitempty"`
	// Unbounded is of workflows that bounded each line alone, not all lines of a dish.
	Unbounded bool `json:"-"`
}

// MaxOfDish is how much of one dish a round has at most.
const MaxOfDish = 99

// Name implements Command.
func (Submit) Name() string { return "submit_round" }

func (c Submit) decide(s Session, d *Decision) error {
	if !s.CanOrder() {
		return fault.New(fault.Refused, "session_not_open", "La cuenta ya está pedida: para pedir algo más, sigan pidiendo o avisen al mozo.")
	}
	if len(c.Items) == 0 || len(c.Items) > MaxLines {
		return fault.Newf(fault.Refused, "items_out_of_range", "Una ronda tiene entre 1 y %d ítems.", MaxLines)
	}
	atMost, err := c.affordable(s, d)
	if err != nil {
		return err
	}
	if s.items()+len(c.Items) > MaxItems {
		return fault.New(fault.Refused, "sitting_full", "La mesa pidió demasiado para una sola cuenta: pidan la cuenta y empiecen otra.")
	}
	r := Round{Number: s.LastRound + 1, Status: Submitted, Notes: c.Notes}
	if s.Policy.Approval {
		r.Status = Pending
	}
	if d.By.UserID != nil {
		r.ByWaiter = *d.By.UserID
	}
	self := s.dinerWith(c.Device)
	if self != 0 {
		d.By.DinerID = self
	}
	ofDish := map[int64]int{}
	for _, it := range c.Items {
		if it.DinerID == 0 {
			it.DinerID = self
		}
		if it.Qty < 1 || it.Qty > MaxOfDish {
			return fault.Newf(fault.Refused, "qty_out_of_range", "La cantidad va de 1 a %d.", MaxOfDish)
		}
		if ofDish[it.ProductID] += it.Qty; ofDish[it.ProductID] > MaxOfDish && !c.Unbounded {
			return fault.Newf(fault.Refused, "qty_out_of_range", "De un mismo plato se piden hasta %d por ronda.", MaxOfDish).
				With("product_id", it.ProductID)
		}
		if it.DinerID != 0 && !s.hasDiner(it.DinerID) {
			return fault.New(fault.Refused, "diner_not_here", "Ese comensal no está en la mesa.")
		}
		r.Items = append(r.Items, Item{ProductID: it.ProductID, DinerID: it.DinerID, Qty: it.Qty, Notes: it.Notes, Shown: it.Shown})
	}
	d.add(RoundOrdered{Round: r, AtMost: atMost})
	return nil
}

// affordable is what the round may cost where the branch caps what a table owes; nil is no bound. Who
// serves the table sees who sits there: a waiter's rounds have no bound.
func (c Submit) affordable(s Session, d *Decision) (*money.Cents, error) {
	if s.Policy.UnpaidCap == nil || d.By.UserID != nil {
		return nil, nil
	}
	room := *s.Policy.UnpaidCap - s.consumed()
	if room <= 0 {
		return nil, OverCap(0)
	}
	return &room, nil
}

// OverCap refuses a diner's round after which the table would owe more than its
// branch allows. room is what may still be ordered, in cents.
func OverCap(room money.Cents) error {
	return fault.New(fault.Conflict, "unpaid_cap_reached", "La mesa llegó al máximo que se puede pedir desde el teléfono. Llamá al mozo para seguir pidiendo.").
		With("remaining_cents", room)
}

func (s Session) items() (n int) {
	for _, r := range s.Rounds {
		n += len(r.Items)
	}
	return n
}

// dinerWith is who sat down last with a device, or 0.
func (s Session) dinerWith(device string) int64 {
	for _, d := range slices.Backward(s.Diners) {
		if device != "" && d.DeviceID == device {
			return d.ID
		}
	}
	return 0
}

func (s Session) hasDiner(id int64) bool {
	return slices.ContainsFunc(s.Diners, func(d Diner) bool { return d.ID == id })
}

// Move takes a round to a status.
type Move struct {
	RoundID int64       `json:"round_id"`
	To      RoundStatus `json:"to"`
	Reason  string      `json:"reason,omitempty"` // of a cancellation
}

// Name implements Command.
func (Move) Name() string { return "move_round" }

func (c Move) decide(s Session, d *Decision) error {
	r, err := s.round(c.RoundID)
	if err != nil {
		return err
	}
	if err := MayMove(r.Status, c.To, d.By.Role); err != nil {
		return err
	}
	d.add(RoundMoved{RoundID: r.ID, Number: r.Number, To: c.To})
	d.Result.RoundID, d.Result.RoundNumber, d.Result.RoundStatus = r.ID, r.Number, string(c.To)
	if c.To == Canceled {
		o := Override{Kind: "ROUND_CANCEL", Reason: c.Reason, Entity: "round", EntityID: r.ID, Cents: worth(r.left(0)...)}
		s.unbill(d, &o, r.left(0)...)
	}
	return nil
}

// DeleteItem removes an item that the kitchen does not know of yet.
type DeleteItem struct {
	RoundID int64 `json:"round_id"`
	ItemID  int64 `json:"item_id"`
}

// Name implements Command.
func (DeleteItem) Name() string { return "delete_round_item" }

func (c DeleteItem) decide(s Session, d *Decision) error {
	if err := allow(d.By, floor...); err != nil {
		return err
	}
	r, err := s.round(c.RoundID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(r.Items, func(it Item) bool { return it.ID == c.ItemID })
	if i < 0 {
		return fault.New(fault.NotFound, "item_not_found", "No encontramos el ítem.")
	}
	if !r.canDelete() {
		return fault.New(fault.Refused, "round_in_kitchen", "La cocina ya tiene la ronda: el ítem se anula, no se borra.").
			With("status", r.Status)
	}
	left := len(r.Items) - 1
	d.add(ItemDeleted{RoundID: r.ID, ItemID: c.ItemID, ProductID: r.Items[i].ProductID, RoundToo: left == 0})
	s.unbill(d, nil, r.Items[i])
	d.Result.RoundID, d.Result.ItemID, d.Result.ItemsLeft, d.Result.RoundGone = r.ID, c.ItemID, left, left == 0
	return nil
}

// VoidItem strikes out an item that the kitchen already has, or some of it.
type VoidItem struct {
	ItemID int64  `json:"item_id"`
	Reason string `json:"reason"`
	Qty    int    `json:"qty,omitempty"` // 0: all of it
}

// Name implements Command.
func (VoidItem) Name() string { return "void_round_item" }

func (c VoidItem) decide(s Session, d *Decision) error {
	if err := allow(d.By, floor...); err != nil {
		return err
	}
	r, it, err := s.roundOfItem(c.ItemID)
	switch {
	case err != nil:
		return err
	case strings.TrimSpace(c.Reason) == "":
		return fault.New(fault.Refused, "reason_required", "Contá por qué se anula el ítem.")
	case it.Voided:
		return fault.New(fault.Refused, "item_voided", "El ítem ya estaba anulado.")
	case c.Qty < 0 || c.Qty > it.Qty:
		return fault.Newf(fault.Refused, "qty_out_of_range", "De esa línea quedan %d.", it.Qty).With("qty", it.Qty)
	case !r.canVoid():
		return fault.Newf(fault.Refused, "wrong_round_status", "No se puede anular un ítem de una ronda en estado %s.", r.Status)
	}
	voided := ItemVoided{
		RoundID: r.ID, ItemID: it.ID, ProductID: it.ProductID, ProductName: it.Name, Reason: c.Reason, RoundStatus: r.Status, Qty: it.Qty,
	}
	if c.Qty != 0 {
		voided.Qty, voided.Left = c.Qty, it.Qty-c.Qty
	}
	last := voided.Left == 0 && len(r.left(it.ID)) == 0
	if last {
		voided.RoundStatus = Canceled
	}
	d.add(voided)
	if last {
		d.add(RoundMoved{RoundID: r.ID, Number: r.Number, To: Canceled})
	}
	gone := it
	gone.Qty = voided.Qty
	s.unbill(d, &Override{Kind: "ITEM_VOID", Reason: c.Reason, Entity: "round_item", EntityID: it.ID, Cents: worth(gone)}, gone)
	d.Result.RoundID, d.Result.ItemID, d.Result.RoundGone = r.ID, it.ID, last
	d.Result.VoidedQty, d.Result.QtyLeft = voided.Qty, voided.Left
	return nil
}
