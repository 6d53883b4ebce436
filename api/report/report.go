package report

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5"

	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/catalog"
	"integrador/internal/domain/money"
	"integrador/internal/platform/csvexport"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// ReportSpan is embedded in the input of a report: which branch, and so many days
// of its own clock, the last of them today.
type ReportSpan struct {
	BranchID int64 `query:"branch_id" minimum:"1" doc:"Una sucursal; sin ella, todas las tuyas."`
	Days     int   `query:"days" minimum:"1" maximum:"366" default:"30" doc:"Cuántos días, contando hoy."`
	ReportFormat
}

// ReportFormat is embedded in the input of whatever can also be downloaded.
type ReportFormat struct {
	Format string `query:"format" enum:"json,csv" default:"json" doc:"csv: una planilla para Excel, con punto y coma y coma decimal."`
}

// period is what a report is about. All of its queries take the same parameters.
type period dbgen.SalesByDayParams

// days lists the period's days.
func (p period) days() (days []time.Time) {
	for day := p.FromDay; !day.After(p.ToDay); day = day.AddDate(0, 0, 1) {
		days = append(days, day)
	}
	return days
}

// period is the last days on the clock of the branch, or of the person's first.
func (h *Handlers) period(ctx context.Context, branch int64, days int) (period, error) {
	who := access.StaffFrom(ctx)
	reach, err := postgres.ScopeOf(who, httpx.Optional(branch))
	if err != nil {
		return period{}, err
	}
	today, err := h.Store.ReportDay(ctx, dbgen.ReportDayParams{
		At: h.Now(), TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return period{}, catalog.Branch.Missing
	}
	if err != nil {
		return period{}, postgres.Fault(err)
	}
	return periodOf(period{
		TenantID: who.TenantID, EveryBranch: reach.EveryBranch, BranchIds: reach.Branches,
	}, today.AddDate(0, 0, 1-days), today), nil
}

// periodOf narrows p to days. Clocks differ by less than a day, so an index finds
// the moments a day wider.
func periodOf(p period, from, to time.Time) period {
	p.FromDay, p.ToDay = from, to
	p.Since, p.Until = from.AddDate(0, 0, -1), to.AddDate(0, 0, 2)
	return p
}

// reportOutput is a report as JSON, or as a spreadsheet to keep.
type reportOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// column is one of a spreadsheet: its head, and its cell of a row.
type column[Row any] struct {
	head string
	cell func(Row) csvexport.Cell
}

// report answers rows in the format that was asked for. As JSON it is body, where
// that is not the rows themselves.
func report[Row any](
	format ReportFormat, p period, name string, columns []column[Row], rows []Row, body any,
) (*reportOutput, error) {
	var out bytes.Buffer
	if format.Format != "csv" {
		err := httpx.JSONFormat.Marshal(&out, body)
		return &reportOutput{ContentType: "application/json", Body: out.Bytes()}, err
	}
	head, cells := make([]string, len(columns)), make([][]csvexport.Cell, len(rows))
	for i, c := range columns {
		head[i] = c.head
	}
	for i, row := range rows {
		for _, c := range columns {
			cells[i] = append(cells[i], c.cell(row))
		}
	}
	err := csvexport.Write(&out, head, cells)
	return &reportOutput{
		ContentType: csvexport.ContentType, Body: out.Bytes(),
		Disposition: fmt.Sprintf(`attachment; filename="%s_%s_%s.csv"`, name, p.FromDay.Format(time.DateOnly), p.ToDay.Format(time.DateOnly)),
	}, err
}

// reportRoute registers a report for who runs the place, in JSON or CSV, and documents what its bytes hold.
func reportRoute[Body, In any](
	api *httpx.API, report, id, summary string, h func(context.Context, *In) (*reportOutput, error),
) {
	path := reportsPath + report
	httpx.Route(api, "GET "+path, id, summary, httpx.Managers.InBranch("branch_id").OrKey(access.ReadReports), h,
		httpx.Fails{404})
	doc := api.OpenAPI()
	doc.Paths[path].Get.Responses["200"].Content = map[string]*huma.MediaType{
		"application/json": {Schema: doc.Components.Schemas.Schema(reflect.TypeFor[Body](), true, "Report")},
		"text/csv":         {Schema: &huma.Schema{Type: huma.TypeString}},
	}
}

// average divides, half a cent up. Of nothing it is 0.
func average(sum money.Cents, n int) money.Cents {
	if n == 0 {
		return 0
	}
	return (2*sum + money.Cents(n)) / (2 * money.Cents(n))
}
