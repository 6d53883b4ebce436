import type { Command, Schema } from '#lib/client/index.ts';

// The cart as this phone shows it: what the API has, with the changes that wait in the outbox made to it as the API
// will make them, so that choosing and ordering go on without a network.

export type CartItem = Schema<'CartItemOutput'> & {
  /** It is on this phone only. */
  waiting?: boolean;
};

export interface Cart {
  items: CartItem[];
  version: number;
}

/** The kinds of commands that change a cart. */
export const WANT = 'want';
export const ROUND = 'round';

/** What makes two lines one: whose, which dish, and with which note. */
export type Line = Pick<CartItem, 'product_id'> & { diner_id?: number | null; notes?: string | null };

export const same = (a: Line) => (b: CartItem) =>
  a.product_id === b.product_id &&
  a.diner_id === b.diner_id &&
  (a.notes ?? '').trim() === (b.notes ?? '').trim();

export function withCommand(cart: Cart, command: Command): Cart {
  if (command.kind === WANT) return { ...cart, items: put(cart.items, command.shown as CartItem) };
  if (command.kind === ROUND) {
    const { items } = command.body as Schema<'SubmitRoundRequest'>;
    return { ...cart, items: (items ?? []).reduce(take, cart.items) };
  }
  return cart;
}

function put(items: CartItem[], wanted: CartItem): CartItem[] {
  const at = items.findIndex(same(wanted));
  const known = items[at];
  const item = { ...wanted, item_id: known?.item_id ?? wanted.item_id, waiting: true };
  return known ? items.with(at, item) : [...items, item];
}

/** An order takes its own dishes out of the cart, and nobody else's. */
function take(items: CartItem[], line: Line & { qty: number }): CartItem[] {
  const at = items.findIndex(same(line));
  const item = items[at];
  if (!item) return items;
  const quantity = item.quantity - line.qty;
  return quantity > 0 ? items.with(at, { ...item, quantity }) : items.toSpliced(at, 1);
}
