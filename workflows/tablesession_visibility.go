package workflows

import (
	"fmt"
	"strings"

	"go.temporal.io/sdk/workflow"

	"integrador/internal/domain/billing"
	"integrador/internal/domain/tablesession"
)

// setVisibility keeps what an operator sees in the Temporal UI: the search attributes,
// which cost an event and so change with the status alone, and the details in
// words, which cost nothing.
func (s *tableSessionRun) setVisibility(ctx workflow.Context) {
	if s.Session.SessionID == 0 {
		return
	}
	workflow.SetCurrentDetails(ctx, describe(s.Session))
	if s.shownStatus == s.Session.Status {
		return
	}
	s.shownStatus = s.Session.Status
	err := workflow.UpsertTypedSearchAttributes(ctx,
		attrTenant.ValueSet(s.Session.TenantID), attrBranch.ValueSet(s.Session.BranchID),
		attrTable.ValueSet(s.Session.TableCode), attrSession.ValueSet(s.Session.SessionID),
		attrStatus.ValueSet(string(s.Session.Status)))
	if err != nil {
		workflow.GetLogger(ctx).Warn("search attributes not set", "error", err)
	}
}

var statusWords = map[tablesession.Status]string{
	tablesession.Open: "abierta", tablesession.Paying: "esperando el pago", tablesession.Closed: "cerrada",
}

var roundWords = map[tablesession.RoundStatus]string{
	tablesession.Pending: "por confirmar", tablesession.Confirmed: "confirmada", tablesession.Submitted: "enviada a cocina",
	tablesession.InKitchen: "en cocina", tablesession.Ready: "lista", tablesession.Served: "servida", tablesession.Canceled: "cancelada",
}

var callWords = map[string]string{
	"WAITER_CALL": "al mozo", "PAYMENT_HELP": "para pagar", "OTHER": "a la mesa",
	string(tablesession.CallOpen): "sin atender", string(tablesession.CallAcked): "alguien va", string(tablesession.CallClosed): "cerrado",
}

var checkWords = map[billing.Status]string{
	billing.Requested: "pedida", billing.InPayment: "pagada en parte", billing.Paid: "paga",
}

// lastRounds bounds the details of a long session to what matters now.
const lastRounds = 8

// count writes a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// describe writes the state of a session in Markdown.
func describe(s tablesession.Session) string {
	var text []string
	say := func(format string, args ...any) { text = append(text, fmt.Sprintf(format, args...)) }
	say("### Mesa %s · %s\n\nSesión %d, abierta el %s UTC, %s, %s.\n\n",
		s.TableCode, statusWords[s.Status], s.SessionID, s.OpenedAt.Format("2006-01-02 15:04"),
		count(len(s.Diners), "comensal", "comensales"), count(len(s.Rounds), "ronda", "rondas"))
	recent := s.Rounds
	if len(recent) > lastRounds {
		recent = recent[len(recent)-lastRounds:]
	}
	for _, r := range recent {
		say("- Ronda #%d: %s, %s\n", r.Number, roundWords[r.Status], count(len(r.Items), "ítem", "ítems"))
	}
	for _, c := range s.Calls {
		say("- Llamado %s: %s, %s\n", callWords[c.Type], callWords[string(c.Status)], count(c.Reminders, "recordatorio", "recordatorios"))
	}
	if c := s.Check; c != nil {
		say("\n**Cuenta %d: %s**, total %s, pagado %s, falta %s\n", c.ID, checkWords[c.Status()], c.Total(), c.Paid(), c.Owed())
		if extra := c.Unallocated(); extra > 0 {
			say("\nSobran %s sin asignar: hay que devolverlos.\n", extra)
		}
	}
	return strings.Join(text, "")
}
