import { untrack } from 'svelte';
import type { Event } from '#lib/client/index.ts';
import { usePanel } from './panel.svelte.ts';

/**
 * What a page shows: read for the branch that is looked at, and read again when an event concerns it. While it is
 * being read, however many events come, it is read once more and not once each.
 */
export class Live<Value> {
  value = $state.raw<Value>();
  error = $state.raw<unknown>();
  #read: () => Promise<Value>;
  #reading: Promise<void> | undefined;
  #again = false;
  #generation = 0;

  constructor(read: () => Promise<Value>) {
    this.#read = read;
  }

  refresh = (): Promise<void> => {
    this.#again = true;
    this.#reading ??= this.#loop().finally(() => (this.#reading = undefined));
    return this.#reading;
  };

  /** Another branch: what is known is no longer true. */
  restart(): void {
    this.#generation++;
    this.value = undefined;
    void this.refresh();
  }

  async #loop(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const generation = this.#generation;
      try {
        const value = await this.#read();
        if (generation === this.#generation) this.value = value;
        this.error = undefined;
      } catch (problem) {
        this.error = problem;
      }
    }
  }
}

/** A Live of this page. `read` runs again whenever a rune changes that it reads before its first await. */
export function live<Value>(read: () => Promise<Value>, concerns?: (event: Event) => boolean): Live<Value> {
  const panel = usePanel();
  let first: Promise<Value> | undefined;
  const value = new Live<Value>(() => {
    const reading = first ?? read();
    first = undefined;
    return reading;
  });
  $effect(() => {
    void panel.branchId;
    first = read();
    // A failure is the Live's to show.
    first.catch(() => {});
    untrack(() => value.restart());
  });
  $effect(() =>
    panel.listen((event) => {
      if (!event || concerns?.(event)) void value.refresh();
    }),
  );
  return value;
}

/** Whether an event says that an administrator changed one of these kinds of things. */
export const changes =
  (...kinds: string[]) =>
  (event: Event): boolean =>
    'entity_type' in event.entity && kinds.includes(event.entity.entity_type as string);
