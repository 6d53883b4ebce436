import { newKey, ok, Outbox, Problem, type Event } from '#lib/client/index.ts';
import { Connection } from '#lib/session/connection.svelte.ts';
import { staff } from '#lib/session/staff.svelte.ts';
import {
  acknowledge,
  advance,
  emptyBoard,
  fold,
  isoNow,
  merge,
  newsOf,
  prune,
  put,
  remove,
  retreat,
  type Board,
  type Folded,
  type News,
  type Status,
  type Ticket,
} from './board.ts';

type Step = 'IN_KITCHEN' | 'READY' | 'SERVED';

const next: Partial<Record<Status, Step>> = {
  SUBMITTED: 'IN_KITCHEN',
  IN_KITCHEN: 'READY',
  READY: 'SERVED',
};

/**
 * A step that is taken on this screen and not sent yet. The engine takes no round back, so a step is held for as long
 * as it can be undone.
 */
export interface Held {
  id: number;
  from: Status;
  to: Step;
  key: string;
  /** When it is sent. */
  due: number;
}

interface Stored {
  board: Board;
  done: number[];
  held: Held[];
  asOf: number;
}

/** How long a step can be undone, in milliseconds. */
export const undoable = 10_000;

/** One kitchen screen of one branch. What it shows is on the device too: a reload loses neither marks nor steps. */
export class Kitchen {
  board = $state.raw<Board>(emptyBoard);
  /** Lines that a cook has ticked off; the API has no state of a line. */
  done = $state<Record<number, boolean>>({});
  held = $state.raw<Held[]>([]);
  /** How many steps wait for a connection. */
  waiting = $state(0);
  /** There is something to show: read, or left from before. */
  ready = $state(false);
  error = $state.raw<unknown>();
  /** Products that sold out, or came back, since the menu was read. */
  availability = $state.raw<Readonly<Record<number, boolean>>>({});
  /** When what is shown was true. */
  asOf = $state(0);
  readonly connection: Connection;
  onNews: (news: News) => void = () => {};
  onRefused: (problem: Problem, ticket: Ticket | undefined) => void = () => {};

  readonly #branch: number;
  readonly #outbox: Outbox;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no page reads it
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(branch: number) {
    this.#branch = branch;
    this.#restore();
    this.connection = new Connection({
      kind: 'kitchen',
      branch,
      token: staff.token,
      renew: () => staff.renew(),
      // A silent line is noticed before the cooks' own notice is due.
      heartbeat: 6000,
      patience: 6000,
      onEvent: (event) => this.#receive(event),
      onReload: () => this.load(),
    });
    this.#outbox = new Outbox({
      name: `integrador-kitchen-${branch}`,
      headers: (): Record<string, string> => {
        const token = staff.token();
        return token ? { Authorization: `Bearer ${token}` } : {};
      },
      renew: () => staff.renew(),
      onChange: (commands) => (this.waiting = commands.length),
      onOutcome: (outcome) => {
        if (outcome.state === 'refused') void this.#refused(outcome.command.shown as Held, outcome.problem);
      },
    });
  }

  /** Listens and sends what waits; returns what ends it, as an effect does. */
  open(): () => void {
    const close = this.connection.open();
    const flush = () => void this.#outbox.flush();
    addEventListener('online', flush);
    void this.#outbox.waiting().then((commands) => (this.waiting = commands.length));
    flush();
    for (const held of this.held) this.#arm(held);
    return () => {
      removeEventListener('online', flush);
      for (const timer of this.#timers.values()) clearTimeout(timer);
      this.#outbox.stop();
      close();
    };
  }

  /** Reads what is to be cooked. What a screen that was away has missed is found by comparing. */
  load = async (): Promise<void> => {
    this.error = undefined;
    try {
      const params = { query: { branch_id: this.#branch } };
      const toCook = await ok(staff.api.GET('/api/kitchen/rounds', { params }));
      const read = this.#take(merge(this.board, toCook));
      this.ready = true;
      this.asOf = Date.now();
      await read;
    } catch (problem) {
      this.error = problem;
      throw problem;
    }
  };

  #receive(event: Event): void {
    if (event.type === 'PRODUCT_AVAILABILITY_CHANGED') {
      const { product_id, is_available } = event.entity;
      this.availability = { ...this.availability, [product_id]: is_available };
    }
    void this.#take(fold(this.board, event)).catch(() => {});
  }

  async #take({ board, stale }: Folded): Promise<void> {
    this.#show(board);
    if (stale === 'all') return this.load();
    await Promise.all(stale.map((id) => this.#read(id)));
  }

  async #read(id: number, exact = false): Promise<void> {
    try {
      const path = { round_id: id };
      const round = await ok(staff.api.GET('/api/kitchen/rounds/{round_id}', { params: { path } }));
      this.#show(put(this.board, round, exact));
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 404) throw problem;
      this.#show(remove(this.board, id));
    }
  }

  /** Shows a board, and lets a cook hear what is different; what is there at first is no news. */
  #show(board: Board): void {
    const news = this.ready ? newsOf(this.board, board) : undefined;
    this.board = prune(board);
    this.#save();
    if (news) this.onNews(news);
  }

  /** Takes a ticket's next step. */
  step(ticket: Ticket): void {
    const to = next[ticket.status];
    if (!to) return;
    this.#release(ticket.id);
    const held = { id: ticket.id, from: ticket.status, to, key: newKey(), due: Date.now() + undoable };
    this.held = [...this.held, held];
    this.#show(advance(this.board, ticket.id, to, isoNow()));
    this.#arm(held);
  }

  undo(held: Held): void {
    if (!this.#drop(held)) return;
    this.#show(retreat(this.board, held.id, held.from));
  }

  undoLast(): void {
    const last = this.held.at(-1);
    if (last) this.undo(last);
  }

  tick(line: number): void {
    this.done[line] = !this.done[line];
    this.#save();
  }

  acknowledge(ticket: Ticket): void {
    this.#release(ticket.id);
    this.#show(acknowledge(this.board, ticket.id));
  }

  #arm(held: Held): void {
    const timer = setTimeout(() => this.#release(held.id), Math.max(0, held.due - Date.now()));
    this.#timers.set(held.id, timer);
  }

  /** Sends the held step of a ticket, if there is one. */
  #release(id: number): void {
    const held = this.held.find((h) => h.id === id);
    if (!held) return;
    clearTimeout(this.#timers.get(id));
    this.held = this.held.filter((h) => h !== held);
    // It is forgotten on the device only when the outbox has it there.
    void this.#outbox
      .put({
        key: held.key,
        scope: `branch ${this.#branch}`,
        kind: 'step',
        method: 'POST',
        path: `/api/kitchen/rounds/${id}/status`,
        body: { status: held.to },
        shown: held,
      })
      .then(() => this.#save());
  }

  #drop(held: Held): boolean {
    const left = this.held.filter((h) => h.key !== held.key);
    const dropped = left.length < this.held.length;
    this.held = left;
    clearTimeout(this.#timers.get(held.id));
    this.#save();
    return dropped;
  }

  /** Another screen was first, or the table is gone: what is true is read, and said if it is not what was wanted. */
  async #refused(held: Held, problem: Problem): Promise<void> {
    for (const later of this.held.filter((h) => h.id === held.id)) this.#drop(later);
    await this.#read(held.id, true).catch(() => {});
    const ticket = this.board[held.id];
    if (ticket?.status !== held.to) this.onRefused(problem, ticket);
  }

  get #key(): string {
    return `integrador.kitchen.${this.#branch}`;
  }

  #save(): void {
    const lines = Object.values(this.board).flatMap((ticket) => ticket.lines.map((line) => line.id));
    const stored: Stored = {
      board: this.board,
      done: lines.filter((line) => this.done[line]),
      held: this.held,
      asOf: this.asOf,
    };
    try {
      localStorage.setItem(this.#key, JSON.stringify(stored));
    } catch {
      // Storage is full or switched off: it lasts until the page is left.
    }
  }

  #restore(): void {
    try {
      const stored = JSON.parse(localStorage.getItem(this.#key) ?? 'null') as Stored | null;
      if (!stored) return;
      this.board = stored.board;
      this.done = Object.fromEntries(stored.done.map((line) => [line, true]));
      this.held = stored.held;
      this.asOf = stored.asOf;
      this.ready = true;
    } catch {
      localStorage.removeItem(this.#key);
    }
  }
}
