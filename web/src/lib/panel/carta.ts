import type { Schema } from '#lib/client/index.ts';
import { groupBy } from './group.ts';
import { plain } from './palette.ts';

// The menu as a tree, and the prices of one product in every branch.

export type Product = Schema<'ProductOutput'>;
export type Category = Schema<'CategoryOutput'>;
export type Subcategory = Schema<'SubcategoryOutput'>;

export interface Shelf {
  category: Category;
  /** Those of no subcategory first, without a name. */
  groups: { subcategory?: Subcategory; products: Product[] }[];
  count: number;
}

export type Show = 'all' | 'soldOut' | 'retired';

export const priceIn = (product: Product, branch: number) =>
  product.branch_prices.find((p) => p.branch_id === branch);

export const soldOut = (product: Product, branch: number): boolean =>
  priceIn(product, branch)?.is_available === false;

const shows: Record<Show, (product: Product, branch: number) => boolean> = {
  all: () => true,
  soldOut,
  retired: (product) => !product.is_active,
};

/** The branch's categories with their products, narrowed to what is searched. */
export function shelves(
  menu: { categories: Category[]; subcategories: Subcategory[]; products: Product[] },
  branch: number,
  query = '',
  show: Show = 'all',
): Shelf[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const wanted = (p: Product) => {
    const text = plain(p.name);
    return shows[show](p, branch) && words.every((word) => text.includes(word));
  };
  const narrowed = words.length > 0 || show !== 'all';
  const byCategory = groupBy(menu.products.filter(wanted), (p) => p.category_id);
  return menu.categories
    .filter((c) => c.branch_id === branch)
    .map((category) => shelf(category, menu.subcategories, byCategory.get(category.id) ?? []))
    .filter((s) => !narrowed || s.count > 0);
}

function shelf(category: Category, subcategories: Subcategory[], products: Product[]): Shelf {
  const within = subcategories.filter((s) => s.category_id === category.id);
  const loose = products.filter((p) => !within.some((s) => s.id === p.subcategory_id));
  const groups: Shelf['groups'] = within.map((subcategory) => ({
    subcategory,
    products: products.filter((p) => p.subcategory_id === subcategory.id),
  }));
  if (loose.length) groups.unshift({ products: loose });
  return { category, groups, count: products.length };
}

/** The body that changes one price and keeps the others; whether a dish is sold out is not said again. */
export function withPrice(product: Product, branch: number, cents: number) {
  const others = product.branch_prices.filter((p) => p.branch_id !== branch);
  const prices = others.map(({ branch_id, price_cents }) => ({ branch_id, price_cents }));
  return { branch_prices: [...prices, { branch_id: branch, price_cents: cents }] };
}
