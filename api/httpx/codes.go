package httpx

import (
	_ "embed"
	"slices"
	"strings"
)

// codesTSV lists the reasons that operations gave in the tests: operation id, status and code. What every operation
// of its kind may answer is in sharedProblems and not here.
//
//go:embed codes.tsv
var codesTSV string

// codeTable holds reasons by operation id and status.
type codeTable map[string]map[string][]string

func readCodes() codeTable {
	table := codeTable{}
	for line := range strings.Lines(codesTSV) {
		row := strings.Fields(line)
		if len(row) != 3 {
			continue
		}
		if table[row[0]] == nil {
			table[row[0]] = map[string][]string{}
		}
		table[row[0]][row[1]] = append(table[row[0]][row[1]], row[2])
	}
	return table
}

// DocumentsCode reports whether the OpenAPI document says that an operation may answer a status for a reason.
func (a *API) DocumentsCode(op Registered, status, code string) bool {
	return slices.Contains(usualProblem(op.Access).codes[status], code) ||
		slices.Contains(sharedProblems[status].codes[status], code) ||
		slices.Contains(strings.Split(codesTSV, "\n"), CodeRow(op, status, code))
}

// CodeRow is a line of codes.tsv.
func CodeRow(op Registered, status, code string) string { return op.ID + "\t" + status + "\t" + code }
