import { describe, expect, test } from 'vitest';
import type { Entity, Event, EventType } from '../client/index.ts';
import { emptyTable, fold, orderedCents, type TableState } from './state.ts';

let seq = 0;
const event = <T extends EventType>(type: T, entity: Entity<T>): Event =>
  ({ type, entity, seq: ++seq, event_id: seq, ts: '2026-03-14T21:30:00Z' }) as unknown as Event;

const item = (item_id: number, version: number, quantity = 1) => ({
  item_id,
  version,
  quantity,
  product_id: 7,
  product_name: 'Flan',
  product_image: null,
  price_cents: 380_000,
  notes: null,
  diner_id: 1,
  diner_name: 'Ana',
  diner_color: '#d94f30',
});

const withRound = (status: TableState['rounds'][number]['status']): TableState => ({
  ...emptyTable('INT-01'),
  rounds: [
    {
      id: 5,
      round_number: 1,
      status,
      created_at: '',
      submitted_at: null,
      table_id: 1,
      table_code: 'INT-01',
      items: [{ id: 1, product_id: 7, product_name: 'Flan', qty: 2, unit_price_cents: 100, notes: null }],
    } as TableState['rounds'][number],
  ],
});

describe('cart', () => {
  test('the next change is folded in', () => {
    const one = fold(emptyTable('INT-01'), event('CART_ITEM_ADDED', item(1, 1)));
    expect(one.stale).toEqual([]);
    const two = fold(one.state, event('CART_ITEM_UPDATED', item(1, 2, 3)));
    expect(two.state.cart.items.map((i) => i.quantity)).toEqual([3]);
    const three = fold(
      two.state,
      event('CART_ITEM_REMOVED', { item_id: 1, product_id: 7, diner_id: 1, version: 3 }),
    );
    expect(three.state.cart).toEqual({ items: [], version: 3 });
  });

  test('a change that the snapshot has is dropped', () => {
    const state = { ...emptyTable('INT-01'), cart: { items: [item(1, 4)], version: 4 } };
    const { state: after, stale } = fold(state, event('CART_CLEARED', { cleared: true, version: 3 }));
    expect(after.cart.items).toHaveLength(1);
    expect(stale).toEqual([]);
  });

  test('a cart that an order left something in is read again', () => {
    const state = { ...emptyTable('INT-01'), cart: { items: [item(1, 4)], version: 4 } };
    const { stale } = fold(state, event('CART_CLEARED', { cleared: false, version: 5 }));
    expect(stale).toEqual(['cart']);
  });

  test('a dish gets its new price, on the menu and in the cart', () => {
    const state = { ...emptyTable('INT-01'), cart: { items: [item(1, 4)], version: 4 } };
    const dish = { product_id: 7, is_available: true, price_cents: 420_000 };
    const { state: after } = fold(state, event('PRODUCT_AVAILABILITY_CHANGED', dish));
    expect(after.cart.items[0]?.price_cents).toBe(420_000);
    expect(after.prices[7]).toBe(420_000);
  });

  test('a gap is read again', () => {
    const { state, stale } = fold(emptyTable('INT-01'), event('CART_ITEM_ADDED', item(2, 2)));
    expect(stale).toEqual(['cart']);
    expect(state.cart.items).toEqual([]);
  });
});

describe('rounds', () => {
  const moved = (state: TableState, type: EventType) =>
    fold(state, event(type as 'ROUND_READY', { round_id: 5, round_number: 1 }));

  test('move forward without reading', () => {
    const { state, stale } = moved(withRound('SUBMITTED'), 'ROUND_IN_KITCHEN');
    expect(state.rounds[0]?.status).toBe('IN_KITCHEN');
    expect(stale).toEqual([]);
  });

  test('are not taken back by an older event', () => {
    const { state, stale } = moved(withRound('READY'), 'ROUND_IN_KITCHEN');
    expect(state.rounds[0]?.status).toBe('READY');
    expect(stale).toEqual([]);
  });

  test('that nobody knew are read, with the cart that they were', () => {
    expect(moved(emptyTable('INT-01'), 'ROUND_SUBMITTED').stale).toEqual(['rounds', 'cart']);
  });

  test('that are cancelled change the bill', () => {
    const state = { ...withRound('SUBMITTED'), check: { id: 1 } as TableState['check'] };
    const after = moved(state, 'ROUND_CANCELED');
    expect(after.stale).toEqual(['rounds', 'check']);
    expect(after.state.rounds[0]?.status).toBe('CANCELED');
    expect(orderedCents(after.state)).toBe(0);
    expect(orderedCents(state)).toBe(200);
  });
});

test('a call goes from open to acknowledged to closed, and not back', () => {
  let state = fold(
    emptyTable('INT-01'),
    event('SERVICE_CALL_CREATED', { call_id: 3, call_type: 'WAITER_CALL' }),
  ).state;
  state = fold(state, event('SERVICE_CALL_ACKED', { call_id: 3, call_type: 'WAITER_CALL' })).state;
  state = fold(
    state,
    event('SERVICE_CALL_CREATED', { call_id: 3, call_type: 'WAITER_CALL', reminder: 1 }),
  ).state;
  expect(state.calls).toMatchObject([{ id: 3, status: 'ACKED' }]);
});

test('money is read again, never computed from events', () => {
  const { state, stale } = fold(
    emptyTable('INT-01'),
    event('CHECK_REQUESTED', { check_id: 1, total_cents: 5, paid_cents: 0 }),
  );
  expect(stale).toEqual(['check']);
  expect(state.status).toBe('PAYING');
});

test('a bill that is taken back lets the table order on', () => {
  const bill = { check_id: 1, total_cents: 5, paid_cents: 0 };
  const asked = fold(emptyTable('INT-01'), event('CHECK_REQUESTED', bill)).state;
  const { state, stale } = fold(asked, event('CHECK_WITHDRAWN', bill));
  expect(state.status).toBe('OPEN');
  expect(stale).toEqual(['check']);
});

test('folding twice changes nothing, and the sequence number only grows', () => {
  const added = event('CART_ITEM_ADDED', item(1, 1));
  const once = fold(emptyTable('INT-01'), added).state;
  expect(fold(once, added).state).toEqual(once);
  expect(once.seq).toBe(added.seq);
});

test('a table that is cleared is over', () => {
  expect(
    fold(emptyTable('A'), event('TABLE_CLEARED', { table_code: 'A', table_status: 'FREE' })).state.status,
  ).toBe('CLOSED');
});
