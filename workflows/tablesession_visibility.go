package workflows

import (
	"fmt"
	"strings"

	"go.temporal.io/sdk/workflow"

	"integrador/internal/domain/tablesession"
)

// tell keeps what an operator sees in the Temporal UI: the search attributes,
// which cost an event and so change with the status alone, and the details in
// words, which cost nothing.
func (s *tableSessionRun) tell(ctx workflow.Context) {
	if s.Session.SessionID == 0 {
		return
	}
	workflow.SetCurrentDetails(ctx, inWords(s.Session))
	if s.told == s.Session.Status {
		return
	}
	s.told = s.Session.Status
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
	tablesession.Pending: "por confirmar", tablesession.Confirmed: "confirmada", tablesession.Submitted: "enviada a cocina", tablesession.InKitchen: "en cocina",
	tablesession.Ready: "lista", tablesession.Served: "servida", tablesession.Canceled: "cancelada",
}

// lastRounds bounds the details of a long session to what matters now.
const lastRounds = 8

// inWords tells the state of a session in Markdown.
func inWords(s tablesession.Session) string {
	var text []string
	say := func(format string, args ...any) { text = append(text, fmt.Sprintf(format, args...)) }
	say("### Mesa %s · %s\n\nSesión %d, abierta el %s UTC, %d comensales, %d rondas.\n",
		s.TableCode, statusWords[s.Status], s.SessionID, s.OpenedAt.Format("2006-01-02 15:04"), len(s.Diners), len(s.Rounds))
	recent := s.Rounds
	if len(recent) > lastRounds {
		recent = recent[len(recent)-lastRounds:]
	}
	for _, r := range recent {
		say("- Ronda #%d: %s, %d ítems\n", r.Number, roundWords[r.Status], len(r.Items))
	}
	for _, c := range s.Calls {
		say("- Llamado %s: %s, %d recordatorios\n", c.Type, c.Status, c.Reminders)
	}
	if c := s.Check; c != nil {
		say("\n**Cuenta %d: %s**, total %s, pagado %s, falta %s\n", c.ID, c.Status(), c.Total(), c.Paid(), c.Owed())
		if extra := c.Unallocated(); extra > 0 {
			say("\nSobran %s sin asignar: hay que devolverlos.\n", extra)
		}
	}
	return strings.Join(text, "")
}
