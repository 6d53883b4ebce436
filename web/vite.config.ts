import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

// `npm run dev` sends what is not a screen to a product that runs already.
const product = process.env.INTEGRADOR ?? 'http://localhost:8000';

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
