package workflows

import (
	"fmt"
	"strings"

	"go.temporal.io/sdk/workflow"

	"integrador/internal/dining"
)

// tell keeps what an operator sees in the Temporal UI: the search attributes,
// which cost an event and so change with the status alone, and the details in
// words, which cost nothing.
func (s *tableSessionRun) tell(ctx workflow.Context) {
	if s.Sitting.SessionID == 0 {
		return
	}
	workflow.SetCurrentDetails(ctx, inWords(s.Sitting))
	if s.told == s.Sitting.Status {
		return
	}
	s.told = s.Sitting.Status
	err := workflow.UpsertTypedSearchAttributes(ctx,
		attrTenant.ValueSet(s.Sitting.TenantID), attrBranch.ValueSet(s.Sitting.BranchID),
		attrTable.ValueSet(s.Sitting.TableCode), attrSession.ValueSet(s.Sitting.SessionID),
		attrStatus.ValueSet(string(s.Sitting.Status)))
	if err != nil {
		workflow.GetLogger(ctx).Warn("search attributes not set", "error", err)
	}
}

var statusWords = map[dining.Status]string{
	dining.Open: "abierta", dining.Paying: "esperando el pago", dining.Closed: "cerrada",
}

var roundWords = map[dining.RoundStatus]string{
	dining.Pending: "por confirmar", dining.Confirmed: "confirmada", dining.Submitted: "enviada a cocina", dining.InKitchen: "en cocina",
	dining.Ready: "lista", dining.Served: "servida", dining.Canceled: "cancelada",
}

// lastRounds bounds the details of a long sitting to what matters now.
const lastRounds = 8

// inWords tells the state of a sitting in Markdown.
func inWords(s dining.Sitting) string {
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
