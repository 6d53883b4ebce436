package doctor

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"integrador/internal/operator"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

var now = time.Date(2026, 11, 22, 21, 14, 0, 0, time.UTC)

func healthyServer() postgres.ServerState {
	return postgres.ServerState{Version: 160010, Now: now, MaxConnections: 100, Connections: 10, ArchiveMode: "off"}
}

// verdicts counts the findings that are not well, and checks that each has a remedy.
func verdicts(t *testing.T, r Report) (advised, sick int) {
	t.Helper()
	for _, f := range r {
		require.NotEmpty(t, f.Says)
		require.NotEmpty(t, f.Area)
		require.Equal(t, f.Verdict != Well, f.Remedy != "", "a remedy belongs to what is not well: %+v", f)
	}
	return r.Count(Advice), r.Count(Wrong)
}

func TestServer(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change        func(*postgres.ServerState)
		production    bool
		advised, sick int
	}{
		"well":                  {func(*postgres.ServerState) {}, false, 0, 0},
		"no copy in production": {func(*postgres.ServerState) {}, true, 1, 0},
		"a replica":             {func(s *postgres.ServerState) { s.Replicas = 1 }, true, 0, 0},
		"archived":              {func(s *postgres.ServerState) { s.ArchiveMode = "on" }, true, 0, 0},
		"too old":               {func(s *postgres.ServerState) { s.Version = 140012 }, false, 0, 1},
		"clock ahead":           {func(s *postgres.ServerState) { s.Now = now.Add(3 * time.Second) }, false, 0, 1},
		"clock behind":          {func(s *postgres.ServerState) { s.Now = now.Add(-3 * time.Second) }, false, 0, 1},
		"almost full":           {func(s *postgres.ServerState) { s.Connections = 91 }, false, 0, 1},
		"no room for another":   {func(s *postgres.ServerState) { s.Connections = 85 }, false, 1, 0},
	} {
		s := healthyServer()
		c.change(&s)
		advised, sick := verdicts(t, judgeServer(s, now, 20, c.production))
		require.Equal(t, []int{c.advised, c.sick}, []int{advised, sick}, name)
	}
}

func TestSchema(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		s    postgres.SchemaState
		sick int
	}{
		{postgres.SchemaState{Applied: []int64{1, 40, 45}, Role: "integrador"}, 0},
		{postgres.SchemaState{}, 1},
		{postgres.SchemaState{Applied: []int64{1, 40}}, 1},
		{postgres.SchemaState{Applied: []int64{1, 45}}, 1}, // one came late, with a lower number
		{postgres.SchemaState{Applied: []int64{1, 40, 45, 46}}, 1},
		{postgres.SchemaState{Applied: []int64{1, 40, 45}, Rewrites: true}, 1},
		{postgres.SchemaState{Applied: []int64{1, 40}, Rewrites: true}, 2},
	} {
		_, sick := verdicts(t, judgeSchema(c.s, []int64{1, 40, 45}))
		require.Equal(t, c.sick, sick, "%+v", c.s)
	}
}

func TestBacklog(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		b    dbgen.DoctorBacklogRow
		sick int
	}{
		{dbgen.DoctorBacklogRow{}, 0},
		{dbgen.DoctorBacklogRow{Unpublished: 5, OldestSeconds: 2}, 0},
		{dbgen.DoctorBacklogRow{Unpublished: 1, OldestSeconds: 31}, 1},
		{dbgen.DoctorBacklogRow{Dead: 1}, 1},
		{dbgen.DoctorBacklogRow{LateNotices: 1}, 1},
	} {
		_, sick := verdicts(t, judgeBacklog(c.b))
		require.Equal(t, c.sick, sick, "%+v", c.b)
	}
}

func TestMoney(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		m             dbgen.DoctorMoneyRow
		advised, sick int
	}{
		{dbgen.DoctorMoneyRow{}, 0, 0},
		{dbgen.DoctorMoneyRow{Quarantined: 2}, 1, 0},
		{dbgen.DoctorMoneyRow{FailedRefunds: 1}, 0, 1},
		{dbgen.DoctorMoneyRow{Quarantined: 1, FailedRefunds: 3}, 1, 1},
	} {
		r := judgeMoney(c.m)
		advised, sick := verdicts(t, r)
		require.Equal(t, []int{c.advised, c.sick}, []int{advised, sick}, "%+v", c.m)
		require.Len(t, r, 2, "what is well is said too")
	}
}

func TestAudit(t *testing.T) {
	t.Parallel()
	_, sick := verdicts(t, judgeAudit([]dbgen.DoctorAuditRow{{ID: 1, Seq: 8, EndsWell: true}, {ID: 2, EndsWell: true}}))
	require.Zero(t, sick)
	_, sick = verdicts(t, judgeAudit([]dbgen.DoctorAuditRow{{ID: 1, Seq: 8}, {ID: 2, EndsWell: true, Unsealed: 1}}))
	require.Equal(t, 2, sick)
}

func TestRedis(t *testing.T) {
	t.Parallel()
	const good = "# Memory\r\nused_memory:1000\r\nused_memory_human:1K\r\nmaxmemory:0\r\n" +
		"maxmemory_policy:noeviction\r\naof_enabled:1\r\nrdb_last_bgsave_status:ok\r\n"
	for text, want := range map[string]int{
		good: 0,
		good + "maxmemory_policy:allkeys-lru\r\n": 1,
		good + "maxmemory:1100\r\n":               1,
		good + "maxmemory:11000\r\n":              0,
		good + "rdb_last_bgsave_status:err\r\n":   1,
	} {
		_, sick := verdicts(t, judgeRedis(operator.ParseRedisInfo(text)))
		require.Equal(t, want, sick, text)
	}
}

func TestQueuesAndDisks(t *testing.T) {
	t.Parallel()
	require.Equal(t, Well, judgeQueue("las mesas", 1, 0, 0).Verdict)
	require.Equal(t, Wrong, judgeQueue("las mesas", 0, 3, 0).Verdict)
	require.Equal(t, Wrong, judgeQueue("las mesas", 2, 3, time.Minute).Verdict)
	require.Equal(t, Well, judgeDisk("/", 50<<30, 100<<30).Verdict)
	require.Equal(t, Wrong, judgeDisk("/", 4<<30, 100<<30).Verdict, "less than a twentieth")
	require.Equal(t, Wrong, judgeDisk("/", 1<<29, 1<<30).Verdict, "less than a gibibyte")
}

func TestAReportIsReadable(t *testing.T) {
	t.Parallel()
	r := append(Report{areaDisk.ok("hay lugar")}, Misconfigured(config.Problems{"Falta JWT_SECRET."})...)
	require.True(t, r.Failed())
	var out bytes.Buffer
	r.Write(&out)
	require.Equal(t, "Disco\n  ✔ hay lugar\nConfiguración\n  ✖ Falta JWT_SECRET.\n"+
		"      → integrador config --example dice qué es cada variable.\n", out.String())
}
