// Takes pictures of addresses of a running product, at the widths of a phone, a tablet and a
// desktop, light and dark, and reports what axe, the console and the policy complain about.
//
//   npm run pictures -- /tmp/pictures http://localhost:8000 /dev/ui /panel …
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [folder, origin, ...paths] = process.argv.slice(2);
if (!folder || !origin || !paths.length) {
  console.error('usage: pictures.mjs FOLDER ORIGIN PATH…');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const sizes = [
  [390, 844],
  [820, 1180],
  [1440, 900],
];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
let complaints = 0;
const complain = (...what) => {
  complaints++;
  console.log(...what);
};

for (const colorScheme of ['light', 'dark']) {
  for (const [width, height] of sizes) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme,
      deviceScaleFactor: width < 500 ? 2 : 1,
      hasTouch: width < 1000,
      locale: 'es-AR',
      storageState: process.env.STORAGE || undefined,
    });
    for (const path of paths) {
      const page = await context.newPage();
      const where = `${path} ${width} ${colorScheme}:`;
      page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complain(where, m.text()));
      page.on('pageerror', (e) => complain(where, e.message));
      await page.goto(origin + path, { waitUntil: 'networkidle' });
      await page.evaluate(() => document.fonts.ready);
      const name = `${path.replace(/\W+/g, '_').replace(/^_/, '') || 'home'}-${width}-${colorScheme}.png`;
      await page.screenshot({ path: join(folder, name), fullPage: !process.env.FOLD });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) complain(where, `${wide} px wider than the screen`);
      const { violations } = await new AxeBuilder({ page }).analyze();
      for (const v of violations) {
        complain(where, v.id, v.help);
        for (const n of v.nodes.slice(0, 3)) complain('   ', n.target.join(' '), n.any[0]?.message ?? '');
      }
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
console.log(complaints ? `${complaints} complaints` : 'nothing to complain about');
