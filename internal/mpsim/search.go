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
	highestLimit = 100
)

// searchPayments finds by reference, status and date, newest or oldest first.
func (s *Server) searchPayments(r *http.Request) reply {
	query := r.URL.Query()
	from, okFrom := searchDate(query.Get("begin_date"), time.Time{})
	until, okUntil := searchDate(query.Get("end_date"), time.Now())
	if !okFrom || !okUntil {
		return refuse(http.StatusBadRequest, "bad_request", "DateTime is not valid", 1001)
	}
	limit, offset := whole(query, "limit", usualLimit), whole(query, "offset", 0)
	limit = min(limit, highestLimit)

	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.matching(query, from, until)
	page := []object{}
	for _, one := range found[min(offset, len(found)):min(offset+limit, len(found))] {
		page = append(page, s.paymentBody(one))
	}
	return reply{http.StatusOK, object{
		"paging": object{"total": len(found), "limit": limit, "offset": offset}, "results": page,
	}}
}

// matching returns the payments of the search in its order. The caller holds the
// lock.
func (s *Server) matching(query url.Values, from, until time.Time) []*payment {
	when := func(p *payment) time.Time {
		if query.Get("range") == "date_last_updated" {
			return p.Updated
		}
		return p.Created
	}
	var found []*payment
	for _, p := range s.state.Payments {
		reference := s.state.Preferences[p.PreferenceID].ExternalReference
		if (query.Has("external_reference") && query.Get("external_reference") != reference) ||
			(query.Has("status") && query.Get("status") != p.Status) ||
			when(p).Before(from) || when(p).After(until) {
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
func searchDate(written string, absent time.Time) (time.Time, bool) {
	if written == "" {
		return absent, true
	}
	parts := relativeDate.FindStringSubmatch(written)
	if parts == nil {
		at, err := time.Parse(time.RFC3339, written)
		return at, err == nil
	}
	back, _ := strconv.Atoi(parts[1]) // nothing means now
	if parts[2] == "MONTHS" {
		return time.Now().AddDate(0, -back, 0), true
	}
	return time.Now().AddDate(0, 0, -back), true
}

func whole(query url.Values, name string, absent int) int {
	n, err := strconv.ParseUint(query.Get(name), 10, 16)
	if err != nil {
		return absent
	}
	return int(n)
}
