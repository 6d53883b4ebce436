package httpx

// RoundPath names a round. What inputs embed is exported: huma does not read fields of embedded types that are not.
type RoundPath struct {
	RoundID int64 `path:"round_id"`
}

// SessionPath names a session.
type SessionPath struct {
	SessionID int64 `path:"session_id"`
}

// TablePath names a table.
type TablePath struct {
	TableID int64 `path:"table_id"`
}

// ByID names a row of the kind that the path says.
type ByID struct {
	ID int64 `path:"id"`
}
