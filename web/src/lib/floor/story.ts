import type { Schema } from '#lib/client/index.ts';
import type { SessionDetail } from './order.ts';

export interface Entry {
  at: string;
  what: 'opened' | 'joined' | 'ordered' | 'ready' | 'bill' | 'paid';
  number?: number;
  who?: string;
  cents?: number;
}

/** What happened at a table, the latest first. */
export function story(detail: SessionDetail, check: Schema<'StaffCheck'> | undefined): Entry[] {
  const entries: Entry[] = [
    { at: detail.opened_at, what: 'opened' },
    ...detail.diners.map((d): Entry => ({ at: d.joined_at, what: 'joined', who: d.name })),
    ...detail.rounds.map((r): Entry => ({ at: r.created_at, what: 'ordered', number: r.round_number })),
    ...detail.rounds
      .filter((r) => r.ready_at !== null)
      .map((r): Entry => ({ at: r.ready_at!, what: 'ready', number: r.round_number })),
  ];
  if (check) {
    entries.push({ at: check.created_at, what: 'bill' });
    for (const p of check.payments) {
      if (p.status === 'APPROVED') entries.push({ at: p.created_at, what: 'paid', cents: p.amount_cents });
    }
  }
  return entries.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
