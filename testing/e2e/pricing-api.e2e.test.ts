import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewPartnerKey } from '../../protocol/partner-keys.ts';
import type { QuoteRequest } from '../../protocol/pricing-messages.ts';
import { type BrowserProcess, startBrowser } from '../../scripts/browser-process.ts';
import { buildSdk } from '../../scripts/sdk/build-sdk.ts';
import type * as sdk from '../../sdk/client.ts';
import * as examples from '../../workers/api/src/pricing-examples.ts';
import { system } from './system.ts';

/** What a partner has: the running system, a key, and the SDK as it is installed. */
describe('a partner', () => {
  const { url, hq } = system();
  const folder = mkdtempSync(join(tmpdir(), 'evertill-sdk-'));
  let built: typeof sdk;
  let evertill: sdk.PricingClient;
  let key = '';

  const makeKey = async (requestsPerMinute: number) => {
    const request = {
      name: 'Web shop',
      scopes: ['prices:read', 'quotes:write'],
      channels: ['S1'],
      requestsPerMinute,
    };
    return hq.request<NewPartnerKey>('POST', '/v1/partner-keys', request);
  };

  beforeAll(async () => {
    process.env.PATH = `${resolve('node_modules/.bin')}:${process.env.PATH}`;
    buildSdk(join(folder, 'sdk'));
    built = (await import(pathToFileURL(join(folder, 'sdk/client.js')).href)) as typeof sdk;
    ({ key } = await makeKey(600));
    evertill = built.createClient({ url, key });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('gets what the examples of the description say', async () => {
    const quote = await evertill.quote(examples.quoteRequestExample);
    const { token: _, expiresAt: __, snapshotId, engineVersion, ...said } = quote;
    expect(said).toEqual({
      currency: examples.quoteAnswerExample.currency,
      totals: examples.quoteAnswerExample.totals,
      lines: examples.quoteAnswerExample.lines,
      proven: true,
    });
    expect((await evertill.redeem(quote.token)).totals).toEqual(quote.totals);
    const prices = await evertill.prices(examples.pricesRequestExample);
    expect(prices).toEqual({ ...examples.pricesAnswerExample, snapshotId, engineVersion });
  });

  test('a price that changes: a quote holds it, its snapshot prices the old basket again', async () => {
    const basket: QuoteRequest = {
      channel: 'S1',
      currency: 'GBP',
      lines: [{ id: '1', sku: 'PARTNER-TEST', quantityThousandths: 2000 }],
    };
    const price = async (amountMinor: number) => {
      await hq.putAll('prices', [
        { id: 'PARTNER-TEST@1', sku: 'PARTNER-TEST', currency: 'GBP', amountMinor, validFrom: '2010-12-01' },
      ]);
      await hq.publish();
    };
    await hq.putAll('products', [
      {
        sku: 'PARTNER-TEST',
        name: 'Partner test',
        taxCode: 'STANDARD',
        stocked: true,
        assortments: ['gifts'],
      },
    ]);
    await price(500);
    const before = await evertill.quote(basket);
    expect(before.totals.grossMinor).toBe(1000);
    await price(700);
    const after = await evertill.quote(basket);
    expect(after.totals.grossMinor).toBe(1400);
    expect(after.snapshotId).not.toBe(before.snapshotId);
    expect((await evertill.redeem(before.token)).totals).toEqual(before.totals);
    const again = await evertill.quote({ ...basket, snapshotId: before.snapshotId });
    expect([again.totals, again.snapshotId]).toEqual([before.totals, before.snapshotId]);
  });

  test('an offer and a coupon that headquarters has published', async () => {
    const sku = 'PARTNER-OFFER';
    await hq.putAll('products', [
      { sku, name: 'Partner offer', taxCode: 'STANDARD', stocked: true, assortments: ['gifts'] },
    ]);
    await hq.putAll('prices', [
      { id: `${sku}@1`, sku, currency: 'GBP', amountMinor: 300, validFrom: '2010-12-01' },
    ]);
    const always = { currency: 'GBP', validFrom: '2020-01-01', priceGroups: ['standard'] };
    const lines = [{ target: `product:${sku}` }];
    const free = { type: 'percent', basisPoints: 10_000 };
    await hq.putAll('offers', [
      {
        id: 'partner-3-for-2',
        name: 'Three for two',
        ...always,
        rule: { type: 'leastExpensive', units: 3, rewarded: 1, reward: free },
        lines,
      },
      {
        id: 'partner-half',
        name: 'Half by coupon',
        ...always,
        couponNeeded: true,
        rule: { type: 'simple', reward: { type: 'percent', basisPoints: 5000 } },
        lines,
      },
    ]);
    await hq.putAll('coupons', [{ code: 'PARTNER-50', offer: 'partner-half', validFrom: '2020-01-01' }]);
    await hq.publish();
    const basket: QuoteRequest = {
      channel: 'S1',
      currency: 'GBP',
      lines: [{ id: '1', sku, quantityThousandths: 4000 }],
      explain: true,
    };
    const plain = await evertill.quote(basket);
    expect([plain.totals.grossMinor, plain.lines[0]?.offers]).toEqual([
      900,
      [{ offer: 'partner-3-for-2', discountMinor: 300 }],
    ]);
    expect(plain.lines[0]?.explanation?.offers).toMatchObject([
      { offer: 'partner-3-for-2', reason: { type: 'applied' } },
      { offer: 'partner-half', reason: { type: 'couponNeeded', text: 'Needs its coupon.' } },
    ]);
    const cheap = await evertill.quote({ ...basket, coupons: ['PARTNER-50'] });
    expect([cheap.totals.grossMinor, cheap.proven]).toEqual([600, true]);
    await expect(evertill.quote({ ...basket, coupons: ['PARTNER-60'] })).rejects.toMatchObject({
      errors: [{ pointer: '/coupons/0', code: 'unknownCoupon' }],
    });
  });

  test('what nobody has published is not quoted', async () => {
    const basket: QuoteRequest = {
      channel: 'S1',
      currency: 'GBP',
      lines: [{ id: '1', sku: 'NOT-PUBLISHED', quantityThousandths: 1000 }],
    };
    await hq.putAll('products', [
      { sku: 'NOT-PUBLISHED', name: 'Draft', taxCode: 'STANDARD', stocked: true, assortments: ['gifts'] },
    ]);
    await expect(evertill.quote(basket)).rejects.toMatchObject({
      errors: [{ pointer: '/lines/0/sku', code: 'unknownProduct' }],
    });
  });

  test('too fast, the SDK is told when to come back', async () => {
    const slow = await makeKey(2);
    const hasty = built.createClient({ url, key: slow.key, retriesMax: 0 });
    const asked = await Promise.allSettled(
      Array.from({ length: 6 }, () => hasty.prices(examples.pricesRequestExample)),
    );
    // A minute may end between two of them; then twice as many pass.
    const passed = asked.filter(({ status }) => status === 'fulfilled').length;
    expect([2, 4]).toContain(passed);
    for (const refused of asked.filter((one) => one.status === 'rejected'))
      expect(refused.reason).toMatchObject({ code: 'too-many-requests', status: 429 });
    await hq.request('DELETE', `/v1/partner-keys/${slow.id}`);
    await expect(hasty.prices(examples.pricesRequestExample)).rejects.toMatchObject({ status: 401 });
  });

  describe('reads the documentation', () => {
    const profile = mkdtempSync(join(tmpdir(), 'evertill-docs-'));
    let browser: BrowserProcess;
    beforeAll(async () => {
      browser = await startBrowser(profile);
    });
    afterAll(async () => {
      await browser?.kill();
      rmSync(profile, { recursive: true, force: true });
    });

    test('the page needs no other host, breaks no policy, and tries a route', async () => {
      const page = await browser.context.newPage();
      const hosts = new Set<string>();
      const complaints: string[] = [];
      page.on('request', (request) => hosts.add(new URL(request.url()).origin));
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${url}/docs`);
      await page.getByRole('heading', { name: 'Pricing API' }).waitFor();
      const route = page.getByRole('region', { name: /POST \/v1\/quotes$/ });
      await route.getByLabel('Key').fill(key);
      await route.getByRole('button', { name: 'Send' }).click();
      await route.getByText('200 answered').waitFor();
      expect(await route.getByRole('region', { name: 'Answer' }).textContent()).toContain(
        '"grossMinor": 590',
      );
      expect([...hosts]).toEqual([url]);
      expect(complaints).toEqual([]);
    });
  });
});
