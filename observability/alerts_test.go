package observability_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"go.yaml.in/yaml/v3"
)

// rules is deploy/prometheus/alerts.yml, as far as it matters here.
type rules struct {
	Groups []struct {
		Rules []alert `yaml:"rules"`
	} `yaml:"groups"`
}

type alert struct {
	Name        string            `yaml:"alert"`
	Expr        string            `yaml:"expr"`
	For         model.Duration    `yaml:"for"`
	Labels      map[string]string `yaml:"labels"`
	Annotations map[string]string `yaml:"annotations"`
}

// cases is a file of promtool's.
type cases struct {
	Tests []struct {
		Name     string         `yaml:"name"`
		Interval model.Duration `yaml:"interval"`
		Series   []struct {
			Series string `yaml:"series"`
			Values string `yaml:"values"`
		} `yaml:"input_series"`
		Alerts []struct {
			At       model.Duration `yaml:"eval_time"`
			Name     string         `yaml:"alertname"`
			Expected []struct {
				Labels map[string]string `yaml:"exp_labels"`
			} `yaml:"exp_alerts"`
		} `yaml:"alert_rule_test"`
	} `yaml:"tests"`
}

func read(t *testing.T, path string, into any) {
	t.Helper()
	content, err := os.ReadFile("../" + path)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(content, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func alerts(t *testing.T) map[string]alert {
	t.Helper()
	var file rules
	read(t, "deploy/prometheus/alerts.yml", &file)
	out := map[string]alert{}
	for _, group := range file.Groups {
		for _, a := range group.Rules {
			out[a.Name] = a
		}
	}
	if len(out) < 15 {
		t.Fatalf("only %d alerts", len(out))
	}
	return out
}

// TestAlerts plays the series of alerts_test.yml.
func TestAlerts(t *testing.T) {
	t.Parallel()
	known := alerts(t)
	var file cases
	read(t, "deploy/prometheus/alerts_test.yml", &file)
	silent, fired := map[string]bool{}, map[string]bool{}
	for _, c := range file.Tests {
		t.Run(c.Name, func(t *testing.T) {
			began := time.Unix(0, 0)
			m := memory{}
			for _, s := range c.Series {
				l, values, err := language.ParseSeriesDesc(s.Series + " " + s.Values)
				if err != nil {
					t.Fatalf("%s %s: %v", s.Series, s.Values, err)
				}
				for i, v := range values {
					if !v.Omitted {
						m.add(l, began.Add(time.Duration(i)*time.Duration(c.Interval)), v.Value)
					}
				}
			}
			for _, want := range c.Alerts {
				rule, ok := known[want.Name]
				if !ok {
					t.Fatalf("no alert is called %s", want.Name)
				}
				fires := m.fires(t, rule, began, time.Duration(want.At))
				if fires != (len(want.Expected) > 0) {
					t.Errorf("%s after %v: fires is %v", want.Name, time.Duration(want.At), fires)
				}
				for _, e := range want.Expected {
					fired[want.Name] = true
					if e.Labels["severity"] != rule.Labels["severity"] {
						t.Errorf("%s is of severity %s", want.Name, rule.Labels["severity"])
					}
				}
				silent[want.Name] = silent[want.Name] || len(want.Expected) == 0
			}
		})
	}
	for name := range known {
		if !fired[name] || !silent[name] {
			t.Errorf("%s needs a case in which it fires and one in which it does not", name)
		}
	}
}

// fires reports whether an alert fires so long after the beginning: whether its
// expression held for as long as it says, looked at once a minute.
func (m memory) fires(t *testing.T, rule alert, began time.Time, after time.Duration) bool {
	t.Helper()
	held := time.Duration(-1)
	for at := time.Duration(0); at <= after; at += time.Minute {
		switch {
		case len(m.evaluate(t.Context(), t, rule.Expr, began.Add(at))) == 0:
			held = -1
		case held < 0:
			held = 0
		default:
			held += time.Minute
		}
	}
	return held >= time.Duration(rule.For)
}

// TestEveryAlertHasItsParagraph compares the alerts with the runbook's headings.
func TestEveryAlertHasItsParagraph(t *testing.T) {
	t.Parallel()
	book, err := os.ReadFile("../docs/runbook.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, a := range alerts(t) {
		if a.Annotations["runbook"] != "docs/runbook.md#"+strings.ToLower(name) || a.Annotations["summary"] == "" {
			t.Errorf("%s does not say where it is explained", name)
		}
		if !strings.Contains(string(book), "\n### "+name+"\n") {
			t.Errorf("the runbook has no paragraph %s", name)
		}
	}
}
