import { expect, test } from 'vitest';
import { differences } from './audit.ts';

test('a change names only what is not what it was', () => {
  const before = { name: 'Flan', price_cents: 100, tags: ['a'] };
  const after = { name: 'Flan', price_cents: 150, tags: ['a'], image: null };
  expect(differences(before, after)).toEqual([
    { name: 'image', before: undefined, after: 'null' },
    { name: 'price_cents', before: '100', after: '150' },
  ]);
});

test('something new, and something that is gone', () => {
  expect(differences(null, { name: 'Flan' })).toEqual([{ name: 'name', before: undefined, after: 'Flan' }]);
  expect(differences({ name: 'Flan' }, null)).toEqual([{ name: 'name', before: 'Flan', after: undefined }]);
  expect(differences(null, null)).toEqual([]);
});
