import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { startBrowser } from '../browser-process.ts';
import { BenchRegister, isComplete } from './bench-register.ts';
import type { SeededChain, TillAccess } from './seeded-chain.ts';
import { activateInBrowser } from './till-in-browser.ts';

/** Of a device without data, from its activation. */
export interface FirstLoad {
  /** Seconds until somebody can sign on and sell. */
  readonly saleReady: number;
  /** Seconds until everything is on the device. */
  readonly complete: number;
}

export interface NodeLoad extends FirstLoad {
  readonly register: BenchRegister;
  readonly rows: number;
}

export async function loadOnNode(chain: SeededChain, access: TillAccess): Promise<NodeLoad> {
  const folder = join(chain.folder, `node-${access.store}-${access.terminal}`);
  mkdirSync(folder);
  const register = await BenchRegister.open(chain.url, access, folder);
  let rows = 0;
  const stop = register.watch(({ sync: { loading } }) => {
    rows = Math.max(rows, loading?.rowsTotal ?? 0);
  });
  const started = performance.now();
  const ready = register.until(({ phase }) => phase === 'signedOff');
  const complete = register.until(isComplete);
  await register.request({ type: 'activate', code: access.activationCode });
  const saleReady = ((await ready) - started) / 1000;
  const done = { saleReady, complete: ((await complete) - started) / 1000 };
  stop();
  return { ...done, register, rows };
}

export interface BrowserLoad extends FirstLoad {
  readonly page: Page;
  /** Everything that the gateway sent over HTTP, headers too. */
  readonly wireBytes: number;
  /** Largest resident memory of the tab's process, of which an empty page has about 100 MB. */
  readonly peakMb: number;
  close(): Promise<void>;
}

export async function loadInBrowser(chain: SeededChain, access: TillAccess): Promise<BrowserLoad> {
  const browser = await startBrowser(join(chain.folder, `profile-${access.store}-${access.terminal}`));
  const page = await browser.context.newPage();
  await page.setViewportSize({ width: 1366, height: 768 });
  const answered: Request[] = [];
  page.on('requestfinished', (request) => answered.push(request));
  await page.goto(`${chain.url}/pos/`);
  await page.getByTestId('activation-code').waitFor();
  const started = performance.now();
  await activateInBrowser(page, access);
  const saleReady = (performance.now() - started) / 1000;
  // The header says how much of the products is there for as long as some are missing.
  await page
    .getByTestId('arriving')
    .waitFor({ timeout: 5000 })
    .catch(() => undefined);
  await page.getByTestId('arriving').waitFor({ state: 'detached', timeout: 600_000 });
  const complete = (performance.now() - started) / 1000;
  const fromGateway = answered.filter((request) => new URL(request.url()).pathname.startsWith('/store/'));
  const sizes = await Promise.all(fromGateway.map((request) => request.sizes()));
  const wireBytes = sizes.reduce((sum, size) => sum + size.responseBodySize + size.responseHeadersSize, 0);
  const peakMb = await peakOfTab(browser.context);
  return { page, saleReady, complete, wireBytes, peakMb, close: () => browser.kill() };
}

/** The largest resident memory that any renderer of the browser has had, in MB. Linux only. */
async function peakOfTab(context: BrowserContext): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession();
  const { processInfo = [] } = (await session?.send('SystemInfo.getProcessInfo')) ?? {};
  const peaks = processInfo.flatMap(({ type, id }) => {
    if (type !== 'renderer') return [];
    const [, kb] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? [];
    return [Number(kb) / 1024];
  });
  return Math.max(...peaks);
}
