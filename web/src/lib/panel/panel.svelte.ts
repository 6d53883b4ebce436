import { getContext, setContext } from 'svelte';
import { ok, type Event, type Schema } from '#lib/client/index.ts';
import { Connection } from '#lib/session/connection.svelte.ts';
import { staff } from '#lib/session/staff.svelte.ts';

// What all pages of the panel share: the branch that is looked at, and one socket that tells what others change.

export type Branch = Schema<'BranchOutput'>;

/** Hears an event, or undefined: something was missed and everything has to be read again. */
type Listener = (event: Event | undefined) => void;

const KEY = 'integrador.panel.branch';

export class Panel {
  branches = $state.raw<Branch[]>();
  branchId = $state(0);
  error = $state.raw<unknown>();
  connection = $state.raw<Connection>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no page reads it
  #listeners = new Set<Listener>();

  get branch(): Branch | undefined {
    return this.branches?.find((b) => b.id === this.branchId);
  }

  load = async (): Promise<void> => {
    this.error = undefined;
    try {
      const all = await ok(staff.api.GET('/api/admin/branches'));
      this.branches = all.filter((b) => b.is_active);
      const known = [this.branchId, Number(localStorage.getItem(KEY))];
      const chosen = this.branches.find((b) => known.includes(b.id)) ?? this.branches[0];
      this.branchId = chosen?.id ?? 0;
    } catch (problem) {
      this.error = problem;
    }
  };

  choose(branchId: number): void {
    this.branchId = branchId;
    localStorage.setItem(KEY, String(branchId));
  }

  /** Listens to a branch; returns what ends it, as an effect does. */
  connect(branch: number): () => void {
    const connection = new Connection({
      kind: 'admin',
      branch,
      token: staff.token,
      renew: () => staff.renew(),
      onEvent: (event) => this.#tell(event),
      onReload: () => this.#tell(undefined),
    });
    this.connection = connection;
    return connection.open();
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(event: Event | undefined): void {
    for (const listener of this.#listeners) listener(event);
  }
}

const key = Symbol('panel');
export const providePanel = (panel: Panel): Panel => setContext(key, panel);
export const usePanel = (): Panel => getContext<Panel>(key);
