// Turns the one page that adapter-static writes into a page for each application: with its
// name, manifest, colour and the files that its first route needs, and with the start
// script in a file of its own, so that no inline script has to be allowed. Then everything
// is compressed, so that the server only picks a file.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const site = join(root, 'build/site');
const apps = JSON.parse(readFileSync(join(root, 'apps.json'), 'utf8'));
const manifest = JSON.parse(
  readFileSync(join(root, '.svelte-kit/output/client/.vite/manifest.json'), 'utf8'),
);
const nodesFolder = '.svelte-kit/generated/build/client-optimized/nodes';
const nodes = readdirSync(join(root, nodesFolder));

/** The client's module for a file of src/routes, by the generated module that names it. */
function nodeOf(route) {
  const node = nodes.find((name) =>
    readFileSync(join(root, nodesFolder, name), 'utf8').includes(`/src/routes/${route}`),
  );
  if (!node) throw new Error(`apps.json names src/routes/${route}, which is no page`);
  return `${nodesFolder}/${node}`;
}

/** All files that a module needs at once, itself included. */
function closure(key, found = { js: new Set(), css: new Set(), keys: new Set() }) {
  if (found.keys.has(key)) return found;
  found.keys.add(key);
  const chunk = manifest[key];
  found.js.add(chunk.file);
  for (const css of chunk.css ?? []) found.css.add(css);
  for (const next of chunk.imports ?? []) closure(next, found);
  return found;
}

function externalStart(html) {
  const [whole, script] = /<script>([\s\S]*?)<\/script>/.exec(html);
  const text = script.replace(/^\s+/gm, '');
  const file = `_app/immutable/start.${createHash('sha256').update(text).digest('hex').slice(0, 8)}.js`;
  writeFileSync(join(site, file), text);
  return html.replace(whole, `<script src="/${file}"></script>`);
}

function head(app) {
  const files = { js: new Set(), css: new Set(), keys: new Set() };
  for (const route of app.routes) closure(nodeOf(route), files);
  const fonts = [...files.keys]
    .flatMap((key) => manifest[key].assets ?? [])
    .filter((f) => /latin-wght/.test(f));
  const icon = `icons/${app.name}-180.png`;
  return [
    `<title>${app.title}</title>`,
    `<meta name="theme-color" content="${app.colour}" />`,
    app.manifest ? `<link rel="manifest" href="/manifests/${app.name}.webmanifest" />` : '',
    existsSync(join(site, icon)) ? `<link rel="apple-touch-icon" href="/${icon}" />` : '',
    ...[...new Set(fonts)].map(
      (f) => `<link rel="preload" href="/${f}" as="font" type="font/woff2" crossorigin />`,
    ),
    ...[...files.css].map((f) => `<link rel="stylesheet" href="/${f}" />`),
    ...[...files.js]
      .filter((f) => !page.includes(`/${f}"`))
      .map((f) => `<link rel="modulepreload" href="/${f}" />`),
  ]
    .filter(Boolean)
    .join('\n    ');
}

function everyFile(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? everyFile(path) : [path];
  });
}

function compress(path) {
  const bytes = readFileSync(path);
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  const gz = gzipSync(bytes, { level: 9 });
  if (br.length < bytes.length) writeFileSync(`${path}.br`, br);
  if (gz.length < bytes.length) writeFileSync(`${path}.gz`, gz);
}

const page = externalStart(readFileSync(join(site, 'index.html'), 'utf8'));
rmSync(join(site, 'index.html'));
mkdirSync(join(site, 'shells'), { recursive: true });
for (const app of apps) {
  const preloaded = page.replace('</head>', `  ${head(app)}\n  </head>`);
  writeFileSync(join(site, `shells/${app.name}.html`), preloaded);
}
// What size-limit measures: the scripts that each application loads first.
const first = apps.map((app) => {
  const html = readFileSync(join(site, `shells/${app.name}.html`), 'utf8');
  const scripts = [
    ...new Set([...html.matchAll(/(?:href|src)="\/([^"]+\.js)"/g)].map((m) => `build/site/${m[1]}`)),
  ];
  return { name: app.name, path: scripts, limit: app.limit, gzip: true };
});
writeFileSync(join(root, '.size-limit.json'), JSON.stringify(first, null, 2));
for (const path of everyFile(site)) if (/\.(html|js|css|svg|json|webmanifest)$/.test(path)) compress(path);
