import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

// `npm run dev` sends what is not a screen to a product that runs already.
const product = process.env.INTEGRADOR ?? 'http://localhost:8000';

// Of what every screen shows at once a browser loads one file: a file for each module, as the bundler would make,
// costs the first load more than the modules weigh. Only what all applications need at first belongs here.
const firstOfAll = [
  'lib/ui/(IconButton|EmptyState|ErrorState|Skeleton|Banner|Card|Chip|ConnectionPill|toasts|theme)',
  '@lucide/svelte/dist/(Icon|utils|context|default)',
  'icons/(bell|bell-ring|cloud-off|hourglass|triangle-alert|check|info|circle-check|x|refresh-cw|wifi).svelte',
  'src/lib/texts.svelte',
  'texts/common',
  'client/problem',
];
const codeSplitting = {
  groups: [
    // Svelte's own modules stay apart by who uses them.
    {
      name: 'svelte',
      test: /node_modules\/(svelte|clsx|@sveltejs|devalue|esm-env)/,
      entriesAware: true,
      priority: 10,
    },
    { name: 'ui', test: new RegExp(firstOfAll.join('|')), priority: 5 },
  ],
};

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ pages: 'build/site', fallback: 'index.html', precompress: false }),
      // The base of every address is "/", whatever the depth of the page: one shell serves all of a route.
      paths: { relative: false },
      serviceWorker: { register: false },
      version: { pollInterval: 0 },
      compilerOptions: { runes: true },
    }),
  ],
  build: { target: 'es2022', chunkSizeWarningLimit: 200 },
  environments: { client: { build: { rolldownOptions: { output: { codeSplitting } } } } },
  server: {
    port: 5176,
    proxy: {
      '^/(api|docs|images|dev/guide|dev/qr)': product,
      '^/ws': { target: process.env.GATEWAY ?? product, ws: true },
    },
  },
  test: {
    include: ['src/**/*.test.ts', '../clients/typescript/test/**/*.test.ts'],
    environment: 'node',
    // The published package is tested under its own name, from its source.
    alias: { '@integrador/client': new URL('./src/lib/client/index.ts', import.meta.url).pathname },
  },
});
