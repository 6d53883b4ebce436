package postgres

import (
	"context"
	"time"

	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres/dbgen"
)

// IdempotencyKey is a caller's name for one attempt to do something.
type IdempotencyKey = dbgen.InsertKeyParams

// KeyedAnswer is what a request with a key was answered. Its Status is 0 while nobody knows the answer.
type KeyedAnswer = dbgen.KeyedAnswerRow

// KeyLife is how long keys are kept.
const KeyLife = 30 * 24 * time.Hour

// TakeKey reserves a key for the transaction of ctx, or gives the answer that it had. Another transaction that takes the
// same key waits for this one.
//
// Errors: fault.KeyReused if the key came with another request.
func (s *Store) TakeKey(ctx context.Context, k IdempotencyKey) (KeyedAnswer, error) {
	inserted, err := s.InsertKey(ctx, k)
	if err != nil || inserted == 1 {
		return KeyedAnswer{}, Fault(err)
	}
	return s.AnswerTo(ctx, k)
}

// AnswerTo gives what the key's first request was answered.
//
// Errors: fault.KeyReused if the key came with another request.
func (s *Store) AnswerTo(ctx context.Context, k IdempotencyKey) (KeyedAnswer, error) {
	before, err := s.KeyedAnswer(ctx, dbgen.KeyedAnswerParams{
		TenantID: k.TenantID, Principal: k.Principal, Operation: k.Operation, Key: k.Key,
	})
	switch {
	case IsNoRow(err):
		return KeyedAnswer{}, nil
	case err != nil:
		return KeyedAnswer{}, Fault(err)
	case before.RequestHash != k.RequestHash:
		return KeyedAnswer{}, tablesession.KeyReused
	}
	return before, nil
}

// FirstAnswer keeps the answer of a key, unless it has one, and gives the one that is kept.
func (s *Store) FirstAnswer(ctx context.Context, k IdempotencyKey, a KeyedAnswer) (KeyedAnswer, error) {
	kept, err := s.KeepAnswer(ctx, dbgen.KeepAnswerParams{
		TenantID:    k.TenantID,
		Principal:   k.Principal,
		Operation:   k.Operation,
		Key:         k.Key,
		RequestHash: k.RequestHash,
		Status:      a.Status,
		ContentType: a.ContentType,
		Answer:      a.Answer,
	})
	if err != nil || kept == 1 {
		return a, Fault(err)
	}
	return s.AnswerTo(ctx, k)
}

// BindKey notes which session a request means that names a table, and gives the session of the key's first request.
func (s *Store) BindKey(ctx context.Context, k IdempotencyKey, session int64) (int64, error) {
	bound, err := s.BindKeyToSession(ctx, dbgen.BindKeyToSessionParams{
		TenantID:    k.TenantID,
		Principal:   k.Principal,
		Operation:   k.Operation,
		Key:         k.Key,
		RequestHash: k.RequestHash,
		SessionID:   session,
	})
	return bound, Fault(err)
}
