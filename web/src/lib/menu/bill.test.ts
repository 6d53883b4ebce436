import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  ask,
  attemptTo,
  estimate,
  forgetAttempt,
  missing,
  outcome,
  parts,
  storedAttempt,
  tipOf,
  type Check,
  type Choice,
} from './bill.ts';

const item = (item_id: number, diner_id: number | null, qty: number, cents: number) => ({
  item_id,
  diner_id,
  qty,
  subtotal_cents: cents,
  remaining_cents: cents,
});
const check = {
  id: 9,
  total_cents: 10_000,
  paid_cents: 1_000,
  remaining_cents: 9_000,
  available_cents: 6_000,
  items: [item(1, 7, 2, 3_001), item(2, 8, 1, 5_000), item(3, null, 1, 1_999)],
  intents: [],
} as unknown as Check;
const choice: Choice = { way: 'CONSUMPTION', people: 3, units: {}, tip: 0 };

test('the three parts are the bill to the cent', () => {
  const { paid, paying, free } = parts(check);
  expect(paid + paying + free).toBe(check.total_cents);
  expect(paying).toBe(3_000);
});

test.each<[Partial<Choice>, number]>([
  [{}, 4_001], // 3001 and half of 1999, rounded up
  [{ way: 'EQUAL' }, 3_334],
  [{ way: 'EQUAL', people: 1 }, 6_000], // no more than nobody is paying
  [{ way: 'ITEMS', units: { 1: 1 } }, 1_501],
  [{ way: 'AMOUNT', amount: 2_500 }, 2_500],
  [{ way: 'AMOUNT' }, 0],
])('%j comes to %i', (change, cents) =>
  expect(estimate(check, { ...choice, ...change }, 7, [7, 8])).toBe(cents),
);

test.each<[Partial<Choice>, string | undefined]>([
  [{}, undefined],
  [{ way: 'ITEMS', units: { 1: 0 } }, 'items'],
  [{ way: 'AMOUNT' }, 'amount'],
  [{ way: 'AMOUNT', amount: 6_001 }, 'too-much'],
  [{ way: 'AMOUNT', amount: 6_000 }, undefined],
])('%j lacks %s', (change, lacks) => expect(missing(check, { ...choice, ...change })).toBe(lacks));

test('only what the way needs is asked for', () => {
  const full = { ...choice, units: { 1: 2, 2: 0 }, amount: 500, tip: 100 };
  const common = { check_id: 9, diner_id: 7, tip_cents: 100 };
  expect(ask(check, full, 7)).toEqual({ ...common, split: 'CONSUMPTION' });
  expect(ask(check, { ...full, way: 'EQUAL' }, 7)).toEqual({ ...common, split: 'EQUAL', people: 3 });
  expect(ask(check, { ...full, way: 'ITEMS' }, 7)).toEqual({
    ...common,
    split: 'ITEMS',
    item_units: [{ item_id: 1, qty: 2 }],
  });
  expect(ask(check, { ...full, way: 'AMOUNT' }, 7)).toEqual({
    ...common,
    split: 'AMOUNT',
    amount_cents: 500,
  });
});

test('a tip is whole pesos', () => expect(tipOf(333_350, 10)).toBe(33_300));

describe('asking for a page of Mercado Pago', () => {
  afterEach(() => {
    forgetAttempt();
    vi.unstubAllGlobals();
  });

  test('the same request keeps its key until there is an answer', () => {
    const { key } = attemptTo(1, { check_id: 9 });
    expect(attemptTo(1, { check_id: 9 }).key).toBe(key);
    forgetAttempt();
    expect(attemptTo(1, { check_id: 9 }).key).not.toBe(key);
  });

  test('another request has another key', () => {
    const { key } = attemptTo(1, { check_id: 9 });
    expect(attemptTo(1, { check_id: 9, tip_cents: 5 }).key).not.toBe(key);
  });

  test('what was sent and with which key outlives a reload', async () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (k: string) => kept.get(k) ?? null,
      setItem: (k: string, v: string) => void kept.set(k, v),
      removeItem: (k: string) => void kept.delete(k),
    });
    const attempt = attemptTo(1, { check_id: 9, tip_cents: 5 });
    vi.resetModules();
    const reloaded = await import('./bill.ts');
    expect(reloaded.storedAttempt(1)).toEqual(attempt);
    expect(reloaded.storedAttempt(2)).toBeUndefined();
  });

  test('without storage the page itself remembers', () => {
    const attempt = attemptTo(1, { check_id: 9 });
    expect(storedAttempt(1)).toBe(attempt);
  });
});

const payment = (id: number, status: string, amount_cents = 1_200, tip_cents = 100) => ({
  id,
  status,
  diner_id: 7,
  amount_cents,
  tip_cents,
});
const checkout = { paymentId: 5, sessionId: 1, dinerId: 7, address: '', amountCents: 1_200, tipCents: 100 };
const answer = (status: string | undefined, more: object = {}) =>
  ({
    looked: true,
    check_status: 'IN_PAYMENT',
    payments: status ? [payment(5, status)] : [],
    ...more,
  }) as unknown as Parameters<typeof outcome>[0];
test.each([
  ['APPROVED', {}, 'approved'],
  ['PENDING', {}, 'verifying'],
  ['REJECTED', {}, 'rejected'],
  ['REJECTED', { looked: false }, 'verifying'],
  [undefined, {}, 'verifying'],
  [undefined, { check_status: 'PAID' }, 'approved'],
  ['PENDING', { check_status: 'PAID' }, 'verifying'],
])('%s %j is %s', (status, more, is) => expect(outcome(answer(status, more), checkout)).toBe(is));

test('a card that was refused and another one that paid on the same page is no failure', () => {
  const payments = [payment(5, 'REJECTED', 1_300, 0), payment(6, 'APPROVED')];
  expect(outcome(answer('REJECTED', { payments }), checkout)).toBe('approved');
  expect(outcome(answer('REJECTED', { payments: [payment(5, 'REJECTED')] }), checkout)).toBe('rejected');
});
test('what somebody else paid, or what was paid before, is not this payment', () => {
  const others = [
    { ...payment(6, 'APPROVED'), diner_id: 8 },
    payment(4, 'APPROVED'),
    payment(7, 'APPROVED', 900),
  ];
  expect(outcome(answer('PENDING', { payments: [payment(5, 'PENDING'), ...others] }), checkout)).toBe(
    'verifying',
  );
});
