import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startBrowser } from '../browser-process.ts';
import type { RunningSystem } from '../start/run-system.ts';
import { type BenchResult, percentiles } from './report.ts';

const SALES = 10;
const LINES = 30;
/** Milliseconds from the Enter of a scan to the frame that shows its line. */
const SCAN_GOAL_P95_MS = 50;

/** The same in Chromium: from a scan's Enter to its painted line, and a sale concluded durably. */
export async function benchBrowser({ url, demo }: RunningSystem, folder: string): Promise<BenchResult[]> {
  const browser = await startBrowser(join(folder, 'profile'));
  try {
    const page = await browser.context.newPage();
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.goto(`${url}/pos/`);
    const register = demo.registers.find(({ store, terminal }) => store === 'S2' && terminal === '1');
    const employee = demo.employees.find(({ store }) => store === 'S2');
    await page.getByTestId('activation-code').fill(register?.activationCode ?? '');
    await page.getByTestId('activation-code').press('Enter');
    await page.getByTestId('employee').fill(employee?.number ?? '');
    await page.getByTestId('pin').fill(employee?.pin ?? '');
    await page.getByTestId('sign-on').click();
    await page.getByTestId('scan').waitFor();
    const codes = await page.evaluate(someCodes, { url, token: demo.admins[0]?.token ?? '', count: LINES });
    const scans: number[] = [];
    const sales: number[] = [];
    for (let sale = 0; sale < SALES; sale++) {
      for (const code of codes) scans.push(await page.evaluate(scanUntilPainted, code));
      sales.push(await concludeSale(page));
    }
    return [
      percentiles('scan-to-painted-line', 'ms', scans, { p95: SCAN_GOAL_P95_MS }),
      percentiles('sale-to-painted-receipt', 'ms', sales),
    ];
  } finally {
    await browser.kill();
  }
}

/** Runs in the page. */
async function someCodes({
  url,
  token,
  count,
}: {
  url: string;
  token: string;
  count: number;
}): Promise<string[]> {
  const response = await fetch(`${url}/v1/prices?limit=200`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { items } = (await response.json()) as { items: { sku: string; amountMinor: number }[] };
  return [...new Set(items.filter((price) => price.amountMinor > 0).map((price) => price.sku))].slice(
    0,
    count,
  );
}

/** Runs in the page: types the code into the scan field, presses Enter, and waits for the painted frame. */
function scanUntilPainted(code: string): Promise<number> {
  const field = document.querySelector<HTMLInputElement>('[data-testid="scan"]');
  const total = document.querySelector('[data-testid="total"]');
  if (!field || !total) throw new Error('this is not the transaction screen');
  return new Promise((painted) => {
    const started = performance.now();
    const observer = new MutationObserver(() => {
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => painted(performance.now() - started);
        port2.postMessage(null);
      });
    });
    observer.observe(total, { childList: true, characterData: true, subtree: true });
    field.value = code;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }),
    );
  });
}

async function concludeSale(page: Page): Promise<number> {
  const ms = await page.evaluate(async () => {
    const button = document.querySelector<HTMLElement>('[data-testid="pay-cash"]');
    if (!button) throw new Error('there is no way to pay');
    const started = performance.now();
    button.click();
    while (!document.querySelector('[data-testid="receipt-number"]'))
      await new Promise((frame) => requestAnimationFrame(frame));
    return performance.now() - started;
  });
  await page.getByTestId('new-sale').click();
  await page.getByTestId('scan').waitFor();
  return ms;
}
