import type { Schema } from '#lib/client/index.ts';
import { minutesSince } from '#lib/format/time.ts';
import { groupBy } from './group.ts';

// The floor at a glance, computed from what the API tells of tables, rounds and calls.

export type Table = Schema<'TableCard'>;
export type Order = Schema<'ActiveOrderOutput'>;
export type Call = Schema<'ServiceCallOutput'>;
export type Detail = Schema<'TableSessionDetail'>;

export interface Floor {
  tables: Table[];
  orders: Order[];
  calls: Call[];
  /** What is going on at each taken table, by session. */
  details: Record<number, Detail>;
}

/** From how many minutes on somebody waits too long. */
export const patience = { call: 2, pending: 5, kitchen: 15, ready: 4 };

export type WaitKind = keyof typeof patience;

export interface Wait {
  key: string;
  kind: WaitKind;
  table: string;
  tableId: number | null;
  round: number;
  minutes: number;
}

const kindOf: Partial<Record<Order['status'], WaitKind>> = {
  PENDING: 'pending',
  CONFIRMED: 'pending',
  SUBMITTED: 'kitchen',
  IN_KITCHEN: 'kitchen',
  READY: 'ready',
};

/** Who waits too long, the one that waits most first. */
export function waits(floor: Floor, now: number): Wait[] {
  const calls = floor.calls
    .filter((c) => c.status === 'OPEN')
    .map((c): Wait => ({
      key: `call ${c.id}`,
      kind: 'call',
      table: c.table_code ?? '',
      tableId: c.table_id,
      round: 0,
      minutes: minutesSince(c.created_at, now),
    }));
  const rounds = floor.orders.flatMap((o): Wait[] => {
    const kind = kindOf[o.status];
    if (!kind || !o.submitted_at) return [];
    const { id, table_code: table, table_id: tableId, round_number: round } = o;
    const minutes = minutesSince(o.submitted_at, now);
    return [{ key: `round ${id}`, kind, table: table ?? '', tableId, round, minutes }];
  });
  return [...calls, ...rounds]
    .filter((w) => w.minutes >= patience[w.kind])
    .sort((a, b) => b.minutes - a.minutes || a.key.localeCompare(b.key));
}

export interface Kitchen {
  rounds: number;
  /** Mean and oldest, in minutes since they were ordered. */
  average: number;
  oldest: number;
}

export function kitchen(orders: Order[], now: number): Kitchen {
  const minutes = orders
    .filter((o) => o.status === 'SUBMITTED' || o.status === 'IN_KITCHEN')
    .map((o) => (o.submitted_at ? minutesSince(o.submitted_at, now) : 0));
  const sum = minutes.reduce((a, b) => a + b, 0);
  return {
    rounds: minutes.length,
    average: minutes.length ? Math.round(sum / minutes.length) : 0,
    oldest: Math.max(0, ...minutes),
  };
}

export const taken = (tables: Table[]): Table[] => tables.filter((t) => t.session_id !== null);

export const guests = (floor: Floor): number =>
  Object.values(floor.details).reduce((n, detail) => n + detail.diners.length, 0);

/** The tables of each sector, in the order in which the API gives them. */
export function bySector(tables: Table[]): { sector: string; tables: Table[] }[] {
  const sectors = groupBy(tables, (t) => t.sector_name ?? '');
  return [...sectors].map(([sector, list]) => ({ sector, tables: list }));
}
