package mpsim

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"time"
)

const searchedFor = 90 * 24 * time.Hour

// inOrder lists all preferences as they were made. The caller holds the lock.
func (s *Server) inOrder() []*preference {
	return slices.SortedFunc(maps.Values(s.state.Preferences), func(a, b *preference) int { return cmp.Compare(a.OrderID, b.OrderID) })
}

func (s *Server) searchPreferences(r *http.Request) reply {
	query := r.URL.Query()
	return s.elements(r, func(p *preference) (object, bool) {
		return s.foundPreference(p), !query.Has("external_reference") || query.Get("external_reference") == p.ExternalReference
	})
}

// foundPreference is shorter than the preference itself, and its items are only
// their titles.
func (s *Server) foundPreference(p *preference) object {
	titles := make([]string, len(p.Items))
	for i, one := range p.Items {
		titles[i] = one.Title
	}
	return object{
		"id": p.ID, "client_id": p.ClientID, "collector_id": p.CollectorID, "concept_id": nil, "corporation_id": "",
		"date_created": date(p.Created), "expiration_date_from": date(p.ExpirationFrom), "expiration_date_to": date(p.ExpirationTo),
		"expires": p.Expires, "external_reference": p.ExternalReference, "integrator_id": "", "items": titles,
		"last_updated": date(p.Updated), "live_mode": !s.isTestUser(p.CollectorID), "marketplace": p.marketplace(),
		"operation_type": "regular_payment", "payer_email": "", "payer_id": nil, "platform_id": "",
		"processing_modes": []string{"aggregator"}, "product_id": "", "purpose": p.Purpose, "site_id": "MLA", "sponsor_id": 0,
		"shipping_mode": "",
	}
}
