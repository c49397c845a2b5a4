import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BrowserProcess, startBrowser } from '../../scripts/browser-process.ts';
import { TcpProxy } from '../../scripts/replay/tcp-proxy.ts';
import { system, until } from './system.ts';

/** A till's day in a real browser, with the line cut under it: nothing is lost, nothing comes twice. */
describe('the walk', () => {
  const { url, demo, hq } = system();
  const code =
    demo.registers.find(({ store, terminal }) => store === 'S2' && terminal === '2')?.activationCode ?? '';
  const employee = demo.employees.find(
    ({ store, permissionGroup }) => store === 'S2' && permissionGroup === 'cashier',
  );
  const profile = mkdtempSync(join(tmpdir(), 'evertill-walk-'));
  let proxy: TcpProxy;
  let browser: BrowserProcess;
  let page: Page;
  const receipts: string[] = [];

  beforeAll(async () => {
    proxy = await TcpProxy.open(url);
    browser = await startBrowser(profile);
    page = await openRegister();
  });

  afterAll(async () => {
    await browser?.kill();
    await proxy?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  async function openRegister(): Promise<Page> {
    const opened = await browser.context.newPage();
    await opened.goto(`${proxy.url}/pos/`);
    return opened;
  }

  const field = (id: string) => page.getByTestId(id);
  const text = async (id: string) => (await field(id).first().textContent())?.trim();
  const connectionIs = (state: string) =>
    until(`the connection is ${state}`, async () => (await text('connection-state')) === state);

  async function signOn(): Promise<void> {
    await field('employee').fill(employee?.number ?? '');
    await field('pin').fill(employee?.pin ?? '');
    await field('sign-on').click();
    await field('scan').waitFor();
  }

  /** A session survives a reload; if it does not, the employee signs on again. */
  async function backAtTheTill(): Promise<void> {
    await field('scan').or(field('pin')).first().waitFor();
    if (await field('pin').isVisible()) await signOn();
  }

  async function discount(percent: string): Promise<void> {
    await field('discount').click();
    await field('new-discount').fill(percent);
    await field('reason').first().click();
    await field('apply-discount').click();
    await field('discount-sheet').waitFor({ state: 'detached' });
  }

  async function sell(
    codeToScan: string,
    expectedTotal: string,
    change?: () => Promise<void>,
  ): Promise<void> {
    await field('scan').fill(codeToScan);
    await field('scan').press('Enter');
    await field('line').first().waitFor();
    await change?.();
    await until('the total', async () => (await text('total')) === expectedTotal);
    await field('pay-cash').first().click();
    const tendered = field('tendered');
    if (await tendered.isVisible().catch(() => false)) await field('pay-cash').first().click();
    await field('receipt-number').waitFor();
    receipts.push((await text('receipt-number')) ?? '');
    await field('new-sale').click();
    await field('scan').waitFor();
  }

  test('activate, sign on and sell online', async () => {
    await field('activation-code').fill(code);
    await field('activation-code').press('Enter');
    await field('employee').waitFor();
    await signOn();
    await connectionIs('online');
    await sell('85123A', '£2.95');
    await until(
      'the sale is at headquarters',
      async () =>
        (await hq.get<{ items: unknown[] }>(`/v1/sales?receiptId=${encodeURIComponent(receipts[0] ?? '')}`))
          .items.length === 1,
    );
  });

  test('sell with the line cut, after a reload, and after the browser was killed', async () => {
    await until('the page is kept for offline', () =>
      page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state === 'activated'),
    );
    proxy.cut();
    await connectionIs('offline');
    await sell('85123A', '£2.95');
    await page.reload();
    await backAtTheTill();
    await sell('71053', '£8.47');
    await browser.kill();
    browser = await startBrowser(profile);
    page = await openRegister();
    await backAtTheTill();
    await sell('85123A', '£2.65', () => discount('10'));
    expect(await text('connection-state')).toBe('offline');
    expect(Number(/\d+/.exec((await text('waiting-count')) ?? '')?.[0])).toBeGreaterThanOrEqual(3);
  });

  test('the line is back: every sale arrives once, receipts are consecutive, the ledger balances', async () => {
    proxy.restore();
    await connectionIs('online');
    const sales = await until('four sales at headquarters', async () => {
      const { items } = await hq.get<{
        items: {
          terminal: string;
          receiptId: string;
          receiptNumber: number;
          connection: string;
          grossMinor: number;
          discountMinor: number;
        }[];
      }>('/v1/sales?store=S2&limit=100');
      const ours = items.filter(({ terminal }) => terminal === '2');
      return ours.length >= 4 && ours;
    });
    expect(sales.map(({ receiptId }) => receiptId).sort()).toEqual([...receipts].sort());
    expect(sales.map(({ receiptNumber }) => receiptNumber).sort()).toEqual([1, 2, 3, 4]);
    expect(sales.filter(({ connection }) => connection === 'offline')).toHaveLength(3);
    expect(sales.map(({ discountMinor }) => discountMinor).sort()).toEqual([0, 0, 0, 30]);
    const ledger = await hq.get<{ debitMinor: number; creditMinor: number }>('/v1/ledger/balances?store=S2');
    expect(ledger.debitMinor).toBe(ledger.creditMinor);
    expect(ledger.debitMinor).toBeGreaterThanOrEqual(295 * 2 + 265 + 847);
    await until('nothing waits', async () => (await text('waiting-count'))?.includes('0'));
  });
});
