package timeline

import (
	"fmt"
	"slices"

	"integrador/internal/domain/tablesession"
)

// Differs compares what the events came to with the session that the ledger has,
// and says each difference in words. There is none unless something is broken:
// events and rows are written by the same transactions.
func (s State) Differs(l tablesession.Session) (out []string) {
	differ := func(what string, decoded, has any) {
		if decoded != has {
			out = append(out, fmt.Sprintf("%s: la historia dice %v y el libro %v", what, decoded, has))
		}
	}
	differ("estado", s.Status, l.Status)
	differ("mesa", s.TableCode, l.TableCode)
	differ("comensales", len(s.Diners), len(l.Diners))
	differ("rondas", len(s.Rounds), len(l.Rounds))
	for _, r := range l.Rounds {
		what := fmt.Sprintf("ronda #%d", r.Number)
		i := s.indexOfRound(r.ID)
		if i < 0 {
			differ(what, "que no existe", r.Status)
			continue
		}
		differ(what, s.Rounds[i].Status, r.Status)
		differ(what+", anulados", len(s.Rounds[i].voided), countVoided(r))
	}
	differ("llamados abiertos", len(s.Calls), len(l.Calls))
	for _, c := range l.Calls {
		i := slices.IndexFunc(s.Calls, func(mine Call) bool { return mine.ID == c.ID })
		if i < 0 {
			differ(fmt.Sprintf("llamado %d", c.ID), "que no existe", c.Status)
			continue
		}
		differ(fmt.Sprintf("llamado %d", c.ID), s.Calls[i].Status, c.Status)
	}
	return append(out, s.moneyDiffers(l)...)
}

func (s State) moneyDiffers(l tablesession.Session) (out []string) {
	switch {
	case (s.Check == nil) != (l.Check == nil):
		return []string{fmt.Sprintf("cuenta: pedida según la historia: %t; según el libro: %t", s.Check != nil, l.Check != nil)}
	case s.Check == nil:
		return nil
	}
	if s.Check.Total != l.Check.Total() {
		out = append(out, fmt.Sprintf("total: la historia dice %s y el libro %s", s.Check.Total, l.Check.Total()))
	}
	if s.Check.Paid != l.Check.Paid() {
		out = append(out, fmt.Sprintf("pagado: la historia dice %s y el libro %s", s.Check.Paid, l.Check.Paid()))
	}
	return out
}

func countVoided(r tablesession.Round) (n int) {
	for _, it := range r.Items {
		if it.Voided {
			n++
		}
	}
	return n
}
