import { describe, expect, test } from 'vitest';
import type { Entity, Event, EventType, Schema } from '../client/index.ts';
import {
  acknowledge,
  advance,
  atThePass,
  emptyBoard,
  finished,
  fold,
  isAllergy,
  merge,
  newsOf,
  onBoard,
  prune,
  put,
  retreat,
  totals,
  type Board,
} from './board.ts';

type Round = Schema<'RoundOutput'>;

const at = (minute: number) => `2026-03-14T21:${String(minute).padStart(2, '0')}:00Z`;

const event = <T extends EventType>(type: T, entity: Entity<T>): Event =>
  ({ type, entity, event_id: 1, ts: at(50) }) as unknown as Event;

const item = (id: number, qty = 1, product = id) => ({
  id,
  product_id: product,
  product_name: `Plato ${product}`,
  qty,
  unit_price_cents: 100,
  notes: null,
});

const round = (id: number, more: Partial<Round> = {}): Round =>
  ({
    id,
    round_number: 1,
    status: 'SUBMITTED',
    created_at: at(id),
    submitted_at: at(id),
    table_id: 1,
    table_code: 'INT-01',
    branch_id: 1,
    notes: null,
    ready_at: null,
    items: [item(id * 10), item(id * 10 + 1)],
    ...more,
  }) as Round;

const board = (...rounds: Round[]): Board => rounds.reduce((b, r) => put(b, r), emptyBoard);
const ids = (tickets: { id: number }[]) => tickets.map((ticket) => ticket.id);
const moved = (round_id: number) => ({ round_id, round_number: 1 });
const struckOut = (round_id: number, item_id: number, round_canceled = false) => ({
  round_id,
  item_id,
  product_id: item_id,
  product_name: '',
  void_reason: '',
  round_canceled,
  round_status: 'IN_KITCHEN' as const,
});

describe('an event', () => {
  test('of a round that is not known has it read', () => {
    for (const type of ['ROUND_SUBMITTED', 'ROUND_IN_KITCHEN', 'ROUND_READY'] as const) {
      expect(fold(emptyBoard, event(type, moved(1)))).toEqual({ board: emptyBoard, stale: [1] });
    }
  });

  test('moves a ticket forward, and only forward', () => {
    const cooked = fold(board(round(1)), event('ROUND_READY', moved(1))).board;
    expect(cooked[1]).toMatchObject({ status: 'READY', readyAt: at(50) });
    expect(fold(cooked, event('ROUND_IN_KITCHEN', moved(1)))).toEqual({ board: cooked, stale: [] });
    expect(fold(cooked, event('ROUND_SUBMITTED', moved(1))).board).toBe(cooked);
  });

  test('that comes twice changes nothing the second time', () => {
    const once = fold(board(round(1)), event('ROUND_ITEM_VOIDED', struckOut(1, 10))).board;
    expect(fold(once, event('ROUND_ITEM_VOIDED', struckOut(1, 10))).board).toEqual(once);
  });

  test('leaves the tickets of other rounds as they are, so that they are not drawn again', () => {
    const before = board(round(1), round(2));
    const after = fold(before, event('ROUND_IN_KITCHEN', moved(1))).board;
    expect(after[2]).toBe(before[2]);
  });

  test('of a moved table has everything read', () => {
    const entity = { table_code: 'INT-02', table_status: 'ACTIVE' as const };
    expect(fold(emptyBoard, event('TABLE_TRANSFERRED', entity)).stale).toBe('all');
  });
});

describe('what was struck out', () => {
  test('stays until it is acknowledged', () => {
    const struck = fold(board(round(1)), event('ROUND_ITEM_VOIDED', struckOut(1, 10))).board;
    expect(struck[1]?.lines.map((line) => line.voided)).toEqual([true, false]);
    expect(acknowledge(struck, 1)[1]?.lines.map((line) => line.id)).toEqual([11]);
  });

  test('is found by reading when no event told it', () => {
    const read = put(board(round(1)), round(1, { items: [item(11)] }));
    expect(read[1]?.lines.map((line) => line.voided)).toEqual([true, false]);
  });

  test('does not come back with a reading that is older than the event', () => {
    const struck = fold(board(round(1)), event('ROUND_ITEM_VOIDED', struckOut(1, 10))).board;
    expect(put(struck, round(1))[1]?.lines[0]?.voided).toBe(true);
  });

  test('cancels the round with its last line, and the ticket stays on the board', () => {
    const one = board(round(1, { items: [item(10)] }));
    const after = fold(one, event('ROUND_ITEM_VOIDED', struckOut(1, 10, true))).board;
    expect(onBoard(after)[0]?.status).toBe('CANCELED');
    expect(onBoard(acknowledge(after, 1))).toEqual([]);
  });

  test('is shown again when it stands at the pass already', () => {
    const ready = advance(board(round(1)), 1, 'READY', at(9));
    expect(onBoard(ready)).toEqual([]);
    const after = fold(ready, event('ROUND_ITEM_VOIDED', struckOut(1, 10))).board;
    expect(ids(onBoard(after))).toEqual([1]);
  });
});

describe('reading everything', () => {
  test('adds what was missed and asks for what went elsewhere', () => {
    const { board: after, stale } = merge(board(round(1), round(2)), [round(2), round(3)]);
    expect(ids(onBoard(after))).toEqual([1, 2, 3]);
    expect(stale).toEqual([1]);
  });

  test('learns what was ready before this screen was there, and makes no noise of it', () => {
    const { board: after } = merge(emptyBoard, [round(1, { status: 'READY', ready_at: at(30) })]);
    expect(atThePass(after)[0]?.readyAt).toBe(at(30));
    expect(newsOf(emptyBoard, after)).toBeUndefined();
  });

  test('changes nothing when nothing happened', () => {
    const before = board(round(1), round(2));
    expect(merge(before, [round(1), round(2)]).board).toBe(before);
  });

  test('does not take back a step that is not sent yet', () => {
    const stepped = advance(board(round(1)), 1, 'IN_KITCHEN', at(5));
    expect(merge(stepped, [round(1)]).board[1]?.status).toBe('IN_KITCHEN');
    expect(put(stepped, round(1), true)[1]?.status).toBe('SUBMITTED');
  });

  test('leaves out what waits for a waiter', () => {
    expect(put(emptyBoard, round(1, { status: 'PENDING' }))).toBe(emptyBoard);
  });
});

test('the oldest is first, and a step that is undone brings the ticket back to its place', () => {
  const before = board(round(3), round(1), round(2));
  expect(ids(onBoard(before))).toEqual([1, 2, 3]);
  const ready = advance(before, 2, 'READY', at(9));
  expect(ids(onBoard(ready))).toEqual([1, 3]);
  expect(ids(atThePass(ready))).toEqual([2]);
  expect(ids(onBoard(retreat(ready, 2, 'IN_KITCHEN')))).toEqual([1, 2, 3]);
});

test('totals count what is left to make', () => {
  const lines = [item(1, 2, 7), item(2, 1, 8), item(3, 3, 9)];
  const all = board(round(1, { items: lines }), round(2, { items: [item(4, 4, 8)] }), round(3));
  const struck = fold(all, event('ROUND_ITEM_VOIDED', struckOut(1, 3))).board;
  const open = advance(struck, 3, 'READY', at(9));
  expect(totals(open, { 2: true }).map((sum) => [sum.productId, sum.qty])).toEqual([
    [8, 4],
    [7, 2],
  ]);
});

test('the last thirty that were served are kept, and all that wait at the pass', () => {
  let many: Board = emptyBoard;
  for (let id = 1; id <= 40; id++) {
    many = advance(put(many, round(id)), id, id === 1 ? 'READY' : 'SERVED', at(id));
  }
  const kept = finished(prune(many));
  expect(kept).toHaveLength(31);
  expect(kept[0]?.id).toBe(40);
  expect(kept.at(-1)?.id).toBe(1);
});

describe('what is heard', () => {
  const before = board(round(1));
  test.each([
    ['new', put(before, round(2))],
    ['changed', put(before, round(1, { table_code: 'INT-02' }))],
    ['changed', put(before, round(1, { notes: 'Alérgica al maní' }))],
    ['changed', put(before, round(1, { items: [...round(1).items, item(12)] }))],
    ['cancelled', advance(before, 1, 'CANCELED', at(9))],
    ['cancelled', put(put(before, round(2)), round(1, { items: [item(11)] }))],
    [undefined, advance(before, 1, 'READY', at(9))],
    [undefined, before],
  ])('%s', (news, after) => expect(newsOf(before, after)).toBe(news));
});

test('a note that speaks of an allergy is known in three languages', () => {
  for (const note of [
    'ALÉRGICA al maní',
    'soy celiaco',
    'sin TACC',
    'nut allergy',
    'intolerancia a la lactosa',
  ]) {
    expect(isAllergy(note), note).toBe(true);
  }
  for (const note of ['sin sal', 'bien cocido', null]) expect(isAllergy(note)).toBe(false);
});
