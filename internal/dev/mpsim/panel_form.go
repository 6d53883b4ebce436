package mpsim

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// asControl hands what a form says to a call of the control API.
func asControl(r *http.Request, body any, call func(*http.Request) reply) reply {
	encoded, err := json.Marshal(body)
	if err != nil {
		return wrong(http.StatusBadRequest, "el formulario no se entiende")
	}
	again := r.Clone(r.Context())
	again.Body = io.NopCloser(bytes.NewReader(encoded))
	again.SetPathValue("id", r.PathValue("id"))
	return call(again)
}

func (s *Server) panelMove(r *http.Request) reply {
	status, detail, _ := strings.Cut(r.PostFormValue("move"), "/")
	sent := object{"status": status, "status_detail": detail}
	if amount := strings.ReplaceAll(strings.TrimSpace(r.PostFormValue("amount")), ",", "."); amount != "" {
		sent["amount"] = json.Number(amount)
	}
	return asControl(r, sent, s.controlTransition)
}

func (s *Server) panelReplay(r *http.Request) reply {
	return asControl(r, object{"url": r.PostFormValue("url")}, s.replay)
}

func (s *Server) panelFault(r *http.Request) reply {
	times, _ := strconv.Atoi(r.PostFormValue("times")) // 0 is one
	what := object{"type": r.PostFormValue("type")}
	if kind, detail, found := strings.Cut(r.PostFormValue("type"), " "); found && kind == actionStatus {
		what = object{"type": kind, "preset": detail}
	} else if found {
		what = object{"type": kind, "what": detail}
	}
	if what["type"] == actionDelay || what["type"] == actionSlowBody {
		what["ms"] = 3000
	}
	return asControl(r, object{
		"match": object{"path_regex": r.PostFormValue("path")}, "times": times, "phase": r.PostFormValue("phase"), "action": what,
	}, s.addFault)
}

func (s *Server) panelRule(r *http.Request) reply {
	times, _ := strconv.Atoi(r.PostFormValue("times")) // 0 is one
	return asControl(r, object{"mode": r.PostFormValue("mode"), "times": times, "ms": 5000}, s.addRule)
}

func (s *Server) panelClock(r *http.Request) reply {
	return asControl(r, object{"advance": r.PostFormValue("advance")}, s.controlSetClock)
}

func (s *Server) panelChaos(r *http.Request) reply {
	return asControl(r, object{"profile": r.PostFormValue("profile"), "seed": number(r.PostFormValue("seed"))}, s.startChaos)
}
