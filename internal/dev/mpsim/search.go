package mpsim

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"time"
)

const (
	usualLimit   = 30
	highestLimit = 100 // not published
	longestRange = 366 * 24 * time.Hour
)

type span struct{ from, until time.Time }

// searchPayments finds by reference, status and date, newest or oldest first.
func (s *Server) searchPayments(r *http.Request) reply {
	query := r.URL.Query()
	limit, offset := whole(query, "limit", usualLimit), whole(query, "offset", 0)
	limit = min(limit, highestLimit)

	now := s.now()
	from, okFrom := searchDate(query.Get("begin_date"), now, now.AddDate(0, -12, 0))
	until, okUntil := searchDate(query.Get("end_date"), now, now)
	if !okFrom || !okUntil {
		return refuse(http.StatusBadRequest, "bad_request", "DateTime is not valid", 1001)
	}
	if until.Sub(from) > longestRange {
		return refuse(http.StatusBadRequest, "bad_request", "The date range must not exceed 365 days", 9062)
	}
	// The date of a change may lie some milliseconds ahead, to be different from
	// the one before.
	found := s.matching(query, callerOf(r).seller, span{from, until.Add(time.Second)})
	page := []object{}
	for _, one := range found[min(offset, len(found)):min(offset+limit, len(found))] {
		page = append(page, s.paymentBody(one))
	}
	return reply{http.StatusOK, object{
		"paging": object{"total": len(found), "limit": limit, "offset": offset}, "results": page,
	}}
}

// matching returns the seller's payments of the search in its order. The caller
// holds the lock.
func (s *Server) matching(query url.Values, sellerID int64, within span) []*payment {
	when := func(p *payment) time.Time {
		switch query.Get("range") {
		case "date_last_updated":
			return p.Updated
		case "date_approved":
			return p.Approved
		default:
			return p.Created
		}
	}
	var found []*payment
	now := s.now()
	for _, p := range s.state.Payments {
		if p.CollectorID != sellerID || !p.searchable(now) || when(p).Before(within.from) || when(p).After(within.until) ||
			(query.Has("external_reference") && query.Get("external_reference") != p.Reference) ||
			(query.Has("status") && query.Get("status") != p.Status) || (query.Has("id") && number(query.Get("id")) != p.ID) {
			continue
		}
		found = append(found, p)
	}
	slices.SortStableFunc(found, func(a, b *payment) int {
		return cmp.Or(when(a).Compare(when(b)), cmp.Compare(a.ID, b.ID))
	})
	if query.Get("criteria") == "desc" {
		slices.Reverse(found)
	}
	return found
}

var relativeDate = regexp.MustCompile(`^NOW(?:-([0-9]{1,4})(DAYS|MONTHS))?$`)

// searchDate reads NOW, NOW-30DAYS, NOW-3MONTHS or a full date.
func searchDate(written string, now, fallback time.Time) (time.Time, bool) {
	if written == "" {
		return fallback, true
	}
	parts := relativeDate.FindStringSubmatch(written)
	if parts == nil {
		at, err := time.Parse(time.RFC3339, written)
		return at, err == nil
	}
	back, _ := strconv.Atoi(parts[1]) // nothing means now
	if parts[2] == "MONTHS" {
		return now.AddDate(0, -back, 0), true
	}
	return now.AddDate(0, 0, -back), true
}

func whole(query url.Values, name string, fallback int) int {
	n, err := strconv.ParseUint(query.Get(name), 10, 16)
	if err != nil {
		return fallback
	}
	return int(n)
}
