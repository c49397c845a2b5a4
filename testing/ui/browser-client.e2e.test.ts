import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BrowserProcess, startBrowser } from '../../scripts/browser-process.ts';
import type { Command } from '../browser/client-contract-command.ts';
import { clientCases } from '../contract/client-contract.ts';

const START_TIMEOUT_MS = 60_000;
const TEST_TIMEOUT_MS = 30_000;
const ROOT = join(import.meta.dirname, '../..');
const CSP = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";
const PAGE =
  '<!doctype html><meta charset="utf-8"><title>replica</title><script type="module" src="/page.js"></script>';
const PAGE_SCRIPT = `
  const worker = new Worker('/worker.js', { type: 'module' });
  const waiting = new Map();
  worker.onmessage = ({ data }) => {
    if ('acknowledged' in data) return window.acknowledged?.(data.acknowledged);
    waiting.get(data.id)(data);
  };
  window.send = (command) => new Promise((resolve) => {
    const id = waiting.size;
    waiting.set(id, resolve);
    worker.postMessage({ id, command });
  });`;

type Answer = { value?: unknown; error?: { message: string; code?: string } };
type Contents = { sales: number; lastSale: number; lines: number; integrity: string };
declare global {
  var send: (command: Command) => Promise<Answer>;
}

const temporary = mkdtempSync(join(tmpdir(), 'browser-client-'));
let server: Server;
let origin: string;

beforeAll(async () => {
  const outDir = join(temporary, 'bundle');
  const input = { worker: join(ROOT, 'testing/browser/client-contract.worker.ts') };
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: { outDir, target: 'esnext', rolldownOptions: { input, output: { entryFileNames: '[name].js' } } },
  });
  server = serve(outDir).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, START_TIMEOUT_MS);

afterAll(() => {
  server?.close();
  rmSync(temporary, { recursive: true, force: true });
});

describe('contract', () => {
  let browser: BrowserProcess;
  let page: Page;
  beforeAll(async () => {
    browser = await newBrowser();
    page = await openPage(browser);
  }, START_TIMEOUT_MS);
  afterAll(() => browser?.kill());

  for (const { name } of clientCases) {
    test(name, () => command(page, { type: 'runCase', name }), TEST_TIMEOUT_MS);
  }
});

describe('one register in a browser profile', { timeout: TEST_TIMEOUT_MS }, () => {
  let profile: string;
  let browser: BrowserProcess;
  beforeEach(async () => {
    profile = mkdtempSync(join(temporary, 'profile-'));
    browser = await startBrowser(profile);
  }, START_TIMEOUT_MS);
  afterEach(() => browser?.kill());

  test('data survives reloads, and a reload never meets the owner before it', async () => {
    const page = await openPage(browser);
    for (let reload = 0; reload < 10; reload++) {
      await command(page, { type: 'open' });
      await command(page, { type: 'write', batches: 3 });
      await page.reload();
    }
    await command(page, { type: 'open' });
    expectWhole(await read(page), 30);
  });

  test('data survives a restart of the browser', async () => {
    const page = await openPage(browser);
    await command(page, { type: 'open' });
    await command(page, { type: 'write', batches: 50 });
    await browser.quit();
    browser = await startBrowser(profile);
    const again = await openPage(browser);
    await command(again, { type: 'open' });
    expectWhole(await read(again), 50);
  });

  test('no acknowledged commit is lost when the browser is killed', async () => {
    let acknowledged = 0;
    for (const killAfter of [1, 60, 150]) {
      const page = await openPage(browser);
      await command(page, { type: 'open' });
      if (acknowledged > 0) expectWhole(await read(page), acknowledged);
      const goal = acknowledged + killAfter;
      const { promise: reached, resolve: reachGoal } = Promise.withResolvers<void>();
      await page.exposeFunction('acknowledged', (n: number) => {
        acknowledged = Math.max(acknowledged, n);
        if (n >= goal) reachGoal();
      });
      command(page, { type: 'write', batches: 1_000_000 }).catch(() => {}); // the browser dies under it
      await reached;
      await browser.kill();
      browser = await startBrowser(profile);
    }
    const page = await openPage(browser);
    await command(page, { type: 'open' });
    expectWhole(await read(page), acknowledged);
  });

  test('a second tab is refused, and may open once the first is closed', async () => {
    const [first, second] = [await openPage(browser), await openPage(browser)];
    await command(first, { type: 'open' });
    await command(first, { type: 'write', batches: 5 });
    expect((await answer(second, { type: 'open' })).error?.code).toBe('DB_OWNED');
    await command(first, { type: 'write', batches: 5 });
    await first.close();
    await command(second, { type: 'open' });
    expectWhole(await read(second), 10);
  });

  test('a second tab may open once the first has let go', async () => {
    const [first, second] = [await openPage(browser), await openPage(browser)];
    await command(first, { type: 'open' });
    await command(first, { type: 'write', batches: 5 });
    await command(first, { type: 'close' });
    await command(second, { type: 'open' });
    expectWhole(await read(second), 5);
    expect((await answer(first, { type: 'open' })).error?.code).toBe('DB_OWNED');
  });

  test('files that somebody still holds make it wait or refuse, and never cost the data', async () => {
    const writer = await openPage(browser);
    await command(writer, { type: 'open' });
    await command(writer, { type: 'write', batches: 5 });
    await writer.close();
    const holder = await openPage(browser);
    await command(holder, { type: 'holdOneFile' });
    const page = await openPage(browser);
    expect((await answer(page, { type: 'open' })).error?.code).toBe('DB_OWNED');
    const opening = command(page, { type: 'open' });
    await holder.close();
    await opening;
    expectWhole(await read(page), 5);
  });
});

function expectWhole(contents: Contents, atLeast: number): void {
  expect(contents.sales).toBeGreaterThanOrEqual(atLeast);
  const { sales } = contents;
  expect(contents).toEqual({ sales, lastSale: sales, lines: 2 * sales, integrity: 'ok' });
}

const read = async (page: Page) => (await command(page, { type: 'read' })) as Contents;

async function command(page: Page, command: Command): Promise<unknown> {
  const { value, error } = await answer(page, command);
  if (error) throw new Error(error.message);
  return value;
}

const answer = (page: Page, command: Command): Promise<Answer> =>
  page.evaluate((sent: Command) => globalThis.send(sent), command);

const newBrowser = () => startBrowser(mkdtempSync(join(temporary, 'profile-')));

async function openPage(browser: BrowserProcess): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(origin);
  return page;
}

function serve(folder: string): Server {
  const types: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
  return createServer((request, response) => {
    const path = new URL(request.url ?? '/', origin).pathname;
    const send = (type: string, body: string | Buffer) =>
      response.writeHead(200, { 'content-type': type, 'content-security-policy': CSP }).end(body);
    if (path === '/') return send('text/html', PAGE);
    if (path === '/page.js') return send('text/javascript', PAGE_SCRIPT);
    try {
      send(types[extname(path)] ?? 'application/octet-stream', readFileSync(join(folder, path)));
    } catch {
      response.writeHead(404).end();
    }
  });
}
