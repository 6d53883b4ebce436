import { expect, test } from 'vitest';
import { toBody, toValues, wrong, type Field } from './form.ts';

const label = () => '';
const fields: Field[] = [
  { name: 'name', label, required: true },
  { name: 'price_cents', label, kind: 'money', required: true },
  { name: 'capacity', label, kind: 'number', initial: 4 },
  { name: 'sector_id', label, kind: 'select', ids: true },
  { name: 'branch_ids', label, kind: 'many', ids: true },
  { name: 'is_active', label, kind: 'switch', initial: true },
];
const row = {
  name: 'Flan',
  price_cents: 416_667,
  capacity: 2,
  sector_id: null,
  branch_ids: [1, 2],
  is_active: true,
};

test('inputs show money with a comma and nothing for nothing', () => {
  expect(toValues(fields, row)).toEqual({
    name: 'Flan',
    price_cents: '4166,67',
    capacity: '2',
    sector_id: '',
    branch_ids: ['1', '2'],
    is_active: true,
  });
  expect(toValues(fields)).toMatchObject({ name: '', capacity: '4', is_active: true });
});

test('a change sends only what changed, an emptied field as null', () => {
  const values = { ...toValues(fields, { ...row, sector_id: 3 }), price_cents: '4.500', sector_id: '' };
  expect(toBody(fields, values, { ...row, sector_id: 3 })).toEqual({ price_cents: 450_000, sector_id: null });
  expect(toBody(fields, toValues(fields, row), row)).toEqual({});
});

test('something new sends what was filled in, with ids as numbers', () => {
  const values = {
    ...toValues(fields),
    name: ' Flan ',
    price_cents: '12,5',
    sector_id: '3',
    branch_ids: ['2'],
  };
  expect(toBody(fields, values)).toEqual({
    name: 'Flan',
    price_cents: 1250,
    capacity: 4,
    sector_id: 3,
    branch_ids: [2],
    is_active: true,
  });
});

test('what is missing and what is no number is named by its field', () => {
  const values = { ...toValues(fields), price_cents: 'doce', capacity: 'x' };
  expect(wrong(fields, values, { missing: 'falta', noNumber: 'número' })).toEqual({
    name: 'falta',
    price_cents: 'número',
    capacity: 'número',
  });
});
