import { expect, test } from 'vitest';
import {
  add,
  change,
  count,
  favourites,
  matches,
  orderBody,
  repeated,
  total,
  type Dish,
  type Line,
} from './order.ts';

const line = (more: Partial<Line> = {}): Line => ({
  productId: 1,
  name: 'Bife de chorizo',
  cents: 15_000,
  qty: 1,
  notes: '',
  ...more,
});
const dish = (id: number, name: string, more: Partial<Dish> = {}): Dish => ({
  id,
  name,
  description: null,
  price_cents: 1000 * id,
  category_id: 1,
  category_name: 'Principales',
  subcategory_id: null,
  subcategory_name: null,
  allergen_icons: [],
  is_available: true,
  ...more,
});

test('what is the same stands in one line; another guest or note is another line', () => {
  const lines = [line(), line({ dinerId: 7 }), line(), line({ notes: 'jugoso' })].reduce(add, [] as Line[]);
  expect(lines.map((l) => [l.qty, l.dinerId, l.notes])).toEqual([
    [2, undefined, ''],
    [1, 7, ''],
    [1, undefined, 'jugoso'],
  ]);
  expect(count(lines)).toBe(4);
  expect(total(lines)).toBe(60_000);
});

test('a line has at most 99, and one of 0 is gone', () => {
  expect(add([line({ qty: 99 })], line())[0]!.qty).toBe(99);
  expect(change([line(), line({ productId: 2 })], 0, { qty: 0 }).map((l) => l.productId)).toEqual([2]);
});

test('a round is repeated at the prices of now, without what sold out', () => {
  const item = (product_id: number, more = {}) => ({
    id: product_id,
    product_id,
    product_name: '',
    category_name: null,
    qty: 2,
    unit_price_cents: 1,
    notes: null,
    diner_id: 7,
    diner_name: null,
    diner_color: null,
    ...more,
  });
  const round = {
    id: 1,
    round_number: 1,
    status: 'SERVED',
    created_at: '',
    submitted_at: null,
    ready_at: null,
    submitted_by: 'DINER' as const,
    notes: null,
    items: [item(1), item(2), item(3)],
  };
  const lines = repeated(round, [dish(1, 'Vacío'), dish(2, 'Flan', { is_available: false })]);
  expect(lines).toEqual([{ productId: 1, name: 'Vacío', cents: 1000, qty: 2, notes: '', dinerId: 7 }]);
});

test('guests are told by their place, first come first; who left is the table', () => {
  const body = orderBody([line({ dinerId: 8 }), line({ dinerId: 99 }), line()], [{ id: 7 }, { id: 8 }]);
  expect(body.items.map((i) => i.diner_index)).toEqual([1, undefined, undefined]);
});

test('search finds the beginnings of words, whatever their accents', () => {
  expect(matches(dish(1, 'Ñoquis con bolognesa'), 'noq bol')).toBe(true);
  expect(matches(dish(1, 'Ñoquis con bolognesa'), 'oquis')).toBe(false);
});

test('favourites are what was ordered, the most first', () => {
  const dishes = [dish(1, 'a'), dish(2, 'b'), dish(3, 'c')];
  expect(favourites(dishes, { 3: 5, 1: 2 }).map((d) => d.id)).toEqual([3, 1]);
});
