import { createContext } from 'svelte';
import type { Floor } from './floor.svelte.ts';

/** What all pages of the floor share. */
export interface OnFloor {
  readonly floor: Floor;
  readonly branchName: string;
  leaveBranch(): void;
}

export const [getFloor, setFloor] = createContext<OnFloor>();
