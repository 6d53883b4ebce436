import { expect, test } from 'vitest';
import { cents, money } from './money';

const plain = (text: string) => text.replace(/\s/g, ' ');

test('money shows cents only where there are some', () => {
  expect(plain(money(1_250_000))).toBe('$ 12.500');
  expect(plain(money(416_667))).toBe('$ 4.166,67');
  expect(plain(money(0))).toBe('$ 0');
  expect(plain(money(-50))).toBe('-$ 0,50');
  expect(money(1_250_000, 'en-US')).toBe('$12,500');
});

test.each([
  ['12500', 1_250_000],
  ['12.500', 1_250_000],
  ['12.500,5', 1_250_050],
  ['$ 1.000.000,05', 100_000_005],
  ['12,50', 1_250],
  ['0', 0],
])('cents reads %s', (text, want) => expect(cents(text)).toBe(want));

test.each(['', 'abc', '1.2.3', '12,345,6,7', '-5'])('cents refuses %j', (text) =>
  expect(cents(text)).toBeUndefined(),
);
