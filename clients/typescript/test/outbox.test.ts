import 'fake-indexeddb/auto';
import { Outbox, type Command, type Outcome, type OutboxOptions } from '@integrador/client';
import { expect, test, vi } from 'vitest';

let databases = 0;

function outbox(fetch: (url: string, init: RequestInit) => Promise<Response>, more: Partial<OutboxOptions> = {}) {
  const outcomes: Outcome[] = [];
  const box = new Outbox({
    name: `box ${++databases}`,
    headers: () => ({ 'X-Table-Token': 'secret' }),
    onOutcome: (o) => outcomes.push(o),
    backoff: () => 1,
    fetch: fetch as typeof globalThis.fetch,
    ...more,
  });
  return { box, outcomes };
}

const round = (n: number) => ({
  scope: 'session 1',
  kind: 'round',
  method: 'POST' as const,
  path: '/api/diner/rounds/submit',
  body: { items: [{ product_id: n, qty: 1 }] },
});
const sentKey = (init: RequestInit) => (init.headers as Record<string, string>)['X-Idempotency-Key'];
const json = (status: number, body: unknown = {}) => Promise.resolve(Response.json(body, { status }));

test('a command is repeated with its own key until it has an answer', async () => {
  const keys: (string | undefined)[] = [];
  const { box, outcomes } = outbox((_, init) => {
    keys.push(sentKey(init));
    if (keys.length === 1) return Promise.reject(new TypeError('offline'));
    if (keys.length === 2) return json(503);
    if (keys.length === 3) return json(429);
    return json(200, { round_id: 9 });
  });
  const { key } = await box.put(round(1));
  await box.flush();
  expect(keys).toEqual([key, key, key, key]);
  expect(outcomes).toMatchObject([{ state: 'done', body: { round_id: 9 } }]);
  expect(await box.waiting()).toEqual([]);
});

test('three rounds that were queued without a network arrive once each, in order', async () => {
  let online = false;
  const ledger = new Map<string | undefined, unknown>(); // keyed, as the API does
  const { box } = outbox((_, init) => {
    if (!online) return Promise.reject(new TypeError('offline'));
    const body = JSON.parse(String(init.body)) as { items: [{ product_id: number }] };
    if (!ledger.has(sentKey(init))) ledger.set(sentKey(init), body.items[0].product_id);
    return ledger.size === 2 && !ledger.has('answered')
      ? (ledger.set('answered', 0), Promise.reject(new TypeError('the answer was lost')))
      : json(200);
  });
  for (const n of [1, 2, 3]) await box.put(round(n));
  expect(await box.waiting()).toHaveLength(3);
  online = true;
  await box.flush();
  expect([...ledger.values()].filter(Boolean)).toEqual([1, 2, 3]);
});

test('what waits outlives the page', async () => {
  const name = 'a phone';
  const first = outbox(() => new Promise(() => {}), { name });
  await first.box.put(round(1));
  first.box.stop();
  const sent = vi.fn(() => json(200));
  const second = outbox(sent, { name });
  await second.box.flush();
  expect(sent).toHaveBeenCalledTimes(1);
  expect(second.outcomes).toHaveLength(1);
});

test('a refusal ends a command and lets the next one go', async () => {
  let calls = 0;
  const { box, outcomes } = outbox(() =>
    ++calls === 1 ? json(409, { code: 'check_requested', detail: 'Ya pidieron la cuenta.' }) : json(200),
  );
  await box.put(round(1));
  await box.put(round(2));
  await box.flush();
  expect(outcomes).toMatchObject([
    { state: 'refused', problem: { status: 409, code: 'check_requested', message: 'Ya pidieron la cuenta.' } },
    { state: 'done' },
  ]);
});

test('a token that expired is renewed, with the same key', async () => {
  const keys: (string | undefined)[] = [];
  const { box, outcomes } = outbox(
    (_, init) => (keys.push(sentKey(init)), json(keys.length === 1 ? 401 : 200)),
    { renew: () => Promise.resolve(true) },
  );
  await box.put(round(1));
  await box.flush();
  expect(keys[0]).toBe(keys[1]);
  expect(outcomes).toMatchObject([{ state: 'done' }]);
});

test('what was not sent yet can be taken back; what was sent cannot', async () => {
  const lists: Command[][] = [];
  const { box } = outbox(() => new Promise(() => {}), { onChange: (w) => lists.push(w) });
  const sent = await box.put(round(1));
  const waiting = await box.put(round(2));
  await vi.waitFor(async () => expect((await box.waiting())[0]?.attempts).toBe(1));
  expect(await box.withdraw(sent.key)).toBe(false);
  expect(await box.withdraw(waiting.key)).toBe(true);
  expect(lists.at(-1)).toHaveLength(1);
});

test('a command that is held back can be withdrawn, and holds nobody up', async () => {
  const sent: string[] = [];
  const { box } = outbox((url) => {
    sent.push(url);
    return json(200);
  });
  const held = await box.put({ ...round(1), path: '/held', notBefore: Date.now() + 60_000 });
  await box.put({ ...round(2), path: '/now' });
  await vi.waitFor(() => expect(sent).toEqual(['/now']));
  expect(await box.withdraw(held.key)).toBe(true);
  await box.flush();
  expect(sent).toEqual(['/now']);
  expect(await box.waiting()).toEqual([]);
});

test('what is held back is sent when its time has come, or when it is released', async () => {
  const sent: string[] = [];
  const { box } = outbox((url) => {
    sent.push(url);
    return json(200);
  });
  await box.put({ ...round(1), path: '/soon', notBefore: Date.now() + 30 });
  const late = await box.put({ ...round(2), path: '/late', notBefore: Date.now() + 60_000 });
  await vi.waitFor(() => expect(sent).toEqual(['/soon']));
  await box.release();
  await box.flush();
  expect(sent).toEqual(['/soon', '/late']);
  expect(await box.withdraw(late.key)).toBe(false);
});
