package demo

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// transcript prints the evening while several sockets receive events.
type transcript struct {
	mu    sync.Mutex
	out   io.Writer
	steps int
	began time.Time // of the step under way
	total time.Time
	slow  time.Duration // the longest that an event took to come, from its step's begin
}

func newTranscript(out io.Writer) *transcript {
	if out == nil {
		out = io.Discard
	}
	now := time.Now()
	return &transcript{out: out, began: now, total: now}
}

func (t *transcript) line(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Fprintf(t.out, format+"\n", args...)
}

// step begins a step and gives its number.
func (t *transcript) step(title string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.steps++
	t.began = time.Now()
	fmt.Fprintf(t.out, "\n%2d. %s\n", t.steps, title)
	return t.steps
}

// mark measures what is received from now on from now.
func (t *transcript) mark() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.began = time.Now()
}

// event is one line: when, who, which number of the session, what.
func (t *transcript) event(l *listener, ev event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	seq := ""
	if ev.Seq > 0 {
		seq = fmt.Sprintf("#%d", ev.Seq)
	}
	after := time.Since(t.began).Round(time.Millisecond)
	t.slow = max(t.slow, after)
	fmt.Fprintf(t.out, "    %8s  %-8s %4s  %-22s %s\n", "+"+after.String(), l.name, seq, ev.Type, gist(ev))
}

// done says who was meant to receive something, and did.
func (t *transcript) done(listeners []*listener, expected []expectation) {
	var receivers, others []string
	for _, l := range listeners {
		if slices.ContainsFunc(expected, func(e expectation) bool { return e.to&l.is != 0 }) {
			receivers = append(receivers, l.name)
		} else {
			others = append(others, l.name)
		}
	}
	switch {
	case len(listeners) == 0:
	case len(receivers) == 0:
		t.line("    ✓ nadie recibió nada, como corresponde")
	case len(others) == 0:
		t.line("    ✓ recibieron todos")
	default:
		t.line("    ✓ recibieron %s; nada para %s", strings.Join(receivers, ", "), strings.Join(others, ", "))
	}
}

// say is a remark on the step under way.
func (t *transcript) say(format string, args ...any) { t.line("    · "+format, args...) }

func (t *transcript) end(s totals) {
	t.line("\nLa cena cierra:")
	t.say("la cuenta es de %s, que es lo que se pidió", pesos(s.total))
	t.say("se pagaron %s: %s por Mercado Pago y %s en efectivo; nadie debe nada", pesos(s.paid), pesos(s.card),
		pesos(s.cash))
	t.say("el simulador de Mercado Pago cobró %s", pesos(s.collected))
	t.say("duró %v; el evento que más tardó en llegar tardó %v", time.Since(t.total).Round(10*time.Millisecond), t.slow)
}

// gist says in Spanish what an event is about.
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
		return fmt.Sprintf("%s «%v», y con ella %v más", inSpanish(of("entity_type")), of("entity_name"),
			of("affected_count"))
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
