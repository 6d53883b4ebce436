import { expect, test } from 'vitest';
import type { Event, EventType } from '#lib/client/index.ts';
import {
  alerts,
  doing,
  fold,
  rings,
  type Call,
  type Card,
  type FloorState,
  type OpenRound,
} from './floor.ts';

const at = (minute: number) => `2026-12-01T21:${String(minute).padStart(2, '0')}:00Z`;

const event = (type: EventType, entity: object, more: object = {}): Event =>
  ({
    type,
    entity,
    tenant_id: 1,
    branch_id: 10,
    table_id: 1,
    session_id: 5,
    sector_id: 7,
    actor: { user_id: 3, role: 'WAITER' },
    ts: at(30),
    ...more,
  }) as unknown as Event;

const open = (id: number, status: OpenRound['status'], minute = 10): OpenRound => ({
  round_id: id,
  round_number: id - 100,
  status,
  since: at(minute),
});

const card = (more: Partial<Card> = {}): Card => ({
  table_id: 1,
  branch_id: 10,
  code: 'INT-01',
  status: 'ACTIVE',
  capacity: 4,
  session_id: 5,
  opened_at: at(0),
  diner_count: 2,
  open_rounds: 0,
  pending_calls: 0,
  check_status: null,
  active_service_call_ids: [],
  sector_id: 7,
  sector_name: 'Interior',
  confirmed_by_name: null,
  total_cents: 10_000,
  paid_cents: 0,
  rounds: [],
  guests: null,
  notes: null,
  ...more,
});

const call = (more: Partial<Call> = {}): Call => ({
  id: 9,
  type: 'WAITER_CALL',
  status: 'OPEN',
  created_at: at(20),
  announced_at: at(20),
  acked_at: null,
  acked_by_user_id: null,
  table_id: 1,
  table_code: 'INT-01',
  session_id: 5,
  ...more,
});

const floor = (cards: Card[], calls: Call[] = []): FloorState => ({ cards, calls });
const statusOf = (state: FloorState) => state.cards[0]!.rounds.map((r) => r.status);

test('a round moves forward, and the guests wait at the pass since it is ready', () => {
  const { state, stale } = fold(
    floor([card({ rounds: [open(101, 'IN_KITCHEN')] })]),
    event('ROUND_READY', { round_id: 101, round_number: 1 }),
  );
  expect(stale).toEqual([]);
  expect(state.cards[0]!.rounds).toEqual([{ ...open(101, 'READY'), since: at(30) }]);
});

test('a round in the kitchen has waited since it was sent', () => {
  const { state } = fold(
    floor([card({ rounds: [open(101, 'SUBMITTED')] })]),
    event('ROUND_IN_KITCHEN', { round_id: 101, round_number: 1 }),
  );
  expect(state.cards[0]!.rounds[0]!.since).toBe(at(10));
});

test('an event that is older than what was read takes nothing back', () => {
  const { state, stale } = fold(
    floor([card({ rounds: [open(101, 'READY')] })]),
    event('ROUND_IN_KITCHEN', { round_id: 101, round_number: 1 }),
  );
  expect(statusOf(state)).toEqual(['READY']);
  expect(stale).toEqual([]);
});

test('folding an event twice is folding it once', () => {
  const before = floor([card({ rounds: [open(101, 'READY')] })], [call()]);
  for (const e of [
    event('ROUND_SERVED', { round_id: 101, round_number: 1 }),
    event('SERVICE_CALL_ACKED', { call_id: 9, call_type: 'WAITER_CALL' }),
    event('SERVICE_CALL_CLOSED', { call_id: 9, call_type: 'WAITER_CALL' }),
    event('CHECK_UPDATED', { check_id: 1, total_cents: 9000, paid_cents: 1000 }),
    event('TABLE_CLEARED', { table_code: 'INT-01', table_status: 'FREE' }),
  ]) {
    const once = fold(before, e).state;
    expect(fold(once, e).state, e.type).toEqual(once);
  }
});

test('a served round waits for nobody', () => {
  const { state } = fold(
    floor([card({ rounds: [open(101, 'READY'), open(102, 'SUBMITTED')] })]),
    event('ROUND_SERVED', { round_id: 101, round_number: 1 }),
  );
  expect(statusOf(state)).toEqual(['SUBMITTED']);
});

test('what is new is read', () => {
  const before = floor([card()]);
  expect(fold(before, event('ROUND_SUBMITTED', { round_id: 101, round_number: 1 })).stale).toEqual(['cards']);
  expect(fold(before, event('SERVICE_CALL_CREATED', { call_id: 9, call_type: 'OTHER' })).stale).toEqual([
    'calls',
  ]);
  const bill = { check_id: 1, total_cents: 9000, paid_cents: 0 };
  expect(fold(before, event('CHECK_WITHDRAWN', bill)).stale).toEqual(['cards']);
  expect(
    fold(before, event('TABLE_SESSION_STARTED', { table_code: 'INT-01', table_status: 'ACTIVE' })).stale,
  ).toEqual(['cards']);
  expect(
    fold(before, event('TABLE_TRANSFERRED', { table_code: 'INT-01', table_status: 'ACTIVE' })).stale,
  ).toEqual(['cards', 'calls']);
});

test('a call that somebody answered says who and is quiet', () => {
  const { state } = fold(
    floor([card()], [call()]),
    event('SERVICE_CALL_ACKED', { call_id: 9, call_type: 'WAITER_CALL' }),
  );
  expect(state.calls[0]).toMatchObject({ status: 'ACKED', acked_at: at(30), acked_by_user_id: 3 });
  expect(alerts(state, () => true)).toEqual([]);
});

test('money that an event tells is shown at once and read again', () => {
  const { state, stale } = fold(
    floor([card({ check_status: 'REQUESTED' })]),
    event('PAYMENT_APPROVED', { check_id: 1, total_cents: 12_000, paid_cents: 5000 }),
  );
  expect(state.cards[0]).toMatchObject({ total_cents: 12_000, paid_cents: 5000 });
  expect(stale).toEqual(['cards']);
});

test('a table that was cleared is free and calls no more', () => {
  const { state } = fold(
    floor([card({ rounds: [open(101, 'READY')] })], [call(), call({ id: 10, session_id: 6, table_id: 2 })]),
    event('TABLE_CLEARED', { table_code: 'INT-01', table_status: 'FREE' }),
  );
  expect(state.cards[0]).toMatchObject({ status: 'FREE', session_id: null, rounds: [] });
  expect(state.calls.map((c) => c.id)).toEqual([10]);
});

test('a table shows the most urgent thing', () => {
  const ready = card({ rounds: [open(101, 'SUBMITTED'), open(102, 'READY')] });
  expect(doing(ready, [call()])).toBe('calls');
  expect(doing(ready, [call({ status: 'ACKED' })])).toBe('ready');
  expect(doing(card({ rounds: [open(101, 'PENDING')] }), [])).toBe('confirm');
  expect(doing(card({ rounds: [open(101, 'IN_KITCHEN')] }), [])).toBe('kitchen');
  expect(doing(card({ check_status: 'REQUESTED' }), [])).toBe('bill');
  expect(doing(card({ check_status: 'PAID' }), [])).toBe('paid');
  expect(doing(card({ check_status: 'OPEN' }), [])).toBe('seated');
  expect(doing(card(), [])).toBe('seated');
  expect(doing(card({ status: 'FREE', session_id: null }), [])).toBe('free');
  expect(doing(card({ status: 'OUT_OF_SERVICE', session_id: null }), [])).toBe('out');
});

test('what waits longest comes first; rounds only of my tables, calls only of the branch', () => {
  const mine = card({ rounds: [open(101, 'READY', 25), open(102, 'IN_KITCHEN')] });
  const other = card({ table_id: 2, session_id: 6, sector_id: 8, rounds: [open(201, 'READY')] });
  const found = alerts(
    floor([mine, other], [call({ id: 9, created_at: at(20) }), call({ id: 8, table_id: 77 })]),
    (c) => c.sector_id === 7,
  );
  expect(found.map((a) => a.key)).toEqual(['call 9', 'READY 101']);
});

test('only what wants somebody is heard', () => {
  expect(rings(event('ROUND_READY', { round_id: 1, round_number: 1 }))).toBe(true);
  expect(rings(event('ROUND_SERVED', { round_id: 1, round_number: 1 }))).toBe(false);
});
