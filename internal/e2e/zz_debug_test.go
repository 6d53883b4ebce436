package e2e_test

import (
	"context"
	"fmt"
	"testing"
)

func (l *load) dump(t *testing.T) {
	rows, err := l.s.db.Query(context.Background(), `SELECT c.session_id, c.key, c.name, c.recorded_at::text, c.receipt::text FROM sitting_command c ORDER BY c.recorded_at`)
	if err != nil { t.Log(err); return }
	for rows.Next() {
		var s int64; var k, n, at, r string
		_ = rows.Scan(&s, &k, &n, &at, &r)
		fmt.Println(s, k, n, at, r)
	}
}
