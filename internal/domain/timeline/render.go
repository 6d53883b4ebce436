package timeline

import (
	"fmt"
	"io"
	"strings"
	"time"

	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
)

const (
	clock = "15:04:05.000"
	day   = "02/01/2006"
)

var kindWords = map[Kind]string{
	Command: "orden", Event: "evento", Payment: "pago", Audit: "auditoría", Timer: "reloj", Activity: "trabajo", Run: "workflow",
}

// Write prints the timeline, one line for each thing that happened, in the branch's
// time.
func Write(w io.Writer, lines []Line, in *time.Location) error {
	b := &strings.Builder{}
	today := ""
	for _, l := range lines {
		at := l.At.In(in)
		if date := at.Format(day); date != today {
			today = date
			fmt.Fprintf(b, "── %s\n", date)
		}
		what := l.Text
		if l.Seq > 0 {
			what = fmt.Sprintf("#%d %s", l.Seq, what)
		}
		if l.Who != "" {
			what += " · " + l.Who
		}
		if l.Took != nil && *l.Took >= time.Millisecond {
			what += fmt.Sprintf(" · %d ms", l.Took.Milliseconds())
		}
		fmt.Fprintf(b, "%s  %-9s  %s\n", at.Format(clock), kindWords[l.Kind], what)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Write prints what the table looked like.
func (s State) Write(w io.Writer, in *time.Location) error {
	b := &strings.Builder{}
	fmt.Fprintf(b, "Mesa %s, %s, a las %s del %s (evento #%d)\n", s.TableCode, word(statusWords, s.Status), s.At.In(in).Format(clock), s.At.In(in).Format(day), s.Seq)
	if len(s.Diners) > 0 {
		names := make([]string, len(s.Diners))
		for i, d := range s.Diners {
			names[i] = d.Name
		}
		fmt.Fprintf(b, "  comensales  %s\n", strings.Join(names, ", "))
	}
	for _, r := range s.Rounds {
		fmt.Fprintf(b, "  ronda #%d    %s: %s\n", r.Number, word(roundWords, r.Status), r.dishes())
	}
	for _, c := range s.Calls {
		fmt.Fprintf(b, "  llamado     %s, %s, desde las %s\n", word(callWords, c.Type), word(callStatusWords, c.Status), c.Since.In(in).Format(clock))
	}
	for _, p := range s.Payments {
		fmt.Fprintf(b, "  pago %d  %s %s, %s\n", p.ID, word(providerWords, p.Provider), p.Cents, word(paymentWords, p.Status))
	}
	b.WriteString("  cuenta      " + s.bill() + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Round) dishes() string {
	var parts []string
	for _, d := range r.Dishes {
		part := fmt.Sprintf("%d × %s", d.Qty, d.Name)
		if d.Voided {
			part += " (anulado)"
		}
		parts = append(parts, part)
	}
	if r.Gone > 0 {
		parts = append(parts, fmt.Sprintf("y %d que después se borraron", r.Gone))
	}
	return strings.Join(append(parts, r.Cents.String()), ", ")
}

func (s State) bill() string {
	if s.Check == nil {
		return fmt.Sprintf("sin pedir; hasta acá %s", s.ordered())
	}
	return fmt.Sprintf("total %s, pagado %s, falta %s", s.Check.Total, s.Check.Paid, s.Check.Total-s.Check.Paid)
}

// ordered is what the rounds that were not cancelled come to.
func (s State) ordered() (sum money.Cents) {
	for _, r := range s.Rounds {
		if r.Status != tablesession.Canceled {
			sum += r.Cents
		}
	}
	return sum
}
