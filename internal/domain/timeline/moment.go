package timeline

import (
	"fmt"
	"time"
)

// Moment reads what an operator types for a moment: "21:14", "21:14:05",
// "2026-11-22 21:14" or RFC 3339. A time without a date is the first one that
// comes after since, in since's zone: a dinner that began at 23:50 was at 00:10 on the next day.
// Without a date and without since it is the last one before now.
func Moment(text string, since, now time.Time) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return t, nil
		}
	}
	for _, layout := range []string{"15:04:05", "15:04"} {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if since.IsZero() {
			return last(t, now), nil
		}
		return first(t, since.In(now.Location())), nil
	}
	return time.Time{}, fmt.Errorf("%q no es una hora: escribí 21:14, 21:14:05 o \"2026-11-22 21:14\"", text)
}

func onDayOf(clock, date time.Time) time.Time {
	return time.Date(date.Year(), date.Month(), date.Day(), clock.Hour(), clock.Minute(), clock.Second(), clock.Nanosecond(), date.Location())
}

func first(clock, since time.Time) time.Time {
	t := onDayOf(clock, since)
	if t.Before(since.Truncate(time.Minute)) { // 21:14 is also of who sat down at 21:14:30
		t = onDayOf(clock, since.AddDate(0, 0, 1))
	}
	return t
}

func last(clock, now time.Time) time.Time {
	t := onDayOf(clock, now)
	if t.After(now) {
		t = onDayOf(clock, now.AddDate(0, 0, -1))
	}
	return t
}
