package promotion_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/domain/promotion"
)

func at(t *testing.T, zone, text string) time.Time {
	t.Helper()
	place, err := time.LoadLocation(zone)
	require.NoError(t, err)
	moment, err := time.ParseInLocation("2006-01-02 15:04:05", text, place)
	require.NoError(t, err)
	return moment
}

func window(t *testing.T, first, last, start, end string) promotion.Window {
	t.Helper()
	s, ok := promotion.ParseClock(start)
	require.True(t, ok, start)
	e, ok := promotion.ParseClock(end)
	require.True(t, ok, end)
	return promotion.Window{FirstDay: at(t, "UTC", first+" 00:00:00"), LastDay: at(t, "UTC", last+" 00:00:00"), Start: s, End: e}
}

func TestActiveAt(t *testing.T) {
	t.Parallel()
	lunch := window(t, "2026-03-02", "2026-03-06", "12:00", "15:30")
	late := window(t, "2026-03-02", "2026-03-06", "22:00", "01:30")
	for _, c := range []struct {
		name   string
		window promotion.Window
		at     string
		want   bool
	}{
		{"the first minute", lunch, "2026-03-02 12:00:00", true},
		{"before it", lunch, "2026-03-02 11:59:59", false},
		{"the last minute to its end", lunch, "2026-03-06 15:30:59", true},
		{"after it", lunch, "2026-03-06 15:31:00", false},
		{"the day after the last", lunch, "2026-03-07 13:00:00", false},
		{"before midnight", late, "2026-03-02 23:59:59", true},
		{"after midnight", late, "2026-03-03 01:30:30", true},
		{"the night that began before the first day", late, "2026-03-02 01:00:00", false},
		{"the last night goes on into the next day", late, "2026-03-07 01:00:00", true},
		{"but no further", late, "2026-03-07 22:00:00", false},
	} {
		require.Equal(t, c.want, c.window.ActiveAt(at(t, "America/Argentina/Mendoza", c.at)), c.name)
	}
}

func TestWindowUsesTheBranchTimeZone(t *testing.T) {
	t.Parallel()
	evening := window(t, "2026-03-02", "2026-03-02", "20:00", "23:59")
	moment := at(t, "America/Argentina/Mendoza", "2026-03-02 21:00:00")
	require.True(t, evening.ActiveAt(moment))
	require.False(t, evening.ActiveAt(moment.UTC()), "it is past midnight in London, but nobody dines there")
}

func TestParseClock(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "24:00", "12:60", "9:00", "12:00:00", "doce", "-1:00", " 12:00"} {
		_, ok := promotion.ParseClock(text)
		require.False(t, ok, text)
	}
	c, ok := promotion.ParseClock("23:59")
	require.True(t, ok)
	require.Equal(t, promotion.Clock(1439), c)
}

// TestWindowsAreIntervals compares the rule with the plain thing that it stands
// for: one interval of time for each day.
func TestWindowsAreIntervals(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first := time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 20).Draw(t, "first"))
		days := rapid.IntRange(0, 5).Draw(t, "days")
		w := promotion.Window{
			FirstDay: first, LastDay: first.AddDate(0, 0, days),
			Start: promotion.Clock(rapid.IntRange(0, 1439).Draw(t, "start")), End: promotion.Clock(rapid.IntRange(0, 1439).Draw(t, "end")),
		}
		moment := first.Add(time.Duration(rapid.IntRange(-2*24*60*60, 8*24*60*60).Draw(t, "seconds")) * time.Second)
		in := false
		for d := range days + 1 {
			opens := first.AddDate(0, 0, d).Add(time.Duration(w.Start) * time.Minute)
			length := (int(w.End)-int(w.Start)+1440)%1440 + 1
			in = in || !moment.Before(opens) && moment.Before(opens.Add(time.Duration(length)*time.Minute))
		}
		if in != w.ActiveAt(moment) {
			t.Fatalf("%v at %v: %v", w, moment, !in)
		}
	})
}
