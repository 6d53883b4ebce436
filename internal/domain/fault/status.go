package fault

import "net/http"

// statuses is the one table of codes and HTTP statuses.
var statuses = map[Code]int{
	Invalid:         http.StatusUnprocessableEntity,
	Refused:         http.StatusBadRequest,
	Unauthenticated: http.StatusUnauthorized,
	Forbidden:       http.StatusForbidden,
	NotFound:        http.StatusNotFound,
	Conflict:        http.StatusConflict,
	KeyReused:       http.StatusUnprocessableEntity,
	TooMany:         http.StatusTooManyRequests,
	Upstream:        http.StatusBadGateway,
	Unavailable:     http.StatusServiceUnavailable,
	Internal:        http.StatusInternalServerError,
}

// Status is the HTTP status of a response that reports the code. What is no fault of the request is 500.
func (c Code) Status() int {
	if status, ok := statuses[c]; ok {
		return status
	}
	return http.StatusInternalServerError
}
