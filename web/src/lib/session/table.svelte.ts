import {
  createRest,
  idempotencyHeader,
  newKey,
  ok,
  Outbox,
  Problem,
  type Command,
  type Event,
  type Outcome,
  type Rest,
  type Schema,
} from '#lib/client/index.ts';
import { ROUND, same, WANT, withCommand, type Cart, type CartItem } from './cart.ts';
import { Connection } from './connection.svelte.ts';
import { deviceId } from './device.ts';
import { forgetSeat, storeSeat, type Seat } from './seat.ts';
import { emptyTable, fold, type Part, type TableState } from './state.ts';

/** What the cart shows of a dish. */
type Dish = Pick<CartItem, 'product_id' | 'product_name' | 'product_image' | 'price_cents'>;
type Refusal = (problem: Problem, command: Command) => void;

/** A line that is in a round which has not been answered yet. */
export interface QueuedLine {
  product_id: number;
  product_name: string;
  qty: number;
  price_cents: number;
  notes?: string | null;
  diner_id?: number;
}

const byKey = (key: string) => ({ [idempotencyHeader]: key });

/**
 * One phone at one table: what it knows, kept current by events, and what may be done. Rounds and calls go through the
 * outbox and survive everything; what concerns money is sent at once or not at all.
 */
export class Table {
  state = $state.raw<TableState>(emptyTable(''));
  /** The first snapshot is there. */
  ready = $state(false);
  error = $state.raw<unknown>();
  /** Commands that are safe on this phone and have no answer yet. */
  queued = $state.raw<Command[]>([]);
  dinerId = $state<number>();
  /** The bill was asked for with this phone. */
  askedForCheck = $state(false);
  /** The shared cart, with what this phone has not been able to send yet. */
  readonly cart = $derived<Cart>(this.queued.reduce(withCommand, this.state.cart));
  readonly seat: Seat;
  readonly api: Rest;
  readonly connection: Connection;
  readonly outbox: Outbox;
  onRefused: Refusal = () => {};

  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no page reads it
  #stale = new Set<Part>();
  #reading: Promise<void> | undefined;

  constructor(seat: Seat) {
    this.seat = seat;
    this.dinerId = seat.dinerId;
    this.askedForCheck = seat.askedForCheck ?? false;
    this.state = emptyTable(seat.tableCode);
    this.api = createRest({ headers: this.#headers });
    this.connection = new Connection({
      kind: 'diner',
      token: () => seat.token,
      onEvent: (event) => this.#fold(event),
      onReload: () => this.load(),
    });
    this.outbox = new Outbox({
      name: `integrador-table-${seat.sessionId}`,
      headers: this.#headers,
      onChange: (waiting) => (this.queued = waiting),
      onOutcome: (outcome) => this.#answered(outcome),
    });
  }

  #headers = (): Record<string, string> => ({ 'X-Table-Token': this.seat.token, 'X-Device-Id': deviceId() });

  /** Reads the table, listens, and sends what waits; returns what ends it, as an effect does. */
  open(): () => void {
    void this.load();
    const close = this.connection.open();
    const flush = () => void this.outbox.flush();
    addEventListener('online', flush);
    void this.outbox.waiting().then((waiting) => (this.queued = waiting));
    flush();
    return () => {
      removeEventListener('online', flush);
      this.outbox.stop();
      close();
    };
  }

  get closed(): boolean {
    return this.state.status === 'CLOSED' || this.connection.ending === 'table_closed';
  }

  get me(): Schema<'DinerOutput'> | undefined {
    return this.state.diners.find((d) => d.id === this.dinerId);
  }

  load = async (): Promise<void> => {
    this.error = undefined;
    try {
      await this.#reread('diners', 'cart', 'rounds', 'check');
      this.ready = true;
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 401) this.leave();
      this.error = problem;
      throw problem;
    }
  };

  /** What waited has an answer: what it changed stays in sight until it is read again. */
  #answered(outcome: Outcome): void {
    const { command } = outcome;
    this.queued = this.queued.filter((c) => c.key !== command.key);
    if (outcome.state === 'refused') this.onRefused(outcome.problem, command);
    else this.state = { ...this.state, cart: withCommand(this.state.cart, command) };
    const parts: Part[] = command.kind === ROUND ? ['rounds', 'cart'] : command.kind === WANT ? ['cart'] : [];
    if (parts.length) void this.#reread(...parts).catch(() => {});
  }

  /** Forgets the seat: its session is over. */
  leave(): void {
    forgetSeat(this.seat);
  }

  #fold(event: Event): void {
    const { state, stale } = fold(this.state, event);
    this.state = state;
    // Before the first snapshot everything is going to be read anyway.
    if (stale.length && this.ready) void this.#reread(...stale).catch(() => {});
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
      this.state = Object.assign({}, this.state, ...read) as TableState;
    }
  }

  async #read(part: Part): Promise<Partial<TableState>> {
    const params = { path: { session_id: this.seat.sessionId } };
    switch (part) {
      case 'diners':
        return { diners: await ok(this.api.GET('/api/diner/session/{session_id}/diners', { params })) };
      case 'cart':
        return { cart: await ok(this.api.GET('/api/diner/cart')) };
      case 'rounds':
        return { rounds: await ok(this.api.GET('/api/diner/session/{session_id}/rounds', { params })) };
      case 'check':
        return { check: await this.#readCheck() };
    }
  }

  /** There is none until somebody asks for it, nor while the table orders on. */
  async #readCheck(): Promise<TableState['check']> {
    const params = { path: { session_id: this.seat.sessionId } };
    const { check_status } = await ok(this.api.GET('/api/diner/session/{session_id}/total', { params }));
    return check_status === null || check_status === 'OPEN' ? null : ok(this.api.GET('/api/diner/check'));
  }

  async register(name: string, color: string): Promise<void> {
    const body = { name, color, device_id: deviceId(), local_id: deviceId() };
    const diner = await ok(this.api.POST('/api/diner/register', { body, headers: byKey(newKey()) }));
    this.dinerId = diner.id;
    storeSeat({ ...this.seat, dinerId: diner.id });
    this.state = { ...this.state, diners: [...this.state.diners.filter((d) => d.id !== diner.id), diner] };
  }

  /** This guest's line of a dish with a note; with another note it is another line. */
  mine = (product_id: number, notes?: string | null): CartItem | undefined =>
    this.cart.items.find(same({ product_id, notes, diner_id: this.dinerId }));

  /** How many of a dish this guest wants, with a note; 0 takes it out of the cart. Without a network it waits. */
  async want(dish: Dish, quantity: number, notes?: string): Promise<void> {
    if (quantity === 0) {
      const mine = this.mine(dish.product_id, notes);
      if (mine) await this.removeItem(mine);
      return;
    }
    const body = { product_id: dish.product_id, quantity, notes, diner_id: this.dinerId };
    if (await this.#wantNow(body)) return;
    const shown: CartItem = {
      ...dish,
      item_id: -dish.product_id, // until the API gives it one
      quantity,
      notes: notes || null,
      diner_id: this.dinerId ?? 0,
      diner_name: this.me?.name ?? '',
      diner_color: this.me?.color ?? '',
    };
    await this.#queue({ kind: WANT, path: '/api/diner/cart/add', body, shown });
  }

  /** false: there is no network, or something waits that has to arrive first. */
  async #wantNow(body: Schema<'AddToCartRequest'>): Promise<boolean> {
    if (this.queued.length || this.connection.state === 'away') return false;
    try {
      await ok(this.api.POST('/api/diner/cart/add', { body }));
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 0) return false;
      throw problem;
    }
    await this.#reread('cart').catch(() => {}); // the event tells it as well
    return true;
  }

  #queue(command: Pick<Command, 'kind' | 'path' | 'body' | 'shown'>): Promise<Command> {
    return this.outbox.put({ scope: `session ${this.seat.sessionId}`, method: 'POST', ...command });
  }

  /** Changes a line of this guest: the API leaves the others' lines to the others. */
  async changeItem(item: CartItem, quantity: number): Promise<void> {
    if (quantity === 0) return this.removeItem(item);
    return this.want(item, quantity, item.notes ?? undefined);
  }

  async removeItem(item: CartItem): Promise<void> {
    const waits = this.queued.find((c) => c.kind === WANT && same(c.shown as CartItem)(item));
    const withdrawn = item.waiting && waits && (await this.outbox.withdraw(waits.key));
    if (item.item_id < 0 && withdrawn) return;
    const params = { path: { item_id: item.item_id } };
    await ok(this.api.DELETE('/api/diner/cart/{item_id}', { params }));
    await this.#reread('cart');
  }

  /** Orders what is in the cart. It is safe on this phone when this returns, and sent when there is a connection. */
  async submitCart(): Promise<void> {
    const lines = this.cart.items.map((i) => ({
      product_id: i.product_id,
      product_name: i.product_name,
      qty: i.quantity,
      price_cents: i.price_cents,
      notes: i.notes,
      diner_id: i.diner_id,
    }));
    const items = lines.map(({ product_id, qty, notes, diner_id, price_cents }) => ({
      product_id,
      qty,
      notes: notes ?? undefined,
      diner_id,
      expected_unit_price_cents: price_cents,
    }));
    await this.#queue({ kind: ROUND, path: '/api/diner/rounds/submit', body: { items }, shown: lines });
  }

  async call(type: Schema<'CreateServiceCallRequest'>['type']): Promise<void> {
    await this.#queue({ kind: 'call', path: '/api/diner/service-call', body: { type } });
  }

  async kitchenMinutes(branchId: number): Promise<number> {
    const params = { query: { branch_id: branchId } };
    return (await ok(this.api.GET('/api/kitchen/estimated-wait', { params }))).estimated_minutes;
  }

  async requestCheck(): Promise<void> {
    await ok(this.api.POST('/api/billing/check/request', { headers: byKey(newKey()) }));
    this.#asked(true);
    await this.#reread('check');
  }

  /** Takes the bill back, so that the table orders on. Only the phone that asked for it may. */
  async withdrawCheck(): Promise<void> {
    try {
      await ok(this.api.POST('/api/billing/check/withdraw', { headers: byKey(newKey()) }));
    } catch (problem) {
      // Meanwhile the waiter took it back, and somebody else asked again.
      if (problem instanceof Problem && problem.status === 403) this.#asked(false);
      throw problem;
    }
    this.#asked(false);
    this.state = { ...this.state, status: 'OPEN' };
    await this.#reread('check');
  }

  #asked(asked: boolean): void {
    this.askedForCheck = asked;
    storeSeat({ ...this.seat, dinerId: this.dinerId, askedForCheck: asked });
  }

  /** Asks for a page of Mercado Pago. The caller keeps the key until there is an answer. */
  async startPayment(
    body: Schema<'MercadoPagoPreferenceRequest'>,
    key: string,
  ): Promise<Schema<'MercadoPagoPreferenceResponse'>> {
    const answer = await ok(
      this.api.POST('/api/billing/mercadopago/preference', { body, headers: byKey(key) }),
    );
    void this.#reread('check').catch(() => {}); // the event tells it as well
    return answer;
  }

  /** What the table thought of its visit; also after it closed. */
  async giveFeedback(rating: number, comment: string, key: string): Promise<void> {
    const body = { rating, comment: comment || undefined };
    await ok(this.api.POST('/api/diner/feedback', { body, headers: byKey(key) }));
  }

  async cancelPayment(paymentId: number): Promise<void> {
    const params = { path: { payment_id: paymentId } };
    await ok(
      this.api.DELETE('/api/billing/mercadopago/preference/{payment_id}', {
        params,
        headers: byKey(newKey()),
      }),
    );
    await this.#reread('check');
  }
}
