import { describe, expect, test } from 'vitest';
import type { Command } from '../../commerce/runtime/command.ts';
import type { ShiftClose } from '../../commerce/shift/shift.ts';
import { channelPort } from '../../db/channel/channel-port.ts';
import { pay, rowsOf, scan, signOn, type TestTill, type WithDatabase, withTill } from './test-till.ts';

type Operation = Extract<Command, { type: 'drawer' }>['operation'];
const drawer = (operation: Operation, amountMinor = 0): Command => ({
  type: 'drawer',
  operation,
  tenderType: operation === 'noSale' ? null : 'CASH',
  amountMinor,
  reasonCode: null,
  note: null,
});
const count = (amountMinor: number, shift: number | null = null): Command => ({
  type: 'declareTenders',
  shift,
  counted: [{ tenderType: 'CASH', amountMinor, denominations: [] }],
});
const open: Command = { type: 'openShift', floatMinor: 10_000 };
const signOnAs = (employee: string): Command => ({ type: 'startSession', employee });

async function closed(till: TestTill, shift: number | null = null): Promise<ShiftClose> {
  const done = await till.runtime.execute({ type: 'closeShift', shift });
  if (!done.ok || !done.value.shiftClose) throw new Error(`the shift did not close: ${JSON.stringify(done)}`);
  return done.value.shiftClose;
}

const kinds = async ({ database }: TestTill) =>
  (await rowsOf(database, 'SELECT kind FROM journal ORDER BY seq')).map(([kind]) => kind);

/** Drawers and shifts, on every host's channel database. */
export function channelDrawerContract(host: string, withDatabase: WithDatabase): void {
  const opened = withTill(withDatabase);
  const within = (use: (till: TestTill) => Promise<void>) =>
    opened(async (till) => {
      await till.do(signOn);
      await use(till);
    });

  describe(`the drawer on ${host}`, () => {
    test(
      'money that is brought and taken out changes what it should hold, and each is on record',
      within(async (till) => {
        await till.do(open, scan('85123A'), pay);
        await till.do(drawer('floatEntry', 5000), drawer('safeDrop', 8000), drawer('bankDrop', 1000));
        await till.do(drawer('tenderRemoval', 250), drawer('noSale'));
        await till.do(count(6045));
        const again = await till.reopened();
        const close = await closed(again);
        expect(close).toMatchObject({ expectedCashMinor: 10_000 + 295 + 5000 - 8000 - 1000 - 250 });
        expect(close.differences).toEqual([
          { tenderType: 'CASH', expectedMinor: 6045, countedMinor: 6045, overShortMinor: 0 },
        ]);
        expect(close.totals).toMatchObject({ noSales: 1, taxesMinor: { STANDARD: 44 } });
        expect(await kinds(again)).toEqual([
          ...['shiftOpen', 'sale', 'drawer', 'drawer', 'drawer', 'drawer', 'drawer'],
          ...['declaration', 'shiftClose'],
        ]);
      }),
    );

    test(
      'a later count takes the place of an earlier one; what is missing is named',
      within(async (till) => {
        await till.do(open, count(9000), count(9990));
        expect((await closed(till)).differences).toEqual([
          { tenderType: 'CASH', expectedMinor: 10_000, countedMinor: 9990, overShortMinor: -10 },
        ]);
      }),
    );

    test(
      'closed blind, the next shift sells while the first one is counted; each closes with its own',
      within(async (till) => {
        await till.do(open, scan('85123A'), pay, { type: 'blindCloseShift' });
        await till.do(scan('85123A', 2000), pay);
        const again = await till.reopened();
        expect(again.runtime.view()?.till.shift?.shift).toBe(2);
        expect((await channelPort(again.database).blindShifts()).map(({ shift }) => shift)).toEqual([1]);
        await again.do(count(10_300, 1));
        expect(await closed(again, 1)).toMatchObject({
          shift: 1,
          differences: [{ overShortMinor: 5 }],
        });
        expect(again.runtime.view()?.till.shift).toMatchObject({ shift: 2, totals: { grossMinor: 590 } });
        expect(await again.refused({ type: 'closeShift', shift: 1 })).toEqual({ type: 'noShift' });
        expect(await closed(again)).toMatchObject({ shift: 2, differences: [] });
      }),
    );

    test(
      'the first drop of a day opens its shift',
      within(async (till) => {
        await till.do(drawer('floatEntry', 5000));
        expect(till.runtime.view()?.till.shift).toMatchObject({ shift: 1, floatMinor: 0 });
        expect(await kinds(till)).toEqual(['shiftOpen', 'drawer']);
      }),
    );

    test(
      'a clock that goes back in a shift: what is sold books on its day all the same, and it closes',
      within(async (till) => {
        till.at = '2010-12-02T08:00:00.000Z';
        await till.do(open, scan('85123A'), pay);
        till.at = '2010-12-01T23:10:00.000Z';
        await till.do(scan('85123A'));
        const sale = await till.concludes(pay);
        expect(sale).toMatchObject({ businessDate: '2010-12-02', concludedAt: till.at, shift: 1 });
        await till.do(drawer('safeDrop', 500), count(10_090));
        const close = await closed(till);
        expect(close).toMatchObject({ businessDate: '2010-12-02', closedAt: till.at });
        expect(close.differences).toMatchObject([{ overShortMinor: 0 }]);
        const days = await rowsOf(till.database, `SELECT DISTINCT header ->> 'businessDate' FROM journal`);
        expect(days).toEqual([['2010-12-02']]);
      }),
    );

    test(
      'refused, with nothing changed',
      within(async (till) => {
        await till.do(open);
        const before = await kinds(till);
        expect(await till.refused(drawer('safeDrop', 10_001))).toEqual({
          type: 'notInDrawer',
          holdsMinor: 10_000,
        });
        expect(await till.refused(drawer('safeDrop', 0))).toMatchObject({ type: 'priceOutOfRange' });
        expect(await till.refused({ ...drawer('safeDrop', 1), tenderType: 'SHELLS' } as Command)).toEqual({
          type: 'unknownTender',
          tenderType: 'SHELLS',
        });
        expect(await till.refused({ ...drawer('noSale'), reasonCode: 'WHY' } as Command)).toMatchObject({
          type: 'unknownReason',
        });
        expect(await till.refused(count(-1))).toEqual({ type: 'wrongCount', tenderType: 'CASH' });
        expect(await till.refused(count(1, 7))).toEqual({ type: 'noShift' });
        await till.do(scan('85123A'));
        expect(await till.refused({ type: 'blindCloseShift' })).toEqual({ type: 'cartOpen' });
        await till.do({ type: 'voidTransaction' }, signOnAs('2'));
        expect(await till.refused(drawer('noSale'))).toEqual({
          type: 'notPermitted',
          permission: 'openDrawer',
        });
        expect(await till.refused(drawer('safeDrop', 1))).toEqual({
          type: 'notPermitted',
          permission: 'manageCash',
        });
        expect(await kinds(till)).toEqual([...before, 'void']);
      }),
    );
  });
}
