package timeline

import (
	"encoding/json"
	"fmt"

	"integrador/internal/domain/event"
	"integrador/internal/domain/tablesession"
)

var commandWords = map[string]string{
	opening:                             "abrir la mesa, o entrar",
	tablesession.Join{}.Name():          "presentarse",
	tablesession.Submit{}.Name():        "pedir una ronda",
	tablesession.Move{}.Name():          "mover una ronda",
	tablesession.DeleteItem{}.Name():    "borrar un ítem",
	tablesession.VoidItem{}.Name():      "anular un ítem",
	tablesession.MakeTickets{}.Name():   "hacer las comandas",
	tablesession.MoveTicket{}.Name():    "mover una comanda",
	tablesession.CallService{}.Name():   "llamar",
	tablesession.AckCall{}.Name():       "acudir a un llamado",
	tablesession.ResolveCall{}.Name():   "resolver un llamado",
	tablesession.RequestCheck{}.Name():  "pedir la cuenta",
	tablesession.Pay{}.Name():           "registrar un pago",
	tablesession.StartCheckout{}.Name(): "pagar con Mercado Pago",
	tablesession.CheckoutMade{}.Name():  "anotar el cobro preparado",
	tablesession.Snapshot{}.Name():      "aplicar lo que dice Mercado Pago",
	tablesession.CancelIntent{}.Name():  "dejar de pagar",
	tablesession.EndIntent{}.Name():     "vencer un pago que nadie hizo",
	tablesession.RequestRefund{}.Name(): "devolver un pago",
	tablesession.RefundEnded{}.Name():   "anotar cómo terminó una devolución",
	tablesession.GrantDiscount{}.Name(): "dar un descuento",
	tablesession.HandOver{}.Name():      "pasar la mesa a otra persona",
	tablesession.MoveTable{}.Name():     "cambiar de mesa",
	tablesession.Close{}.Name():         "cerrar la mesa",
	tablesession.Remind{}.Name():        "recordar lo que nadie atendió",
	tablesession.Abandon{}.Name():       "cerrar por abandono",
}

func commandWord(name string) string {
	if w, ok := commandWords[name]; ok {
		return w
	}
	return name
}

var roundWords = map[tablesession.RoundStatus]string{
	tablesession.Pending: "por confirmar", tablesession.Confirmed: "confirmada", tablesession.Submitted: "enviada a cocina", tablesession.InKitchen: "en cocina",
	tablesession.Ready: "lista", tablesession.Served: "servida", tablesession.Canceled: "cancelada",
}

var statusWords = map[tablesession.Status]string{
	"": "sin sesión todavía", tablesession.Open: "abierta", tablesession.Paying: "esperando el pago", tablesession.Closed: "cerrada",
}

var callWords = map[string]string{"WAITER_CALL": "al mozo", "PAYMENT_HELP": "por ayuda para pagar", "OTHER": "por otra cosa"}

var callStatusWords = map[tablesession.CallStatus]string{tablesession.CallOpen: "sin atender", tablesession.CallAcked: "atendido", tablesession.CallClosed: "cerrado"}

var providerWords = map[string]string{
	"CASH": "en efectivo", "CARD_PHYSICAL": "con tarjeta", "TRANSFER_EXTERNAL": "por transferencia", "OTHER_MANUAL": "por otro medio",
	"MERCADO_PAGO": "con Mercado Pago",
}

var paymentWords = map[string]string{"PENDING": "pendiente", "APPROVED": "aprobado", "REJECTED": "rechazado", "FAILED": "fallido", "EXPIRED": "vencido", "CANCELED": "dejado"}

func word[K ~string](words map[K]string, k K) string {
	if w, ok := words[k]; ok {
		return w
	}
	return string(k)
}

// InWords says an event in a sentence; what it cannot say it names.
func InWords(e event.Event) string {
	text := string(e.Type)
	say := func(format string, args ...any) { text = fmt.Sprintf(format, args...) }
	switch e.Type {
	case event.RoundPending, event.RoundConfirmed, event.RoundSubmitted, event.RoundInKitchen, event.RoundReady, event.RoundServed, event.RoundCanceled:
		decoded(e, func(b event.Round) {
			say("ronda #%d %s", b.RoundNumber, word(roundWords, roundStatus[e.Type]))
			if b.Reminder > 0 {
				text += fmt.Sprintf(" (recordatorio %d)", b.Reminder)
			}
		})
	case event.RoundItemDeleted:
		decoded(e, func(b event.DeletedItem) { say("se borró el ítem %d", b.ItemID) })
	case event.RoundItemVoided:
		decoded(e, func(b event.VoidedItem) { say("se anuló %s: %s", b.ProductName, b.VoidReason) })
	case event.ServiceCallCreated, event.ServiceCallAcked, event.ServiceCallClosed:
		decoded(e, func(b event.Call) { text = callInWords(e.Type, b) })
	case event.CheckRequested, event.CheckUpdated, event.CheckWithdrawn, event.CheckPaid:
		decoded(e, func(b event.Check) {
			say("%s: %s, pagado %s", map[event.Type]string{
				event.CheckRequested: "cuenta pedida", event.CheckUpdated: "la cuenta cambió", event.CheckPaid: "cuenta pagada",
				event.CheckWithdrawn: "siguen pidiendo",
			}[e.Type], b.TotalCents, b.PaidCents)
		})
	case event.PaymentApproved, event.PaymentRejected, event.PaymentFailed:
		decoded(e, func(b event.Payment) {
			say("pago %s %s %s; van %s de %s", word(paymentWords, paymentStatus[e.Type]), word(providerWords, b.Provider), b.AmountCents, b.PaidCents, b.TotalCents)
		})
	case event.PaymentStarted, event.PaymentReleased:
		decoded(e, func(b event.Intent) {
			say("%s %s de la cuenta", map[event.Type]string{event.PaymentStarted: "alguien está pagando", event.PaymentReleased: "nadie paga ya"}[e.Type], b.AmountCents)
		})
	case event.PaymentDisputed:
		decoded(e, func(b event.Dispute) {
			say("el pago %d de %s ya no está en disputa", b.PaymentID, b.AmountCents)
			if b.Disputed {
				say("desconocieron el pago %d de %s", b.PaymentID, b.AmountCents)
			}
		})
	case event.RefundRequested, event.PaymentRefunded, event.RefundFailed:
		decoded(e, func(b event.Refund) {
			say("%s %s del pago %d", map[event.Type]string{
				event.RefundRequested: "hay que devolver", event.PaymentRefunded: "se devolvieron", event.RefundFailed: "no se pudieron devolver",
			}[e.Type], b.AmountCents, b.PaymentID)
		})
	case event.DinerJoined:
		decoded(e, func(b event.Diner) { say("se presentó %s", b.DinerName) })
	case event.CartItemAdded, event.CartItemUpdated:
		decoded(e, func(b event.CartItem) { say("%s: %d × %s en el carrito", b.DinerName, b.Quantity, b.ProductName) })
	case event.CartItemRemoved:
		text = "salió un ítem del carrito"
	case event.CartCleared:
		text = "carrito vacío"
	case event.TicketInProgress, event.TicketReady, event.TicketDelivered:
		decoded(e, func(b event.Ticket) {
			say("comanda %d de %s, ronda #%d: %s", b.TicketID, b.Station, b.RoundNumber, b.Status)
		})
	case event.TableSessionStarted, event.TableStatusChanged, event.TableCleared, event.TableTransferred:
		decoded(e, func(b event.Table) { text = tableInWords(e.Type, b) })
	default: // its name says it
	}
	return text
}

// decoded is read without its error: an event that does not decode keeps its name.
func decoded[T any](e event.Event, then func(T)) { _ = read(e, then) }

func callInWords(t event.Type, b event.Call) string {
	switch {
	case t == event.ServiceCallAcked:
		return "alguien acude al llamado " + word(callWords, b.CallType)
	case t == event.ServiceCallClosed:
		return "llamado resuelto, " + word(callWords, b.CallType)
	case b.Escalated:
		return fmt.Sprintf("nadie acudió al llamado %s: lo oye toda la sucursal (aviso %d)", word(callWords, b.CallType), b.Reminder)
	case b.Reminder > 0:
		return fmt.Sprintf("el llamado %s sigue sin atender (aviso %d)", word(callWords, b.CallType), b.Reminder)
	}
	return "llamado " + word(callWords, b.CallType)
}

func tableInWords(t event.Type, b event.Table) string {
	switch {
	case t == event.TableSessionStarted:
		return "se abrió la mesa " + b.TableCode
	case t == event.TableCleared:
		return "se cerró la mesa " + b.TableCode
	case t == event.TableTransferred && b.TableStatus == string(tablesession.TableFree):
		return "la mesa " + b.TableCode + " quedó libre"
	case t == event.TableTransferred:
		return "la atención sigue en la mesa " + b.TableCode
	case b.TableStatus == string(tablesession.TablePaying):
		return "la mesa " + b.TableCode + " espera el pago"
	}
	return "la mesa " + b.TableCode + " pasó a " + b.TableStatus
}

// auditWords says an entry of the audit log.
func auditWords(action, entity string, was, is json.RawMessage) string {
	text := fmt.Sprintf("%s de %s", action, entity)
	if len(was) > 0 && string(was) != "null" {
		text += fmt.Sprintf(" %s →", was)
	}
	if len(is) > 0 && string(is) != "null" {
		text += " " + string(is)
	}
	return text
}
