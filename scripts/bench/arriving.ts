import type { Page } from 'playwright-core';
import type { BenchRegister } from './bench-register.ts';
import { type BrowserLoad, loadInBrowser, loadOnNode } from './first-load.ts';
import { PriceChanges } from './price-changes.ts';
import { type BenchResult, percentiles, single } from './report.ts';
import { timeSearches } from './search.ts';
import { type SeededChain, type TillAccess, withSeededChain } from './seeded-chain.ts';
import { concludeSale, scanUntilPainted, signOnInBrowser } from './till-in-browser.ts';

const LOADS = 3;
const REGISTERS = 20;
const PUSHES = 15;
const IDLE_SALES = 10;
const LINES = 30;
/** Rows of the changes that arrive while somebody scans. */
const LARGE_CHANGE = 50_000;
const LARGE_CHANGES = 3;

type Add = (...results: BenchResult[]) => void;

/** How data comes to registers: the first load, changes, and what a cashier feels of them; in workerd, on Node and in Chromium. */
export async function benchArriving(say: (line: string) => void): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  const add: Add = (...more) => {
    results.push(...more);
    for (const result of more) say(JSON.stringify(result));
  };
  await withSeededChain('chain', say, async (chain) => {
    const { register, browser, access } = await firstLoads(chain, '100k', LOADS, add);
    try {
      await search(chain, register, '100k', add);
      await signOnInBrowser(browser.page, access);
      await browser.page.getByTestId('product-tile').first().waitFor();
      const changes = new PriceChanges(chain, await browser.page.evaluate(shownSkus));
      await smallChanges(chain, changes, register, add);
      await scansDuringChanges(chain, changes, browser.page, add);
      await pushes(chain, changes, register, browser.page, add);
    } finally {
      await browser.close();
    }
  });
  await withSeededChain('stress', say, async (chain) => {
    const { register, browser } = await firstLoads(chain, '500k', 1, add);
    await browser.close();
    await search(chain, register, '500k', add);
  });
  return results;
}

/** Loads new registers one after the other; the last of each host stays open, and the one on Node is signed on. */
async function firstLoads(chain: SeededChain, size: string, loads: number, add: Add) {
  const [saleReady, complete, onNodeReady, onNodeComplete]: number[][] = [[], [], [], []];
  let onNode: { register: BenchRegister; rows: number } | undefined;
  let inBrowser: { browser: BrowserLoad; access: TillAccess } | undefined;
  for (let load = 0; load < loads; load++) {
    await onNode?.register.close();
    await inBrowser?.browser.close();
    const nodeAccess = await chain.access(load);
    const loaded = await loadOnNode(chain, nodeAccess);
    await loaded.register.signOn(nodeAccess);
    onNodeReady?.push(loaded.saleReady);
    onNodeComplete?.push(loaded.complete);
    onNode = loaded;
    const access = await chain.access(loads + load);
    const browser = await loadInBrowser(chain, access);
    saleReady?.push(browser.saleReady);
    complete?.push(browser.complete);
    inBrowser = { browser, access };
  }
  if (!onNode || !inBrowser) throw new Error('nothing was loaded');
  const goal = size === '100k' ? { ready: { p95: 2 }, complete: { p95: 8 } } : {};
  add(
    percentiles(`sale-ready-${size}`, 's', saleReady ?? [], goal.ready),
    percentiles(`complete-${size}`, 's', complete ?? [], goal.complete),
    percentiles(`sale-ready-${size}-node`, 's', onNodeReady ?? []),
    percentiles(`complete-${size}-node`, 's', onNodeComplete ?? []),
    percentiles(`chunk-hold-${size}-node`, 'ms', onNode.register.commitsMs),
    single(`rows-${size}`, 'rows', onNode.rows),
    single(`wire-bytes-${size}`, 'bytes', inBrowser.browser.wireBytes),
    single(`tab-memory-${size}`, 'MB', inBrowser.browser.peakMb),
  );
  return { register: onNode.register, ...inBrowser };
}

async function search(chain: SeededChain, register: BenchRegister, size: string, add: Add): Promise<void> {
  const timed = await timeSearches(register, chain.rows('products'));
  const worst = timed.at(-1);
  const ms = timed.map((query) => query.ms);
  add(percentiles(`search-${size}`, 'ms', ms));
  add({ ...single(`search-${size}-worst`, 'ms', worst?.ms ?? 0), note: worst?.text });
}

/** From the publisher's start to the new version at a register on Node. */
async function smallChanges(
  chain: SeededChain,
  changes: PriceChanges,
  register: BenchRegister,
  add: Add,
): Promise<void> {
  for (const count of [1, 1000, LARGE_CHANGE]) {
    await changes.write(changes.next(count));
    const before = await versionsOf(register);
    let beganMs = 0;
    const stop = register.watch(({ sync: { loading } }) => {
      if (loading && beganMs === 0) beganMs = performance.now();
    });
    const started = performance.now();
    const arrived = register.until(({ sync }) => JSON.stringify(sync.versions) !== before);
    await chain.admin(0).publish();
    const shownMs = await arrived;
    stop();
    add(single(`arrive-${count}-prices`, 's', (shownMs - started) / 1000));
    // One that is applied at once tells of no progress.
    if (beganMs > 0) add(single(`apply-${count}-prices`, 's', (shownMs - beganMs) / 1000));
  }
}

const versionsOf = async (register: BenchRegister) => JSON.stringify((await register.state()).sync.versions);

/** Scans in Chromium with nothing going on, and while a large change is being applied: in one run, to be compared. */
async function scansDuringChanges(
  chain: SeededChain,
  changes: PriceChanges,
  page: Page,
  add: Add,
): Promise<void> {
  const codes = changes.skus(LINES);
  const idle: number[] = [];
  const during: number[] = [];
  const applied: number[] = [];
  for (let sale = 0; sale < IDLE_SALES; sale++) {
    for (const code of codes) idle.push(await page.evaluate(scanUntilPainted, code));
    await concludeSale(page);
  }
  for (let change = 0; change < LARGE_CHANGES; change++) {
    await changes.write(changes.next(LARGE_CHANGE));
    const [first = ''] = codes;
    const before = await page.evaluate(shownPrice, changes.marker);
    await chain.admin(0).publish();
    const started = performance.now();
    for (let line = 1; (await page.evaluate(shownPrice, changes.marker)) === before; line++) {
      during.push(await page.evaluate(scanUntilPainted, codes[line % LINES] ?? first));
      if (line % LINES === 0) await concludeSale(page);
    }
    applied.push((performance.now() - started) / 1000);
    await page.evaluate(scanUntilPainted, first);
    await concludeSale(page);
  }
  const quiet = percentiles('scan-idle', 'ms', idle);
  const busy = percentiles('scan-during-50000', 'ms', during);
  const ratio = (at: 'p95' | 'p99') => (busy[at] ?? 0) / (quiet[at] ?? 1);
  add(quiet, busy, percentiles('apply-50000-prices-browser', 's', applied));
  add(single('scan-during-50000-ratio-p95', 'times', ratio('p95'), { max: 2 }));
  add(single('scan-during-50000-ratio-p99', 'times', ratio('p99')));
}

/** From the approval of a price to all registers of a chain that show it; one of them a painted page. */
async function pushes(
  chain: SeededChain,
  changes: PriceChanges,
  register: BenchRegister,
  page: Page,
  add: Add,
): Promise<void> {
  const { marker } = changes;
  const registers = [register];
  // Four registers of each store have the same number of the list: these are of a store each.
  for (let place = 2 * LOADS; registers.length < REGISTERS - 1; place += 4) {
    const { register: another } = await loadOnNode(chain, await chain.access(place));
    registers.push(another);
  }
  const everywhere: number[] = [];
  const painted: number[] = [];
  for (let push = 0; push < PUSHES; push++) {
    const approve = await changes.propose(changes.next(1));
    const shown = [
      page.evaluate(untilPricePainted, marker),
      ...registers.map((each) => untilPriceShown(each, marker)),
    ];
    const approvedMs = Date.now();
    const [inPageMs = 0, ...onNodeMs] = (await Promise.all([approve(), ...shown])).slice(1) as number[];
    painted.push(inPageMs - approvedMs);
    everywhere.push(...[inPageMs, ...onNodeMs].map((atMs) => atMs - approvedMs));
  }
  add(percentiles('push-latency', 'ms', everywhere, { p95: 2000 }));
  add(percentiles('push-latency-painted', 'ms', painted));
  for (const each of registers) await each.close();
}

/** The `Date.now()` at which a register on Node answers another price of a product than now. */
async function untilPriceShown(register: BenchRegister, sku: string): Promise<number> {
  const price = async () => {
    const { products } = await register.request({ type: 'searchProducts', text: sku, limit: 1 });
    return products?.[0]?.price?.amountMinor;
  };
  const [before, versions] = [await price(), await versionsOf(register)];
  do await register.until(({ sync }) => JSON.stringify(sync.versions) !== versions);
  while ((await price()) === before);
  return Date.now();
}

/** Runs in the page: the products that stand on it. */
function shownSkus(): string[] {
  return [...document.querySelectorAll<HTMLElement>('[data-testid="product-tile"]')].flatMap(
    ({ dataset }) => dataset.sku ?? [],
  );
}

/** Runs in the page. */
function shownPrice(sku: string): string | undefined {
  return document.querySelector(`[data-testid="product-tile"][data-sku="${sku}"]`)?.textContent;
}

/** Runs in the page: the `Date.now()` at which another price of a product has been painted. */
function untilPricePainted(sku: string): Promise<number> {
  const price = () => document.querySelector(`[data-testid="product-tile"][data-sku="${sku}"]`)?.textContent;
  const before = price();
  return new Promise((painted) => {
    const observer = new MutationObserver(() => {
      if (price() === before) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => painted(Date.now());
        port2.postMessage(null);
      });
    });
    observer.observe(document.body, { childList: true, characterData: true, subtree: true });
  });
}
