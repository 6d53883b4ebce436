// The command palette: from what was typed to where one wants to go.

export interface Entry {
  label: string;
  /** What kind of thing it is, in words. */
  kind: string;
  href: string;
  /** Other words by which it is found. */
  also?: string;
}

export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** Where a word of the entry begins with `wanted`: 0 at its start, 1 later on; undefined: nowhere. */
function rank(entry: Entry, wanted: string[]): number | undefined {
  const label = plain(entry.label);
  const words = `${label} ${plain(`${entry.kind} ${entry.also ?? ''}`)}`.split(/[^\p{L}\p{N}]+/u);
  if (!wanted.every((w) => words.some((word) => word.startsWith(w)))) return undefined;
  return label.startsWith(wanted.join(' ')) ? 0 : 1;
}

/** The entries that have every word of the query, those first whose name begins with it. */
export function find(entries: Entry[], query: string, most = 12): Entry[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  return entries
    .map((entry) => ({ entry, rank: rank(entry, wanted) }))
    .filter((found) => found.rank !== undefined)
    .sort((a, b) => a.rank! - b.rank!)
    .slice(0, most)
    .map((found) => found.entry);
}
