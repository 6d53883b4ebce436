import { expect, test } from 'vitest';
import { shares, wholeHours } from './reports.ts';

const bar = (value: number) => ({ label: '', text: '', value });

test('bars are measured by the longest, and nothing is no bar', () => {
  expect(shares([bar(200), bar(50), bar(0)])).toEqual([100, 25, 0]);
  expect(shares([bar(0)])).toEqual([0]);
  expect(shares([])).toEqual([]);
});

test('an hour in which nobody ordered is shown between two that were busy', () => {
  const rows = [
    { hour: 20, order_count: 3 },
    { hour: 22, order_count: 1 },
    { hour: 23, order_count: 0 },
  ];
  expect(wholeHours(rows).map((r) => [r.hour, r.order_count])).toEqual([
    [20, 3],
    [21, 0],
    [22, 1],
  ]);
  expect(wholeHours([])).toEqual([]);
});
