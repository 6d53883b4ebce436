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

// newHTTPClient keeps a connection for every concurrent request.
func newHTTPClient() *http.Client {
	return &http.Client{
		Timeout:   15 * time.Second,
		Transport: &http.Transport{MaxIdleConns: 2000, MaxIdleConnsPerHost: 1000, DisableCompression: true, IdleConnTimeout: time.Minute},
	}
}

// sdk is the client of whatever is not measured by the thousand. The requests of a load
// are prepared here instead: encoding and decoding them would cost the machine's two
// cores what is to be measured.
func (bm *benchmark) sdk() *client.Client {
	return client.New(client.Config{
		API:     bm.ports.url(bm.ports.api),
		Gateway: "ws" + strings.TrimPrefix(bm.ports.url(bm.ports.gateway), "http"),
		HTTP:    bm.httpClient,
	})
}

// staff is somebody of the branch in this role.
func (bm *benchmark) staff(role access.Role, person int64) (*client.Client, error) {
	t, err := bm.keys.IssueAccess(access.Staff{
		UserID: person, TenantID: bm.restaurant.tenant, BranchIDs: []int64{bm.restaurant.branch}, Roles: []access.Role{role},
	})
	if err != nil {
		return nil, fmt.Errorf("issue an access token: %w", err)
	}
	return bm.sdk().WithAccessToken(t.Token), nil
}

// err says what went wrong, or nothing.
func (o outcome) err() error {
	if o.ok() {
		return nil
	}
	return fmt.Errorf("status %d: %s", o.status, o.failure)
}

// submit orders a round of four dishes under a key.
func (bm *benchmark) submit(ctx context.Context, s seat, key string) outcome {
	var made struct {
		RoundID int64 `json:"round_id"`
	}
	o := bm.post(ctx, s, "/api/diner/rounds/submit", key, bm.restaurant.order, &made)
	o.round = made.RoundID
	return o
}

// round is submit with a new key.
func (bm *benchmark) round(ctx context.Context, s seat) outcome {
	return bm.submit(ctx, s, bm.sequence.next("round-"))
}

func (bm *benchmark) register(ctx context.Context, s seat) outcome {
	body := fmt.Appendf(nil, `{"name":"Comensal","color":"#112233","local_id":%q,"device_id":%q}`, s.device, s.device)
	return bm.post(ctx, s, "/api/diner/register", bm.sequence.next("join-"), body, nil)
}

// openTable scans a table's code.
func (bm *benchmark) openTable(ctx context.Context, table int64) (seat, outcome) {
	var got struct {
		SessionID  int64  `json:"session_id"`
		TableToken string `json:"table_token"`
	}
	url := bm.ports.url(bm.ports.api)
	o := bm.post(ctx, seat{url: url}, fmt.Sprintf("/api/tables/%d/session", table), "", nil, &got)
	return seat{url: url, token: got.TableToken, table: table, session: got.SessionID}, o
}

func (bm *benchmark) get(ctx context.Context, url string) outcome {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return outcome{failure: err.Error()}
	}
	return bm.do(req, nil)
}

func (bm *benchmark) post(ctx context.Context, s seat, path, key string, body []byte, into any) outcome {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+path, bytes.NewReader(body))
	if err != nil {
		return outcome{failure: err.Error()}
	}
	for name, value := range map[string]string{"X-Table-Token": s.token, "X-Device-Id": s.device, "X-Idempotency-Key": key} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return bm.do(req, into)
}

// do sends a request and reads all of the answer, so that the connection is kept.
func (bm *benchmark) do(req *http.Request, into any) outcome {
	resp, err := bm.httpClient.Do(req)
	if err != nil {
		return outcome{failure: err.Error()}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return outcome{failure: err.Error()}
	}
	o := outcome{status: resp.StatusCode}
	if !o.ok() {
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		o.wait, o.failure = time.Duration(seconds)*time.Second, fmt.Sprintf("%s %.200s", resp.Status, body)
		return o
	}
	if into != nil {
		if err := json.Unmarshal(body, into); err != nil {
			return outcome{failure: err.Error()}
		}
	}
	return o
}
