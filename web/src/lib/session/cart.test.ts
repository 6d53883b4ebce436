import { describe, expect, test } from 'vitest';
import type { Command } from '../client/index.ts';
import { ROUND, WANT, withCommand, type Cart, type CartItem } from './cart.ts';

const flan = (quantity: number, more: Partial<CartItem> = {}): CartItem => ({
  item_id: 31,
  product_id: 7,
  product_name: 'Flan',
  product_image: null,
  price_cents: 380_000,
  quantity,
  notes: null,
  diner_id: 1,
  diner_name: 'Ana',
  diner_color: '#d94f30',
  ...more,
});
const cart = (...items: CartItem[]): Cart => ({ items, version: 4 });
const command = (kind: string, more: Partial<Command>): Command => ({
  key: 'k',
  scope: 's',
  method: 'POST',
  path: '/',
  createdAt: 0,
  attempts: 0,
  kind,
  ...more,
});
const want = (item: CartItem) => command(WANT, { shown: item });
const round = (...items: { product_id: number; qty: number; diner_id?: number }[]) =>
  command(ROUND, { body: { items } });
const shown = (start: Cart, ...commands: Command[]) => commands.reduce(withCommand, start).items;

describe('what waits on the phone', () => {
  test('a wish is in the cart, and says that it waits', () => {
    expect(shown(cart(), want(flan(2, { item_id: -7 })))).toEqual([flan(2, { item_id: -7, waiting: true })]);
  });

  test('a wish for a dish that is there sets its quantity, and leaves its number', () => {
    expect(shown(cart(flan(1)), want(flan(3, { item_id: -7 })))).toEqual([flan(3, { waiting: true })]);
  });

  test('the same wish twice is one', () => {
    expect(shown(cart(), want(flan(2)), want(flan(2)))).toHaveLength(1);
  });

  test("a wish of one guest leaves the other's line", () => {
    const betos = flan(1, { item_id: 32, diner_id: 2 });
    expect(shown(cart(betos), want(flan(2)))).toEqual([betos, flan(2, { waiting: true })]);
  });

  test('with another note it is another line', () => {
    const dry = flan(1, { item_id: -7, notes: 'Sin dulce' });
    expect(shown(cart(flan(2)), want(dry))).toEqual([flan(2), { ...dry, waiting: true }]);
  });

  test('a round that waits has taken its dishes, and what was chosen after it is there', () => {
    const first = round({ product_id: 7, qty: 2, diner_id: 1 });
    expect(shown(cart(flan(2)), first)).toEqual([]);
    expect(shown(cart(flan(2)), first, want(flan(1, { item_id: -7 })))).toEqual([
      flan(1, { item_id: -7, waiting: true }),
    ]);
  });

  test('a round takes only what it orders', () => {
    const betos = flan(1, { item_id: 32, diner_id: 2 });
    expect(shown(cart(flan(3), betos), round({ product_id: 7, qty: 2, diner_id: 1 }))).toEqual([
      flan(1),
      betos,
    ]);
  });

  test('a call leaves the cart as it is', () => {
    expect(shown(cart(flan(1)), command('call', {}))).toEqual([flan(1)]);
  });
});
