package csvexport

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func written(t require.TestingT, cells ...Cell) string {
	var out bytes.Buffer
	require.NoError(t, Write(&out, []string{"a", "b"}, [][]Cell{cells}))
	return out.String()
}

func TestWriteForSpreadsheets(t *testing.T) {
	t.Parallel()
	got := written(t, Text(`Ñandú; "al horno"`), Money(123_450), Money(-5), Int(int32(7)), Decimal(2.5))
	require.Equal(t, "\xef\xbb\xbfa;b\r\n\"Ñandú; \"\"al horno\"\"\";1234,50;-0,05;7;2,50\r\n", got)
}

func TestTextIsNeverAFormula(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"=1+1", "+54 261", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\tx", "  =1", "'=1", `"=1"`, "＝1", "a,=1", "a;=1", "a\t-1", "a\n=1", "a|@b", "=", "==", "=+=",
	} {
		harmless(t, text)
	}
	for _, text := range []string{"Coca-Cola 500ml", "Milanesa a la napolitana", "2 x 1", "ana@demo.com", "Ana", ""} {
		require.Equal(t, Cell{text}, Text(text))
	}
}

func TestAnyTextIsNeverAFormula(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		harmless(t, rapid.StringOf(rapid.SampledFrom([]rune("=+-@\t\r\n,;|\"' ax1＝"))).Draw(t, "text"))
	})
}

// harmless reads a sheet with the text as programs of several countries would.
func harmless(t require.TestingT, text string) {
	all := strings.TrimPrefix(written(t, Text(text), Int(1)), byteOrderMark)
	for _, comma := range []rune{';', ',', '\t', '|'} {
		r := csv.NewReader(strings.NewReader(all))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
		records, err := r.ReadAll()
		require.NoError(t, err)
		for _, record := range records[1:] {
			for _, cell := range record {
				cell = strings.TrimLeft(cell, ` "'`)
				require.False(t, cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") || strings.HasPrefix(cell, "＝"), "%q came out as %q with %q", text, cell, comma)
			}
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("=1+1")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsRune(text, 0) {
			t.Skip()
		}
		harmless(t, text)
	})
}
