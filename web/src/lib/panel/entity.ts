import type { Body, Kind, Row } from './crud.ts';
import type { Field } from './form.ts';
import type { Column } from './table.ts';

/** What a page of simple things needs to know: which list, which columns, which fields. */
export interface Entity<K extends Kind> {
  kind: K;
  /** How events name it. */
  events: string[];
  title: () => string;
  text?: () => string;
  /** What makes a new one: "Nuevo sector". */
  create: () => string;
  name: (row: Row<K>) => string;
  columns: Column<Row<K>>[];
  fields: Field[];
  empty: () => string;
  /** What is asked of the list, and what a new one has beside its fields. */
  query?: (branch: number) => Body;
  extra?: (branch: number) => Body;
  /** Turns a row into what the fields show, and their body into what the API takes. */
  shown?: (row: Row<K>, branch: number) => object;
  prepare?: (body: Body, row: Row<K> | undefined, branch: number) => Body;
  cascades?: boolean;
  /** The list comes in pages. */
  paged?: boolean;
  keep?: (row: Row<K>, branch: number) => boolean;
  file?: string;
}
