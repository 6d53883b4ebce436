// Package sheet writes tables for spreadsheets, as Argentine ones read them:
// UTF-8 with a byte order mark, columns parted by semicolons, decimals by a
// comma, and no text that a spreadsheet would take for a formula.
//
// It imports money alone.
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

// ContentType is what the bytes are, as HTTP says it.
const ContentType = "text/csv; charset=utf-8"

// A spreadsheet guesses the encoding unless the file starts with this.
const byteOrderMark = "\ufeff"

// Cell is one value, ready to be written. Only the functions below make one, so
// that no text of a person's gets into a sheet as it is.
type Cell struct{ text string }

// formula finds where a cell would start to calculate: at the start of a text, and
// after whatever a program that parts columns otherwise takes for a border. The
// wide signs are read as the narrow ones by spreadsheets in Asian languages.
var formula = regexp.MustCompile(`(^|[,;|\t\r\n])([\s"']*)([=+\-@\t\r＝＋－＠])`)

// Text is what a person wrote. Where it could be a formula an apostrophe keeps it
// from being one: the typographic one, since some programs swallow the other.
func Text(s string) Cell {
	for { // what is put between two signs parts them anew
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
	sign, n := "", uint64(c) //nolint:gosec // below zero, the next lines turn it around
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

// Write writes a table: its head, which is ours, and its rows.
func Write(w io.Writer, head []string, rows [][]Cell) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return fmt.Errorf("write a sheet: %w", err)
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
		return fmt.Errorf("write a sheet: %w", err)
	}
	return nil
}
