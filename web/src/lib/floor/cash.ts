// Cash in hand, in cents: what is given, what goes back, and with which notes and coins.

/** Notes and coins in use, in cents, the largest first. */
export const cashUnits = [20_000, 10_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1].map(
  (p) => p * 100,
);

export interface Change {
  /** What is still missing; 0: nothing is. */
  missing: number;
  /** What goes back. */
  back: number;
  /** Which notes and coins make it up, the largest first. */
  pieces: { unit: number; count: number }[];
  /** Cents for which there is no coin: they stay out of the pieces. */
  rest: number;
}

/** What goes back of what was given for what is owed. */
export function change(given: number, owed: number): Change {
  const back = Math.max(given - owed, 0);
  let rest = back;
  const pieces = [];
  for (const unit of cashUnits) {
    const count = Math.floor(rest / unit);
    if (count > 0) pieces.push({ unit, count });
    rest -= count * unit;
  }
  return { missing: Math.max(owed - given, 0), back, pieces, rest };
}

/** The notes that somebody may pay this with: the smallest that covers it, the next larger, and smaller ones. */
export function noteKeys(owed: number, keys = 6): number[] {
  const covering = cashUnits.findLastIndex((unit) => unit >= owed);
  const first = Math.max(0, covering - 1);
  return cashUnits.slice(first, first + keys);
}
