import type { Schema } from '#lib/client/index.ts';

export type Menu = Schema<'PublicMenuOutput'>;
export type Category = Schema<'PublicCategoryOutput'>;
export type Dish = Schema<'PublicProductOutput'>;

export const diets = ['is_celiac_safe', 'is_vegetarian', 'is_vegan', 'is_dairy_free'] as const;
export type Diet = (typeof diets)[number];

export interface Filter {
  query: string;
  diets: Diet[];
  /** Allergens that must not be in it, nor possibly be. */
  without: number[];
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** Every word of the query begins a word of the dish's name or text, whatever its accents. */
export function matches(dish: Dish, query: string): boolean {
  const words = plain(`${dish.name} ${dish.description ?? ''}`).split(/[^\p{L}\p{N}]+/u);
  return plain(query)
    .split(/\s+/)
    .filter(Boolean)
    .every((wanted) => words.some((word) => word.startsWith(wanted)));
}

const allergenIds = (dish: Dish) =>
  [...dish.allergens.contains, ...dish.allergens.may_contain].map((allergen) => allergen.id);

const suits = (dish: Dish, filter: Filter) =>
  filter.diets.every((diet) => dish.dietary[diet]) &&
  !allergenIds(dish).some((id) => filter.without.includes(id)) &&
  matches(dish, filter.query);

/** The categories that have something left, each with what is left. */
export const filtered = (menu: Menu, filter: Filter): Category[] =>
  menu.categories
    .map((category) => ({ ...category, products: category.products.filter((dish) => suits(dish, filter)) }))
    .filter((category) => category.products.length > 0);

/** The allergens that some dish has, by name. */
export function allergensOf(menu: Menu): { id: number; name: string; icon: string | null }[] {
  const all = menu.categories
    .flatMap((category) => category.products)
    .flatMap((dish) => [...dish.allergens.contains, ...dish.allergens.may_contain]);
  return [...new Map(all.map((a) => [a.id, a])).values()].sort((a, b) => a.name.localeCompare(b.name));
}

export const dishOf = (menu: Menu, id: number): Dish | undefined =>
  menu.categories.flatMap((category) => category.products).find((dish) => dish.id === id);
