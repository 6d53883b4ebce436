import { newKey } from '#lib/client/index.ts';

/**
 * The key of what is being asked for: the same one as long as the same thing is asked for and no answer came, so that
 * a second tap, a lost answer or a reload never pays twice.
 */
export class Attempt {
  #slot: string;

  /** The slot names whose attempt it is, such as a check: it is kept on the device under that name. */
  constructor(slot: string) {
    this.#slot = `integrador.attempt.${slot}`;
  }

  keyFor(body: unknown): string {
    const asked = JSON.stringify(body);
    const last = this.#read();
    if (last?.asked === asked) return last.key;
    const key = newKey();
    this.#write({ asked, key });
    return key;
  }

  answered(): void {
    this.#memory = undefined;
    try {
      localStorage.removeItem(this.#slot);
    } catch {
      // Storage is switched off.
    }
  }

  #memory: { asked: string; key: string } | undefined;

  #read(): { asked: string; key: string } | undefined {
    try {
      const stored = localStorage.getItem(this.#slot);
      return stored ? (JSON.parse(stored) as { asked: string; key: string }) : this.#memory;
    } catch {
      return this.#memory;
    }
  }

  #write(attempt: { asked: string; key: string }): void {
    this.#memory = attempt;
    try {
      localStorage.setItem(this.#slot, JSON.stringify(attempt));
    } catch {
      // It is remembered until the page is left.
    }
  }
}
