import { expect, test } from 'vitest';
import { csv, narrow, sortRows, type Column } from './table.ts';

interface Row {
  name: string;
  cents: number;
}
const rows: Row[] = [
  { name: 'Mesa 10', cents: 5 },
  { name: 'Mesa 9', cents: 100 },
  { name: 'Señal; "azul"', cents: -3 },
];
const columns: Column<Row>[] = [
  { key: 'name', label: () => 'Nombre', text: (r) => r.name },
  { key: 'cents', label: () => 'Total', text: (r) => `$ ${r.cents}`, value: (r) => r.cents, number: true },
];
const names = (list: Row[]) => list.map((r) => r.name);

test('names sort as people count, numbers by their value', () => {
  expect(names(sortRows(rows, columns, { at: 0, down: false })).slice(0, 2)).toEqual(['Mesa 9', 'Mesa 10']);
  expect(names(sortRows(rows, columns, { at: 1, down: true }))[0]).toBe('Mesa 9');
  expect(sortRows(rows, columns, undefined)).toBe(rows);
});

test('every word is looked for in every column, without accents', () => {
  expect(names(narrow(rows, columns, 'senal'))).toEqual(['Señal; "azul"']);
  expect(names(narrow(rows, columns, 'mesa 100'))).toEqual(['Mesa 9']);
});

test('a spreadsheet quotes what it must and starts no formula', () => {
  const evil = [{ name: '=HYPERLINK("x")', cents: 1 }];
  expect(csv(rows.slice(2), columns)).toBe('\uFEFFNombre;Total\r\n"Señal; ""azul""";$ -3\r\n');
  expect(csv(evil, columns)).toContain(`"'=HYPERLINK(""x"")";$ 1`);
});
