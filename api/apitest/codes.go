package apitest

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/api/httpx"
)

var update = flag.Bool("update", false, "add what operations answer to api/httpx/codes.tsv")

// codeRecorder remembers the reasons that operations give and that the OpenAPI document lacks.
type codeRecorder struct {
	api *httpx.API

	mu      sync.Mutex
	missing map[string]bool // rows of codes.tsv
}

// recordCodes compares, when the test ends, what operations answered with what the OpenAPI document says.
func recordCodes(t *testing.T, api *httpx.API) http.Handler {
	t.Helper()
	r := &codeRecorder{api: api, missing: map[string]bool{}}
	t.Cleanup(func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.api = nil // the testing package keeps this closure until the last test ends
		if *update {
			require.NoError(t, addCodes(r.missing))
			return
		}
		for row := range r.missing {
			t.Errorf("api/httpx/codes.tsv lacks %q: run this test with -args -update", row)
		}
	})
	return r
}

// ServeHTTP implements http.Handler.
func (r *codeRecorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	method, path := req.Method, req.URL.Path
	copied := &responseCopy{ResponseWriter: w, status: http.StatusOK}
	r.api.Handler().ServeHTTP(copied, req)
	var problem struct {
		Code string `json:"code"`
	}
	// An outage is no reason of the operation's: every one documents it alike, and a slow machine causes some.
	reasoned := copied.status >= http.StatusBadRequest && copied.status < http.StatusInternalServerError
	if !reasoned || json.Unmarshal(copied.body.Bytes(), &problem) != nil || problem.Code == "" {
		return
	}
	op, found := r.operation(method, path)
	if status := strconv.Itoa(copied.status); found && !r.api.DocumentsCode(op, status, problem.Code) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.missing[httpx.CodeRow(op, status, problem.Code)] = true
	}
}

// operation is the one that a request reaches: of several that match, that with the fewest parameters. Endpoints that
// a test adds have no id.
func (r *codeRecorder) operation(method, path string) (found httpx.Registered, ok bool) {
	for _, op := range r.api.Operations() {
		fits := op.ID != "" && op.Method == method && pattern(op.Path).MatchString(path)
		if fits && (!ok || strings.Count(op.Path, "{") < strings.Count(found.Path, "{")) {
			found, ok = op, true
		}
	}
	return found, ok
}

var (
	patterns sync.Map // of *regexp.Regexp by path
	inBraces = regexp.MustCompile(`\{\w+\}`)
)

func pattern(path string) *regexp.Regexp {
	if known, ok := patterns.Load(path); ok {
		return known.(*regexp.Regexp)
	}
	made := regexp.MustCompile("^" + inBraces.ReplaceAllString(path, "[^/]+") + "$")
	patterns.Store(path, made)
	return made
}

// responseCopy passes a response on and keeps its beginning.
type responseCopy struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (c *responseCopy) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

// Write implements io.Writer.
func (c *responseCopy) Write(p []byte) (int, error) {
	if c.status >= 400 {
		c.body.Write(p)
	}
	return c.ResponseWriter.Write(p)
}

// Unwrap gives http.ResponseController the connection.
func (c *responseCopy) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// addCodes adds rows to codes.tsv. Several packages' tests may do so at once.
func addCodes(rows map[string]bool) error {
	folder, err := os.Getwd() // of the package under test
	if err != nil {
		return err
	}
	folder += "/"
	root := folder[:max(0, strings.LastIndex(folder, "/api/"))]
	file, err := os.OpenFile(filepath.Join(root, "api/httpx/codes.tsv"), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	raw, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	all := maps.Clone(rows)
	for line := range strings.Lines(string(raw)) {
		all[strings.TrimSpace(line)] = true
	}
	sorted := strings.Join(slices.Sorted(maps.Keys(all)), "\n") + "\n"
	_, err = file.WriteAt([]byte(strings.TrimPrefix(sorted, "\n")), 0) // rows are only added
	return err
}
