import { createRest, ok } from '#lib/client/index.ts';

/** What a tab holds of the table that it sits at. */
export interface Seat {
  branch: string;
  tableCode: string;
  sessionId: number;
  token: string;
  /** Who sits here; none yet: nobody said their name. */
  dinerId?: number;
  /** The bill was asked for with this phone. */
  askedForCheck?: boolean;
}

// A tab has a seat of its own; the device remembers the last one, for whoever reloads, comes back from the page of a
// payment, or starts again after an empty battery.
const KEY = 'integrador.seat';

const stores = () => [sessionStorage, localStorage];

/** The seat of this tab at a table, or the last one wherever it was. */
export function storedSeat(branch?: string, tableCode?: string): Seat | undefined {
  for (const store of safely(stores) ?? []) {
    const seat = safely(() => JSON.parse(store.getItem(KEY) ?? 'null') as Seat | null);
    if (seat && (!branch || (seat.branch === branch && seat.tableCode === tableCode))) return seat;
  }
  return undefined;
}

export function storeSeat(seat: Seat): void {
  for (const store of safely(stores) ?? []) safely(() => store.setItem(KEY, JSON.stringify(seat)));
}

export function forgetSeat(seat: Seat): void {
  for (const store of safely(stores) ?? []) {
    safely(() => {
      const stored = JSON.parse(store.getItem(KEY) ?? 'null') as Seat | null;
      if (stored?.sessionId === seat.sessionId) store.removeItem(KEY);
    });
  }
}

/** What a code says behind #k=, where the branch asks for it. No server sees that part of an address. */
export const secretOf = (hash: string): Record<string, string> => {
  const secret = new URLSearchParams(hash.slice(1)).get('k');
  return secret ? { 'X-QR-Secret': secret } : {};
};

/** Sits down at a table, or joins those who sit there. */
export async function openSeat(branch: string, tableCode: string, hash = ''): Promise<Seat> {
  const answer = await ok(
    createRest().POST('/api/tables/code/{table_code}/session', {
      params: { path: { table_code: tableCode }, query: { branch_slug: branch }, header: secretOf(hash) },
    }),
  );
  const seat = {
    branch,
    tableCode: answer.table_code,
    sessionId: answer.session_id,
    token: answer.table_token,
  };
  storeSeat(seat);
  return seat;
}

/** Storage may be full, switched off or hold what is not ours. */
function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
