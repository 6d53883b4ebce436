import { expect, test } from 'vitest';
import { bySector, kitchen, waits, type Call, type Floor, type Order, type Table } from './today.ts';

const now = Date.parse('2026-12-01T21:30:00Z');
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

const order = (id: number, status: Order['status'], minutes: number) =>
  ({ id, status, round_number: id, table_code: 'INT-01', table_id: 1, submitted_at: ago(minutes) }) as Order;
const call = (id: number, status: Call['status'], minutes: number) =>
  ({ id, status, table_code: 'INT-02', table_id: 2, created_at: ago(minutes) }) as Call;
const floor = (orders: Order[], calls: Call[] = []): Floor => ({ tables: [], orders, calls, details: {} });

test('whoever waits most is first, and patience differs by what is waited for', () => {
  const all = waits(
    floor(
      [order(1, 'IN_KITCHEN', 14), order(2, 'SUBMITTED', 15), order(3, 'READY', 4), order(4, 'SERVED', 90)],
      [call(7, 'OPEN', 2), call(8, 'ACKED', 30)],
    ),
    now,
  );
  expect(all.map((w) => w.key)).toEqual(['round 2', 'round 3', 'call 7']);
  expect(all[0]).toMatchObject({ kind: 'kitchen', table: 'INT-01', minutes: 15 });
});

test('a round that was never sent waits for nobody', () => {
  expect(waits(floor([{ ...order(1, 'PENDING', 0), submitted_at: null }]), now)).toEqual([]);
});

test('the kitchen counts what is ordered and not ready', () => {
  const orders = [order(1, 'SUBMITTED', 4), order(2, 'IN_KITCHEN', 9), order(3, 'READY', 60)];
  expect(kitchen(orders, now)).toEqual({ rounds: 2, average: 7, oldest: 9 });
  expect(kitchen([], now)).toEqual({ rounds: 0, average: 0, oldest: 0 });
});

test('sectors keep the order of the floor', () => {
  const table = (code: string, sector_name: string | null) => ({ code, sector_name }) as Table;
  const groups = bySector([table('T1', 'Terraza'), table('B1', null), table('T2', 'Terraza')]);
  expect(groups.map((g) => [g.sector, g.tables.map((t) => t.code)])).toEqual([
    ['Terraza', ['T1', 'T2']],
    ['', ['B1']],
  ]);
});
