import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { QuoteAnswer } from '../../protocol/pricing-messages.ts';
import { chromiumArgs, findChromium } from '../../scripts/browser.mjs';
import { system, until } from './system.ts';

/** An offer from the form to the price, by two people in two browsers. */
const { url, demo, hq } = system();
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SKU = 'GOVERNED';
const NAME = 'Governed, 3 for 2';
let browser: Browser;
let ada: Page;
let ben: Page;

async function signedIn(token: string | undefined): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${url}/hq/`);
  await page.getByTestId('token').fill(token ?? '');
  await page.getByTestId('token').press('Enter');
  await page.getByTestId('verdict').waitFor();
  return page;
}

async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'best-practice'] });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    );
  });
}

const words = async (page: Page, id: string) =>
  ((await page.getByTestId(id).first().textContent()) ?? '').replace(/\s+/g, ' ').trim();
const quoted = async () => {
  const lines = [{ id: '1', sku: SKU, quantityThousandths: 3000 }];
  const quote = await hq.request<QuoteAnswer>('POST', '/v1/quotes', {
    channel: 'S1',
    currency: 'GBP',
    lines,
  });
  return quote.totals.grossMinor;
};

beforeAll(async () => {
  await hq.putAll('products', [
    {
      ...{ sku: SKU, name: 'Governed goods', taxCode: 'STANDARD', stocked: true, assortments: ['gifts'] },
      costMinor: 140,
    },
    ...['', '-RED', '-BLUE'].map((variant) => ({
      ...{ sku: `${SKU}-SCARF${variant}`, name: `Scarf${variant}`, taxCode: 'STANDARD', stocked: true },
      ...{ assortments: ['gifts'], variantOf: variant === '' ? null : `${SKU}-SCARF` },
      variant: variant === '' ? {} : { colour: variant.slice(1).toLowerCase() },
    })),
  ]);
  await hq.putAll('prices', [
    { id: `${SKU}@1`, sku: SKU, currency: 'GBP', amountMinor: 200, validFrom: '2020-01-01' },
  ]);
  await hq.publish();
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  ada = await signedIn(demo.admins[0]?.token);
  ben = await signedIn(demo.admins[1]?.token);
});
afterAll(() => browser?.close());

describe('a price', () => {
  test('that is proposed on the product page is sold at when another person has approved it', async () => {
    await ada.goto(`${url}/hq/products/${SKU}/`);
    await ada.getByTestId(`edit-${SKU}@1`).click();
    await ada.getByTestId('price-each').fill('1.60');
    await ada.getByTestId('propose-price').click();
    await ada.getByTestId('own').waitFor();
    expect(await quoted()).toBe(600);
    await ben.goto(ada.url());
    await until('how far it moves', async () => (await words(ben, 'impact')).includes('−20.0 %'));
    // Of 2.00 are 1.67 without tax, of 1.60 then 1.33, and it costs 1.40.
    expect(await words(ben, 'impact-margin')).toContain('−5.3 % was 16.2 %, of 1 price with a cost');
    expect(await words(ben, 'below-cost')).toMatch(/£1\.40.*£2\.00.*£1\.60.*−5\.3 %/);
    await ben.getByTestId('approve').click();
    await until('published', async () => (await words(ben, 'history')).includes('Published'));
    expect(await quoted()).toBe(480);
    await ben.getByTestId('roll-back').click();
    await until('the price from before', async () => (await quoted()) === 600);
  });
});

describe('an offer', () => {
  test('is typed with a basket beside it that is priced with every key', async () => {
    await ada.goto(`${url}/hq/offers/new/`);
    await ada.getByTestId('send').click();
    await ada.getByTestId('not-complete').waitFor();
    expect(await words(ada, 'offer-name-error')).toContain('Type the name');
    await ada.getByTestId('offer-name').fill(NAME);
    // Whatever store comes first: this is for those of the demo.
    const others = ada.locator('input[data-testid^="price-groups-"]:checked');
    while ((await others.count()) > 0) await others.first().uncheck();
    await ada.getByTestId('price-groups-standard').check();
    await ada.getByTestId('line-0-include').fill(SKU);
    await ada.getByTestId('line-0-include-option').first().click();
    await until('three for two', async () => (await words(ada, 'test-total')) === '£4.00');
    expect(await words(ada, 'in-words')).toContain('every 3 pieces');
    await ada.getByTestId('rewarded').fill('2');
    await until('three for one', async () => (await words(ada, 'test-total')) === '£2.00');
    await ada.getByTestId('rewarded').fill('3');
    await until('it cannot be', async () => (await words(ada, 'rewarded-error')).includes('Of 3 pieces 2'));
    await ada.getByTestId('rewarded').fill('1');
    expect(await axeFaults(ada)).toEqual([]);
  });

  test('takes in one colour of a product, counted and in its words', async () => {
    await ada.getByTestId('line-0-include').fill(`${SKU}-SCARF`);
    await ada.getByTestId('line-0-include-option').first().click();
    await ada.getByTestId('line-1-colour').selectOption('red');
    const scarves = ada.getByTestId('group-lines-0').locator('tbody tr').nth(1);
    await until('one of three products', async () =>
      /\b1\b/.test((await scarves.locator('td.n').textContent()) ?? ''),
    );
    expect(await words(ada, 'in-words')).toContain('colour red');
    expect(await axeFaults(ada)).toEqual([]);
    await ada.getByTestId('line-1-colour').selectOption('');
    await until('all of them', async () => (await scarves.locator('td.n').textContent())?.trim() === '3');
    await scarves.getByTestId('remove-line').click();
  });

  test('goes to another person, who sees what it would do and approves it; then it is in the price', async () => {
    expect(await quoted()).toBe(600);
    await ada.getByTestId('send').click();
    await ada.getByTestId('history').waitFor();
    await ada.getByTestId('own').waitFor();
    expect(await ada.getByTestId('approve').count()).toBe(0);
    await ada.goto(`${url}/hq/simulator/?store=S1&basket=${SKU}*3`);
    await until('as published', async () => (await words(ada, 'total')) === '£6.00');
    await ada
      .getByTestId('simulator-draft')
      .locator('option', { hasText: NAME })
      .waitFor({ state: 'attached' });
    const label = await ada.getByTestId('simulator-draft').locator('option', { hasText: NAME }).textContent();
    await ada.getByTestId('simulator-draft').selectOption({ label: label ?? '' });
    await until('with the draft', async () => (await words(ada, 'total')) === '£4.00');
    expect(await words(ada, 'compared')).toMatch(
      new RegExp(`Governed goods *£6\\.00 *£4\\.00 *${NAME} *−£2\\.00`),
    );
    expect(await words(ada, 'compared-difference')).toBe('−£2.00');
    expect(await axeFaults(ada)).toEqual([]);
    await ben.goto(`${url}/hq/approvals/`);
    await ben.getByRole('link', { name: NAME }).click();
    await ben.getByTestId('impact-checks').waitFor();
    expect(await words(ben, 'impact-checks')).toContain('registers in 2 stores');
    expect(await axeFaults(ben)).toEqual([]);
    await ben.getByTestId('decision-note').fill('Fine for the weekend');
    await ben.getByTestId('approve').click();
    await until('published', async () => (await words(ben, 'history')).includes('Published'));
    expect(await quoted()).toBe(400);
    await ben.goto(`${url}/hq/audit/?noun=offers`);
    await until('the audit says so', async () =>
      (await words(ben, 'audit')).includes('approved by Ben Okafor'),
    );
  });

  test('is explained in the simulator, with what it would cost on another day', async () => {
    await ada.goto(`${url}/hq/simulator/?store=S1&basket=${SKU}*3`);
    await until('the total', async () => (await words(ada, 'total')) === '£4.00');
    expect(await words(ada, 'why')).toContain(`Applied ${NAME}`);
    await ada.getByTestId('simulator-at').fill('2026-01-02');
    await until('no offer yet', async () => (await words(ada, 'total')) === '£6.00');
    expect(await words(ada, 'why')).toContain('Begins on');
  });

  test('is rolled back by who approved it', async () => {
    await ben.goto(`${url}/hq/approvals/?state=published`);
    await ben.getByRole('link', { name: NAME }).first().click();
    await ben.getByTestId('roll-back').click();
    await until('the price from before', async () => (await quoted()) === 600);
  });
});
