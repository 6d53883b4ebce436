// Package csvexport writes CSV for Argentine spreadsheets: UTF-8 with a byte order
// mark, semicolons between columns, decimal commas, and no text that a spreadsheet
// would evaluate as a formula.
//
// Imports: internal/domain/money.
package csvexport

import (
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"integrador/internal/domain/money"
)

// ContentType is the media type for HTTP.
const ContentType = "text/csv; charset=utf-8"

// A spreadsheet guesses the encoding unless the file starts with this.
const byteOrderMark = "\ufeff"

// Cell is one value, ready to be written. Only the functions below create cells, so
// that no text is written without being escaped.
type Cell struct{ text string }

// formula finds where a formula could start: at the start of a text, and after a
// character that another program may read as the end of a column. Spreadsheets in
// Asian languages accept the full-width signs too.
var formula = regexp.MustCompile(`(^|[,;|\t\r\n])([\s"']*)([=+\-@\t\r＝＋－＠])`)

// Text is a text that a person wrote. An apostrophe is put before whatever could start
// a formula: the typographic one, since some programs remove the other.
func Text(s string) Cell {
	for { // one replacement can produce the next match
		safe := formula.ReplaceAllStringFunc(s, func(m string) string {
			at := len(m) - len(formula.FindStringSubmatch(m)[3])
			return m[:at] + "\u2019" + m[at:]
		})
		if safe == s {
			return Cell{s}
		}
		s = safe
	}
}

// Money is an amount in pesos: 1234,50.
func Money(c money.Cents) Cell {
	sign, n := "", uint64(c) //nolint:gosec // a negative amount is negated below
	if c < 0 {
		sign, n = "-", -n
	}
	return Cell{fmt.Sprintf("%s%d,%02d", sign, n/100, n%100)}
}

// Int is a count.
func Int[N ~int | ~int32 | ~int64](n N) Cell { return Cell{strconv.FormatInt(int64(n), 10)} }

// Decimal is a measure, to the hundredth.
func Decimal(f float64) Cell {
	return Cell{strings.Replace(strconv.FormatFloat(f, 'f', 2, 64), ".", ",", 1)}
}

// Write writes a table. The head is not escaped: it is never a person's text.
func Write(w io.Writer, head []string, rows [][]Cell) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	_ = out.Write(head) // Flush keeps the error
	for _, row := range rows {
		record := make([]string, len(row))
		for i, cell := range row {
			record[i] = cell.text
		}
		_ = out.Write(record)
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}
