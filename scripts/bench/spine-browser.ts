import { join } from 'node:path';
import { startBrowser } from '../browser-process.ts';
import type { RunningSystem } from '../start/run-system.ts';
import { type BenchResult, percentiles } from './report.ts';
import { activateInBrowser, concludeSale, scanUntilPainted, signOnInBrowser } from './till-in-browser.ts';

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
    if (!register || !employee) throw new Error('the demo retailer has no register S2-1');
    const access = { ...register, employee: employee.number, pin: employee.pin };
    await activateInBrowser(page, access);
    await signOnInBrowser(page, access);
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
