import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrast, inkOn, readableOn } from './colour';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokensOf(theme: 'light' | 'dark'): Record<string, string> {
  const block = css.slice(css.indexOf(`[data-theme='${theme}'] {`)).split('}')[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]));
}

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  const token = tokensOf(theme);
  const tones = ['waiting', 'pending', 'received', 'kitchen', 'ready', 'served', 'danger'];
  const pairs: [string, string][] = [
    ...tones.map((tone): [string, string] => [`${tone}-ink`, `${tone}-tint`]),
    ...['ground', 'surface', 'raised', 'sunken'].flatMap((g): [string, string][] => [
      ['ink', g],
      ['ink-soft', g],
    ]),
    ['accent-ink', 'accent'],
    ['accent-ink', 'accent-strong'],
    ['accent', 'surface'],
    ['accent', 'ground'],
    ['accent', 'accent-tint'],
    ['accent', 'sunken'],
    ['danger-ink', 'surface'],
    ['danger-ink', 'ground'],
  ];
  test.each(pairs)('%s is read on %s', (ink, ground) => {
    expect(contrast(token[ink] ?? '', token[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });
  test('lines of fields are seen', () => {
    expect(contrast(token['line-strong'] ?? '', token.surface ?? '')).toBeGreaterThanOrEqual(3);
  });
});

test.each(['#ffee00', '#0000ff', '#f97316', '#777777', '#000000', '#ffffff', 'nonsense'])(
  'a colour that a restaurant chose is readable: %s',
  (colour) => {
    for (const ground of ['#f6f1e7', '#0f0d0b']) {
      expect(contrast(readableOn(colour, ground), ground)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(inkOn(colour), colour === 'nonsense' ? '#8d806d' : colour)).toBeGreaterThanOrEqual(4);
  },
);
