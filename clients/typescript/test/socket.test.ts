import { EventSocket, type Ending, type SocketOptions, type SocketState } from '@integrador/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** Stands for the browser's WebSocket: a test is the gateway at its other end. */
class Wire {
  static all: Wire[] = [];
  static get last(): Wire {
    return Wire.all.at(-1)!;
  }
  readyState = 0;
  sent: string[] = [];
  onopen?: () => void;
  onmessage?: (m: { data: string }) => void;
  onclose?: (c: { code: number; reason: string }) => void;
  constructor(readonly url: string) {
    Wire.all.push(this);
  }
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.readyState = 3;
  }
  accept() {
    this.readyState = 1;
    this.onopen?.();
  }
  say(message: unknown) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  end(code: number, reason = '') {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
  get query() {
    return new URL(this.url).searchParams;
  }
}

const event = (seq: number, id = seq) => ({ type: 'ROUND_READY', seq, event_id: id, ts: '2026-03-14T21:30:00Z' });
const settle = () => vi.advanceTimersByTimeAsync(0);

function listen(more: Partial<SocketOptions> = {}) {
  const seen: number[] = [];
  const states: SocketState[] = [];
  const endings: (Ending | undefined)[] = [];
  const reload = vi.fn();
  const socket = new EventSocket({
    kind: 'diner',
    gateway: 'https://salon.example',
    token: () => 'secret',
    onEvent: (e) => seen.push(e.event_id),
    onReload: reload,
    onState: (state, detail) => {
      states.push(state);
      if (state === 'ended') endings.push(detail?.ending);
    },
    backoff: (n) => n * 1000,
    WebSocket: Wire as unknown as typeof WebSocket,
    fetch: () => Promise.reject(new TypeError('offline')),
    ...more,
  });
  socket.open();
  return { socket, seen, states, endings, reload };
}

const answers = (status: number, body: unknown) => () => Promise.resolve(Response.json(body, { status }));

beforeEach(() => {
  vi.useFakeTimers();
  Wire.all = [];
});
afterEach(() => vi.useRealTimers());

test('it shows its token to the gateway and nobody else', () => {
  listen({ after: 12 });
  expect(Wire.last.url).toBe('wss://salon.example/ws/diner?table_token=secret&since_seq=12');
});

test('every event is delivered once, and a break is resumed after the last one', async () => {
  const { socket, seen } = listen();
  Wire.last.accept();
  Wire.last.say(event(1));
  Wire.last.say(event(2));
  Wire.last.say(event(2));
  await settle();
  Wire.last.end(1001, 'server restarting');
  await vi.advanceTimersByTimeAsync(1000);
  expect(Wire.last.query.get('since_seq')).toBe('2');
  Wire.last.accept();
  Wire.last.say(event(3));
  await settle();
  expect(seen).toEqual([1, 2, 3]);
  expect(socket.state).toBe('open');
});

test('resync reads the snapshot before later events are delivered', async () => {
  const order: string[] = [];
  let finish = () => {};
  const reading = new Promise<void>((resolve) => (finish = resolve));
  listen({
    onReload: async () => {
      await reading;
      order.push('reload');
    },
    onEvent: (e) => order.push(`event ${e.seq}`),
  });
  Wire.last.accept();
  Wire.last.say({ type: 'resync', seq: 300 });
  Wire.last.say(event(301));
  await settle();
  expect(order).toEqual([]);
  finish();
  await settle();
  expect(order).toEqual(['reload', 'event 301']);
});

test('a snapshot that fails is tried again on a new connection', async () => {
  const { states } = listen({ onReload: () => Promise.reject(new Error('503')) });
  Wire.last.accept();
  Wire.last.say({ type: 'resync', seq: 300 });
  await settle();
  expect(states.at(-1)).toBe('waiting');
  await vi.advanceTimersByTimeAsync(1000);
  expect(Wire.all).toHaveLength(2);
  expect(Wire.last.query.get('since_seq')).toBe('0');
});

test('it pings, and gives up a connection that stays silent', async () => {
  const { states } = listen();
  Wire.last.accept();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(Wire.last.sent).toEqual(['{"type":"ping"}']);
  Wire.last.say({ type: 'pong' });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(states.at(-1)).toBe('open');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(states.at(-1)).toBe('waiting');
});

test('it waits longer and longer while the network is away, and not when the device says it is back', async () => {
  const { socket, states } = listen();
  for (const pause of [1000, 2000, 3000]) {
    Wire.last.end(1006);
    await settle();
    const before = Wire.all.length;
    await vi.advanceTimersByTimeAsync(pause - 1);
    expect(Wire.all).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(Wire.all).toHaveLength(before + 1);
  }
  Wire.last.end(1006);
  await settle();
  expect(states.at(-1)).toBe('waiting');
  socket.retry();
  expect(states.at(-1)).toBe('connecting');
});

test.each([
  ['table closed', 'table_closed'],
  ['authentication ended', 'signed_out'],
])('4001 %s means %s', async (reason, ending) => {
  const { endings } = listen();
  Wire.last.accept();
  Wire.last.end(4001, reason);
  await settle();
  expect(endings).toEqual([ending]);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(Wire.all).toHaveLength(1);
});

test('with a fresh token it comes back; a fresh one that is refused too is the end', async () => {
  let token = 'old';
  const renew = vi.fn(() => {
    token = 'fresh';
    return Promise.resolve(true);
  });
  const refuse = answers(401, { code: 'token_revoked' });
  const { endings } = listen({ kind: 'waiter', branch: 1, token: () => token, renew, fetch: refuse });
  Wire.last.accept();
  Wire.last.end(4001, 'authentication ended');
  await settle();
  expect(Wire.last.query.get('token')).toBe('fresh');
  Wire.last.end(1006); // the handshake is refused
  await settle();
  expect(endings).toEqual(['signed_out']);
  expect(renew).toHaveBeenCalledTimes(1);
});

test('a renewal that nobody answers is no refusal', async () => {
  const { states } = listen({ renew: () => Promise.reject(new TypeError('offline')) });
  Wire.last.accept();
  Wire.last.end(4001, 'authentication ended');
  await settle();
  expect(states.at(-1)).toBe('waiting');
});

test.each([
  [answers(403, { code: 'role_forbidden' }), 'forbidden'],
  [answers(401, { code: 'table_closed' }), 'table_closed'],
])('a refused handshake is explained by catch-up', async (fetch, ending) => {
  const { endings } = listen({ fetch });
  Wire.last.end(1006);
  await settle();
  expect(endings).toEqual([ending]);
});

test.each([
  [4003, 'forbidden'],
  [4029, 'too_many'],
])('%d stays away: %s', async (code, ending) => {
  const { endings } = listen();
  Wire.last.accept();
  Wire.last.end(code);
  await settle();
  expect(endings).toEqual([ending]);
});

test('staff catch up by branch before they are told that the connection is back', async () => {
  const missed = { events: [event(0, 1), event(0, 2)], count: 2, reload: false };
  const { seen, states } = listen({ kind: 'kitchen', branch: 7, fetch: answers(200, missed) });
  Wire.last.accept();
  Wire.last.say(event(0, 1));
  await settle();
  Wire.last.end(1001);
  await vi.advanceTimersByTimeAsync(1000);
  Wire.last.accept();
  await settle();
  expect(seen).toEqual([1, 2]);
  expect(states.at(-1)).toBe('open');
});

test('close ends it for good', async () => {
  const { socket } = listen();
  Wire.last.accept();
  socket.close();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(socket.state).toBe('closed');
  expect(Wire.all).toHaveLength(1);
});
