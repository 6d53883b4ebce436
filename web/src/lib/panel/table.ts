import { plain } from './palette.ts';

// Tables of the panel: what a column shows is also what is searched, sorted and written into a spreadsheet.

export interface Column<Row> {
  key: string;
  label: () => string;
  text: (row: Row) => string;
  /** What is sorted by, where that is not the text. */
  value?: (row: Row) => string | number;
  number?: boolean;
  /** A code or a date: never broken into lines. */
  whole?: boolean;
  /** Not shown on a phone. */
  extra?: boolean;
  tone?: (row: Row) => 'good' | 'bad' | 'soft' | undefined;
}

export interface Sort {
  at: number;
  down: boolean;
}

/** The rows that have every word of the query, in whatever column. */
export function narrow<Row>(rows: Row[], columns: Column<Row>[], query: string): Row[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (!words.length) return rows;
  return rows.filter((row) => {
    const text = plain(columns.map((c) => c.text(row)).join(' '));
    return words.every((word) => text.includes(word));
  });
}

export function sortRows<Row>(rows: Row[], columns: Column<Row>[], sort: Sort | undefined): Row[] {
  const column = sort && columns[sort.at];
  if (!column) return rows;
  const of = column.value ?? column.text;
  const order = (a: Row, b: Row) => {
    const [x, y] = [of(a), of(b)];
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    return String(x).localeCompare(String(y), 'es', { numeric: true });
  };
  return rows.toSorted((a, b) => (sort.down ? order(b, a) : order(a, b)));
}

/**
 * A spreadsheet as it opens in Excel in Spanish: with semicolons, and a mark that says UTF-8. What a spreadsheet would
 * take for a formula becomes text.
 */
export function csv<Row>(rows: Row[], columns: Column<Row>[]): string {
  const cell = (text: string) => {
    const safe = /^[=+\-@\t]/.test(text) && !/^-?[\d.,$ ]+$/.test(text) ? `'${text}` : text;
    return /[";\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [
    columns.map((c) => cell(c.label())),
    ...rows.map((row) => columns.map((c) => cell(c.text(row)))),
  ];
  return `\uFEFF${lines.map((line) => line.join(';')).join('\r\n')}\r\n`;
}

/** Gives a text to the browser as a file. */
export function saveAs(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
