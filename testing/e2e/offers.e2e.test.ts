import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { QuoteAnswer, QuoteRequest } from '../../protocol/pricing-messages.ts';
import { HqClient } from '../../scripts/hq-client.ts';
import type { RegisterCommand } from '../../scripts/replay/invoice-commands.ts';
import { integerBelow, mulberry32, pick } from '../../scripts/replay/random.ts';
import type { RegisterAnswer } from '../../scripts/replay/register-answer.ts';
import { RegisterProcess } from '../../scripts/replay/register-process.ts';
import { system, until } from './system.ts';

const STORE = 'O1';
const PIN = '482915';
const BASKETS = 25;
const { url, hq, demo } = system();
const second = new HqClient(url, demo.admins[1]?.token ?? '');
const folder = mkdtempSync(join(tmpdir(), 'evertill-offers-'));
const skus = ['OFFER-A', 'OFFER-B', 'OFFER-C', 'OFFER-D', 'OFFER-E'];
const always = { currency: 'GBP', validFrom: '2020-01-01', priceGroups: ['offers-test'] };
const of = (...names: string[]) => names.map((sku) => ({ target: `product:${sku}` }));
let register: RegisterProcess;

/** Sends commands and answers the last one's answer; each must have been done. */
async function send(...commands: object[]): Promise<RegisterAnswer> {
  let last: RegisterAnswer | undefined;
  for (const answer of register.send(commands as RegisterCommand[])) {
    last = await answer;
    expect(last).toMatchObject({ ok: true });
  }
  if (!last) throw new Error('nothing was sent');
  return last;
}
const scan = (sku: string, units: number) => ({ type: 'scan', code: sku, quantityThousandths: units * 1000 });
const receiptOf = async (...commands: object[]) =>
  (await send(...commands, { type: 'pay' })).receipt as {
    grossMinor: number;
    taxMinor: number;
    discountMinor: number;
  };

/** The register has what was published last. */
async function upToDate(): Promise<void> {
  const streams = new Map<string, number>();
  for await (const { stream, version } of hq.all<{ stream: string; version: number }>('/v1/streams'))
    streams.set(stream, version);
  await until('the register has the newest packages', async () => {
    await send({ type: 'sync' });
    const { versions } = (await send({ type: 'status' })) as unknown as { versions: Record<string, number> };
    return Object.entries(versions).every(([stream, version]) => version === streams.get(stream));
  });
}

beforeAll(async () => {
  const [s1] = (await hq.get<{ items: Record<string, unknown>[] }>('/v1/stores?limit=1')).items;
  await hq.putAll('price-groups', [{ id: 'offers-test', name: 'Offers test', priority: 3 }]);
  await hq.putAll('assortments', [{ id: 'offers-test', name: 'Offers test' }]);
  await hq.putAll('products', [
    ...skus.map((sku) => ({
      sku,
      name: sku,
      taxCode: 'STANDARD',
      stocked: true,
      assortments: ['offers-test'],
    })),
  ]);
  await hq.putAll(
    'prices',
    skus.map((sku, index) => ({
      ...{ id: `${sku}@1`, sku, currency: 'GBP', validFrom: '2020-01-01' },
      amountMinor: [199, 450, 1250, 333, 999][index],
    })),
  );
  await hq.putAll('offers', [
    {
      ...{ ...always, id: 'O-PAIR', name: 'Any 2 for £5', lines: of('OFFER-A', 'OFFER-B', 'OFFER-D') },
      rule: { type: 'mixAndMatch', groups: [{ units: 2 }], reward: { type: 'price', amountMinor: 500 } },
    },
    {
      ...{ ...always, id: 'O-3FOR2', name: 'Three for two', lines: of('OFFER-B', 'OFFER-C', 'OFFER-D') },
      rule: {
        type: 'leastExpensive',
        units: 3,
        rewarded: 1,
        reward: { type: 'percent', basisPoints: 10_000 },
      },
    },
    {
      ...{ ...always, id: 'O-TEN', name: '10% off', lines: of('OFFER-C', 'OFFER-E') },
      rule: { type: 'simple', reward: { type: 'percent', basisPoints: 1000 } },
    },
    {
      ...{
        ...always,
        id: 'O-SPEND',
        name: 'Spend £40, save £3',
        lines: [{ target: 'all' }],
        concurrency: 'compound',
      },
      rule: {
        type: 'threshold',
        tiers: [{ minAmountMinor: 4000, reward: { type: 'amount', amountMinor: 300 } }],
      },
    },
    {
      ...{
        ...always,
        id: 'O-COUPON',
        name: 'A third off',
        lines: of('OFFER-E', 'OFFER-A'),
        couponNeeded: true,
      },
      rule: { type: 'simple', reward: { type: 'percent', basisPoints: 3333 } },
    },
  ]);
  await hq.putAll('coupons', [{ code: 'OFFERS-33', offer: 'O-COUPON', validFrom: '2020-01-01' }]);
  await hq.putAll('stores', [
    { ...s1, store: STORE, name: 'Offers test', assortment: 'offers-test', priceGroups: ['offers-test'] },
  ]);
  await hq.putAll('registers', [
    { id: `${STORE}-1`, store: STORE, terminal: '1', name: 'Till', offlineProfile: 'standard' },
  ]);
  await hq.putAll('employees', [
    { number: 'O100', name: 'Ola', permissionGroup: 'supervisor', employeeGroup: s1?.employeeGroup },
  ]);
  await hq.request('PUT', '/v1/employees/O100/pin', { pin: PIN });
  await hq.publish();
  const { code } = await hq.request<{ code: string }>(
    'POST',
    `/v1/registers/${STORE}-1/activation-codes`,
    {},
  );
  register = new RegisterProcess({ name: STORE, url, activationCode: code, data: join(folder, 'till') });
  await register.ready;
  await send({ type: 'signOn', employee: 'O100', pin: PIN });
});
afterAll(async () => {
  await register?.kill();
  rmSync(folder, { recursive: true, force: true });
});

describe('one price everywhere', () => {
  test('a register charges what a partner was quoted, to the penny, for any basket', async () => {
    const random = mulberry32(20261126);
    const quoted: object[] = [];
    const charged: object[] = [];
    for (let basket = 0; basket < BASKETS; basket++) {
      const lines = Array.from({ length: 1 + integerBelow(random, 6) }, () => ({
        sku: pick(random, skus) as string,
        units: 1 + integerBelow(random, 4),
      }));
      const coupons = random() < 0.4 ? ['OFFERS-33'] : [];
      const request: QuoteRequest = {
        ...{ channel: STORE, currency: 'GBP', coupons },
        lines: lines.map(({ sku, units }, at) => ({ id: `${at}`, sku, quantityThousandths: units * 1000 })),
      };
      const { totals } = await hq.request<QuoteAnswer>('POST', '/v1/quotes', request);
      quoted.push({ gross: totals.grossMinor, tax: totals.taxMinor, discount: totals.discountMinor });
      const receipt = await receiptOf(
        ...lines.map(({ sku, units }) => scan(sku, units)),
        ...coupons.map((coupon) => ({ type: 'addCoupon', coupon })),
      );
      charged.push({ gross: receipt.grossMinor, tax: receipt.taxMinor, discount: receipt.discountMinor });
    }
    expect(charged).toEqual(quoted);
  });
});

describe('an offer that headquarters decides on', () => {
  const half = (id: string, more: object = {}) => ({
    ...{ ...always, id, name: 'Half price', priority: 9, concurrency: 'exclusive', lines: of('OFFER-E') },
    rule: { type: 'simple', reward: { type: 'percent', basisPoints: 5000 } },
    ...more,
  });
  interface Request {
    readonly id: string;
    readonly version: number;
    readonly state: string;
  }
  const step = (by: HqClient, { id, version }: Request, name: string, more: object = {}) =>
    by.request<Request>('POST', `/v1/change-requests/${id}/${name}`, { version, ...more });
  const draft = (title: string, row: ReturnType<typeof half>) =>
    hq.request<Request>('POST', '/v1/change-requests', {
      title,
      items: [{ noun: 'offers', key: row.id, row }],
    });

  test('drafted by one, approved by another, is at the till; nobody approves what is their own', async () => {
    const request = await step(hq, await draft('Half price', half('O-HALF')), 'submit');
    await expect(step(hq, request, 'approve')).rejects.toThrow(/403|409/);
    await upToDate();
    expect((await receiptOf(scan('OFFER-E', 1))).grossMinor).toBe(899);
    expect(await step(second, request, 'approve', { publish: 'now' })).toMatchObject({ state: 'published' });
    await upToDate();
    expect((await receiptOf(scan('OFFER-E', 1))).grossMinor).toBe(499);
    const roll = await hq.get<Request>(`/v1/change-requests/${request.id}`);
    await step(second, roll, 'roll-back');
    await upToDate();
    expect((await receiptOf(scan('OFFER-E', 1))).grossMinor).toBe(899);
  });

  test('one that begins and ends while the register is offline', async () => {
    const row = half('O-LATER', { validFrom: '2030-06-01', validTo: '2030-06-02' });
    const request = await step(hq, await draft('June', row), 'submit');
    await step(second, request, 'approve', { publish: 'now' });
    await upToDate();
    await send({ type: 'network', connected: false });
    const costOn = async (at: string) =>
      (await receiptOf({ ...scan('OFFER-E', 1), at }, { type: 'subtotal', at })).grossMinor;
    expect(await costOn('2030-05-31T12:00:00.000Z')).toBe(899);
    expect(await costOn('2030-06-01T12:00:00.000Z')).toBe(499);
    expect(await costOn('2030-06-02T20:00:00.000Z')).toBe(499);
    expect(await costOn('2030-06-03T12:00:00.000Z')).toBe(899);
    await send({ type: 'network', connected: true });
    await send({ type: 'drain', timeoutMs: 30_000 });
  });
});
