import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { Chance } from '../../db/demo/profiles/chance.ts';
import { type BrowserProcess, startBrowser } from '../../scripts/browser-process.ts';
import type { KillCommand } from '../browser/kill-applying-command.ts';
import { BigShelf } from './big-shelf.ts';
import type { Inspected } from './inspect-register.ts';
import type { KilledRounds } from './kill-applying.ts';

/** Transactions of packages that a version of the big assortment has at least. */
const KILL_WITHIN_CHUNKS = 6;
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

/**
 * As killApplying, in Chromium: SIGKILL to the browser and everything that it started while the register's Worker
 * applies a version, then the same profile again.
 */
export async function killInChromium({
  seed,
  count,
}: {
  readonly seed: number;
  readonly count: number;
}): Promise<KilledRounds> {
  const chance = new Chance(seed, 13);
  const folder = mkdtempSync(join(tmpdir(), 'evertill-kills-chromium-'));
  const shelf = await BigShelf.make();
  const faults: string[] = [];
  let midway = 0;
  const server = await serve(await bundle(folder), shelf);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const profile = join(folder, 'profile');
  try {
    for (let round = 0; round <= count; round++) {
      const isLast = round === count;
      if (!isLast) await shelf.release();
      const browser = await startBrowser(profile);
      try {
        const page = await browser.context.newPage();
        await page.goto(origin);
        if (round > 0) {
          const found = (await ask(page, 'inspect')) as Inspected;
          if (found.isMidway) midway += 1;
          faults.push(...found.faults.map((fault) => `round ${round}: ${fault}`));
        }
        if (isLast) faults.push(...(await inspectEnd(page, shelf.version)));
        else await killWhilePulling(browser, page, 2 + chance.below(KILL_WITHIN_CHUNKS));
      } finally {
        await browser.kill();
      }
    }
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return { rounds: count, midway, faults };
}

async function killWhilePulling(browser: BrowserProcess, page: Page, chunks: number): Promise<void> {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  await page.exposeFunction('reached', (done: number) => {
    if (done >= chunks) resolve();
  });
  // The browser dies under it; a version with fewer transactions is killed at its end.
  const pulled = ask(page, 'pull').catch(() => undefined);
  await Promise.race([reached, pulled]);
  await browser.kill();
}

/** What is left is fetched, and everything is there. */
async function inspectEnd(page: Page, version: number): Promise<string[]> {
  const problems = (await ask(page, 'pull')) as readonly object[];
  const { shown, faults } = (await ask(page, 'inspect')) as Inspected;
  return [
    ...problems.map((problem) => JSON.stringify(problem)),
    ...faults,
    ...(shown === version ? [] : [`version ${shown} is shown in the end, not ${version}`]),
  ];
}

async function ask(page: Page, command: KillCommand): Promise<unknown> {
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
