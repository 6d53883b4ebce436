// What a cook chose for this screen. It is kept on the device.

export type Size = 'm' | 'l' | 'xl';

const KEY = 'integrador.kitchen';

interface Stored {
  branch?: number;
  late: number;
  veryLate: number;
  size: Size;
  totals: boolean;
  sound: boolean;
}

const defaults: Stored = { late: 8, veryLate: 15, size: 'm', totals: false, sound: false };

function stored(): Stored {
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Stored>) };
  } catch {
    return defaults; // storage is switched off
  }
}

class Choices {
  #now = $state.raw<Stored>(stored());

  get branch(): number | undefined {
    return this.#now.branch;
  }

  set branch(branch: number | undefined) {
    this.#keep({ branch });
  }

  /** Minutes from which a ticket is late; it is very late at least one minute after. */
  get late(): number {
    return this.#now.late;
  }

  set late(late: number) {
    this.#keep({ late, veryLate: Math.max(this.veryLate, late + 1) });
  }

  get veryLate(): number {
    return this.#now.veryLate;
  }

  set veryLate(veryLate: number) {
    this.#keep({ veryLate, late: Math.min(this.late, veryLate - 1) });
  }

  get size(): Size {
    return this.#now.size;
  }

  set size(size: Size) {
    this.#keep({ size });
  }

  /** Whether the sums of all dishes are shown beside the board. */
  get totals(): boolean {
    return this.#now.totals;
  }

  set totals(totals: boolean) {
    this.#keep({ totals });
  }

  /** Whether it sounded last. */
  get sound(): boolean {
    return this.#now.sound;
  }

  set sound(sound: boolean) {
    this.#keep({ sound });
  }

  #keep(change: Partial<Stored>): void {
    this.#now = { ...this.#now, ...change };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#now));
    } catch {
      // It lasts until the page is left.
    }
  }
}

export const choices = new Choices();
