import type { Schema } from '#lib/client/index.ts';

// An order that a waiter is taking, before it is a round.

export type Dish = Schema<'PublicProductCompactOutput'>;
export type Menu = Schema<'PublicMenuCompactOutput'>;
export type RoundDetail = Schema<'RoundDetail'>;
export type SessionDetail = Schema<'TableSessionDetail'>;

export interface Line {
  productId: number;
  name: string;
  cents: number;
  qty: number;
  notes: string;
  /** undefined: it is the table's. */
  dinerId?: number;
}

const same = (a: Line, b: Omit<Line, 'qty'>) =>
  a.productId === b.productId && a.dinerId === b.dinerId && a.notes === b.notes;

/** One more of a dish; what is the same stands in one line. */
export function add(lines: Line[], line: Line): Line[] {
  const at = lines.findIndex((l) => same(l, line));
  return at < 0
    ? [...lines, line]
    : lines.with(at, { ...lines[at]!, qty: Math.min(lines[at]!.qty + line.qty, 99) });
}

/** Changes a line; a line of 0 is gone. */
export const change = (lines: Line[], at: number, to: Partial<Line>): Line[] =>
  lines.map((line, i) => (i === at ? { ...line, ...to } : line)).filter((line) => line.qty > 0);

export const count = (lines: Line[]): number => lines.reduce((sum, line) => sum + line.qty, 0);
export const total = (lines: Line[]): number => lines.reduce((sum, line) => sum + line.qty * line.cents, 0);

/** The lines of a round once more, at today's prices and without what sold out. */
export function repeated(round: RoundDetail, dishes: Dish[]): Line[] {
  const lines: Line[] = [];
  for (const item of round.items) {
    const dish = dishes.find((d) => d.id === item.product_id);
    if (!dish?.is_available) continue;
    lines.push({
      productId: dish.id,
      name: dish.name,
      cents: dish.price_cents,
      qty: item.qty,
      notes: item.notes ?? '',
      dinerId: item.diner_id ?? undefined,
    });
  }
  return lines;
}

/** The dishes that are ordered most, by how often each was. */
export const favourites = (dishes: Dish[], ordered: Record<number, number>, limit = 8): Dish[] =>
  dishes
    .filter((dish) => ordered[dish.id])
    .sort((a, b) => ordered[b.id]! - ordered[a.id]!)
    .slice(0, limit);

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** Every word of the query begins a word of the name, whatever its accents. */
export function matches(dish: Dish, query: string): boolean {
  const words = plain(dish.name).split(/[^\p{L}\p{N}]+/u);
  return plain(query)
    .split(/\s+/)
    .filter(Boolean)
    .every((wanted) => words.some((word) => word.startsWith(wanted)));
}

/** The body of an order. Diners are told by their place at the table, first come first. */
export const orderBody = (lines: Line[], diners: { id: number }[]): Schema<'WaiterSubmitRoundRequest'> => ({
  items: lines.map((line) => {
    const index = diners.findIndex((diner) => diner.id === line.dinerId);
    return {
      product_id: line.productId,
      qty: line.qty,
      notes: line.notes || undefined,
      diner_index: index < 0 ? undefined : index,
    };
  }),
});
