import { cents } from '#lib/format/money.ts';

// A form is a table of fields: from a row to what its inputs show, and from those to the body of a request.

export interface Field {
  name: string;
  label: () => string;
  /** "many" is several of the options; "money" is cents. */
  kind?:
    | 'text'
    | 'lines'
    | 'email'
    | 'password'
    | 'number'
    | 'money'
    | 'date'
    | 'time'
    | 'switch'
    | 'select'
    | 'many';
  hint?: () => string;
  required?: boolean;
  /** Only asked for when something is made. */
  once?: boolean;
  options?: () => { value: string; label: string }[];
  /** Options are numbers in the API. */
  ids?: boolean;
  initial?: unknown;
}

export type Values = Record<string, string | boolean | string[]>;

const shown = (field: Field, value: unknown): Values[string] => {
  if (field.kind === 'switch') return Boolean(value);
  if (field.kind === 'many') return Array.isArray(value) ? value.map(String) : [];
  if (value === null || value === undefined) return '';
  if (field.kind === 'money') return String((value as number) / 100).replace('.', ',');
  return String(value);
};

/** What the inputs show for a row, or for something new. */
export const toValues = (fields: Field[], row?: object): Values =>
  Object.fromEntries(
    fields.map((f) => [f.name, shown(f, row ? (row as Record<string, unknown>)[f.name] : f.initial)]),
  );

function sent(field: Field, value: Values[string]): unknown {
  if (field.kind === 'switch') return value;
  if (field.kind === 'many') return field.ids ? (value as string[]).map(Number) : value;
  const text = (value as string).trim();
  if (text === '') return null;
  if (field.kind === 'money') return cents(text);
  return field.kind === 'number' || field.ids ? Number(text.replace(',', '.')) : text;
}

/** What is wrong with the inputs, by field; nothing if they can be sent. */
export function wrong(fields: Field[], values: Values, words: { missing: string; noNumber: string }) {
  const errors: Record<string, string> = {};
  for (const field of fields) {
    const value = sent(field, values[field.name] ?? '');
    if (field.required && value === null) errors[field.name] = words.missing;
    else if (value === undefined || Number.isNaN(value)) errors[field.name] = words.noNumber;
  }
  return errors;
}

/** The body: everything that was filled in, or of a row that exists only what changed. */
export function toBody(fields: Field[], values: Values, row?: object): Record<string, unknown> {
  const before = row && toValues(fields, row);
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.name] ?? '';
    if (before ? JSON.stringify(value) === JSON.stringify(before[field.name]) : value === '') continue;
    body[field.name] = sent(field, value);
  }
  return body;
}
