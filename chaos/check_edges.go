package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"integrador/client"
)

func newRng(seed int64, stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(seed), stream)) //nolint:gosec // a seed that can be repeated is the point
}

// fleeting matches what differs between two answers that say the same: the id of
// the request and that of the entity.
var fleeting = regexp.MustCompile(`"request_id":"[^"]*"|[0-9]+`)

func comparable(r *client.Response) string {
	return fmt.Sprintf("%d %s", r.Status, fleeting.ReplaceAllString(string(r.Body), "#"))
}

// checkIsolation is I9: the other restaurant's canary is in no answer, no event and
// no log, and its ids are answered like ids that do not exist.
func (cl *cluster) checkIsolation(ctx context.Context) finding {
	f := finding{id: "I9", says: "nada de otro restaurante en respuestas, eventos ni registros"}
	f.checked = len(cl.journal.calls)
	f.wrong = append(f.wrong, cl.journal.leaks...)
	sockets := cl.screens()
	for _, s := range cl.facts.all() {
		sockets = append(sockets, s.sockets...)
	}
	for _, e := range sockets {
		frames, _ := e.received()
		f.checked += len(frames)
		for _, frame := range frames {
			if strings.Contains(string(frame.Raw), canary) {
				f.fail("%s recibió algo de otro restaurante: %.120s", e.name, frame.Raw)
			}
		}
	}
	for _, p := range cl.processes {
		if content, err := os.ReadFile(p.LogPath); err != nil || strings.Contains(string(content), canary) {
			f.fail("el registro de %s habla de otro restaurante, o no se pudo leer: %v", p.Name, err)
		}
	}
	if err := cl.compareForeign(ctx, &f); err != nil {
		f.fail("%v", err)
	}
	return f
}

// compareForeign asks for the other restaurant's entities and for ids that do not exist.
func (cl *cluster) compareForeign(ctx context.Context, f *finding) error {
	for path, sql := range map[string]string{
		"/api/tables/%d":                        `SELECT min(id) FROM restaurant_table WHERE tenant_id <> $1`,
		"/api/admin/tables/%d":                  `SELECT min(id) FROM restaurant_table WHERE tenant_id <> $1`,
		"/api/admin/products/%d":                `SELECT min(id) FROM product WHERE tenant_id <> $1`,
		"/api/admin/branches/%d":                `SELECT min(id) FROM branch WHERE tenant_id <> $1`,
		"/api/admin/staff/%d":                   `SELECT min(id) FROM app_user WHERE tenant_id <> $1`,
		"/api/admin/categories/%d":              `SELECT min(id) FROM category WHERE tenant_id <> $1`,
		"/api/waiter/tables?branch_id=%d":       `SELECT min(id) FROM branch WHERE tenant_id <> $1`,
		"/api/admin/products?branch_id=%d":      `SELECT min(id) FROM branch WHERE tenant_id <> $1`,
		"/api/waiter/branches/%d/menu":          `SELECT min(id) FROM branch WHERE tenant_id <> $1`,
		"/api/waiter/tables/%d/session":         `SELECT min(id) FROM restaurant_table WHERE tenant_id <> $1`,
		"/api/admin/staff?branch_id=%d&limit=5": `SELECT min(id) FROM branch WHERE tenant_id <> $1`,
	} {
		id, err := cl.count(ctx, sql, cl.tenant)
		if err != nil {
			return err
		}
		theirs, err := cl.staff["admin"].Send(ctx, http.MethodGet, fmt.Sprintf(path, id), nil)
		if err != nil {
			return err
		}
		none, err := cl.staff["admin"].Send(ctx, http.MethodGet, fmt.Sprintf(path, 999_999_999), nil)
		if err != nil {
			return err
		}
		f.checked += 2
		if comparable(theirs) != comparable(none) {
			f.fail("%s distingue lo ajeno de lo que no existe: %.120s; %.120s", path, comparable(theirs), comparable(none))
		}
		if strings.Contains(string(theirs.Body), canary) {
			f.fail("%s cuenta lo ajeno: %.120s", path, theirs.Body)
		}
	}
	return nil
}

// checkKeys is I10 at a fresh table: one key is one order, whoever sends it how
// often, and another body under it is refused.
func (cl *cluster) checkKeys(ctx context.Context) finding {
	f := finding{id: "I10", says: "una clave, un pedido; otro contenido se rechaza"}
	d := &dinner{cluster: cl, rng: newRng(cl.seed, 8), session: &session{at: cl.tables[len(cl.tables)-1]}, name: fmt.Sprintf("%d-claves", cl.seed)}
	if err := d.scan(ctx); err != nil {
		f.fail("abrir una mesa: %v", err)
		return f
	}
	defer d.clearAway(ctx)
	if err := d.join(ctx); err != nil {
		f.fail("sentarse: %v", err)
		return f
	}
	for n := range 5 {
		o := d.newOrder(d.guests[0], n)
		seen := cl.atOnce(ctx, &f, o, 8)
		if len(seen) != 1 {
			f.fail("la clave %s dio las rondas %v", o.key, seen)
		}
		other := client.SubmitRoundRequest{Items: []client.RoundItemInput{{ProductID: d.dishes[0].id, Qty: 98}}}
		if _, err := o.guest.WithKey(o.key).SubmitRound(ctx, other); client.StatusOf(err) != http.StatusUnprocessableEntity {
			f.fail("la clave %s con otro contenido dio %v", o.key, err)
		}
		f.checked += 9
	}
	for _, s := range d.sockets {
		s.Close()
	}
	return f
}

// atOnce sends one order n times at the same instant, and gives the rounds that
// were answered.
func (cl *cluster) atOnce(ctx context.Context, f *finding, o *order, n int) map[client.SubmitRoundResponse]int {
	var mu sync.Mutex
	var all sync.WaitGroup
	seen := map[client.SubmitRoundResponse]int{}
	for range n {
		all.Go(func() {
			made, err := o.guest.WithKey(o.key).SubmitRound(ctx, o.body)
			mu.Lock()
			defer mu.Unlock()
			switch client.StatusOf(err) {
			case http.StatusConflict, http.StatusTooManyRequests, http.StatusServiceUnavailable:
				return
			}
			if err != nil {
				f.fail("la clave %s, ocho veces a la vez: %v", o.key, err)
				return
			}
			seen[made]++
		})
	}
	all.Wait()
	return seen
}

// metric reads one metric of a process.
func (cl *cluster) metric(ctx context.Context, at, name string) (float64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil) //nolint:gosec // our own process
	if err != nil {
		return 0, err
	}
	resp, err := cl.web.Do(req) //nolint:gosec // our own process
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if value, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			return strconv.ParseFloat(value, 64)
		}
	}
	return 0, fmt.Errorf("%s has no metric %s", at, name)
}

// checkBounds is I15: closed sockets leave no goroutine, descriptor or memory behind.
func (cl *cluster) checkBounds(ctx context.Context) finding {
	f := finding{id: "I15", says: "lo que se abre se cierra: goroutines, descriptores y memoria vuelven"}
	names := []string{"go_goroutines", "process_open_fds", "process_resident_memory_bytes"}
	spare := []float64{20, 20, 20 << 20}
	measure := func() (all []float64, err error) {
		for _, name := range names {
			v, err := cl.metric(ctx, cl.gateway+"/ws/metrics", name)
			if err != nil {
				return nil, err
			}
			all = append(all, v)
		}
		return all, nil
	}
	before, err := measure()
	if err != nil {
		f.fail("%v", err)
		return f
	}
	token := cl.staff["kitchen"].Token()
	for range 400 {
		conn, resp, err := websocket.DefaultDialer.DialContext(ctx, "ws"+cl.gateway[len("http"):]+"/ws/kitchen?token="+token, nil)
		if resp != nil {
			_ = resp.Body.Close()
		}
		if err == nil {
			_ = conn.Close()
			f.checked++
		}
	}
	var after []float64
	err = cl.until(ctx, 30*time.Second, func(context.Context) (err error) {
		if after, err = measure(); err != nil {
			return err
		}
		for i := range names {
			if after[i] > before[i]*1.1+spare[i] {
				return fmt.Errorf("%s: antes %.0f, después de %d conexiones %.0f", names[i], before[i], f.checked, after[i])
			}
		}
		return nil
	})
	if err != nil {
		f.fail("%v", err)
		return f
	}
	f.note = fmt.Sprintf("gateway: goroutines %.0f → %.0f, descriptores %.0f → %.0f, MiB residentes %.0f → %.0f",
		before[0], after[0], before[1], after[1], before[2]/(1<<20), after[2]/(1<<20))
	return f
}
