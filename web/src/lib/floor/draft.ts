import type { Line } from './order.ts';

// What a waiter has noted and not sent, by session, and how often each dish was ordered from this device. Both outlive
// a reload: the guests do not say it twice.

function read<Value>(key: string, otherwise: Value): Value {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? 'null') as Value | null) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // It lasts until the page is left.
  }
}

const draftKey = (session: number) => `integrador.draft.${session}`;

export const draftOf = (session: number): Line[] => read(draftKey(session), []);

export function keepDraft(session: number, lines: Line[]): void {
  if (lines.length) write(draftKey(session), lines);
  else forgetDraft(session);
}

function forgetDraft(session: number): void {
  try {
    localStorage.removeItem(draftKey(session));
  } catch {
    // There is none.
  }
}

const orderedKey = (branch: number) => `integrador.ordered.${branch}`;

export const orderedOften = (branch: number): Record<number, number> => read(orderedKey(branch), {});

export function countOrdered(branch: number, lines: Line[]): void {
  const counts = orderedOften(branch);
  for (const line of lines) counts[line.productId] = (counts[line.productId] ?? 0) + line.qty;
  write(orderedKey(branch), counts);
}
