import { describe, expect, test } from 'vitest';
import type { Command } from '../../commerce/runtime/command.ts';
import { discardUnfinished, streamPosition } from '../../db/channel/apply-package.ts';
import { channelPort } from '../../db/channel/channel-port.ts';
import { ChunkTimer } from '../../db/channel/chunk-timer.ts';
import { apply, put, remove, storeRows } from './channel-fixture.ts';
import { pay, rowsOf, scan, signOn, type TestTill, total, type WithDatabase, withTill } from './test-till.ts';

/** What packages that arrive do to a till, on every host's channel database. */
export function channelPackagesContract(host: string, withDatabase: WithDatabase): void {
  const within = withTill(withDatabase);

  describe(`packages on ${host}`, () => {
    const heart: Command = scan('85123A');
    const cheaper = put([
      'price',
      {
        id: '85123A@1000',
        sku: '85123A',
        priceGroup: null,
        currency: 'GBP',
        minQuantityThousandths: 1000,
        amountMinor: 199,
        priceUnitThousandths: 1000,
        validFrom: '2010-12-01',
        validTo: null,
      },
    ]);
    const position = (till: TestTill) => streamPosition(till.database, 'store:S1');

    test(
      'a version that is not complete is not seen; it goes on where it stopped',
      within(async (till) => {
        await till.do(signOn);
        await expect(
          apply(till.database, 'store:S1', 'delta', 2, [[cheaper], undefined as never]),
        ).rejects.toThrow('blob 1');
        expect(await position(till)).toMatchObject({ version: 1, applying: 2, blob: 1, row: 0 });
        await till.do(heart);
        expect(total(till)).toBe(295);
        await till.do({ type: 'voidTransaction' });
        await apply(
          till.database,
          'store:S1',
          'delta',
          2,
          [[], [remove('barcode', '2000000000015')]],
          await position(till),
        );
        await till.do(heart);
        expect(total(till)).toBe(199);
        expect(await till.refused(scan('2000000000015'))).toEqual({
          type: 'unknownCode',
          code: '2000000000015',
        });
      }),
    );

    test(
      'an open cart keeps the versions it began with, also over a restart',
      within(async (till) => {
        await till.do(signOn, heart);
        await apply(till.database, 'store:S1', 'delta', 2, [[cheaper]]);
        await till.runtime.refresh();
        await till.do(scan('85123A', 1000));
        expect(total(till)).toBe(590);
        const again = await till.reopened();
        expect(total(again)).toBe(590);
        await again.do(pay, heart);
        expect(total(again)).toBe(199);
      }),
    );

    test(
      'an unfinished version can be taken back',
      within(async (till) => {
        await expect(
          apply(till.database, 'store:S1', 'delta', 2, [[cheaper], undefined as never]),
        ).rejects.toThrow();
        await discardUnfinished({ database: till.database, chunks: new ChunkTimer(() => 0) }, 'store:S1');
        expect(await position(till)).toMatchObject({ version: 1, applying: 1, blob: 0, row: 0 });
        expect(
          await rowsOf(
            till.database,
            `SELECT amount_minor, since, until FROM price WHERE row_key = '85123A@1000'`,
          ),
        ).toEqual([[295, 1, null]]);
      }),
    );

    test(
      'a new snapshot ends the rows that it does not hold',
      within(async (till) => {
        await till.do(signOn);
        const kept = storeRows.filter(([table, row]) => table !== 'product' || row.sku !== '85123a').map(put);
        await apply(till.database, 'store:S1', 'load', 5, [kept]);
        expect(await till.refused(scan('85123a'))).toEqual({ type: 'unknownCode', code: '85123a' });
        await till.do(heart);
      }),
    );

    test(
      'a row that cannot be stored is refused by name; the others arrive; unknown columns are ignored',
      within(async (till) => {
        await till.do(signOn);
        const newer = JSON.parse(cheaper) as { r: object };
        const lines = [
          JSON.stringify({ ...newer, r: { ...newer.r, colour: 'blue' } }),
          JSON.stringify({ t: 'price', k: 'bad', r: { id: 'bad', sku: '85123A' } }),
          JSON.stringify({ t: 'giftCard', k: 'gold', r: {} }),
          'not JSON',
        ];
        const refused = await apply(till.database, 'store:S1', 'delta', 2, [lines]);
        expect(refused.map(({ line, table, key }) => [line, table, key])).toEqual([
          [2, 'price', 'bad'],
          [3, 'giftCard', 'gold'],
          [4, '', ''],
        ]);
        await till.do(heart);
        expect(total(till)).toBe(199);
      }),
    );

    test(
      'search finds every word in any order and case, browse goes on after a product',
      within(async (till) => {
        const channel = channelPort(till.database);
        const snapshot = await channel.snapshot();
        expect((await channel.searchProducts('HOLDER white', 10, snapshot)).map(({ sku }) => sku)).toEqual([
          '85123A',
        ]);
        expect((await channel.searchProducts('85123', 10, snapshot)).map(({ sku }) => sku)).toEqual([
          '85123a',
          '85123A',
        ]);
        expect((await channel.browseProducts(null, 2, snapshot)).map(({ sku }) => sku)).toEqual([
          '85123a',
          'POST',
        ]);
        expect((await channel.browseProducts('POST', 2, snapshot)).map(({ sku }) => sku)).toEqual(['85123A']);
      }),
    );
  });
}
