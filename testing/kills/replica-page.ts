import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import type { KillCommand } from '../browser/kill-applying-command.ts';
import type { BigShelf } from './big-shelf.ts';

const CSP = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";
const PAGE =
  '<!doctype html><meta charset="utf-8"><title>kills</title><script type="module" src="/page.js"></script>';
const PAGE_SCRIPT = `
  const worker = new Worker('/worker.js', { type: 'module' });
  let answered;
  worker.onmessage = ({ data }) => ('chunks' in data ? window.reached?.(data.chunks) : answered(data));
  window.ask = (command) => new Promise((answer) => {
    answered = answer;
    worker.postMessage(command);
  });`;

type Answer = { value?: unknown; error?: string };

/** Serves a page whose Worker has a register's database and fetches from the shelf; `folder` keeps the bundle. */
export async function serveReplicaPage(
  folder: string,
  shelf: BigShelf,
): Promise<{ origin: string; close: () => void }> {
  const server = await serve(await bundle(folder), shelf);
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** Asks the page's Worker; throws what it could not do. */
export async function ask(page: Page, command: KillCommand): Promise<unknown> {
  const { value, error } = await page.evaluate(
    (sent) => (globalThis as unknown as { ask: (command: string) => Promise<Answer> }).ask(sent),
    command,
  );
  if (error) throw new Error(error);
  return value;
}

/** The Worker as it is bundled for a shop; answers the folder. */
async function bundle(folder: string): Promise<string> {
  const root = join(import.meta.dirname, '../..');
  const outDir = join(folder, 'bundle');
  const input = { worker: join(root, 'testing/browser/kill-applying.worker.ts') };
  await build({
    ...{ root, configFile: false, publicDir: false, logLevel: 'error' },
    build: { outDir, target: 'esnext', rolldownOptions: { input, output: { entryFileNames: '[name].js' } } },
  });
  return outDir;
}

async function serve(folder: string, shelf: BigShelf): Promise<Server> {
  const types: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const send = (type: string, body: string | Uint8Array) =>
      response.writeHead(200, { 'content-type': type, 'content-security-policy': CSP }).end(body);
    if (pathname === '/') return send('text/html', PAGE);
    if (pathname === '/page.js') return send('text/javascript', PAGE_SCRIPT);
    if (pathname === '/shelf.json') return send('application/json', shelf.offer());
    const blob = shelf.blobs.get(pathname.slice(1));
    if (blob) return send('application/octet-stream', blob);
    try {
      send(types[extname(pathname)] ?? 'application/octet-stream', readFileSync(join(folder, pathname)));
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
