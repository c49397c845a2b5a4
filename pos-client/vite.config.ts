import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { precacheManifest } from './precache-manifest.ts';

const root = join(import.meta.dirname, 'app');
const outDir = join(import.meta.dirname, '../dist/client/pos');
const serviceWorker = join(root, 'service-worker.ts');
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string;
};

export default defineConfig({
  root,
  base: '/pos/',
  publicDir: false,
  define: { __APP_VERSION__: JSON.stringify(version) },
  worker: { format: 'es' },
  optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm'] },
  build: {
    outDir,
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    target: 'esnext',
    rolldownOptions: {
      input: {
        index: join(root, 'index.html'),
        ...(existsSync(serviceWorker) ? { 'service-worker': serviceWorker } : {}),
      },
      output: {
        // Its address is its scope, and it must not change.
        entryFileNames: ({ name }) =>
          name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
  plugins: [installable(), existsSync(serviceWorker) && precacheManifest(outDir)],
});

/** The manifest and its icons keep their names: the browser asks for them again under these. */
function installable(): Plugin {
  return {
    name: 'evertill:installable',
    apply: 'build',
    generateBundle() {
      const icons = readdirSync(join(root, 'icons')).map((icon) => `icons/${icon}`);
      for (const fileName of ['manifest.webmanifest', ...icons]) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(join(root, fileName)) });
      }
    },
  };
}
