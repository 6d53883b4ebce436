// Package promotion says when a promotion is on.
//
// It is a rule: values in, values out. It imports the standard library alone.
package promotion

import "time"

// Window is when a promotion is on, by the clock on the branch's wall: on each
// of its days from Start to End. A window whose End comes before its Start runs
// over midnight and belongs to the day on which it started.
type Window struct {
	FirstDay, LastDay time.Time // their dates count, both included
	Start, End        Clock     // both included: 23:59 lasts until midnight
}

// Clock is a minute of a day, counted from midnight.
type Clock int

// ParseClock reads "HH:MM". What is no time of a day is not ok.
func ParseClock(text string) (c Clock, ok bool) {
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != len("15:04") {
		return 0, false
	}
	return ClockOf(t), true
}

// ClockOf reads the time of t's day.
func ClockOf(t time.Time) Clock { return Clock(t.Hour()*60 + t.Minute()) }

// ActiveAt reports whether the promotion is on at t, which must be in the
// branch's time zone.
func (w Window) ActiveAt(t time.Time) bool {
	today, now := dayOf(t), ClockOf(t)
	if w.Start <= w.End {
		return w.has(today) && w.Start <= now && now <= w.End
	}
	return w.has(today) && w.Start <= now || w.has(today-1) && now <= w.End
}

// day counts days since some day long ago. It has no time zone.
type day int

func dayOf(t time.Time) day {
	y, m, d := t.Date()
	return day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

func (w Window) has(d day) bool { return dayOf(w.FirstDay) <= d && d <= dayOf(w.LastDay) }
