import { expect, test } from 'vitest';
import { shelves, withPrice, type Category, type Product, type Subcategory } from './carta.ts';

const product = (id: number, name: string, more: Partial<Product> = {}) =>
  ({
    id,
    name,
    category_id: 1,
    subcategory_id: null,
    is_active: true,
    branch_prices: [{ branch_id: 1, price_cents: 100, is_available: true }],
    ...more,
  }) as Product;
const menu = {
  categories: [
    { id: 1, name: 'Postres', branch_id: 1 },
    { id: 2, name: 'Bebidas', branch_id: 1 },
    { id: 3, name: 'De otra sucursal', branch_id: 2 },
  ] as Category[],
  subcategories: [{ id: 10, name: 'Helados', category_id: 1 }] as Subcategory[],
  products: [
    product(1, 'Frutilla', { subcategory_id: 10 }),
    product(2, 'Flan con crema'),
    product(3, 'Ñoquis', { is_active: false }),
    product(4, 'Jamón', { branch_prices: [{ branch_id: 1, price_cents: 5, is_available: false }] }),
  ],
};
const names = (...args: [query?: string, show?: Parameters<typeof shelves>[3]]) =>
  shelves(menu, 1, ...args).map((s) => [s.category.name, s.groups.map((g) => g.products.map((p) => p.name))]);

test('products are below their subcategory, the others before them, and empty categories stay', () => {
  expect(names()).toEqual([
    ['Postres', [['Flan con crema', 'Ñoquis', 'Jamón'], ['Frutilla']]],
    ['Bebidas', []],
  ]);
});

test('a search needs no accents and drops what has nothing', () => {
  expect(names('jamon')).toEqual([['Postres', [['Jamón'], []]]]);
  expect(names('', 'soldOut')).toEqual([['Postres', [['Jamón'], []]]]);
  expect(names('', 'retired')).toEqual([['Postres', [['Ñoquis'], []]]]);
});

test('a price changes in one branch and is kept in the others', () => {
  const p = product(1, 'Flan', {
    branch_prices: [
      { branch_id: 1, price_cents: 100, is_available: false },
      { branch_id: 2, price_cents: 200, is_available: true },
    ],
  });
  expect(withPrice(p, 1, 150)).toEqual({
    branch_prices: [
      { branch_id: 2, price_cents: 200 },
      { branch_id: 1, price_cents: 150 },
    ],
  });
});
