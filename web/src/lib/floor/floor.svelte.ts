import { untrack } from 'svelte';
import {
  idempotencyHeader,
  newKey,
  ok,
  Outbox,
  type Command,
  type Event,
  type Problem,
  type Schema,
} from '#lib/client/index.ts';
import { Connection } from '#lib/session/connection.svelte.ts';
import { deviceId } from '#lib/session/device.ts';
import { staff } from '#lib/session/staff.svelte.ts';
import { alarm } from './alarm.svelte.ts';
import {
  alerts,
  emptyFloor,
  fold,
  rings,
  type Alert,
  type Card,
  type FloorState,
  type Part,
} from './floor.ts';
import { orderBody, type Line, type Menu, type SessionDetail } from './order.ts';

/** How long something that was done can be taken back, in milliseconds. */
const undoFor = 5000;

export const byKey = (key = newKey()) => ({ [idempotencyHeader]: key });

/** A move of a round that has no answer yet. */
export interface QueuedMove {
  roundId: number;
  status: Schema<'UpdateRoundStatusRequest'>['status'];
}

/** An order that has no answer yet. */
export interface QueuedOrder {
  sessionId: number;
  lines: Line[];
}

/**
 * The floor of one branch on one waiter's phone: the tables and calls, kept current by events, and what may be done.
 * Rounds and calls go through the outbox and survive everything; what concerns money is sent at once or not at all.
 */
export class Floor {
  state = $state.raw<FloorState>(emptyFloor);
  ready = $state(false);
  error = $state.raw<unknown>();
  /** The sectors that this person serves today. */
  sectors = $state.raw<number[]>([]);
  /** Commands that are safe on this phone and have no answer yet. */
  queued = $state.raw<Command[]>([]);
  menu = $state.raw<Menu>();
  readonly branch: number;
  readonly connection: Connection;
  readonly outbox: Outbox;
  onRefused: (problem: Problem, command: Command) => void = () => {};
  onDone: (command: Command) => void = () => {};

  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no page reads it
  #listeners = new Set<(event?: Event) => void>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no page reads it
  #stale = new Set<Part>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no page reads it
  #putting = new Set<string>();
  #reading: Promise<void> | undefined;

  constructor(branch: number) {
    this.branch = branch;
    this.connection = new Connection({
      kind: 'waiter',
      branch,
      token: staff.token,
      renew: () => staff.renew(),
      onEvent: (event) => this.#fold(event),
      onReload: () => this.load(),
    });
    this.outbox = new Outbox({
      name: `integrador-floor-${staff.user?.id}`,
      headers: () => ({ Authorization: `Bearer ${staff.token() ?? ''}`, 'X-Device-Id': deviceId() }),
      renew: () => staff.renew(),
      onChange: (waiting) => (this.queued = waiting),
      onOutcome: (outcome) => {
        if (outcome.state === 'refused') this.onRefused(outcome.problem, outcome.command);
        else this.onDone(outcome.command);
        this.#tell();
        void this.#reread('cards', 'calls').catch(() => {});
      },
    });
  }

  /** Reads the floor, listens, and sends what waits; returns what ends it, as an effect does. */
  open(): () => void {
    void this.load().catch(() => {});
    const close = this.connection.open();
    const flush = () => void this.outbox.flush();
    // A page in the background may be ended at any time: what could still be undone is sent.
    const leave = () => document.visibilityState === 'hidden' && void this.outbox.release();
    addEventListener('online', flush);
    document.addEventListener('visibilitychange', leave);
    void this.outbox.waiting().then((waiting) => (this.queued = waiting));
    flush();
    return () => {
      removeEventListener('online', flush);
      document.removeEventListener('visibilitychange', leave);
      this.outbox.stop();
      close();
    };
  }

  load = async (): Promise<void> => {
    this.error = undefined;
    try {
      const mine = ok(staff.api.GET('/api/waiter/my-assignments'));
      await this.#reread('cards', 'calls');
      this.sectors = (await mine).sector_ids;
      this.ready = true;
      this.#tell();
    } catch (problem) {
      this.error = problem;
      throw problem;
    }
  };

  /** The tables of other waiters' sectors tell nothing by themselves. */
  refresh = (): Promise<void> => this.#reread('cards').catch(() => {});

  isMine = (card: Card): boolean =>
    staff.has('MANAGER', 'ADMIN') || (card.sector_id !== null && this.sectors.includes(card.sector_id));

  get alerts(): Alert[] {
    const answered = this.queued.map((command) => (command.shown as { alert?: string } | undefined)?.alert);
    return alerts(this.state, this.isMine).filter((alert) => !answered.includes(alert.key));
  }

  card = (tableId: number): Card | undefined => this.state.cards.find((c) => c.table_id === tableId);

  /** Calls a page with every event of a session, and without one when everything may have changed. */
  listen(listener: (event?: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(event?: Event): void {
    for (const listener of this.#listeners) listener(event);
  }

  #fold(event: Event): void {
    const { state, stale } = fold(this.state, event);
    this.state = state;
    if (rings(event) && this.#concerns(event)) alarm.ring();
    if (event.type === 'PRODUCT_AVAILABILITY_CHANGED') this.menu = undefined;
    this.#tell(event);
    if (stale.length && this.ready) void this.#reread(...stale).catch(() => {});
  }

  #concerns(event: Event): boolean {
    const card = this.state.cards.find((c) => c.table_id === event.table_id);
    return !card || this.isMine(card) || event.type === 'SERVICE_CALL_CREATED';
  }

  /** Reads parts again, once however many events ask for it, and once more for those that come meanwhile. */
  #reread(...parts: Part[]): Promise<void> {
    for (const part of parts) this.#stale.add(part);
    this.#reading ??= this.#readAll().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    while (this.#stale.size) {
      const parts = [...this.#stale];
      this.#stale.clear();
      const read = await Promise.all(parts.map((part) => this.#read(part))).catch((problem: unknown) => {
        for (const part of parts) this.#stale.add(part); // the next reading takes them along
        throw problem;
      });
      this.state = Object.assign({}, this.state, ...read) as FloorState;
    }
  }

  async #read(part: Part): Promise<Partial<FloorState>> {
    if (part === 'calls') return { calls: await ok(staff.api.GET('/api/waiter/service-calls')) };
    const query = { branch_id: this.branch, scope: 'branch' as const };
    return { cards: await ok(staff.api.GET('/api/waiter/tables', { params: { query } })) };
  }

  async readMenu(): Promise<Menu> {
    const params = { path: { branch_id: this.branch } };
    this.menu ??= await ok(staff.api.GET('/api/waiter/branches/{branch_id}/menu', { params }));
    return this.menu;
  }

  // What is done to rounds and calls. Each returns what takes it back.

  moveRound(roundId: number, status: QueuedMove['status'], alert?: string): Promise<() => Promise<boolean>> {
    return this.#put({
      kind: 'move',
      method: 'POST',
      path: `/api/kitchen/rounds/${roundId}/status`,
      body: { status },
      shown: { roundId, status, alert },
      notBefore: Date.now() + undoFor,
    });
  }

  cancelRound(roundId: number, reason: string): Promise<() => Promise<boolean>> {
    const path = `/api/kitchen/rounds/${roundId}/status`;
    const status = 'CANCELED';
    return this.#put({
      kind: 'move',
      method: 'POST',
      path,
      body: { status, reason },
      shown: { roundId, status },
    });
  }

  acknowledge(callId: number): Promise<() => Promise<boolean>> {
    const path = `/api/waiter/service-calls/${callId}/acknowledge`;
    return this.#put({ kind: 'call', method: 'POST', path, shown: { callId, alert: `call ${callId}` } });
  }

  resolve(callId: number): Promise<() => Promise<boolean>> {
    const path = `/api/waiter/service-calls/${callId}/resolve`;
    const shown = { callId, resolved: true, alert: `call ${callId}` };
    return this.#put({ kind: 'call', method: 'POST', path, shown, notBefore: Date.now() + undoFor });
  }

  order(sessionId: number, lines: Line[], diners: { id: number }[]): Promise<() => Promise<boolean>> {
    const shown: QueuedOrder = { sessionId, lines };
    const path = `/api/waiter/sessions/${sessionId}/rounds`;
    return this.#put({ kind: 'order', method: 'POST', path, body: orderBody(lines, diners), shown });
  }

  removeItem(roundId: number, itemId: number): Promise<() => Promise<boolean>> {
    const path = `/api/waiter/rounds/${roundId}/items/${itemId}`;
    return this.#put({
      kind: 'item',
      method: 'DELETE',
      path,
      shown: { itemId },
      notBefore: Date.now() + undoFor,
    });
  }

  voidItem(itemId: number, reason: string): Promise<() => Promise<boolean>> {
    const path = `/api/waiter/rounds/items/${itemId}/void`;
    return this.#put({ kind: 'item', method: 'PATCH', path, body: { reason }, shown: { itemId } });
  }

  /** A second tap does nothing more; only orders may be alike. */
  async #put(command: Omit<Parameters<Outbox['put']>[0], 'scope'>): Promise<() => Promise<boolean>> {
    const again = this.queued.find((c) => c.path === command.path && c.method === command.method);
    if (command.kind !== 'order' && (again || this.#putting.has(command.path))) return async () => false;
    this.#putting.add(command.path);
    const { key } = await this.outbox
      .put({ scope: `branch ${this.branch}`, ...command })
      .finally(() => this.#putting.delete(command.path));
    return () => this.outbox.withdraw(key);
  }

  queuedMove = (roundId: number): QueuedMove | undefined =>
    this.queued
      .filter((c) => c.kind === 'move')
      .map((c) => c.shown as QueuedMove)
      .find((move) => move.roundId === roundId);

  queuedOrders = (sessionId: number): QueuedOrder[] =>
    this.queued
      .filter((c) => c.kind === 'order')
      .map((c) => c.shown as QueuedOrder)
      .filter((order) => order.sessionId === sessionId);

  queuedItem = (itemId: number): boolean =>
    this.queued.some((c) => c.kind === 'item' && (c.shown as { itemId: number }).itemId === itemId);
}

/** One table as a page shows it: its session, and its bill once there is one. */
export class TableView {
  detail = $state.raw<SessionDetail>();
  check = $state.raw<Schema<'StaffCheck'>>();
  /** Nobody sits there. */
  free = $state(false);
  error = $state.raw<unknown>();
  readonly tableId: number;
  #floor: Floor;
  #again = false;
  #reading: Promise<void> | undefined;

  constructor(floor: Floor, tableId: number) {
    this.#floor = floor;
    this.tableId = tableId;
  }

  open(): () => void {
    void untrack(this.load); // what is read meanwhile is no reason to open it again
    return this.#floor.listen((event) => {
      if (!event || event.table_id === this.tableId || event.session_id === this.detail?.session_id) {
        void this.load();
      }
    });
  }

  /** Reads the table again, once however many events ask for it. */
  load = (): Promise<void> => {
    this.#again = true;
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  };

  async #read(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      if (this.#nobodyThere) {
        this.#leave();
        continue;
      }
      try {
        const path = { table_id: this.tableId };
        const detail = await ok(staff.api.GET('/api/waiter/tables/{table_id}/session', { params: { path } }));
        const asked = detail.check_id !== null && detail.check_status !== 'OPEN'; // OPEN: it was taken back
        this.check = asked ? await this.#readCheck(detail.check_id!) : undefined;
        this.detail = detail;
        this.free = false;
        this.error = undefined;
      } catch (problem) {
        this.#failed(problem);
      }
    }
  }

  /** The floor knows it, so that nobody asks for a session that is not there. */
  get #nobodyThere(): boolean {
    const card = this.#floor.card(this.tableId);
    return this.#floor.ready && card !== undefined && card.session_id === null;
  }

  #failed(problem: unknown): void {
    if ((problem as Problem).status === 404) this.#leave();
    else this.error = problem;
  }

  #leave(): void {
    this.free = true;
    this.detail = undefined;
    this.check = undefined;
    this.error = undefined;
  }

  #readCheck = (id: number) =>
    ok(staff.api.GET('/api/billing/check/{check_id}', { params: { path: { check_id: id } } }));
}
