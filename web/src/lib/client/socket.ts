import type { Event } from './types.ts';

export type SocketKind = 'waiter' | 'kitchen' | 'admin' | 'diner';

/** Why a socket will not come back by itself. */
export type Ending =
  | 'table_closed' // the session at the table is over: scan the QR code for another one
  | 'signed_out' // there is no token that is accepted: come in again
  | 'forbidden' // this person may not listen here
  | 'too_many'; // too many connections or messages: close another one first

export type SocketState = 'connecting' | 'open' | 'waiting' | 'ended' | 'closed';

export interface SocketOptions {
  kind: SocketKind;
  /** Address of the gateway, without a path; by default the page's own origin. */
  gateway?: string;
  /** The token to show now; undefined: there is none. */
  token(): string | undefined;
  /** Gets a fresh token after one was refused; false: there is none. */
  renew?(): Promise<boolean>;
  /** Staff: only this branch. Catching up after a break needs it. */
  branch?: number;
  /** Diners: the last sequence number that is known; 0: from the first event. */
  after?: number;
  /** Gets every event once, in order. */
  onEvent(event: Event): void;
  /** Events were lost for good: everything has to be read again. If it fails, the connection is tried again. */
  onReload(): Promise<void> | void;
  onState?(state: SocketState, detail?: { ending?: Ending; retryAt?: number }): void;
  /** Milliseconds between pings, and until a missing answer ends the connection. */
  heartbeat?: number;
  patience?: number;
  /** The pause before attempt n (from 1), in milliseconds. */
  backoff?(attempt: number): number;
  /** For tests. */
  WebSocket?: typeof WebSocket;
  fetch?: typeof fetch;
}

/** 1, 2, 4 … 30 seconds, more or less 30 %, so that a restaurant's screens do not come back as one. */
export const defaultBackoff = (attempt: number): number =>
  Math.min(1000 * 2 ** Math.min(attempt - 1, 5), 30_000) * (0.7 + 0.6 * Math.random());

const closeCodes = { unauthenticated: 4001, forbidden: 4003, tooMany: 4029 };
const remembered = 5000; // identifiers of delivered events; catch-up gives fewer
const overlap = 3; // seconds: events of two tables may come in another order than they happened in

/**
 * Receives events until it is closed or refused for good. After a break it resumes: a diner's
 * socket names the last sequence number that it knows, a staff socket asks for what happened
 * since its last event, and repetitions are dropped.
 */
export class EventSocket {
  #options: SocketOptions;
  #socket: WebSocket | undefined;
  #state: SocketState = 'closed';
  #attempts = 0;
  #renewed = false; // since the last connection
  #opened = false; // ever
  #seq: number;
  #since = 0; // seconds: when the last event happened
  #delivered = new Set<number>();
  #earlier = new Set<number>();
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #queue: Promise<void> = Promise.resolve();

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#seq = options.after ?? 0;
  }

  get state(): SocketState {
    return this.#state;
  }

  /** The last sequence number that was delivered. */
  get seq(): number {
    return this.#seq;
  }

  open(): void {
    if (this.#state !== 'closed' && this.#state !== 'ended') return;
    this.#attempts = 0;
    this.#renewed = false;
    this.#connect();
  }

  /** Connects at once instead of after the pause: the device is online again, or visible. */
  retry(): void {
    if (this.#state === 'waiting') this.#connect();
  }

  close(): void {
    this.#become('closed');
    this.#drop(1000);
  }

  /** Sends a message, such as refresh_sectors; false: there is no connection. */
  send(text: string): boolean {
    if (this.#state !== 'open') return false;
    this.#socket?.send(text);
    return true;
  }

  #become(state: SocketState, detail?: { ending?: Ending; retryAt?: number }): void {
    this.#state = state;
    this.#options.onState?.(state, detail);
  }

  #connect(): void {
    this.#clearTimers();
    this.#become('connecting');
    const token = this.#options.token();
    if (!token) return void this.#refused('signed_out');
    const socket = new (this.#options.WebSocket ?? WebSocket)(
      this.#address('ws', `/ws/${this.#options.kind}`, token),
    );
    this.#socket = socket;
    const mine =
      <T extends unknown[]>(act: (...args: T) => void) =>
      (...args: T) => {
        if (this.#socket === socket) act(...args);
      };
    let accepted = false;
    socket.onopen = mine(() => {
      accepted = true;
      this.#accepted(socket);
    });
    socket.onmessage = mine((message: MessageEvent) => this.#receive(socket, String(message.data)));
    socket.onclose = mine((close: CloseEvent) => this.#broken(close.code, close.reason, accepted));
  }

  #accepted(socket: WebSocket): void {
    this.#beat(socket);
    const first = !this.#opened;
    this.#opened = true;
    this.#since ||= Math.floor(Date.now() / 1000);
    if (this.#options.kind === 'diner' || first) return this.#ready();
    this.#enqueue(socket, async () => {
      await this.#catchUp();
      if (this.#socket === socket) this.#ready();
    });
  }

  #ready(): void {
    this.#attempts = 0;
    this.#renewed = false;
    this.#become('open');
  }

  /** Works off messages one after the other; a failure ends the connection, which comes back. */
  #enqueue(socket: WebSocket, work: () => Promise<void> | void): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#socket !== socket) return;
      try {
        await work();
      } catch {
        if (this.#socket === socket) this.#broken(0, '', true);
      }
    });
  }

  #pongBy: ReturnType<typeof setTimeout> | undefined;

  #beat(socket: WebSocket): void {
    const { heartbeat = 30_000, patience = 10_000 } = this.#options;
    this.#after(heartbeat, () => {
      socket.send('{"type":"ping"}');
      this.#pongBy = this.#after(patience, () => this.#broken(0, 'silent', true));
      this.#beat(socket);
    });
  }

  #receive(socket: WebSocket, text: string): void {
    if (text.startsWith('sectors_updated:')) return;
    const message = JSON.parse(text) as Event | { type: 'pong' } | { type: 'resync'; seq: number };
    if (message.type === 'pong') {
      clearTimeout(this.#pongBy);
    } else if (message.type === 'resync') {
      const { seq } = message as { seq: number };
      this.#enqueue(socket, async () => {
        await this.#options.onReload();
        this.#seq = Math.max(this.#seq, seq);
      });
    } else {
      this.#enqueue(socket, () => this.#deliver(message as Event));
    }
  }

  #deliver(event: Event): void {
    if (this.#isNew(event)) this.#options.onEvent(event);
  }

  #isNew(event: Event): boolean {
    if (this.#options.kind === 'diner' && event.seq) {
      if (event.seq <= this.#seq) return false;
      this.#seq = event.seq;
      return true;
    }
    if (this.#delivered.has(event.event_id) || this.#earlier.has(event.event_id)) return false;
    if (this.#delivered.size >= remembered) [this.#earlier, this.#delivered] = [this.#delivered, new Set()];
    this.#delivered.add(event.event_id);
    this.#since = Math.min(Date.parse(event.ts), Date.now()) / 1000;
    return true;
  }

  /** Asks for what a member of staff missed. */
  async #catchUp(): Promise<void> {
    if (!this.#options.branch) return this.#options.onReload();
    const response = await this.#askMissed(Math.floor(this.#since - overlap));
    if (!response.ok) throw new Error(`catch-up answered ${response.status}`);
    const missed = (await response.json()) as { events: Event[]; reload: boolean };
    if (missed.reload) await this.#options.onReload();
    for (const event of missed.events) this.#deliver(event);
  }

  #askMissed(since: number): Promise<Response> {
    const { kind, token, fetch: ask = fetch } = this.#options;
    const path = kind === 'diner' ? '/ws/catchup/session' : '/ws/catchup';
    return ask(this.#address('http', path, token() ?? '', { socket: kind, since: String(since) }), {
      signal: AbortSignal.timeout(15_000),
    });
  }

  #broken(code: number, reason: string, accepted: boolean): void {
    this.#drop();
    switch (code) {
      case closeCodes.unauthenticated:
        return void this.#refused(reason === 'table closed' ? 'table_closed' : 'signed_out');
      case closeCodes.forbidden:
        return this.#end('forbidden');
      case closeCodes.tooMany:
        return this.#end('too_many');
    }
    if (accepted) return this.#wait();
    void this.#handshakeFailed();
  }

  /**
   * A browser does not say why a handshake failed. Catch-up is refused for the same reasons and
   * says which. No answer at all is a network that is away.
   */
  async #handshakeFailed(): Promise<void> {
    this.#become('waiting');
    const ending = await this.#askWhy().catch(() => undefined);
    if (this.#state !== 'waiting') return;
    if (ending) return this.#refused(ending);
    this.#wait();
  }

  async #askWhy(): Promise<Ending | undefined> {
    const response = await this.#askMissed(Math.floor(Date.now() / 1000));
    if (response.status !== 401 && response.status !== 403) return undefined;
    const { code } = (await response.json()) as { code?: string };
    if (code === 'table_closed') return 'table_closed';
    return response.status === 401 ? 'signed_out' : 'forbidden';
  }

  /** The token was refused: come back with a fresh one, once, or stay away. */
  async #refused(ending: Ending): Promise<void> {
    if (ending === 'table_closed' || this.#renewed || !this.#options.renew) return this.#end(ending);
    this.#become('waiting');
    this.#renewed = true;
    let fresh: boolean;
    try {
      fresh = await this.#options.renew();
    } catch {
      this.#renewed = false; // nobody answered: that refuses nothing
      return this.#wait();
    }
    if (this.#state !== 'waiting') return;
    if (fresh) this.#connect();
    else this.#end(ending);
  }

  #wait(): void {
    const pause = (this.#options.backoff ?? defaultBackoff)(++this.#attempts);
    this.#become('waiting', { retryAt: Date.now() + pause });
    this.#after(pause, () => this.#connect());
  }

  #end(ending: Ending): void {
    this.#drop();
    this.#become('ended', { ending });
  }

  #drop(code?: number): void {
    this.#clearTimers();
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket && socket.readyState <= 1) socket.close(code ?? 4000);
  }

  #address(scheme: 'ws' | 'http', path: string, token: string, more: Record<string, string> = {}): string {
    const { kind, branch, gateway } = this.#options;
    const url = new URL(path, gateway ?? globalThis.location?.origin);
    url.protocol = url.protocol.replace(/^(ws|http)/, scheme);
    const query = url.searchParams;
    query.set(kind === 'diner' ? 'table_token' : 'token', token);
    if (kind === 'diner') query.set('since_seq', String(this.#seq));
    else if (branch) query.set('branch_id', String(branch));
    for (const [name, value] of Object.entries(more)) query.set(name, value);
    return url.href;
  }

  #after(ms: number, act: () => void): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
