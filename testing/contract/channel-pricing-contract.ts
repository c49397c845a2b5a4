import { describe, expect, test } from 'vitest';
import { channelPort } from '../../db/channel/channel-port.ts';
import { migrate } from '../../db/channel/migrate.ts';
import type { SqlDatabase } from '../../db/channel/sql-database.ts';
import type { DistributedTable } from '../../protocol/distributed-tables.ts';
import { usualPricingSettings } from '../../protocol/pricing-shapes.ts';
import { apply, put, remove, storeRows } from './channel-fixture.ts';

type Rows = readonly (readonly [DistributedTable, Record<string, unknown>])[];

const lamp = {
  sku: 'LAMP-RED',
  name: 'Red lamp',
  taxCode: 'STANDARD',
  stocked: true,
  variantOf: 'LAMP',
  variant: { colour: 'red' },
  categories: ['lamps', 'presents'],
  labels: ['new'],
  attributes: { brand: 'Lumen' },
  unitOfMeasure: 'PCE',
  unitConversions: [{ unitOfMeasure: 'BOX', numerator: 12, denominator: 1 }],
  isWeighed: true,
  blocks: { offers: true, manual: false, tender: false },
};
const plain = { taxCode: 'STANDARD', stocked: true, variantOf: null, variant: {} };
const hamper = {
  ...{ ...plain, sku: 'HAMPER', name: 'Hamper' },
  kit: [{ sku: 'SET', quantityThousandths: 1000 }],
};
const set = {
  ...{ ...plain, sku: 'SET', name: 'Set' },
  kit: [{ sku: 'LAMP-RED', quantityThousandths: 2000 }],
};
const price = {
  id: 'LAMP@1',
  sku: 'LAMP',
  priceGroup: null,
  customer: null,
  currency: 'GBP',
  dimensions: { colour: 'red' },
  unitOfMeasure: 'BOX',
  attributes: [{ of: 'product', name: 'brand', anyOf: ['Lumen'], noneOf: [] }],
  headerRank: 2,
  lineRank: 1,
  minQuantityThousandths: 1000,
  amountMinor: 900,
  priceUnitThousandths: 1000,
  validFrom: '2026-01-01',
  validTo: null,
};
const offer = {
  id: 'TEN',
  name: '10 % off',
  currency: 'GBP',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  periods: [{ weekdays: [1, 2], fromMinute: 60, toMinute: 120 }],
  priceGroups: ['members', 'trade'],
  allPriceGroups: false,
  couponNeeded: true,
  priority: null,
  concurrency: 'bestPrice',
  limits: { applicationsMax: 1, unitsMax: null, discountMaxMinor: null },
  rule: { type: 'simple', reward: { type: 'percent', basisPoints: 1000 } },
};
const offerLine = (line: number, target: string, change: object = {}) => ({
  offer: 'TEN',
  line,
  target,
  dimensions: {},
  unitOfMeasure: null,
  exclude: false,
  group: 0,
  reward: null,
  ...change,
});
const coupon = {
  code: 'ADVENT',
  offer: 'TEN',
  validFrom: '2026-01-01',
  validTo: null,
  customer: null,
  usesMax: 5,
};
const reward = { type: 'amount', amountMinor: 100 };
const ofOffer: Rows = [
  ['offer', offer],
  ['offerLine', offerLine(1, 'category:home', { reward })],
  [
    'offerLine',
    offerLine(2, 'product:LAMP-RED', { exclude: true, unitOfMeasure: 'PCE', dimensions: { colour: 'red' } }),
  ],
  ['offerLine', offerLine(3, 'all')],
  ['coupon', coupon],
];

const streams: Readonly<Record<string, Rows>> = {
  global: [
    ['category', { id: 'lamps', name: 'Lamps', parent: 'lights' }],
    ['category', { id: 'lights', name: 'Lights', parent: 'home' }],
    ['category', { id: 'home', name: 'Home', parent: null }],
    ['category', { id: 'presents', name: 'Presents', parent: 'home' }],
    ['taxCode', { id: 'BOTH', name: 'Both', parts: ['STANDARD', 'GREEN'] }],
    ['affiliation', { id: 'staff', name: 'Staff', priceGroups: ['trade'] }],
    ['loyaltyTier', { id: 'gold', name: 'Gold', priceGroups: ['members'] }],
  ],
  'tax:UK': [
    [
      'taxRate',
      {
        taxCode: 'GREEN',
        validFrom: '2026-01-01',
        ratePpm: 0,
        amountPerUnit: { amountMinor: 5, priceUnitThousandths: 1000 },
      },
    ],
    ['taxRate', { taxCode: 'GREEN', validFrom: '2026-01-01', ratePpm: 1, fromMinor: 1000, upToMinor: 2000 }],
  ],
  'assortment:gifts': [
    ['product', lamp],
    ['product', set],
    ['product', hamper],
    ['price', price],
  ],
  'price-group:members': [['priceGroup', { id: 'members', name: 'Members', priority: 1 }], ...ofOffer],
  'price-group:trade': [['priceGroup', { id: 'trade', name: 'Trade', priority: 5 }], ...ofOffer],
  'customers:all': [
    [
      'customer',
      {
        number: '7',
        name: 'Ada',
        country: 'UK',
        priceGroups: ['members'],
        attributes: { segment: 'a' },
        isTaxExempt: true,
      },
    ],
    ['price', { ...price, id: 'LAMP@7', customer: '7' }],
    ['loyaltyCard', { card: '9001', tier: 'gold', customer: '7' }],
  ],
};

/** What pricing reads by key must be the same on every host's channel database. */
export function channelPricingContract(
  host: string,
  withDatabase: (use: (database: SqlDatabase) => Promise<void>) => Promise<void>,
): void {
  const within =
    (
      use: (
        channel: ReturnType<typeof channelPort>,
        snapshot: Record<string, number>,
        database: SqlDatabase,
      ) => Promise<void>,
    ) =>
    async () => {
      await withDatabase(async (database) => {
        await migrate(database);
        const [[, store] = ['store', {}]] = storeRows;
        const own = put(['store', { ...store, priceGroups: ['members', 'trade'] }]);
        await apply(database, 'store:S1', 'load', 1, [[own, ...storeRows.slice(1).map(put)]]);
        for (const [stream, rows] of Object.entries(streams))
          await apply(database, stream, 'load', 1, [rows.map(put)]);
        const channel = channelPort(database);
        await use(channel, await channel.snapshot(), database);
      });
    };

  describe(`what pricing reads on ${host}`, () => {
    test(
      'products with everything they may be named by, and what kits are made of',
      within(async (channel, snapshot) => {
        const found = await channel.pricingProducts(['HAMPER', 'NONE'], snapshot);
        expect(found.map(({ sku }) => sku).sort()).toEqual(['HAMPER', 'LAMP-RED', 'SET']);
        const { variant, labels: _, categories: __, stocked: ___, ...fields } = lamp;
        expect(found.find(({ sku }) => sku === 'LAMP-RED')).toEqual({
          ...fields,
          dimensions: variant,
          kit: [],
          targets: [
            'product:LAMP-RED',
            'product:LAMP',
            'category:lamps',
            'category:presents',
            'category:lights',
            'category:home',
            'label:new',
            'all',
          ],
        });
        expect(found.find(({ sku }) => sku === 'SET')).toMatchObject({
          kit: set.kit,
          unitOfMeasure: 'EA',
          blocks: { offers: false, manual: false, tender: false },
          targets: ['product:SET', 'all'],
        });
      }),
    );

    test(
      'every field of a price, by the SKU that it stands under',
      within(async (channel, snapshot) => {
        expect(await channel.agreements(['LAMP-RED'], snapshot)).toEqual([]);
        const found = await channel.agreements(['LAMP-RED', 'LAMP'], snapshot);
        expect(found).toHaveLength(2);
        expect(found).toEqual(expect.arrayContaining([price, { ...price, id: 'LAMP@7', customer: '7' }]));
      }),
    );

    test(
      'an offer of several groups once, with the lines that name a target',
      within(async (channel, snapshot) => {
        const targets = ['category:home', 'product:LAMP-RED', 'label:new'];
        expect(await channel.offersFor(targets, snapshot)).toEqual({
          offers: [offer],
          lines: [ofOffer[1]?.[1], ofOffer[2]?.[1]],
        });
        expect(await channel.offersFor(['label:new'], snapshot)).toEqual({ offers: [], lines: [] });
      }),
    );

    test(
      'an offer as one of its streams has it, where one is ahead of the other',
      within(async (channel, _, database) => {
        const changed = { ...offer, name: '20 % off' };
        const lines = [put(['offer', changed]), remove('offerLine', '["TEN",3]')];
        await apply(database, 'price-group:trade', 'delta', 2, [lines]);
        const found = await channel.offersFor(['all', 'category:home'], await channel.snapshot());
        expect([found.offers.map(({ name }) => name), found.lines.map(({ line }) => line)]).toEqual([
          ['10 % off'],
          [1, 3],
        ]);
        await apply(database, 'price-group:members', 'delta', 2, [lines]);
        const after = await channel.offersFor(['all', 'category:home'], await channel.snapshot());
        expect([after.offers.map(({ name }) => name), after.lines.map(({ line }) => line)]).toEqual([
          ['20 % off'],
          [1],
        ]);
      }),
    );

    test(
      'a coupon, and how often this host saw it used',
      within(async (channel, snapshot) => {
        expect(await channel.coupon('ADVENT', snapshot)).toEqual({ ...coupon, used: 0 });
        expect(await channel.coupon('EASTER', snapshot)).toBeNull();
        const use = (receiptId: string) => ({ type: 'couponUse', code: 'ADVENT', receiptId }) as const;
        await channel.commit([use('S1-1-1'), use('S1-1-1'), use('S1-1-2')]);
        expect(await channel.coupon('ADVENT', snapshot)).toEqual({ ...coupon, used: 2 });
      }),
    );

    test(
      'a customer, a card, what one may belong to',
      within(async (channel, snapshot) => {
        const ada = {
          number: '7',
          name: 'Ada',
          priceGroups: ['members'],
          attributes: { segment: 'a' },
          isTaxExempt: true,
        };
        expect(await channel.customer('7', snapshot)).toEqual(ada);
        expect(await channel.customer('8', snapshot)).toBeNull();
        expect(await channel.loyaltyCard('9001', snapshot)).toEqual({
          card: '9001',
          tier: 'gold',
          customer: '7',
          priceGroups: ['members'],
        });
        expect(await channel.loyaltyCard('9002', snapshot)).toBeNull();
        expect(await channel.affiliations(snapshot)).toEqual([
          { id: 'staff', name: 'Staff', priceGroups: ['trade'] },
        ]);
      }),
    );

    test(
      'how the store prices: groups with the highest priority first, taxes in full, the usual settings',
      within(async (channel, snapshot) => {
        const setup = await channel.setup(snapshot);
        expect(setup).toMatchObject({
          priceGroups: ['trade', 'members'],
          pricing: usualPricingSettings,
          taxCodes: [
            { id: 'BOTH', parts: ['STANDARD', 'GREEN'], base: 'net', taxOf: null, intervals: 'whole' },
          ],
        });
        expect(setup?.groupPriorities).toEqual(
          new Map([
            ['members', 1],
            ['trade', 5],
          ]),
        );
        expect(setup?.taxRates.filter(({ taxCode }) => taxCode === 'GREEN')).toEqual([
          {
            taxCode: 'GREEN',
            validFrom: '2026-01-01',
            ratePpm: 0,
            amountPerUnit: { amountMinor: 5, priceUnitThousandths: 1000 },
            fromMinor: null,
            upToMinor: null,
          },
          {
            taxCode: 'GREEN',
            validFrom: '2026-01-01',
            ratePpm: 1,
            amountPerUnit: null,
            fromMinor: 1000,
            upToMinor: 2000,
          },
        ]);
      }),
    );

    test(
      'an older snapshot still shows what it showed',
      within(async (channel, snapshot, database) => {
        const moved = put(['category', { id: 'lamps', name: 'Lamps', parent: null }]);
        await apply(database, 'global', 'delta', 2, [[moved]]);
        const dearer = put(['price', { ...price, amountMinor: 999 }]);
        const gone = remove('product', 'SET');
        await apply(database, 'assortment:gifts', 'delta', 2, [[dearer, gone]]);
        const then = await channel.pricingProducts(['HAMPER'], snapshot);
        expect(then.map(({ sku }) => sku).sort()).toEqual(['HAMPER', 'LAMP-RED', 'SET']);
        expect(then.find(({ sku }) => sku === 'LAMP-RED')?.targets).toContain('category:lights');
        expect((await channel.agreements(['LAMP'], snapshot)).map(({ amountMinor }) => amountMinor)).toEqual([
          900, 900,
        ]);
        const now = await channel.snapshot();
        expect((await channel.pricingProducts(['HAMPER'], now)).map(({ sku }) => sku)).toEqual(['HAMPER']);
        const [red] = await channel.pricingProducts(['LAMP-RED'], now);
        expect(red?.targets).not.toContain('category:lights');
        expect(
          (await channel.agreements(['LAMP'], now)).map(({ amountMinor }) => amountMinor).sort(),
        ).toEqual([900, 999]);
      }),
    );
  });
}
