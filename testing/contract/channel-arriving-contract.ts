import { describe, expect, test } from 'vitest';
import { applyStep, beginStep, discardUnfinished } from '../../db/channel/apply-package.ts';
import { channelPort } from '../../db/channel/channel-port.ts';
import { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import { storeLookedUp } from '../../db/channel/looked-up.ts';
import { syncStore } from '../../db/channel/sync-store.ts';
import type { DistributedTable } from '../../protocol/distributed-tables.ts';
import { apply, put, remove } from './channel-fixture.ts';
import { pay, rowsOf, scan, signOn, type TestTill, total, type WithDatabase, withTill } from './test-till.ts';

const GIFTS = 'assortment:gifts';
const load = { version: 3, base: 2, from: { blob: 0, row: 0 } };

const productRow = (sku: string, name: string): [DistributedTable, Record<string, unknown>] => [
  'product',
  { sku, name, taxCode: 'STANDARD', stocked: true, variantOf: null, variant: {} },
];
const priceRow = (sku: string, amountMinor: number): [DistributedTable, Record<string, unknown>] => [
  'price',
  {
    ...{ id: `${sku}@1`, sku, priceGroup: null, currency: 'GBP', minQuantityThousandths: 1000, amountMinor },
    ...{ priceUnitThousandths: 1000, validFrom: '2010-12-01', validTo: null },
  },
];
const barcodeRow = (barcode: string, sku: string): [DistributedTable, Record<string, unknown>] => [
  'barcode',
  { barcode, sku },
];
const lamp = [productRow('LAMP', 'Night lamp'), priceRow('LAMP', 450), barcodeRow('2000000000022', 'LAMP')];

/** Selling while the first catalogue of a till is on its way, on every host's channel database. */
export function channelArrivingContract(host: string, withDatabase: WithDatabase): void {
  const within = withTill(withDatabase);
  const snapshot = (till: TestTill) => channelPort(till.database).snapshot();
  const lookUp = (till: TestTill, rows: typeof lamp = lamp) =>
    storeLookedUp(till.database, { stream: GIFTS, version: 3 }, rows.map(put));
  const position = async (till: TestTill) =>
    (await syncStore(till.database).cursors()).find(({ stream }) => stream === GIFTS);

  describe(`a catalogue that arrives on ${host}`, () => {
    test(
      'a product that came before its prices is not sold; one that was looked up is, by barcode and by code',
      within(async (till) => {
        await till.do(signOn);
        const rows = [productRow('LAMP', 'Night lamp'), productRow('BEAR', 'Bear')].map(put);
        await expect(apply(till.database, GIFTS, 'load', 3, [rows, undefined as never])).rejects.toThrow();
        expect(await till.refused(scan('LAMP'))).toEqual({ type: 'unknownCode', code: 'LAMP' });
        await lookUp(till);
        await till.do(scan('2000000000022'), scan('LAMP'));
        expect(total(till)).toBe(900);
        expect(await till.refused(scan('BEAR'))).toEqual({ type: 'unknownCode', code: 'BEAR' });
        const sale = await till.concludes(pay);
        expect(sale.snapshot).toEqual({ 'store:S1': 1, [GIFTS]: 3 });
      }),
    );

    test(
      'an open cart keeps its price while the load goes on, and over a restart',
      within(async (till) => {
        await till.do(signOn);
        await till.database.commit([beginStep(GIFTS, load)]);
        await lookUp(till);
        await till.do(scan('LAMP'));
        await apply(till.database, GIFTS, 'load', 3, [[...lamp, productRow('BEAR', 'Bear')].map(put)]);
        const again = await till.reopened();
        expect(total(again)).toBe(450);
        await again.do(scan('LAMP', 1000), pay, scan('2000000000022'));
        expect(total(again)).toBe(450);
        expect(await rowsOf(again.database, 'SELECT sku FROM looked_up')).toEqual([]);
        expect(await rowsOf(again.database, `SELECT count(*) FROM price WHERE sku = 'LAMP'`)).toEqual([[1]]);
      }),
    );

    test(
      'what is looked up too late, or of another version, changes nothing',
      within(async (till) => {
        await apply(till.database, GIFTS, 'load', 3, [[priceRow('LAMP', 450)].map(put)]);
        await apply(till.database, GIFTS, 'delta', 4, [[priceRow('LAMP', 399)].map(put)]);
        await lookUp(till);
        expect(
          await rowsOf(till.database, `SELECT since, until FROM price WHERE sku = 'LAMP' ORDER BY since`),
        ).toEqual([
          [3, 4],
          [4, null],
        ]);
        expect(await rowsOf(till.database, `SELECT sku FROM product WHERE sku = 'LAMP'`)).toEqual([]);
        expect(await rowsOf(till.database, 'SELECT sku FROM looked_up')).toEqual([]);
      }),
    );

    test(
      'of a row that several blobs of a load hold, the first counts, also when it goes on from the middle',
      within(async (till) => {
        const blobs = [
          [put(priceRow('LAMP', 399)), remove('product', 'BEAR')],
          [put(priceRow('LAMP', 420)), put(priceRow('BEAR', 700))],
          [...lamp, productRow('BEAR', 'Bear'), priceRow('BEAR', 650), productRow('STAR', 'Star')].map(put),
        ];
        const step = { kind: 'load' as const, ...load, overlaid: 2, blobs: [0, 1, 2] };
        const reading = (fails: number) => ({
          database: till.database,
          machineTimeMs: () => 1000,
          chunks: new ChunkTimer(() => 0),
          blobLines: async (blob: number) => {
            if (blob === fails) throw new Error('the line was cut');
            return blobs[blob] ?? [];
          },
        });
        await expect(applyStep(reading(2), GIFTS, step)).rejects.toThrow('the line was cut');
        const at = await position(till);
        expect(at).toMatchObject({ version: 0, applying: 3, base: 2, blob: 2, row: 0 });
        await applyStep(reading(-1), GIFTS, { ...step, from: { blob: at?.blob ?? 0, row: at?.row ?? 0 } });
        const prices = `SELECT sku, amount_minor, since, until FROM price WHERE stream = '${GIFTS}' ORDER BY sku`;
        expect(await rowsOf(till.database, prices)).toEqual([
          ['BEAR', 700, 3, null],
          ['LAMP', 399, 3, null],
        ]);
        const products = `SELECT sku FROM product WHERE stream = '${GIFTS}' ORDER BY sku`;
        expect(await rowsOf(till.database, products)).toEqual([['LAMP'], ['STAR']]);
      }),
    );

    test(
      'a load over an older version ends the rows that it does not hold, and keeps them for those who read it',
      within(async (till) => {
        const old = Array.from({ length: 1500 }, (_, index) =>
          put(productRow(`P${index}`, `Product ${index}`)),
        );
        await apply(till.database, GIFTS, 'load', 3, [old]);
        await apply(till.database, GIFTS, 'load', 9, [[put(productRow('P7', 'Product seven'))]]);
        const channel = channelPort(till.database);
        const now = await snapshot(till);
        const before = { ...now, [GIFTS]: 3 };
        expect(await channel.productByCode('P8', now)).toBeNull();
        expect(await channel.productByCode('P8', before)).toMatchObject({ name: 'Product 8' });
        expect(await channel.productByCode('P7', now)).toMatchObject({ name: 'Product seven' });
        expect(await channel.productByCode('P7', before)).toMatchObject({ name: 'Product 7' });
      }),
    );

    test(
      'a load that is taken back leaves nothing of itself, also not what was looked up',
      within(async (till) => {
        await till.database.commit([beginStep(GIFTS, load)]);
        await lookUp(till);
        await discardUnfinished({ database: till.database, chunks: new ChunkTimer(() => 0) }, GIFTS);
        expect(await snapshot(till)).toEqual({ 'store:S1': 1 });
        expect(await rowsOf(till.database, `SELECT 1 FROM price WHERE sku = 'LAMP'`)).toEqual([]);
        expect(await rowsOf(till.database, 'SELECT sku FROM looked_up')).toEqual([]);
      }),
    );
  });

  describe(`search on ${host}`, () => {
    const found = async (till: TestTill, text: string) =>
      (await channelPort(till.database).searchProducts(text, 10, await snapshot(till))).map(({ sku }) => sku);
    const rows = [
      productRow('CAFE', 'Tasse à café, édition Noël'),
      productRow('CAFE2', 'Cafetière 1,5 l'),
      productRow('TEA-1', 'Tea cup "Rose" (blue)'),
    ];
    const withRows = (use: (till: TestTill) => Promise<void>) =>
      within(async (till) => {
        const lines = [...rows, barcodeRow('2000000000022', 'TEA-1')].map(put);
        await apply(till.database, GIFTS, 'load', 3, [lines]);
        await use(till);
      });

    test.each([
      { name: 'without accents', text: 'edition noel', skus: ['CAFE'] },
      { name: 'with other accents and in capitals', text: 'CAFÉ NÖEL', skus: ['CAFE'] },
      { name: 'by the beginnings of words, in any order', text: 'ed caf', skus: ['CAFE'] },
      { name: 'a whole word before one that only begins so', text: 'cafe', skus: ['CAFE', 'CAFE2'] },
      { name: 'by stock code with a dash', text: 'tea-1', skus: ['TEA-1'] },
      { name: 'by the beginning of a barcode', text: '20000000000', skus: ['TEA-1', '85123A'] },
      { name: 'signs of a query are only text', text: '"Rose" OR (blue) *', skus: [] },
      { name: 'signs around words', text: '(blue) "rose"', skus: ['TEA-1'] },
      { name: 'nothing but signs', text: '*"-', skus: [] },
      { name: 'no such word', text: 'cafx', skus: [] },
    ])('$name', ({ text, skus }) =>
      withRows(async (till) => {
        expect(await found(till, text)).toEqual(skus);
      })(),
    );

    test('a product that has gone or has another name is not found by the old one', () =>
      withRows(async (till) => {
        await apply(till.database, GIFTS, 'delta', 4, [
          [remove('product', 'CAFE'), put(productRow('CAFE2', 'Coffee pot'))],
        ]);
        expect(await found(till, 'caf noel')).toEqual([]);
        expect(await found(till, 'cafetiere')).toEqual([]);
        expect(await found(till, 'coffee')).toEqual(['CAFE2']);
      })());
  });
}
