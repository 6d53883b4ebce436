package mpsim

import (
	"net/http"
	"slices"
	"strconv"
)

func (s *Server) listFaults(*http.Request) reply { return reply{http.StatusOK, s.faults} }
func (s *Server) listRules(*http.Request) reply  { return reply{http.StatusOK, s.rules} }

func (s *Server) addFault(_ *http.Request, sent fault) reply {
	if problem := sent.prepare(); problem != "" {
		return wrong(http.StatusUnprocessableEntity, problem)
	}
	s.lastRule++
	sent.ID = s.lastRule
	s.faults = append(s.faults, &sent)
	return reply{http.StatusCreated, sent}
}

func (s *Server) clearFaults(*http.Request) reply {
	s.faults = slices.DeleteFunc(s.faults, func(f *fault) bool { return !f.chaos })
	return reply{http.StatusOK, object{}}
}

func (s *Server) deleteFault(r *http.Request) reply {
	for i, f := range s.faults {
		if strconv.FormatInt(f.ID, 10) == r.PathValue("id") {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
			return reply{http.StatusOK, object{}}
		}
	}
	return wrong(http.StatusNotFound, "no existe esa falla")
}

func (s *Server) addRule(_ *http.Request, sent deliveryRule) reply {
	if problem := sent.prepare(); problem != "" {
		return wrong(http.StatusUnprocessableEntity, problem)
	}
	s.lastRule++
	sent.ID = s.lastRule
	s.rules = append(s.rules, &sent)
	return reply{http.StatusCreated, sent}
}

// deleteRule also sends what the rule was holding back.
func (s *Server) deleteRule(r *http.Request) reply {
	for i, rule := range s.rules {
		if strconv.FormatInt(rule.ID, 10) == r.PathValue("id") {
			s.rules = append(s.rules[:i:i], s.rules[i+1:]...)
			s.releaseHeld(rule.ID)
			s.save()
			return reply{http.StatusOK, object{}}
		}
	}
	return wrong(http.StatusNotFound, "no existe esa regla")
}
