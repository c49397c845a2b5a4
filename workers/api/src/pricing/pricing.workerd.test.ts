import { createExecutionContext } from 'cloudflare:test';
import { env as bindings } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { solvePacking } from '../../../../commerce/promotions/best-price/solve-packing.ts';
import { sha256Hex } from '../../../../protocol/bytes.ts';
import {
  pricesAnswer,
  type QuoteAnswer,
  quoteAnswer,
  redeemAnswer,
} from '../../../../protocol/pricing-messages.ts';
import { problem } from '../../../../protocol/problem.ts';
import { bearer, TestHq } from '../../../../testing/contract/hq-fixture.ts';
import { earlierVersions, readSmallShop } from '../../../../testing/contract/pricing-fixture.ts';
import { createApi } from '../app.ts';
import type { Env } from '../env.ts';
import { rememberSnapshot } from './snapshot.ts';

const env = bindings as unknown as Env;
const midsummer = Date.parse('2026-06-15T10:00:00Z');
let now = midsummer;
const app = createApi({
  now: () => now,
  readPricing: readSmallShop,
  solve: (instance) => solvePacking(instance, { nodesMax: 1000 }),
});
const over = (replaced: Partial<Env>) =>
  new TestHq((request) => app.fetch(request, { ...env, ...replaced }, createExecutionContext()));
const hq = over({});
const ask = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  hq.send('POST', path, body, { ...bearer('ada-token'), ...headers });

const line = (sku: string, quantityThousandths = 1000, id = '1') => ({ id, sku, quantityThousandths });
const basket = (lines: readonly object[], more: object = {}) => ({
  channel: 'S1',
  currency: 'GBP',
  lines,
  ...more,
});

async function quoteOf(lines: readonly object[], more: object = {}): Promise<QuoteAnswer> {
  const { status, body } = await ask('/v1/quotes', basket(lines, more));
  expect([status, status === 200 ? '' : body]).toEqual([200, '']);
  expect(quoteAnswer.strict().safeParse(body).error).toBeUndefined();
  return body as QuoteAnswer;
}

/** The refusal's faults as pointer and code. */
async function faultsOf(path: string, request: unknown): Promise<string[][]> {
  const { status, headers, body } = await ask(path, request);
  expect(headers.get('content-type')).toBe('application/problem+json');
  const { type, errors = [] } = problem.strict().parse(body);
  expect([status, type]).toEqual([422, 'urn:evertill:problem:invalid-field']);
  return errors.map(({ pointer, code = '' }) => [pointer, code]);
}

beforeAll(async () => {
  await env.MASTERS.prepare("INSERT INTO admin VALUES ('ada', 'Ada Fenn', 'admin', ?)")
    .bind(await sha256Hex('ada-token'))
    .run();
});
beforeEach(() => {
  now = midsummer;
});

describe('a quote', () => {
  test('prices lines with their offers, taxes and totals, and nothing but what the contract names', async () => {
    const { status, headers, body } = await ask(
      '/v1/quotes',
      basket([line('HEART', 3000, 'a'), line('LAMP', 1000, 'b'), line('RICE', 250, 'c')]),
    );
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      currency: 'GBP',
      totals: { netMinor: 1512, taxMinor: 303, grossMinor: 1815, discountMinor: 420 },
      lines: [
        {
          id: 'a',
          unitPriceMinor: 295,
          grossMinor: 590,
          taxMinor: 98,
          offers: [{ offer: 'three-for-two', discountMinor: 295 }],
        },
        {
          id: 'b',
          unitPriceMinor: 1250,
          grossMinor: 1125,
          taxMinor: 188,
          offers: [{ offer: 'lamp-10', discountMinor: 125 }],
        },
        { id: 'c', unitPriceMinor: 399, grossMinor: 100, taxMinor: 17, offers: [] },
      ],
      snapshotId: expect.stringMatching(/^[0-9a-f]{16}$/),
      engineVersion: '2',
      proven: true,
      token: expect.stringMatching(/^evq1\.[\w-]+\.[\w-]+$/),
      expiresAt: '2026-06-15T10:15:00.000Z',
    });
  });

  test('a price finer than the minor unit is rounded to be shown, never to be reckoned with', async () => {
    const { lines, totals } = await quoteOf([line('BEAD', 1_000_000)]);
    expect([lines[0]?.unitPriceMinor, totals.grossMinor]).toEqual([1, 700]);
  });

  test('another unit of measure', async () => {
    const { lines } = await quoteOf([{ ...line('HEART', 2000), unitOfMeasure: 'box' }]);
    expect(lines[0]).toMatchObject({ unitPriceMinor: 3540 });
  });

  test('a channel whose prices are without tax', async () => {
    const { totals } = await quoteOf([line('HEART')], { channel: 'S2', currency: 'EUR' });
    expect(totals).toEqual({ netMinor: 240, taxMinor: 48, grossMinor: 288, discountMinor: 0 });
  });

  test("a customer's prices, by number and by loyalty card", async () => {
    for (const buyer of [
      { customer: '17850' },
      { loyaltyCard: 'CARD1' },
      { customer: '17850', loyaltyCard: 'CARD1' },
    ])
      expect((await quoteOf([line('LAMP')], buyer)).lines[0]?.unitPriceMinor).toBe(1100);
  });

  test('a customer who pays no tax', async () => {
    const { totals } = await quoteOf([line('HEART')], { customer: 'EXEMPT' });
    expect([totals.taxMinor, totals.grossMinor]).toEqual([0, 295]);
  });

  test('a coupon', async () => {
    const { lines } = await quoteOf([line('LAMP')], { coupons: ['HALF'] });
    expect(lines[0]?.offers).toEqual([{ offer: 'lamp-half', discountMinor: 625 }]);
  });

  test.each([
    ['2026-11-30', 295],
    ['2026-12-01', 325],
    ['2026-11-30T23:59:59Z', 295],
    ['2026-12-01T00:00:00Z', 325],
    ['2026-12-01T01:30:00+02:00', 295],
  ])('as of %s', async (asOf, unitPriceMinor) => {
    expect((await quoteOf([line('HEART')], { asOf })).lines[0]?.unitPriceMinor).toBe(unitPriceMinor);
  });

  test('the same question has the same answer', async () => {
    const lines = [line('HEART', 3000, 'a'), line('LAMP', 2000, 'b')];
    expect(await quoteOf(lines)).toEqual(await quoteOf(lines));
  });

  test('explained on request: each price and each offer with a type and a sentence', async () => {
    const plain = await quoteOf([line('LAMP')]);
    expect(plain.lines[0]).not.toHaveProperty('explanation');
    const { lines } = await quoteOf([line('LAMP')], { explain: true });
    const { explanation, ...same } = lines[0] ?? {};
    expect(same).toEqual(plain.lines[0]);
    expect(explanation).toEqual({
      prices: [
        { price: 'LAMP@1250', unitPriceMinor: 1250, reason: { type: 'applied', text: 'Applies.' } },
        {
          price: 'LAMP@1100',
          unitPriceMinor: 1100,
          reason: { type: 'notInGroup', priceGroup: 'trade', text: 'Is only for price group trade.' },
        },
      ],
      adjustments: [],
      offers: [
        {
          offer: 'lamp-10',
          name: 'A tenth off lamps',
          discountMinor: 125,
          reason: { type: 'applied', text: 'Applies.' },
        },
        {
          offer: 'lamp-half',
          name: 'Half a lamp, by coupon',
          discountMinor: 0,
          reason: { type: 'couponNeeded', text: 'Needs its coupon.' },
        },
      ],
    });
    expect(JSON.stringify(explanation)).not.toContain('90001');
  });

  test('500 lines', async () => {
    const lines = Array.from({ length: 500 }, (_, index) => line('BEAD', 10_000, `${index}`));
    expect((await quoteOf(lines)).totals.grossMinor).toBe(500 * 7);
  });
});

describe('a quote is refused by field', () => {
  test.each<[string, object, string[][]]>([
    ['an unknown channel', { channel: 'S9' }, [['/channel', 'unknownChannel']]],
    ["a currency that is not the channel's", { currency: 'EUR' }, [['/currency', 'otherCurrency']]],
    ['an unknown customer', { customer: '99999' }, [['/customer', 'unknownCustomer']]],
    ['an unknown loyalty card', { loyaltyCard: 'NOCARD' }, [['/loyaltyCard', 'unknownLoyaltyCard']]],
    [
      'an unknown loyalty card of a known customer',
      { customer: '17850', loyaltyCard: 'NOCARD' },
      [['/loyaltyCard', 'unknownLoyaltyCard']],
    ],
    [
      "another customer's loyalty card",
      { customer: 'EXEMPT', loyaltyCard: 'CARD1' },
      [['/loyaltyCard', 'loyaltyCardOfOtherCustomer']],
    ],
    [
      'an unknown customer with an unknown card',
      { customer: '99999', loyaltyCard: 'NOCARD' },
      [
        ['/customer', 'unknownCustomer'],
        ['/loyaltyCard', 'unknownLoyaltyCard'],
      ],
    ],
    ['a day long ago', { asOf: '1999-12-31' }, [['/asOf', 'outsidePricingDays']]],
    ['a day far ahead', { asOf: '2027-07-21' }, [['/asOf', 'outsidePricingDays']]],
    ['a snapshot that nobody was told', { snapshotId: 'feedbeef' }, [['/snapshotId', 'unknownSnapshot']]],
    [
      'every line and coupon that is wrong, at once',
      {
        lines: [
          line('NOTHING', 1000, 'a'),
          line('LAMP', 500, 'b'),
          { ...line('HEART', 1000, 'c'), unitOfMeasure: 'kg' },
        ],
        coupons: ['NOPE', 'LATER', 'GONE', 'THEIRS', 'USED', 'HALF'],
      },
      [
        ['/lines/0/sku', 'unknownProduct'],
        ['/lines/1/quantityThousandths', 'fractionOfUnit'],
        ['/lines/2/unitOfMeasure', 'unknownUnitOfMeasure'],
        ['/coupons/0', 'unknownCoupon'],
        ['/coupons/1', 'couponNotYetValid'],
        ['/coupons/2', 'couponExpired'],
        ['/coupons/3', 'couponOfOtherCustomer'],
        ['/coupons/4', 'couponUsedUp'],
      ],
    ],
    ['a product without a price', { lines: [line('UNPRICED')] }, [['/lines/0/sku', 'noPrice']]],
    [
      'a price that begins later',
      { lines: [line('LAMP')], asOf: '2025-12-31' },
      [['/lines/0/sku', 'noPrice']],
    ],
    ['a tax code without a rate', { lines: [line('UNTAXED')] }, [['/lines/0/sku', 'noTaxRate']]],
  ])('%s', async (_, more, faults) => {
    expect(await faultsOf('/v1/quotes', basket([line('HEART')], more))).toEqual(faults);
  });

  test.each<[string, unknown, string[]]>([
    ['no lines', basket([]), ['/lines']],
    ['quantity 0', basket([line('HEART', 0)]), ['/lines/0/quantityThousandths']],
    ['a negative quantity', basket([line('HEART', -1000)]), ['/lines/0/quantityThousandths']],
    ['an absurd quantity', basket([line('HEART', 1_000_000_001)]), ['/lines/0/quantityThousandths']],
    ['a fraction of a thousandth', basket([line('RICE', 0.5)]), ['/lines/0/quantityThousandths']],
    [
      'a quantity as text',
      basket([{ ...line('HEART'), quantityThousandths: '1000' }]),
      ['/lines/0/quantityThousandths'],
    ],
    ['two lines of one id', basket([line('HEART'), line('LAMP')]), ['/lines/1/id']],
    ['a coupon twice', basket([line('LAMP')], { coupons: ['HALF', 'HALF'] }), ['/coupons/1']],
    [
      '21 coupons',
      basket([line('LAMP')], { coupons: Array.from({ length: 21 }, (_, i) => `C${i}`) }),
      ['/coupons'],
    ],
    ['501 lines', basket(Array.from({ length: 501 }, (_, i) => line('BEAD', 1000, `${i}`))), ['/lines']],
    ['a day that is none', basket([line('HEART')], { asOf: '2026-02-30' }), ['/asOf']],
    ['an instant without a zone', basket([line('HEART')], { asOf: '2026-02-20T10:00:00' }), ['/asOf']],
    ['tomorrow in words', basket([line('HEART')], { asOf: 'tomorrow' }), ['/asOf']],
    ['a currency in small letters', basket([line('HEART')], { currency: 'gbp' }), ['/currency']],
    ['a field that is none', basket([line('HEART')], { coupon: 'HALF' }), ['/coupon']],
    ['an empty body', {}, ['/channel', '/currency', '/lines']],
    ['a list', [], ['']],
  ])('%s', async (_, request, pointers) => {
    expect((await faultsOf('/v1/quotes', request)).map(([pointer]) => pointer)).toEqual(pointers);
  });

  test('a body that is no JSON, and one of more than a megabyte', async () => {
    const malformed = await ask('/v1/quotes', '{"channel":');
    expect([malformed.status, malformed.body]).toMatchObject([400, { detail: 'The body is not JSON.' }]);
    expect((await ask('/v1/quotes', `"${'x'.repeat(1024 * 1024)}"`)).status).toBe(413);
  });
});

describe('a snapshot', () => {
  test('prices an old basket again as it was priced', async () => {
    const snapshotId = await rememberSnapshot(env.MASTERS, 'S1', earlierVersions, now);
    const before = await quoteOf([line('HEART')], { snapshotId });
    expect(before.lines[0]?.unitPriceMinor).toBe(255);
    expect(before.snapshotId).toBe(snapshotId);
    const today = await quoteOf([line('HEART')]);
    expect(today.lines[0]?.unitPriceMinor).toBe(295);
    expect(today.snapshotId).not.toBe(snapshotId);
    expect((await quoteOf([line('HEART')], { snapshotId: today.snapshotId })).totals).toEqual(today.totals);
  });

  test('one that is not kept any more, by name', async () => {
    const snapshotId = await rememberSnapshot(env.MASTERS, 'S1', { 'assortment:gifts': 1 }, now);
    const { body } = await ask('/v1/quotes', basket([line('HEART')], { snapshotId }));
    expect(body).toMatchObject({
      detail: `/snapshotId: snapshot ${snapshotId} of channel S1 is not kept any more`,
    });
  });

  test("another channel's is unknown, and says so by name", async () => {
    const { snapshotId } = await quoteOf([line('HEART')], { channel: 'S2', currency: 'EUR' });
    const { body } = await ask('/v1/quotes', basket([line('HEART')], { snapshotId }));
    expect(body).toMatchObject({ detail: `/snapshotId: there is no snapshot ${snapshotId} of channel S1` });
  });
});

describe('redeeming', () => {
  test('the same totals until the quote expires, as often as one likes; 409 after', async () => {
    const { token, totals, snapshotId, engineVersion, expiresAt } = await quoteOf([line('HEART', 3000)]);
    now = Date.parse(expiresAt);
    for (let time = 0; time < 2; time++) {
      const { status, body } = await ask('/v1/quotes/redeem', { token });
      expect(status).toBe(200);
      expect(redeemAnswer.strict().parse(body)).toEqual({
        channel: 'S1',
        currency: 'GBP',
        totals,
        linesDigest: await sha256Hex('[["1","HEART",3000,null]]'),
        asOf: '2026-06-15T10:00:00.000Z',
        snapshotId,
        engineVersion,
        expiresAt,
      });
    }
    now += 1;
    const expired = await ask('/v1/quotes/redeem', { token });
    expect(expired.status).toBe(409);
    expect(expired.body).toMatchObject({
      type: 'urn:evertill:problem:quote-expired',
      detail: 'The quote was valid until 2026-06-15T10:15:00.000Z. Ask for another one.',
    });
  });

  test('forged, malformed, or of another secret: 400', async () => {
    const { token } = await quoteOf([line('HEART')]);
    const [version, payload = '', signature = ''] = token.split('.');
    const cheap = btoa(
      atob(payload.replaceAll('-', '+').replaceAll('_', '/')).replace('"grossMinor":295', '"grossMinor":1'),
    );
    const forgeries = [
      `${version}.${cheap.replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_')}.${signature}`,
      `${version}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
      `${version}.${payload}`,
      `${token}.x`,
      'evq1.*.*',
      '',
      'x'.repeat(100_000),
    ];
    for (const forged of forgeries) {
      const { status, body } = await ask('/v1/quotes/redeem', { token: forged });
      expect([status, (body as { type: string }).type]).toEqual([400, 'urn:evertill:problem:invalid-token']);
    }
    const elsewhere = await over({ QUOTE_SECRET: 'another one' }).send('POST', '/v1/quotes/redeem', {
      token,
    });
    expect(elsewhere.status).toBe(400);
  });

  test('a token that is no text, or none', async () => {
    expect(await faultsOf('/v1/quotes/redeem', { token: 5 })).toEqual([['/token', '']]);
    expect(await faultsOf('/v1/quotes/redeem', {})).toEqual([['/token', '']]);
  });

  test('without its secret nothing is quoted, and the answer says nothing of the inside', async () => {
    const { status, body } = await over({ QUOTE_SECRET: '' }).send(
      'POST',
      '/v1/quotes',
      basket([line('HEART')]),
    );
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('SECRET');
    expect((await over({ QUOTE_SECRET: '' }).send('GET', '/readyz')).status).toBe(503);
    expect((await hq.send('GET', '/readyz')).status).toBe(200);
  });
});

describe('prices of many products', () => {
  const many = (skus: readonly string[], more: object = {}) => ({
    channel: 'S1',
    currency: 'GBP',
    skus,
    ...more,
  });

  test('each as if it were all that is bought; what is wrong is said of its item only', async () => {
    const { status, body } = await ask(
      '/v1/prices',
      many(['LAMP', 'NOTHING', 'UNPRICED', 'UNTAXED', 'HEART']),
    );
    expect(status).toBe(200);
    const { items, currency, pricesIncludeTax, engineVersion } = pricesAnswer.strict().parse(body);
    expect([currency, pricesIncludeTax, engineVersion]).toEqual(['GBP', true, '2']);
    const fault = (sku: string, name: string, detail: string) => ({
      sku,
      error: { type: `urn:evertill:problem:${name}`, title: name.replaceAll('-', ' '), status: 422, detail },
    });
    expect(items).toEqual([
      {
        sku: 'LAMP',
        name: 'Red lamp',
        unitOfMeasure: 'pcs',
        quantityThousandths: 1000,
        unitPriceMinor: 1250,
        basePriceMinor: 1250,
        discountMinor: 125,
        netMinor: 937,
        taxMinor: 188,
        grossMinor: 1125,
        offers: [{ offer: 'lamp-10', name: 'A tenth off lamps', discountMinor: 125 }],
      },
      fault('NOTHING', 'unknown-product', 'channel S1 has no product NOTHING'),
      fault('UNPRICED', 'no-price', 'product UNPRICED has no price on 2026-06-15'),
      fault('UNTAXED', 'no-tax-rate', 'product UNTAXED cannot be taxed on 2026-06-15: NONE has no rate'),
      expect.objectContaining({ sku: 'HEART', grossMinor: 295, offers: [] }),
    ]);
  });

  test('of a quantity, for a customer', async () => {
    const { body } = await ask(
      '/v1/prices',
      many(['HEART', 'LAMP'], { quantityThousandths: 3000, customer: '17850' }),
    );
    expect((body as { items: object[] }).items).toMatchObject([
      { sku: 'HEART', grossMinor: 590, discountMinor: 295, offers: [{ offer: 'three-for-two' }] },
      { sku: 'LAMP', unitPriceMinor: 1100, basePriceMinor: 1250, grossMinor: 2970 },
    ]);
  });

  test('a fraction of what is sold whole is said of its item', async () => {
    const { body } = await ask('/v1/prices', many(['HEART', 'RICE'], { quantityThousandths: 250 }));
    expect((body as { items: object[] }).items).toMatchObject([
      { sku: 'HEART', error: { type: 'urn:evertill:problem:fraction-of-unit' } },
      { sku: 'RICE', grossMinor: 100 },
    ]);
  });

  test('200 of them, and no more', async () => {
    const { status, body } = await ask('/v1/prices', many(Array.from({ length: 200 }, () => 'HEART')));
    expect([status, (body as { items: object[] }).items.length]).toEqual([200, 200]);
    expect(await faultsOf('/v1/prices', many(Array.from({ length: 201 }, () => 'HEART')))).toEqual([
      ['/skus', ''],
    ]);
  });

  test.each<[string, object, string]>([
    ['an unknown channel', { channel: 'S9' }, '/channel'],
    ['another currency', { currency: 'EUR' }, '/currency'],
    ['an unknown customer', { customer: '99999' }, '/customer'],
    ['a day without prices', { asOf: '1999-01-01' }, '/asOf'],
    ['no SKUs', { skus: [] }, '/skus'],
    ['quantity 0', { quantityThousandths: 0 }, '/quantityThousandths'],
    ['a field that is none', { loyaltyCard: 'CARD1' }, '/loyaltyCard'],
  ])('%s is refused by field', async (_, more, pointer) => {
    expect((await faultsOf('/v1/prices', many(['HEART'], more))).map(([at]) => at)).toEqual([pointer]);
  });

  test('an answer that one has already is not sent again', async () => {
    const first = await ask('/v1/prices', many(['HEART']));
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
    const again = await ask('/v1/prices', many(['HEART']), { 'if-none-match': `"other", W/${etag}` });
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', etag]);
    const later = await ask('/v1/prices', many(['HEART'], { asOf: '2026-12-01' }), { 'if-none-match': etag });
    expect(later.status).toBe(200);
    expect(later.headers.get('etag')).not.toBe(etag);
  });

  test('what is read with GET neither', async () => {
    const first = await hq.send('GET', '/v1/products');
    const etag = first.headers.get('etag') ?? '';
    const headers = { ...bearer('ada-token'), 'if-none-match': etag };
    expect((await hq.send('GET', '/v1/products', undefined, headers)).status).toBe(304);
  });
});

describe('a page of another origin', () => {
  test.each(['/v1/prices', '/v1/quotes', '/v1/quotes/redeem'])(
    'may ask %s with its own key',
    async (path) => {
      const origin = 'https://shop.example';
      const allowed = await hq.send('OPTIONS', path, undefined, {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      });
      expect(allowed.status).toBe(204);
      expect(allowed.headers.get('access-control-allow-origin')).toBe('*');
      expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
      const refused = await hq.send('POST', path, {}, { origin });
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
    },
  );

  test('asks nothing else', async () => {
    const answer = await hq.send('GET', '/v1/products', undefined, {
      ...bearer('ada-token'),
      origin: 'https://shop.example',
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
