import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { problemOf, type Problem } from './problem.ts';
import { idempotencyHeader, newKey } from './rest.ts';

/** A command that has to reach the API exactly once. */
export interface Command {
  /** Its X-Idempotency-Key. */
  key: string;
  /** Whom it belongs to, such as a table's session: headers chooses the token by it. */
  scope: string;
  /** What it is, for whoever shows it: "round", "call" … */
  kind: string;
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  /** What the screen shows meanwhile. */
  shown?: unknown;
  createdAt: number;
  /** It is not sent before, so that it can be withdrawn meanwhile: milliseconds, as createdAt. */
  notBefore?: number;
  /** How often it was sent. More than 0 and unanswered: nobody knows whether it arrived. */
  attempts: number;
}

export type Outcome =
  | { state: 'done'; command: Command; body: unknown }
  | { state: 'refused'; command: Command; problem: Problem };

export interface OutboxOptions {
  /** Name of the database on this device. */
  name?: string;
  base?: string;
  /** The headers of whoever sends, without the key: they may change between attempts. */
  headers(command: Command): Record<string, string>;
  /** Gets a fresh token after a 401; false: there is none, and the command is refused. */
  renew?(): Promise<boolean>;
  /** The commands that wait, whenever they change. */
  onChange?(waiting: Command[]): void;
  /** A command has its answer. */
  onOutcome?(outcome: Outcome): void;
  backoff?(attempt: number): number;
  fetch?: typeof fetch;
  timeout?: number;
}

interface Stored extends DBSchema {
  commands: { key: number; value: Command };
}

type Entry = { id: number; command: Command };

/**
 * Sends commands one after the other, in the order in which they were put in, each until it has
 * an answer; one that is held back holds nobody up. What waits is in IndexedDB and outlives
 * reloads, crashes and empty batteries.
 */
export class Outbox {
  #options: OutboxOptions;
  #database: Promise<IDBPDatabase<Stored>> | undefined;
  #running: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #stopped = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Puts a command in and starts to send. It is safe on this device once this returns. */
  async put(command: Omit<Command, 'key' | 'createdAt' | 'attempts'> & { key?: string }): Promise<Command> {
    const entry: Command = { key: newKey(), ...command, createdAt: Date.now(), attempts: 0 };
    await this.#run((db) => db.add('commands', entry));
    await this.#changed();
    void this.flush();
    return entry;
  }

  /** The commands without an answer, oldest first. */
  waiting = async (): Promise<Command[]> => (await this.#entries()).map((e) => e.command);

  /** Takes out a command that was never sent; false: it was, and only its answer ends it. */
  async withdraw(key: string): Promise<boolean> {
    const withdrawn = await this.#run(async (db) => {
      const { store } = db.transaction('commands', 'readwrite');
      for (let at = await store.openCursor(); at; at = await at.continue()) {
        if (at.value.key !== key || at.value.attempts > 0) continue;
        await at.delete();
        return true;
      }
      return false;
    });
    if (withdrawn) await this.#changed();
    this.#wake?.();
    return withdrawn;
  }

  /** Holds nothing back any longer. */
  async release(): Promise<void> {
    await this.#run(async (db) => {
      const { store } = db.transaction('commands', 'readwrite');
      for (let at = await store.openCursor(); at; at = await at.continue()) {
        if (at.value.notBefore) await at.update({ ...at.value, notBefore: 0 });
      }
    });
    void this.flush();
  }

  /** Sends what waits, until nothing does or stop is called. */
  flush(): Promise<void> {
    this.#stopped = false;
    this.#wake?.();
    this.#running ??= this.#exclusively(() => this.#sendAll()).finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Stops to send. What waits stays. */
  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  /** One tab of a device sends; the others wait until it is closed. */
  #exclusively(work: () => Promise<void>): Promise<void> {
    const locks = globalThis.navigator?.locks;
    if (!locks) return work();
    return locks.request(`outbox ${this.#options.name ?? ''}`, work) as Promise<void>;
  }

  async #sendAll(): Promise<void> {
    for (let failures = 0; !this.#stopped;) {
      const entries = await this.#entries();
      if (!entries.length) return;
      const times = entries.map((e) => e.command.notBefore ?? 0);
      const next = entries.find((_, i) => times[i]! <= Date.now());
      if (!next) {
        await this.#pause(Math.min(...times) - Date.now());
        continue;
      }
      const claimed = await this.#claim(next);
      if (!claimed) continue;
      const outcome = await this.#send(claimed);
      if (outcome === undefined) {
        await this.#pause((this.#options.backoff ?? defaultPause)(++failures));
        continue;
      }
      failures = 0;
      await this.#run((db) => db.delete('commands', next.id));
      this.#options.onOutcome?.(outcome);
      await this.#changed();
    }
  }

  /** Counts an attempt, after which a command cannot be withdrawn; undefined: it was. */
  #claim({ id, command }: Entry): Promise<Command | undefined> {
    return this.#run(async (db) => {
      const { store } = db.transaction('commands', 'readwrite');
      if (!(await store.get(id))) return undefined;
      const sent = { ...command, attempts: command.attempts + 1 };
      await store.put(sent, id);
      return sent;
    });
  }

  /** Sends a command once; undefined: there is no answer yet. */
  async #send(sent: Command): Promise<Outcome | undefined> {
    let response: Response | undefined;
    let body: unknown;
    try {
      response = await this.#request(sent);
      if (response.status === 401 && (await this.#options.renew?.())) response = await this.#request(sent);
      body = await response.json().catch(() => undefined);
    } catch {
      return undefined;
    }
    if (response.ok) return { state: 'done', command: sent, body };
    const problem = problemOf(response, body);
    return problem.temporary ? undefined : { state: 'refused', command: sent, problem };
  }

  #request(command: Command): Promise<Response> {
    const { base = '', headers, fetch: ask = fetch, timeout = 15_000 } = this.#options;
    return ask(base + command.path, {
      method: command.method,
      headers: {
        ...(command.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers(command),
        [idempotencyHeader]: command.key,
      },
      body: command.body === undefined ? undefined : JSON.stringify(command.body),
      signal: AbortSignal.timeout(timeout),
    });
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #changed(): Promise<void> {
    this.#options.onChange?.(await this.waiting());
  }

  #entries(): Promise<Entry[]> {
    return this.#run(async (db) => {
      const entries: Entry[] = [];
      for (let at = await db.transaction('commands').store.openCursor(); at; at = await at.continue()) {
        entries.push({ id: at.primaryKey, command: at.value });
      }
      return entries;
    });
  }

  /** iOS may end the connection to the database of a page in the background: it is opened again. */
  async #run<T>(work: (db: IDBPDatabase<Stored>) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#open());
    } catch (cause) {
      if ((cause as DOMException)?.name !== 'InvalidStateError') throw cause;
      this.#database = undefined;
      return work(await this.#open());
    }
  }

  #open(): Promise<IDBPDatabase<Stored>> {
    this.#database ??= openDB<Stored>(this.#options.name ?? 'integrador-outbox', 1, {
      upgrade: (db) => void db.createObjectStore('commands', { autoIncrement: true }),
      terminated: () => (this.#database = undefined),
    });
    return this.#database;
  }
}

const defaultPause = (attempt: number): number =>
  Math.min(500 * 2 ** Math.min(attempt - 1, 5), 15_000) * (0.7 + 0.6 * Math.random());
