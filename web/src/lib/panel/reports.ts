import { ok, type Schema } from '#lib/client/index.ts';
import { staff } from '#lib/session/staff.svelte.ts';

// The reports: the same operations give JSON for the page and a spreadsheet to keep.

export type Report = 'daily-sales' | 'orders-by-hour' | 'top-products' | 'waiter-performance';

interface Rows {
  'daily-sales': Schema<'DailySalesOutput'>;
  'orders-by-hour': Schema<'HourlyOrdersOutput'>;
  'top-products': Schema<'TopProductOutput'>;
  'waiter-performance': Schema<'WaiterPerformanceOutput'>;
}

interface Span {
  branch_id: number;
  days: number;
}

const get = (report: Report, query: Span, format: 'json' | 'csv') =>
  staff.api.GET(`/api/admin/reports/${report}`, {
    params: { query: { ...query, format } },
    parseAs: format === 'csv' ? 'text' : 'json',
  }) as Promise<{ data?: unknown; response: Response }>;

export const readReport = <R extends Report>(report: R, span: Span) =>
  ok(get(report, span, 'json')) as Promise<Rows[R][]>;

export const sheetOf = (report: Report, span: Span) => get(report, span, 'csv');

export interface Bar {
  label: string;
  value: number;
  text: string;
}

/** How long each bar is, in percent of the longest one. */
export const shares = (bars: Bar[]): number[] => {
  const most = Math.max(1, ...bars.map((b) => b.value));
  return bars.map((b) => Math.round((1000 * Math.max(0, b.value)) / most) / 10);
};

/** All hours between the first and the last that had something, so that a pause is seen as one. */
export function wholeHours(rows: Schema<'HourlyOrdersOutput'>[]): Schema<'HourlyOrdersOutput'>[] {
  const busy = rows.filter((r) => r.order_count > 0).map((r) => r.hour);
  if (!busy.length) return [];
  const first = Math.min(...busy);
  const last = Math.max(...busy);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const hour = first + i;
    return rows.find((r) => r.hour === hour) ?? { hour, order_count: 0 };
  });
}
