import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActivationAnswer } from '../../protocol/journal-messages.ts';
import { chromiumArgs, findChromium } from '../../scripts/browser.mjs';
import { TestJournal, testDevice } from '../contract/journal-fixture.ts';
import { system, until } from './system.ts';

/** Headquarters' back office in a real browser, under the policy it is served with. */
const { url, demo, hq } = system();
const token = demo.admins[0]?.token ?? '';
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const themes = ['light', 'dark'] as const;
const sku = '22086';
const priceId = `${sku}@2010-12-01@1000`;

const pages = [
  { path: '/hq/', title: 'Home', shows: 'home-registers' },
  { path: '/hq/registers/', title: 'Stores and registers', shows: 'store-S1' },
  { path: '/hq/registers/S1-1/', title: 'Northgate Gifts, Till 1', shows: 'issue-code' },
  { path: '/hq/products/', title: 'Products', shows: 'products' },
  { path: '/hq/products/?search=no-such-product', title: 'no-such-product, products', shows: 'empty' },
  { path: `/hq/products/${sku}/`, title: "PAPER CHAIN KIT 50'S CHRISTMAS", shows: 'prices' },
  { path: '/hq/products/no-such-sku/', title: 'Product no-such-sku', shows: 'empty' },
  { path: '/hq/offers/', title: 'Offers', shows: 'offers' },
  { path: '/hq/offers/LUNCH/', title: 'Any 3 lunch bags £4', shows: 'test-line' },
  { path: '/hq/offers/no-such-offer/', title: 'New offer', shows: 'empty' },
  { path: '/hq/offers/new/', title: 'New offer', shows: 'offer-name' },
  { path: '/hq/simulator/', title: 'Price simulator', shows: 'empty' },
  { path: '/hq/simulator/?basket=20725*3,22111&coupons=WARM20', title: 'Price simulator', shows: 'why-line' },
  { path: '/hq/approvals/', title: 'Approvals', shows: 'view-waiting' },
  { path: '/hq/approvals/CR-none/', title: 'Request CR-none', shows: 'empty' },
  { path: '/hq/audit/', title: 'Audit log', shows: 'audit' },
  { path: '/hq/exchange/', title: 'Import and export', shows: 'columns' },
  { path: '/hq/sales/', title: 'Sales received', shows: 'filter-store' },
  { path: '/hq/sales/S1.1.1.999999/', title: 'Sale', shows: 'empty' },
  { path: '/hq/distribution/', title: 'Distribution', shows: 'runs' },
  { path: '/hq/ledger/', title: 'Ledger', shows: 'suspense' },
  { path: '/hq/nowhere/', title: 'No such page', shows: 'empty' },
];

interface Price {
  readonly amountMinor: number;
  readonly priceUnitThousandths: number;
}

let browser: Browser;
let context: BrowserContext;
let page: Page;
const refusedByPolicy: string[] = [];

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refusedByPolicy.push(message.text());
  });
});

afterAll(() => browser?.close());

const field = (id: string) => page.getByTestId(id);
const text = async (id: string) => (await field(id).first().textContent())?.replace(/\s+/g, ' ').trim() ?? '';
const titleIs = (title: string) =>
  until(`the title ${title}`, async () => (await page.title()) === `${title} · evertill back office`);

async function signIn(): Promise<void> {
  await page.goto(`${url}/hq/`);
  await field('token').fill(token);
  await field('token').press('Enter');
  await field('verdict').waitFor();
}

async function openPage({ path, title, shows }: (typeof pages)[number]): Promise<void> {
  await page.goto(`${url}${path}`);
  await titleIs(title);
  await field(shows).first().waitFor();
  await until('everything is loaded', async () => (await field('loading').count()) === 0);
}

/** A register of its own books a sale through its store's gateway; answers the sale's receipt. */
async function bookSale(): Promise<string> {
  const register = { store: 'S1', terminal: '9', name: 'Till 9', offlineProfile: 'standard' };
  await hq.request('PUT', '/v1/registers/S1-9', register);
  const { code } = await hq.request<{ code: string }>('POST', '/v1/registers/S1-9/activation-codes', {});
  const device = await testDevice();
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/store/${path}`, { method: 'POST', headers, body });
    expect(response.status).toBeLessThan(300);
    return response.json();
  };
  const granted = (await post('activations', JSON.stringify(device.request(code)))) as ActivationAnswer;
  const { epoch, nextReceiptNumber, perpetualMinor, predecessor } = granted;
  const start = { epoch, nextReceiptNumber, perpetualMinor, hash: predecessor.hash };
  const journal = new TestJournal(granted, start);
  await journal.epochStart();
  await journal.sale(2);
  const batch = JSON.stringify({ epoch, records: journal.records });
  await post('S1/journal', batch, {
    authorization: `Bearer ${granted.deviceToken}`,
    'evertill-signature': await device.sign(batch),
  });
  await hq.request('DELETE', '/v1/registers/S1-9');
  return `S1-9-${nextReceiptNumber}`;
}

/** Faults of WCAG 2.2 A and AA and of good practice, as sentences. */
async function axeFaults(): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    // A colour that is still on its way to another one has a contrast of its own.
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    const { violations } = await axe.run(document, { runOnly });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    );
  });
}

describe('signing in', () => {
  test('a wrong token is refused in words, and no page is shown', async () => {
    await page.goto(`${url}/hq/products/`);
    await field('token').fill('hq_not-a-token');
    await field('sign-in').click();
    await field('token-error').waitFor();
    expect(await text('token-error')).toContain('This admin token is not known');
    expect(await field('products').count()).toBe(0);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      expect(await axeFaults()).toEqual([]);
    }
  });

  test('the right one opens the page that was asked for, and a reload keeps it', async () => {
    await field('token').fill(token);
    await field('sign-in').click();
    await titleIs('Products');
    expect(await text('who')).toBe(demo.admins[0]?.name);
    await page.reload();
    await titleIs('Products');
  });

  test('signing out forgets the token', async () => {
    await field('sign-out').click();
    await field('token').waitFor();
    await page.reload();
    await field('token').waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });
});

describe('signed in', () => {
  beforeAll(signIn);

  describe.each(themes)('in the %s theme', (colorScheme) => {
    beforeAll(() => page.emulateMedia({ colorScheme }));

    test.each(pages)('$path opens by its address and is usable by everybody', async (shown) => {
      await openPage(shown);
      expect(await axeFaults()).toEqual([]);
    });
  });

  test('no page is wider than a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const shown of pages) {
      await openPage(shown);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect({ path: shown.path, width }).toEqual({ path: shown.path, width: 390 });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('products are found, and the list is walked on and back', async () => {
    await page.goto(`${url}/hq/products/`);
    await field('products').waitFor();
    const firstRow = () => page.locator('[data-testid=products] tbody tr').first().getAttribute('data-key');
    const first = await firstRow();
    await field('next-page').click();
    await until(
      'page 2',
      async () => (await text('page-number')) === 'Page 2' && (await firstRow()) !== first,
    );
    await page.reload();
    await until('page 2 again', async () => (await text('page-number')) === 'Page 2');
    await field('previous-page').click();
    await until('the first page', async () => (await firstRow()) === first);
    await field('search').fill('paper chain kit 50');
    await until('one product', async () => (await firstRow()) === sku);
    expect(new URL(page.url()).searchParams.get('search')).toBe('paper chain kit 50');
  });

  test('a sale appears by itself, and leads down to the record it comes from', async () => {
    await page.goto(`${url}/hq/sales/?store=S1&businessDate=2010-12-01`);
    await field('filter-store').waitFor();
    const receipt = await bookSale();
    const link = page.locator('[data-testid=sales] tbody a', { hasText: receipt });
    await link.first().waitFor();
    await link.first().click();
    await titleIs(`Sale ${receipt}`);
    expect(await text('sale-total')).toBe('£5.90');
    expect(await text('sale-lines')).toContain('WHITE HANGING HEART T-LIGHT HOLDER');
    expect(await text('sale-entries')).toContain('debits equal credits, £5.90');
    expect(await text('record-id')).toMatch(/^S1\.9\.\d+\.2$/);
    expect(await text('record-hash')).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
    await page.reload();
    await titleIs(`Sale ${receipt}`);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      expect(await axeFaults()).toEqual([]);
    }
    await page.goto(`${url}/hq/ledger/`);
    await field('verdict').waitFor();
    expect(await text('verdict')).toMatch(/^Debits equal credits: £[\d,.]+ on both sides\./);
  });

  test('a price is typed, refused where it is unclear, saved and published', async () => {
    const newestRun = async () =>
      (await hq.get<{ items: { id: string; trigger: string }[] }>('/v1/distribution-jobs/all/runs')).items[0];
    const before = await newestRun();
    const price = await hq.get<Price>(`/v1/prices/${priceId}`);
    await page.goto(`${url}/hq/products/${sku}/`);
    await field(`edit-${priceId}`).click();
    await field('price-each').fill('3,125');
    await field('save-price').click();
    expect(await text('price-each-error')).toBe('3,125 can be read in two ways. Write 3125 or 3.125.');
    await field('price-each').fill('3.125');
    await field('save-price').click();
    await until('it is saved', async () => (await text('toast')).includes('Price saved.'));
    expect(await text('base-price')).toBe('£3.125');
    expect(await hq.get<Price>(`/v1/prices/${priceId}`)).toMatchObject({
      amountMinor: 3125,
      priceUnitThousandths: 10_000,
    });
    await field('toast-action').click();
    await until('it is published', async () => /Published|Nothing new/.test(await text('toast')));
    const run = await newestRun();
    expect(run?.id).not.toBe(before?.id);
    await page.goto(`${url}/hq/distribution/`);
    await until('the run is listed', async () => (await text('runs')).includes('on demand'));
    await hq.request('PUT', `/v1/prices/${priceId}`, price);
  });

  test('a price is added and ended', async () => {
    await page.goto(`${url}/hq/products/${sku}/`);
    await field('add-price').click();
    await field('price-each').fill('0,001');
    await field('price-quantity').fill('500');
    await field('price-from').fill('2011-01-01');
    await field('save-price').click();
    const id = `${sku}@2011-01-01@500000`;
    await field(`end-${id}`).click();
    await field('price-to').fill('2011-01-31');
    await field('save-price').click();
    await until('it has ended', async () =>
      (await page.locator(`[data-testid=prices] tr[data-key="${id}"]`).textContent())?.includes('Ended'),
    );
    expect(await hq.get<Price>(`/v1/prices/${id}`)).toMatchObject({
      amountMinor: 1,
      priceUnitThousandths: 10_000,
      minQuantityThousandths: 500_000,
      validTo: '2011-01-31',
    });
    await hq.request('DELETE', `/v1/prices/${id}`);
  });

  test('a product is renamed and gets a barcode; what headquarters refuses stands under its field', async () => {
    const before = await hq.get<{ name: string; barcodes: string[] }>(`/v1/products/${sku}`);
    await page.goto(`${url}/hq/products/${sku}/`);
    await field('product-name').fill('PAPER CHAIN KIT');
    await field('add-barcode').click();
    await field('barcode-1').fill('a/b');
    await field('save-product').click();
    await field('barcode-1-error').waitFor();
    expect(await text('barcode-1-error')).toContain('slash');
    await field('barcode-1').fill('5012345678900');
    await field('save-product').click();
    await until('it is saved', async () => (await text('toast')).includes('Product saved.'));
    const after = await hq.get<{ name: string; barcodes: string[] }>(`/v1/products/${sku}`);
    expect(after).toEqual({
      ...before,
      name: 'PAPER CHAIN KIT',
      barcodes: [...before.barcodes, '5012345678900'],
    });
    await hq.request('PUT', `/v1/products/${sku}`, before);
  });

  test('an activation code is shown once, with its end', async () => {
    await page.goto(`${url}/hq/registers/`);
    await field('issue-S2-1').click();
    await field('activation-code').waitFor();
    expect(await text('activation-code')).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}$/);
    expect(await text('activation-expiry')).toMatch(/\d\d:\d\d$/);
    expect(await axeFaults()).toEqual([]);
    await field('close-activation').click();
    await until('it is gone', async () => (await field('activation-code').count()) === 0);
  });

  test('stores and registers are renamed', async () => {
    await page.goto(`${url}/hq/registers/`);
    await field('edit-store-S2').click();
    await field('store-name').fill('Quay Street');
    await field('save-store').click();
    await until('the new name', async () => (await text('store-S2')).startsWith('Quay Street Store'));
    expect(await hq.get('/v1/stores/S2')).toMatchObject({ name: 'Quay Street', currency: 'GBP' });
    await page.goto(`${url}/hq/registers/S2-2/`);
    await field('register-name').fill('Till by the door');
    await field('save-register').click();
    await titleIs('Quay Street, Till by the door');
    await hq.request('PUT', '/v1/registers/S2-2', {
      ...(await hq.get<object>('/v1/registers/S2-2')),
      name: 'Till 2',
    });
    await hq.request('PUT', '/v1/stores/S2', {
      ...(await hq.get<object>('/v1/stores/S2')),
      name: 'Quay Street Gifts',
    });
  });

  test('the palette leads to a product by the keyboard', async () => {
    await page.goto(`${url}/hq/`);
    await field('verdict').waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type(sku);
    await until('the product is offered', async () =>
      (await page.locator('#palette-options').textContent())?.includes('PAPER CHAIN'),
    );
    await page.keyboard.press('Enter');
    await until('its page', () => new URL(page.url()).pathname === `/hq/products/${sku}/`);
  });

  test('nothing was refused by the content security policy', () => {
    expect(refusedByPolicy).toEqual([]);
  });
});
