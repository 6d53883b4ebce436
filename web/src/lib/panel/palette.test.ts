import { expect, test } from 'vitest';
import { find, type Entry } from './palette.ts';

const entries: Entry[] = [
  { label: 'Revisión de la carta', kind: 'Sección', href: '/panel/revision' },
  { label: 'Carta', kind: 'Sección', href: '/panel/carta', also: 'menú platos precios' },
  { label: 'INT-03', kind: 'Mesa', href: '/panel?mesa=3' },
];
const hrefs = (query: string) => find(entries, query).map((e) => e.href);

test('a name that begins with the query is first', () => {
  expect(hrefs('carta')).toEqual(['/panel/carta', '/panel/revision']);
});

test('accents, case and other words do not matter', () => {
  expect(hrefs('REVISION')).toEqual(['/panel/revision']);
  expect(hrefs('menu')).toEqual(['/panel/carta']);
  expect(hrefs('mesa 03')).toEqual(['/panel?mesa=3']);
});

test('nothing typed shows everything, something unknown nothing', () => {
  expect(find(entries, '')).toHaveLength(3);
  expect(hrefs('xyz')).toEqual([]);
});
