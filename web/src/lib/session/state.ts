import type { Event, Schema } from '#lib/client/index.ts';

// What a phone knows of its table: a snapshot read over REST, with the events folded in that came since. Folding is
// pure. An event that says everything changes the state; one that only says that something changed names the part
// that has to be read again.

export type Part = 'diners' | 'cart' | 'rounds' | 'check';

export interface Call {
  id: number;
  type: Schema<'ServiceCallOutput'>['type'];
  status: Schema<'ServiceCallOutput'>['status'];
  at: string;
}

export interface TableState {
  /** The last event that is folded in. */
  seq: number;
  tableCode: string;
  status: 'OPEN' | 'PAYING' | 'CLOSED';
  diners: Schema<'DinerOutput'>[];
  cart: Schema<'CartOutput'>;
  rounds: Schema<'RoundOutput'>[];
  /** null: nobody asked for the bill. */
  check: Schema<'CheckDetailOutput'> | null;
  calls: Call[];
  /** Products that sold out, or came back, since the menu was read. */
  availability: Record<number, boolean>;
  /** What products cost whose price changed since then. */
  prices: Record<number, number>;
}

export interface Folded {
  state: TableState;
  /** What has to be read again. */
  stale: Part[];
}

export const emptyTable = (tableCode: string): TableState => ({
  seq: 0,
  tableCode,
  status: 'OPEN',
  diners: [],
  cart: { items: [], version: 0 },
  rounds: [],
  check: null,
  calls: [],
  availability: {},
  prices: {},
});

type RoundStatus = Schema<'RoundOutput'>['status'];

const order: RoundStatus[] = [
  'DRAFT',
  'PENDING',
  'CONFIRMED',
  'SUBMITTED',
  'IN_KITCHEN',
  'READY',
  'SERVED',
  'CANCELED',
];
const rank = (status: RoundStatus) => order.indexOf(status);

/** Folds one event in. Events that the snapshot already has change nothing. */
export function fold(before: TableState, event: Event): Folded {
  const { state, stale } = apply(before, event);
  return { state: { ...state, seq: Math.max(before.seq, event.seq ?? 0) }, stale };
}

function apply(state: TableState, event: Event): Folded {
  switch (event.type) {
    case 'DINER_JOINED':
      return { state, stale: state.diners.some((d) => d.id === event.entity.diner_id) ? [] : ['diners'] };
    case 'CART_ITEM_ADDED':
    case 'CART_ITEM_UPDATED':
      return cart(state, event.entity.version, (items) => putItem(items, event.entity));
    case 'CART_ITEM_REMOVED':
      return cart(state, event.entity.version, (items) =>
        items.filter((i) => i.item_id !== event.entity.item_id),
      );
    case 'CART_CLEARED':
      if (!event.entity.cleared) return { state, stale: ['cart'] };
      return cart(state, event.entity.version, () => []);
    case 'ROUND_PENDING':
      return round(state, event.entity.round_id, 'PENDING');
    case 'ROUND_CONFIRMED':
      return round(state, event.entity.round_id, 'CONFIRMED');
    case 'ROUND_SUBMITTED':
      return round(state, event.entity.round_id, 'SUBMITTED');
    case 'ROUND_IN_KITCHEN':
      return round(state, event.entity.round_id, 'IN_KITCHEN');
    case 'ROUND_READY':
      return round(state, event.entity.round_id, 'READY');
    case 'ROUND_SERVED':
      return round(state, event.entity.round_id, 'SERVED');
    case 'ROUND_CANCELED':
      return round(state, event.entity.round_id, 'CANCELED');
    case 'ROUND_ITEM_VOIDED':
    case 'ROUND_ITEM_DELETED':
      return { state, stale: state.check ? ['rounds', 'check'] : ['rounds'] };
    case 'SERVICE_CALL_CREATED':
      return { state: call(state, event, 'OPEN'), stale: [] };
    case 'SERVICE_CALL_ACKED':
      return { state: call(state, event, 'ACKED'), stale: [] };
    case 'SERVICE_CALL_CLOSED':
      return { state: call(state, event, 'CLOSED'), stale: [] };
    case 'PRODUCT_AVAILABILITY_CHANGED': {
      const { product_id, is_available, price_cents } = event.entity;
      const availability = { ...state.availability, [product_id]: is_available };
      if (price_cents === undefined) return { state: { ...state, availability }, stale: [] };
      const items = state.cart.items.map((i) => (i.product_id === product_id ? { ...i, price_cents } : i));
      const prices = { ...state.prices, [product_id]: price_cents };
      return { state: { ...state, availability, prices, cart: { ...state.cart, items } }, stale: [] };
    }
    case 'CHECK_WITHDRAWN':
      return { state: { ...state, status: 'OPEN' }, stale: ['check'] };
    case 'CHECK_REQUESTED':
    case 'CHECK_UPDATED':
    case 'CHECK_PAID':
    case 'PAYMENT_STARTED':
    case 'PAYMENT_RELEASED':
    case 'PAYMENT_APPROVED':
    case 'PAYMENT_REJECTED':
    case 'PAYMENT_FAILED':
    case 'PAYMENT_REFUNDED':
    case 'REFUND_REQUESTED':
      return { state: state.status === 'OPEN' ? { ...state, status: 'PAYING' } : state, stale: ['check'] };
    case 'TABLE_CLEARED':
      return { state: { ...state, status: 'CLOSED' }, stale: [] };
    case 'TABLE_TRANSFERRED':
      return { state: { ...state, tableCode: event.entity.table_code }, stale: [] };
    default:
      return { state, stale: [] };
  }
}

type CartItem = TableState['cart']['items'][number];

function putItem(items: CartItem[], entity: CartItem & { version?: number }): CartItem[] {
  const { version: _version, ...item } = entity;
  const at = items.findIndex((i) => i.item_id === item.item_id);
  return at < 0 ? [...items, item] : items.with(at, item);
}

/** Carts count their changes: an older one is known, and one that is not the next shows that one was missed. */
function cart(state: TableState, version: number, change: (items: CartItem[]) => CartItem[]): Folded {
  if (version <= state.cart.version) return { state, stale: [] };
  if (version > state.cart.version + 1) return { state, stale: ['cart'] };
  return { state: { ...state, cart: { items: change(state.cart.items), version } }, stale: [] };
}

/** A round only moves forward: an event that is older than the snapshot does not take it back. */
function round(state: TableState, id: number, status: RoundStatus): Folded {
  const known = state.rounds.find((r) => r.id === id);
  const stale: Part[] = known && status !== 'CANCELED' ? [] : ['rounds'];
  // What was ordered or cancelled is on the bill or off it; a cart that became a round is empty.
  if (!known) stale.push('cart');
  if (state.check && stale.length) stale.push('check');
  if (!known || rank(status) <= rank(known.status)) return { state, stale: known ? [] : stale };
  return {
    state: { ...state, rounds: state.rounds.map((r) => (r.id === id ? { ...r, status } : r)) },
    stale,
  };
}

const callRank = { OPEN: 0, ACKED: 1, CLOSED: 2 };

function call(
  state: TableState,
  event: Event<'SERVICE_CALL_CREATED' | 'SERVICE_CALL_ACKED' | 'SERVICE_CALL_CLOSED'>,
  status: Call['status'],
): TableState {
  const { call_id: id, call_type } = event.entity;
  const known = state.calls.find((c) => c.id === id);
  if (known && callRank[status] <= callRank[known.status]) return state;
  const changed = { id, type: call_type as Call['type'], status, at: known?.at ?? event.ts };
  return { ...state, calls: [...state.calls.filter((c) => c.id !== id), changed] };
}

/** What the table has ordered so far and has to pay for. */
export const orderedCents = (state: TableState): number =>
  state.rounds
    .filter((r) => r.status !== 'CANCELED')
    .flatMap((r) => r.items)
    .reduce((sum, item) => sum + item.qty * item.unit_price_cents, 0);

export const cartCents = (cart: TableState['cart']): number =>
  cart.items.reduce((sum, item) => sum + item.quantity * item.price_cents, 0);

export const cartCount = (cart: TableState['cart']): number =>
  cart.items.reduce((n, item) => n + item.quantity, 0);
