import { createContext } from 'svelte';
import type { Table } from '#lib/session/table.svelte.ts';
import type { Menu } from './menu.ts';

/** What all pages of one table share. */
export interface AtTable {
  readonly table: Table;
  readonly menu: Menu;
  /** Address of the table's pages. */
  readonly base: string;
}

export const [getAtTable, setAtTable] = createContext<AtTable>();
