// Package promotion decides whether a promotion is active at a time.
//
// Imports: none of this module.
package promotion

import "time"

// Window is when a promotion is active, in the branch's local time: on each of its days
// from Start to End. If End is before Start, it ends on the following day.
type Window struct {
	FirstDay, LastDay time.Time // only the dates are used, both included
	Start, End        Clock     // both included: 23:59 lasts until midnight
}

// Clock is a minute of a day, counted from midnight.
type Clock int

// ParseClock parses "HH:MM".
func ParseClock(text string) (c Clock, ok bool) {
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != len("15:04") {
		return 0, false
	}
	return ClockOf(t), true
}

// ClockOf is the time of day of t.
func ClockOf(t time.Time) Clock { return Clock(t.Hour()*60 + t.Minute()) }

// ActiveAt reports whether the promotion is active at t, which must be in the branch's
// time zone.
func (w Window) ActiveAt(t time.Time) bool {
	today, now := dayOf(t), ClockOf(t)
	if w.Start <= w.End {
		return w.has(today) && w.Start <= now && now <= w.End
	}
	return w.has(today) && w.Start <= now || w.has(today-1) && now <= w.End
}

// day is a number of days since 1970, without a time zone.
type day int

func dayOf(t time.Time) day {
	y, m, d := t.Date()
	return day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

func (w Window) has(d day) bool { return dayOf(w.FirstDay) <= d && d <= dayOf(w.LastDay) }
