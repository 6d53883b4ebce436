package mpsim

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// The forms of the panel call what the control API calls.

func (s *Server) panelMove(r *http.Request) reply {
	status, detail, _ := strings.Cut(r.PostFormValue("move"), "/")
	amount := strings.ReplaceAll(strings.TrimSpace(r.PostFormValue("amount")), ",", ".")
	return s.controlTransition(r, transitionBody{status, detail, json.RawMessage(amount)})
}

func (s *Server) panelReplay(r *http.Request) reply {
	return s.replay(r, replayBody{r.PostFormValue("url")})
}

func (s *Server) panelFault(r *http.Request) reply {
	times, _ := strconv.Atoi(r.PostFormValue("times")) // 0 is one
	kind, detail, _ := strings.Cut(r.PostFormValue("type"), " ")
	what := action{Type: kind}
	switch kind {
	case actionStatus:
		what.Preset = detail
	case actionDelay, actionSlowBody:
		what.MS = 3000
	default:
		what.What = detail
	}
	return s.addFault(r, fault{Match: match{PathRegex: r.PostFormValue("path")}, Times: times, Phase: r.PostFormValue("phase"), Action: what})
}

func (s *Server) panelRule(r *http.Request) reply {
	times, _ := strconv.Atoi(r.PostFormValue("times")) // 0 is one
	return s.addRule(r, deliveryRule{Mode: r.PostFormValue("mode"), Times: times, MS: 5000})
}

func (s *Server) panelClock(r *http.Request) reply {
	return s.controlSetClock(r, setClockBody{Advance: r.PostFormValue("advance")})
}

func (s *Server) panelChaos(r *http.Request) reply {
	return s.startChaos(r, chaosRun{r.PostFormValue("profile"), number(r.PostFormValue("seed"))})
}
