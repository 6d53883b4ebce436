// What no page may do, watched during the whole evening: complain on the console, break the page's policy, ask a third
// party for anything, run what a guest typed, or be out of reach for somebody who cannot see or use a mouse.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Runs in the page: colours have changed, and what moves is where it belongs. */
const settled = () =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))).then(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((a) => a.effect?.getComputedTiming().iterations !== Infinity)
        .map((a) => a.finished),
    ),
  );

export class Watch {
  #hosts;
  #folder;
  #faults = false;
  #pictures = 0;
  #pages = new Map();
  complaints = [];

  constructor({ origins, folder }) {
    this.#hosts = new Set(origins.map((o) => new URL(o).host));
    this.#folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** Watches a page from its beginning. */
  page(page, who) {
    this.#pages.set(page, who);
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type()) || this.#isExpected(message)) return;
      this.#complain(who, message.text());
    });
    page.on('pageerror', (error) => this.#complain(who, error.message));
    page.on('request', (request) => this.#ask(who, request.url()));
    page.on('websocket', (socket) => this.#ask(who, socket.url()));
  }

  /** While a process is gone or a phone has no network, the browser may say that it reaches nothing. */
  async duringFaults(work) {
    this.#faults = true;
    try {
      await work();
    } finally {
      this.#faults = false;
    }
  }

  #isExpected(message) {
    const text = message.text();
    // A staff screen asks who it belongs to before anybody signed in.
    if (/status of 401/.test(text) && new URL(message.location().url).pathname === '/api/auth/refresh')
      return true;
    return this.#faults && /net::ERR_|status of (500|502|503|504)|WebSocket connection to/.test(text);
  }

  #ask(who, url) {
    const { protocol, host } = new URL(url);
    if (!['data:', 'blob:'].includes(protocol) && !this.#hosts.has(host))
      this.#complain(who, `asks a third party: ${url}`);
  }

  #complain(...what) {
    this.complaints.push(what.join(': '));
  }

  /** Takes a picture of each page, light and dark, and looks whether anybody is kept out. */
  async look(step, pages) {
    for (const page of pages) {
      const who = this.#pages.get(page);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.evaluate(settled);
        const name = `${String(++this.#pictures).padStart(3, '0')}-${step.replace(/\W+/g, '-')}-${who}-${colorScheme}.png`;
        await page.screenshot({ path: join(this.#folder, name) });
        const { violations } = await new AxeBuilder({ page }).analyze();
        for (const v of violations) {
          const where = v.nodes.map((n) => n.target.join(' ')).slice(0, 3);
          this.#complain(who, `${step}, ${colorScheme}: axe ${v.id}: ${v.help} (${where.join('; ')})`);
        }
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) this.#complain(who, `${step}: ${wide} px wider than the screen`);
      if (await page.evaluate(() => 'pwned' in window))
        this.#complain(who, `${step}: ran what a guest typed`);
    }
  }

  /** The last sight of every page, for whoever has to find out why the evening ended early. */
  async photographFailure() {
    for (const [page, who] of this.#pages)
      await page.screenshot({ path: join(this.#folder, `failed-${who}.png`) }).catch(() => {});
  }
}
