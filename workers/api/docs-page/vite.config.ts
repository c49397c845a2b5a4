import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The API's documentation: one page and its files, below /docs/ of the primary worker. */
export default defineConfig({
  root: here('.'),
  base: '/docs/',
  publicDir: false,
  build: {
    outDir: here('../../../dist/client/docs'),
    emptyOutDir: true,
    assetsDir: 'assets',
    target: 'esnext',
    // The page's policy allows no inline script, so nothing is put into the page itself.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
