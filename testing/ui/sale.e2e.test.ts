import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { scanCode, signOn, startTill, type TillBrowser } from './till-page.ts';

declare global {
  /** What a test has watched for in the page. */
  var watched: { shifts: number; rows: Set<Node> };
}

let browser: TillBrowser;
let page: Page;

beforeAll(async () => {
  browser = await startTill();
}, 60_000);
afterAll(() => browser?.close());
beforeEach(async () => {
  page = await browser.open();
  await signOn(page);
});
afterEach(() => page?.context().close());

const at = (id: string) => page.getByTestId(id);
const text = async (id: string) => (await at(id).textContent())?.trim();

test('scan, pay cash, change, receipt, next sale', { timeout: 30_000 }, async () => {
  await scanCode(page, 'QS-10023');
  expect(await text('total')).toBe('£14.50');
  await at('pay').click();
  await at('tendered').fill('20');
  await at('pay-cash').click();
  expect(await text('change')).toBe('£5.50');
  expect(await text('receipt-number')).toBe('S014-2-3180');
  await at('new-sale').click();
  expect(await text('total')).toBe('£0.00');
  expect(await at('line').count()).toBe(0);
});

test('a step is taken back, as often as there are steps', { timeout: 30_000 }, async () => {
  await scanCode(page, 'QS-10023');
  await scanCode(page, 'QS-10023');
  await page.keyboard.press('Control+z');
  await expect.poll(() => text('line-quantity')).toBe('1');
  await page.keyboard.press('Control+z');
  await expect.poll(() => at('line').count()).toBe(0);
  await page.keyboard.press('Control+z');
  await expect.poll(() => text('message')).toBe('There is nothing to undo. The basket is as it began.');
});

test('exact cash is one touch from the basket', { timeout: 30_000 }, async () => {
  await scanCode(page, 'QS-10023');
  await at('pay-cash').click();
  expect(await text('change')).toBe('£0.00');
});

test('typing words shows products, and one touch sells one', { timeout: 30_000 }, async () => {
  for (const id of ['scan', 'search']) {
    await at(id).fill('cushion');
    await at('search-result').nth(7).waitFor();
    await at('search-result').first().click();
    await expect.poll(() => at('search-result').count()).toBe(0);
    expect(await at(id).inputValue()).toBe('');
  }
  expect(await text('line-quantity')).toBe('2');
});

test('the header says the state exactly, and the switch changes it', { timeout: 30_000 }, async () => {
  expect(await text('connection-state')).toBe('online');
  await at('connect-toggle').click();
  await expect.poll(() => text('connection-state')).toBe('manual');
  expect(await text('connect-toggle')).toBe('Connect');
  await scanCode(page, 'POST');
  await at('pay-cash').click();
  await expect.poll(() => text('waiting-count')).toBe('1');
  await page.evaluate(() =>
    globalThis.till.setSync({ connection: 'offline', lastSyncAt: '2020-01-01T12:34:00Z' }),
  );
  await expect.poll(() => text('connection-state')).toBe('offline');
  expect(await text('last-sync')).toBe('12:34');
  expect(await text('data-age')).toMatch(/^\d+ days$/);
  expect(await page.locator('.conn .late').count()).toBe(1);
});

describe('drawing', { timeout: 60_000 }, () => {
  test('a scan into 200 lines draws two rows: the new one and the one chosen before', async () => {
    const codes = await page.evaluate(() => globalThis.till.fill(200));
    expect(codes).toBe(200);
    await expect.poll(() => at('line').count()).toBe(200);
    await page.evaluate(() => {
      const rows = new Set<Node>();
      globalThis.watched = { shifts: 0, rows };
      const grid = document.querySelector('.lines');
      if (!grid) throw new Error('there are no lines');
      new MutationObserver((mutations) => {
        for (const { target, addedNodes } of mutations) {
          const row =
            target instanceof Element ? target.closest('.line') : target.parentElement?.closest('.line');
          if (row) rows.add(row);
          for (const added of addedNodes) if (added instanceof HTMLElement) rows.add(added);
        }
      }).observe(grid, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    await scanCode(page, 'QS-52940');
    expect(await page.evaluate(() => globalThis.watched.rows.size)).toBe(2);
    expect(await page.locator('.line[aria-selected="true"]').isVisible()).toBe(true);
  });

  test('nothing moves while lines, news and states come and go', async () => {
    await page.evaluate(() => {
      globalThis.watched = { shifts: 0, rows: new Set() };
      new PerformanceObserver((list) => {
        // Also what follows a touch at once, which the browser would forgive.
        for (const entry of list.getEntries())
          globalThis.watched.shifts += (entry as unknown as { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: false });
    });
    for (const code of ['POST', 'QS-10023', 'QS-52940', 'POST']) await scanCode(page, code);
    await at('scan').fill('nothing like it');
    await at('scan').press('Enter');
    await page.getByText('No product has the code').waitFor();
    await at('scan').fill('');
    await page.evaluate(() => globalThis.till.setSync({ connection: 'offline', waiting: 3 }));
    await at('void-sale').click();
    await page.getByText('Void the whole sale').waitFor();
    await page.keyboard.press('Escape');
    await at('quantity').click();
    await page.keyboard.press('Escape');
    await page.evaluate(() => globalThis.till.setSync({ connection: 'online', waiting: 0 }));
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
    expect(await page.evaluate(() => globalThis.watched.shifts)).toBeLessThan(0.002);
  });
});

test('a receipt is printed alone, on paper as long as it is', { timeout: 30_000 }, async () => {
  for (const code of ['POST', 'QS-10023', 'QS-52940']) await scanCode(page, code);
  await at('pay-cash').click();
  await at('new-sale').waitFor();
  await page.evaluate(() => {
    // The window for printing would wait for a person.
    window.print = () => {};
  });
  await at('print').click();
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const boxes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)];
  expect(boxes).toHaveLength(1);
  const [width, height] = (boxes[0] ?? []).slice(1).map((points) => (Number(points) / 72) * 25.4);
  expect(width).toBeCloseTo(80, 0);
  const paper = await page.locator('#paper').boundingBox();
  expect(height).toBeGreaterThan(((paper?.height ?? 0) / 96) * 25.4);
  expect(height).toBeLessThan(((paper?.height ?? 0) / 96) * 25.4 + 4);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  expect(await page.locator('.printroot').count()).toBe(0);
  expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
});

test('without the right, another person is asked: over everything, and back to where it was', {
  timeout: 30_000,
}, async () => {
  await at('who').click();
  await at('sign-off').click();
  await signOn(page, '1002', '1111');
  await scanCode(page, 'POST');
  await at('void-sale').click();
  await at('void-sale-confirm').click();
  await page.getByText('You may not void a whole sale').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => at('approval').count()).toBe(0);
  expect(await at('line').count()).toBe(1);

  await at('void-sale').click();
  await at('void-sale-confirm').click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('approver');
  await at('approver').fill('1001');
  await at('approver-pin').fill('9999');
  await at('approver-pin').press('Enter');
  await expect.poll(() => text('approval-problem')).toContain('The PIN is wrong');
  await at('approver-pin').fill('4821');
  await at('approve').click();
  await page.getByText('Sale voided, kept as').waitFor();
  expect(await at('line').count()).toBe(0);
  expect(await at('who').textContent()).toContain('Joe');
});
