import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Headquarters' back office: one page and its files, below /hq/ of the primary worker. */
export default defineConfig({
  root: here('.'),
  base: '/hq/',
  publicDir: false,
  build: {
    outDir: here('../../../dist/client/hq'),
    emptyOutDir: true,
    assetsDir: 'assets',
    target: 'esnext',
    // The page's policy allows no inline script, so nothing is put into the page itself.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
