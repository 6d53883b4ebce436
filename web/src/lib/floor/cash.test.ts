import { expect, test } from 'vitest';
import { cashUnits, change, noteKeys } from './cash.ts';

/** Numbers that are the same in every run. */
function* numbers(count: number, below: number): Generator<number> {
  for (let seed = 20_261_201; count-- > 0;) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    yield Math.floor((seed / 2 ** 32) * below);
  }
}

test('for any amount: what is given is what is owed and what goes back, or something is missing', () => {
  const given = [...numbers(2000, 9_000_000)];
  const owed = [...numbers(4000, 9_000_000)].slice(2000);
  given.forEach((cents, i) => {
    const { missing, back } = change(cents, owed[i]!);
    expect(cents + missing - back).toBe(owed[i]);
    expect(Math.min(missing, back)).toBe(0);
  });
});

test('for any change: the pieces are what goes back, and no two of them could be one', () => {
  for (const back of numbers(2000, 9_000_000)) {
    const { pieces, rest } = change(back, 0);
    expect(pieces.reduce((sum, p) => sum + p.count * p.unit, rest)).toBe(back);
    expect(rest).toBeLessThan(100);
    for (const { unit, count } of pieces) {
      const larger = cashUnits[cashUnits.indexOf(unit) - 1];
      if (larger) expect(count * unit).toBeLessThan(larger);
    }
  }
});

test('change in notes, the largest first', () => {
  expect(change(2_000_000, 1_234_000)).toEqual({
    missing: 0,
    back: 766_000,
    pieces: [
      { unit: 200_000, count: 3 },
      { unit: 100_000, count: 1 },
      { unit: 50_000, count: 1 },
      { unit: 10_000, count: 1 },
      { unit: 5000, count: 1 },
      { unit: 1000, count: 1 },
    ],
    rest: 0,
  });
  expect(change(1_000_000, 1_234_000)).toMatchObject({ missing: 234_000, back: 0, pieces: [] });
  expect(change(2000, 1999)).toMatchObject({ back: 1, pieces: [], rest: 1 });
});

test('the keys offer the note that covers the bill, the next larger one and smaller ones', () => {
  expect(noteKeys(1_234_000)).toEqual([20_000, 10_000, 2_000, 1_000, 500, 200].map((p) => p * 100));
  expect(noteKeys(1500)[1]).toBe(2000);
  expect(noteKeys(9_999_999_00)[0]).toBe(2_000_000);
});
