package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// table is one of Markdown, with its columns aligned for whoever reads it raw.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// String puts words to the left and everything after them to the right. A table
// without rows is "".
func (t *table) String() string {
	if len(t.rows) == 0 {
		return ""
	}
	width := make([]int, len(t.head))
	for _, r := range append([][]string{t.head}, t.rows...) {
		for i, cell := range r {
			width[i] = max(width[i], utf8.RuneCountInString(cell), 3)
		}
	}
	var b strings.Builder
	write := func(cells []string) {
		for i, cell := range cells {
			blank := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				cell, blank = cell+blank, ""
			}
			fmt.Fprintf(&b, "| %s%s ", blank, cell)
		}
		b.WriteString("|\n")
	}
	write(t.head)
	for i, w := range width {
		rule := strings.Repeat("-", w)
		if i > 0 {
			rule = rule[1:] + ":"
		}
		fmt.Fprintf(&b, "| %s ", rule)
	}
	b.WriteString("|\n")
	for _, r := range t.rows {
		write(r)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func ms(d time.Duration) string { return decimal(float64(d)/float64(time.Millisecond), 1) }

func mb(bytes int64) string { return strconv.FormatInt(bytes>>20, 10) }

// decimal writes a number with a comma.
func decimal(v float64, places int) string {
	return strings.Replace(fmt.Sprintf("%.*f", places, v), ".", ",", 1)
}
