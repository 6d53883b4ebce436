package observability_test

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/tsdb/chunks"
	"github.com/prometheus/prometheus/util/annotations"
)

// point is one sample of a series.
type point struct {
	at    int64 // Unix milliseconds
	value float64
}

func (p point) T() int64                    { return p.at }
func (point) ST() int64                     { return 0 }
func (p point) F() float64                  { return p.value }
func (point) H() *histogram.Histogram       { return nil }
func (point) FH() *histogram.FloatHistogram { return nil }
func (point) Type() chunkenc.ValueType      { return chunkenc.ValFloat }
func (p point) Copy() chunks.Sample         { return p }

// memory is a storage of series, in the order of time.
type memory map[string]*line

type line struct {
	labels labels.Labels
	points []chunks.Sample
}

func (m memory) add(l labels.Labels, at time.Time, value float64) {
	key := l.String()
	if m[key] == nil {
		m[key] = &line{labels: l}
	}
	m[key].points = append(m[key].points, point{at.UnixMilli(), value})
}

// Querier implements storage.Queryable.
func (m memory) Querier(int64, int64) (storage.Querier, error) {
	return &storage.MockQuerier{SelectMockFunction: func(_ bool, _ *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
		found := &found{at: -1}
		for _, l := range m {
			if fits(l.labels, matchers) {
				found.lines = append(found.lines, l)
			}
		}
		slices.SortFunc(found.lines, func(a, b *line) int { return cmp.Compare(a.labels.String(), b.labels.String()) })
		return found
	}}, nil
}

func fits(l labels.Labels, matchers []*labels.Matcher) bool {
	return !slices.ContainsFunc(matchers, func(m *labels.Matcher) bool { return !m.Matches(l.Get(m.Name)) })
}

// found are the series of one selection.
type found struct {
	lines []*line
	at    int
}

func (f *found) Next() bool { f.at++; return f.at < len(f.lines) }
func (f *found) At() storage.Series {
	return storage.NewListSeries(f.lines[f.at].labels, f.lines[f.at].points)
}
func (*found) Err() error                        { return nil }
func (*found) Warnings() annotations.Annotations { return nil }

var language = parser.NewParser(parser.Options{})

var engine = promql.NewEngine(promql.EngineOpts{
	MaxSamples: 1_000_000, Timeout: time.Minute, LookbackDelta: 5 * time.Minute, Parser: language,
})

// evaluate gives what an expression comes to at a moment.
func (m memory) evaluate(ctx context.Context, t *testing.T, expr string, at time.Time) promql.Vector {
	t.Helper()
	query, err := engine.NewInstantQuery(ctx, m, nil, expr, at)
	if err != nil {
		t.Fatalf("%s: %v", expr, err)
	}
	defer query.Close()
	result := query.Exec(ctx)
	if result.Err != nil {
		t.Fatalf("%s: %v", expr, result.Err)
	}
	vector, err := result.Vector()
	if err != nil {
		t.Fatalf("%s: %v", expr, err)
	}
	return slices.Clone(vector)
}

// selectors are the series that an expression reads.
func selectors(t *testing.T, expr string) (out []string) {
	t.Helper()
	tree, err := language.ParseExpr(expr)
	if err != nil {
		t.Fatalf("%s: %v", expr, err)
	}
	parser.Inspect(tree, func(node parser.Node, _ []parser.Node) error {
		if s, ok := node.(*parser.VectorSelector); ok {
			out = append(out, s.String())
		}
		return nil
	})
	return out
}
