package demo

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
)

// paper writes the evening down, while several sockets are heard at once.
type paper struct {
	mu    sync.Mutex
	out   io.Writer
	steps int
	began time.Time // of the step under way
	total time.Time
	slow  time.Duration // the longest that an event took to come, from its step's begin
}

func newPaper(out io.Writer) *paper {
	if out == nil {
		out = io.Discard
	}
	now := time.Now()
	return &paper{out: out, began: now, total: now}
}

func (p *paper) line(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fmt.Fprintf(p.out, format+"\n", args...)
}

// step begins a step and gives its number.
func (p *paper) step(title string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.steps++
	p.began = time.Now()
	fmt.Fprintf(p.out, "\n%2d. %s\n", p.steps, title)
	return p.steps
}

// mark has what is heard from now on counted from now.
func (p *paper) mark() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.began = time.Now()
}

// event is one line: when, who, which number of the session, what.
func (p *paper) event(e *ear, ev event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	seq := ""
	if ev.Seq > 0 {
		seq = fmt.Sprintf("#%d", ev.Seq)
	}
	after := time.Since(p.began).Round(time.Millisecond)
	p.slow = max(p.slow, after)
	fmt.Fprintf(p.out, "    %8s  %-8s %4s  %-22s %s\n", "+"+after.String(), e.name, seq, ev.Type, gist(ev))
}

// done says who was meant to hear something, and did.
func (p *paper) done(ears []*ear, sounds []sound) {
	var heard, deaf []string
	for _, e := range ears {
		to := &deaf
		for _, s := range sounds {
			if s.to&e.is != 0 {
				to = &heard
				break
			}
		}
		*to = append(*to, e.name)
	}
	switch {
	case len(ears) == 0:
	case len(heard) == 0:
		p.line("    ✓ nadie oyó nada, como corresponde")
	case len(deaf) == 0:
		p.line("    ✓ oyeron todos")
	default:
		p.line("    ✓ oyeron %s; nada para %s", strings.Join(heard, ", "), strings.Join(deaf, ", "))
	}
}

// say is a remark on the step under way.
func (p *paper) say(format string, args ...any) { p.line("    · "+format, args...) }

func (p *paper) end(s sums) {
	p.line("\nLa cena cierra:")
	p.say("la cuenta es de %s, que es lo que se pidió", pesos(s.total))
	p.say("se pagaron %s: %s por Mercado Pago y %s en efectivo; nadie debe nada", pesos(s.paid), pesos(s.card), pesos(s.cash))
	p.say("el simulador de Mercado Pago cobró %s", pesos(s.collected))
	p.say("duró %v; el evento que más tardó en llegar tardó %v", time.Since(p.total).Round(10*time.Millisecond), p.slow)
}

// gist tells in Spanish what an event is about.
func gist(ev event) string {
	of := func(name string) any { return ev.Entity[name] }
	cents := func(name string) string {
		n, _ := of(name).(float64)
		return pesos(int64(n))
	}
	switch {
	case strings.HasPrefix(ev.Type, "ROUND_"):
		return fmt.Sprintf("ronda %v", of("round_number"))
	case ev.Type == "CART_CLEARED":
		return "el carrito quedó vacío"
	case ev.Type == "CART_ITEM_REMOVED":
		return fmt.Sprintf("se fue la línea %v del carrito", of("item_id"))
	case strings.HasPrefix(ev.Type, "CART_"):
		return fmt.Sprintf("%v × %v, de %v", of("quantity"), of("product_name"), of("diner_name"))
	case strings.HasPrefix(ev.Type, "SERVICE_CALL_"):
		return fmt.Sprintf("llamado %v", of("call_type"))
	case strings.HasPrefix(ev.Type, "PAYMENT_"):
		return fmt.Sprintf("%s por %v", cents("amount_cents"), of("provider"))
	case strings.HasPrefix(ev.Type, "CHECK_"):
		return fmt.Sprintf("total %s, pagado %s", cents("total_cents"), cents("paid_cents"))
	case strings.HasPrefix(ev.Type, "TABLE_"):
		return fmt.Sprintf("mesa %v: %v", of("table_code"), of("table_status"))
	case ev.Type == "CASCADE_DELETE":
		return fmt.Sprintf("%s «%v», y con ella %v más", inSpanish(of("entity_type")), of("entity_name"), of("affected_count"))
	case strings.HasPrefix(ev.Type, "ENTITY_"):
		return fmt.Sprintf("%s «%v»", inSpanish(of("entity_type")), of("entity_name"))
	case ev.Type == "DINER_JOINED":
		return fmt.Sprintf("se sienta %v", of("diner_name"))
	}
	return ""
}

// pesos writes cents as an Argentine bill does: "$ 24.500,00".
func pesos(cents int64) string {
	whole := strconv.FormatInt(cents/100, 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	return fmt.Sprintf("$ %s,%02d", whole, cents%100)
}
