import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Download, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumArgs, findChromium } from '../../scripts/browser.mjs';
import { system, until } from './system.ts';

/** The back office's page for files of masters, in a real browser, under the policy it is served with. */
const { url, demo, hq } = system();
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const refusedByPolicy: string[] = [];
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refusedByPolicy.push(message.text());
  });
  await page.goto(`${url}/hq/exchange/`);
  await field('token').fill(demo.admins[0]?.token ?? '');
  await field('token').press('Enter');
  await field('columns').waitFor();
});
afterAll(() => browser?.close());

const field = (id: string) => page.getByTestId(id);
const text = async (id: string) => (await field(id).first().textContent())?.replace(/\s+/g, ' ').trim() ?? '';
const says = (id: string, words: string | RegExp) =>
  until(`${id} says ${words}`, async () =>
    (await field(id).count()) > 0 ? (await text(id)).match(words) : null,
  );

async function choose(kind: string, content: string): Promise<void> {
  await field('exchange-kind').selectOption(kind);
  const buffer = Buffer.from(content);
  await field('exchange-file').setInputFiles({ name: `${kind}.csv`, mimeType: 'text/csv', buffer });
}

async function saved(click: () => Promise<void>): Promise<{ name: string; content: string }> {
  const [download] = await Promise.all([page.waitForEvent('download') as Promise<Download>, click()]);
  return { name: download.suggestedFilename(), content: readFileSync(await download.path(), 'utf8') };
}

async function axeFaults(): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    const { violations } = await axe.run(document);
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    );
  });
}

const many = Array.from({ length: 1200 }, (_, at) => `PAGE${at},22086,GBP,150,2031-01-01`);
const file = ['id,sku,currency,amountMinor,validFrom', ...many, 'BAD,22086,GBP,1.50,soon'].join('\n');

test('without a file nothing begins', async () => {
  await field('dry-run').click();
  await says('exchange-file-error', 'Choose a file first.');
});

test('a dry run shows every fault by its row and column, and writes nothing', async () => {
  await choose('prices', file);
  await field('dry-run').click();
  await says('verdict', /1,201 rows read: 1,200 rows would change\. Rejected when imported: 1\./);
  const cells = await page.locator('[data-testid=rejects] tbody tr').allInnerTexts();
  expect(cells.map((row) => row.split('\t').slice(0, 2))).toEqual([
    ['1,202', 'amountMinor'],
    ['1,202', 'validFrom'],
  ]);
  expect(await page.locator('main').textContent()).toContain('An import leaves these rows out');
  await expect(hq.get('/v1/prices/PAGE0')).rejects.toThrow('404');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axeFaults()).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('an import writes the good rows; the others are a file that is repaired and imported', async () => {
  await field('import').click();
  await says('verdict', /1,201 rows read: 1,200 rows changed\. Rejected: 1\./);
  expect(await hq.get('/v1/prices/PAGE1199')).toMatchObject({ amountMinor: 150 });
  const { name, content } = await saved(() => field('save-rejects').click());
  expect(name).toBe('prices-rejected.csv');
  expect(content).toMatch(/^id,sku,currency,amountMinor,validFrom,reason\nBAD,22086,GBP,1\.50,soon,".*"\n$/);
  await choose('prices', content.replace(',1.50,soon,', ',151,2031-02-01,'));
  expect(await field('verdict').count()).toBe(0);
  await field('import').click();
  await says('verdict', /1 row read: 1 row changed\. None has a fault\./);
  expect(await hq.get('/v1/prices/BAD')).toMatchObject({ amountMinor: 151 });
  for (const id of ['BAD', ...many.map((row) => row.split(',')[0])])
    await hq.request('DELETE', `/v1/prices/${id}`);
});

test('a file that is no CSV, or of another kind, sends nothing', async () => {
  await choose('assortments', 'id,name\nnever,Never\n"open');
  await field('import').click();
  await says('verdict', /Line 3: a quoted cell does not end.* Nothing was sent\./);
  await expect(hq.get('/v1/assortments/never')).rejects.toThrow('404');
  await choose('barcodes', 'id,name\nnever,Never\n');
  await field('import').click();
  await says('verdict', /Line 1: column id is not one of barcodes/);
});

test('an export is the file that the API gives out', async () => {
  await field('exchange-kind').selectOption('assortments');
  const { name, content } = await saved(() => field('export').click());
  expect(name).toBe('assortments.csv');
  // Other tests of this system add assortments of their own.
  const authorization = `Bearer ${demo.admins[0]?.token}`;
  const answered = await fetch(`${url}/v1/exports/assortments`, { headers: { authorization } });
  expect(content).toBe(await answered.text());
  expect(content).toMatch(/^id,name\n(.+\n)*gifts,Gifts\n/);
});

test('nothing was refused by the content security policy', () => {
  expect(refusedByPolicy).toEqual([]);
});
