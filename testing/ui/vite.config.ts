import { defineConfig } from 'vite';

/** The register's screens over a host in memory: `vite testing/ui`. */
export default defineConfig({ root: import.meta.dirname, publicDir: false, build: { target: 'esnext' } });
