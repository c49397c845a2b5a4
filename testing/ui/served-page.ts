import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { build, type InlineConfig } from 'vite';

/** What the register's page is allowed in production. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "worker-src 'self'",
  "manifest-src 'self'",
].join('; ');

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Builds the page with the host in memory into `outDir`, as it is built for a shop. */
export async function buildPage(outDir: string): Promise<void> {
  await buildForShops({
    configFile: join(import.meta.dirname, 'vite.config.ts'),
    build: { outDir, emptyOutDir: true },
  });
}

/** Builds one script, bundled as the register is, and a page that does nothing but load it. */
export async function buildScript(entry: string, outDir: string): Promise<void> {
  await buildForShops({
    configFile: false,
    publicDir: false,
    build: {
      outDir,
      target: 'esnext',
      rolldownOptions: { input: { script: entry }, output: { entryFileNames: '[name].js' } },
    },
  });
  const page = '<!doctype html><title>script</title><script type="module" src="/script.js"></script>';
  writeFileSync(join(outDir, 'index.html'), page);
}

async function buildForShops(config: InlineConfig): Promise<void> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({ ...config, logLevel: 'error' });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

export async function servePage(folder: string): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = pathname === '/' ? '/index.html' : pathname;
    try {
      const body = readFileSync(join(folder, file));
      const type = types[extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, {
        'content-type': type,
        'content-security-policy': contentSecurityPolicy,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
