import { expect, test } from 'vitest';
import { allergensOf, dishOf, filtered, matches, type Dish, type Menu } from './menu.ts';

const dish = (id: number, name: string, more: Partial<Dish> = {}) =>
  ({
    id,
    name,
    description: 'Con salsa criolla',
    allergens: { contains: [], may_contain: [], free_from: [] },
    dietary: { is_vegan: false, is_celiac_safe: false, is_vegetarian: false, is_dairy_free: false },
    ...more,
  }) as unknown as Dish;
const gluten = { id: 1, name: 'Gluten', icon: null };
const milk = { id: 7, name: 'Lácteos', icon: null };
const menu = {
  categories: [
    {
      id: 1,
      name: 'Pastas',
      products: [
        dish(1, 'Ñoquis con bolognesa', {
          allergens: { contains: [gluten], may_contain: [milk], free_from: [] },
        }),
        dish(2, 'Ensalada', { dietary: { is_vegan: true } as Dish['dietary'] }),
      ],
    },
    { id: 2, name: 'Postres', products: [dish(3, 'Flan')] },
  ],
} as unknown as Menu;
const all = { query: '', diets: [], without: [] };
const ids = (f: Parameters<typeof filtered>[1]) =>
  filtered(menu, f).flatMap((c) => c.products.map((d) => d.id));

test.each(['ñoq', 'NOQUIS', 'bolo noq', 'criolla', ''])('%j finds ñoquis', (query) => {
  expect(matches(dish(1, 'Ñoquis con bolognesa'), query)).toBe(true);
});
test('a word that begins no word finds nothing', () =>
  expect(matches(dish(1, 'Ñoquis'), 'oquis')).toBe(false));
test('a filter leaves out categories that become empty', () => {
  expect(ids(all)).toEqual([1, 2, 3]);
  expect(ids({ ...all, diets: ['is_vegan'] })).toEqual([2]);
  expect(filtered(menu, { ...all, query: 'flan' }).map((c) => c.name)).toEqual(['Postres']);
});
test('who must not eat something is not offered what may contain it', () =>
  expect(ids({ ...all, without: [7] })).toEqual([2, 3]));
test('allergens are named once, in order', () => {
  expect(allergensOf(menu).map((a) => a.name)).toEqual(['Gluten', 'Lácteos']);
  expect(dishOf(menu, 3)?.name).toBe('Flan');
});
