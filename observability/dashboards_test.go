package observability_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// board is a dashboard, as far as it matters here.
type board struct {
	UID    string `json:"uid"`
	Title  string `json:"title"`
	Panels []struct {
		ID          int    `json:"id"`
		Title       string `json:"title"`
		Description string `json:"description"`
		Targets     []struct {
			Expr string `json:"expr"`
		} `json:"targets"`
	} `json:"panels"`
}

func boards(t *testing.T) []board {
	t.Helper()
	paths, err := filepath.Glob("../deploy/grafana/dashboards/*.json")
	if err != nil || len(paths) != 4 {
		t.Fatalf("%d dashboards, %v", len(paths), err)
	}
	out := make([]board, len(paths))
	for i, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(content, &out[i]); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if out[i].UID+".json" != filepath.Base(path) {
			t.Errorf("%s has the uid %s", path, out[i].UID)
		}
	}
	return out
}

// required are the panels that the specification names, by their titles here.
var required = map[string][]string{
	"ws_gateway":   {"Conexiones activas", "Difusiones", "Rechazos", "Cortacircuitos", "Límites", "Mensajes muertos"},
	"redis_health": {"Memoria", "Clientes conectados", "Comandos por segundo", "Claves", "Aciertos de caché", "Percentiles de latencia"},
	"floor": {
		"Rondas por segundo", "De la mesa a la cocina", "Mesas ocupadas", "Llamados en espera", "Pagos por estado", "Cartas muertas",
	},
	"temporal": {"Espera de una tarea de workflow", "Fallas", "Tareas en espera"},
}

func TestTheSpecificationsPanelsAreThere(t *testing.T) {
	t.Parallel()
	for _, b := range boards(t) {
		titles := map[string]bool{}
		for _, p := range b.Panels {
			titles[p.Title] = true
			if p.Description == "" || len(p.Targets) == 0 {
				t.Errorf("%s: %s says nothing", b.UID, p.Title)
			}
		}
		for _, title := range required[b.UID] {
			if !titles[title] {
				t.Errorf("%s has no panel %s", b.UID, title)
			}
		}
	}
}

// rare are series that Temporal's SDK exports only once something failed, which a
// good dinner gives no occasion for. Their panels show 0 until then.
var rare = regexp.MustCompile(`^temporal_(workflow_task_execution_failed|activity_execution_failed|request_failure)_total`)

// TestNoPanelIsEmpty plays dinners, scrapes between them, and asks every panel
// and every alert what a person would see.
func TestNoPanelIsEmpty(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the whole system")
	}
	s, m, at := newSystem(t), memory{}, time.Now()
	s.scrape(t, m, at)
	for range 2 {
		s.dine(t)
		at = at.Add(30 * time.Second)
		s.scrape(t, m, at)
	}
	panels := 0
	for _, b := range boards(t) {
		for _, p := range b.Panels {
			for _, target := range p.Targets {
				panels++
				expr := strings.ReplaceAll(target.Expr, "$__rate_interval", "1m")
				if len(m.evaluate(t.Context(), t, expr, at)) == 0 {
					t.Errorf("%s, %q is empty: %s", b.UID, p.Title, expr)
				}
				m.exist(t, b.UID+", "+p.Title, expr, at)
			}
		}
	}
	for name, a := range alerts(t) {
		m.exist(t, name, a.Expr, at)
		if fires := m.evaluate(t.Context(), t, a.Expr, at); len(fires) > 0 && name != "PedidosLentos" && name != "CocinaSeEnteraTarde" && name != "MesasEnEspera" {
			t.Errorf("%s holds after a good dinner: %v", name, fires)
		}
	}
	t.Logf("%d expressions of panels, %d alerts", panels, len(alerts(t)))
}

// exist fails for every series that an expression reads and nobody exports.
func (m memory) exist(t *testing.T, what, expr string, at time.Time) {
	t.Helper()
	for _, s := range selectors(t, expr) {
		if rare.MatchString(s) {
			continue
		}
		s = strings.Replace(s, `status=~"5.."`, `status=~"[1-5].."`, 1) // nothing failed, but the label is there
		if len(m.evaluate(t.Context(), t, s, at)) == 0 {
			t.Errorf("%s reads %s, which nobody tells", what, s)
		}
	}
}
