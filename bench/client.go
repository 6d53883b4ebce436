package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"integrador/client"
	"integrador/internal/domain/access"
)

// newWeb keeps a connection for every asker.
func newWeb() *http.Client {
	return &http.Client{
		Timeout:   15 * time.Second,
		Transport: &http.Transport{MaxIdleConns: 2000, MaxIdleConnsPerHost: 1000, DisableCompression: true, IdleConnTimeout: time.Minute},
	}
}

// sdk is the client of whatever is not measured by the thousand. The requests of a load
// are prepared here instead: encoding and decoding them would cost the machine's two
// cores what is to be measured.
func (f *floor) sdk() *client.Client {
	return client.New(client.Config{
		API: f.ports.url(f.ports.api), Gateway: "ws" + strings.TrimPrefix(f.ports.url(f.ports.gateway), "http"), HTTP: f.web, Retries: -1,
	})
}

// staff is somebody of the branch in this role.
func (f *floor) staff(role access.Role, person int64) (*client.Client, error) {
	t, err := f.keys.IssueAccess(access.Staff{
		UserID: person, TenantID: f.house.tenant, BranchIDs: []int64{f.house.branch}, Roles: []access.Role{role},
	})
	if err != nil {
		return nil, fmt.Errorf("issue an access token: %w", err)
	}
	return f.sdk().WithAccessToken(t.Token), nil
}

// err says what went wrong, or nothing.
func (o outcome) err() error {
	if o.ok() {
		return nil
	}
	return fmt.Errorf("status %d: %s", o.status, o.told)
}

// submit orders a round of four dishes under a key.
func (f *floor) submit(ctx context.Context, s seat, key string) outcome {
	var made struct {
		RoundID int64 `json:"round_id"`
	}
	o := f.post(ctx, s, "/api/diner/rounds/submit", key, f.house.order, &made)
	o.round = made.RoundID
	return o
}

// round is submit with a key that nobody used.
func (f *floor) round(ctx context.Context, s seat) outcome {
	return f.submit(ctx, s, f.sequence.next("round-"))
}

func (f *floor) register(ctx context.Context, s seat) outcome {
	body := fmt.Appendf(nil, `{"name":"Comensal","color":"#112233","local_id":%q,"device_id":%q}`, s.device, s.device)
	return f.post(ctx, s, "/api/diner/register", f.sequence.next("join-"), body, nil)
}

// openTable scans a table's code.
func (f *floor) openTable(ctx context.Context, table int64) (seat, outcome) {
	var got struct {
		SessionID  int64  `json:"session_id"`
		TableToken string `json:"table_token"`
	}
	url := f.ports.url(f.ports.api)
	o := f.post(ctx, seat{url: url}, fmt.Sprintf("/api/tables/%d/session", table), "", nil, &got)
	return seat{url: url, token: got.TableToken, table: table, session: got.SessionID}, o
}

func (f *floor) get(ctx context.Context, url string) outcome {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return outcome{told: err.Error()}
	}
	return f.do(req, nil)
}

func (f *floor) post(ctx context.Context, s seat, path, key string, body []byte, into any) outcome {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+path, bytes.NewReader(body))
	if err != nil {
		return outcome{told: err.Error()}
	}
	for name, value := range map[string]string{"X-Table-Token": s.token, "X-Device-Id": s.device, "X-Idempotency-Key": key} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return f.do(req, into)
}

// do sends a request and reads all of the answer, so that the connection is kept.
func (f *floor) do(req *http.Request, into any) outcome {
	resp, err := f.web.Do(req)
	if err != nil {
		return outcome{told: err.Error()}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return outcome{told: err.Error()}
	}
	o := outcome{status: resp.StatusCode}
	if !o.ok() {
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		o.wait, o.told = time.Duration(seconds)*time.Second, fmt.Sprintf("%s %.200s", resp.Status, body)
		return o
	}
	if into != nil {
		if err := json.Unmarshal(body, into); err != nil {
			return outcome{told: err.Error()}
		}
	}
	return o
}
