import { describe, expect, test } from 'vitest';
import type { Command } from '../../commerce/runtime/command.ts';
import type { DistributedTable } from '../../protocol/distributed-tables.ts';
import { apply, put } from './channel-fixture.ts';
import { pay, scan, signOn, type TestTill, type WithDatabase, withTill } from './test-till.ts';

const tenderRows: readonly [DistributedTable, Record<string, unknown>][] = [
  ['tenderType', { id: 'CARD', name: 'Card', kind: 'card', givesChange: false, opensDrawer: false }],
  [
    'tenderType',
    {
      id: 'FRANCS',
      name: 'Francs',
      kind: 'cash',
      givesChange: true,
      opensDrawer: true,
      roundingStepMinor: 5,
    },
  ],
];
const ofBalance = (['giftCard', 'onAccount'] as const).map(
  (kind) => ['tenderType', { id: kind, name: kind, kind, givesChange: false, opensDrawer: false }] as const,
);
const part = (tenderType: string, amountMinor?: number): Command => ({
  type: 'pay',
  tenderType,
  amountMinor,
});
const intend = (intent: string): Command => ({ type: 'intendCard', tenderType: 'CARD', intent });
const approved = (intent: string): Command => ({
  type: 'settleCard',
  card: { intent, reference: 'R7', brand: 'Test', lastFour: '4242' },
});
const due = (till: TestTill) => till.runtime.view()?.priced.dueMinor;

/** Several tenders, and cards whose answer comes late, on every host's channel database. */
export function channelPayingContract(host: string, withDatabase: WithDatabase): void {
  const open = withTill(withDatabase);
  const within = (use: (till: TestTill) => Promise<void>) =>
    open(async (till) => {
      await apply(till.database, 'global', 'load', 1, [[...tenderRows, ...ofBalance].map(put)]);
      await till.runtime.refresh();
      await till.do(signOn, scan('85123A', 2000));
      await use(till);
    });

  describe(`paying on ${host}`, () => {
    test(
      'in parts, one of them taken back: the record holds what paid, and what was given back',
      within(async (till) => {
        await till.do(part('CARD', 100), part('CASH', 200));
        expect(due(till)).toBe(290);
        await till.do({ type: 'voidTender', line: 1 });
        const again = await till.reopened();
        expect(due(again)).toBe(390);
        const sold = await again.concludes(part('CARD'));
        expect(sold.tenders).toMatchObject([
          { line: 2, tenderType: 'CASH', amountMinor: 200 },
          { line: 3, tenderType: 'CARD', amountMinor: 390 },
        ]);
        expect(sold.voidedTenders).toMatchObject([{ line: 1, tenderType: 'CARD', amountMinor: 100 }]);
        expect(again.runtime.view()?.till.shift?.totals.tendersMinor).toEqual({ CASH: 200, CARD: 390 });
      }),
    );

    test(
      'what small coins leave over counts against the total and not into the drawer',
      within(async (till) => {
        await till.do({
          type: 'discountLine',
          line: 1,
          discount: { type: 'amount', amountMinor: 2 },
          reasonCode: 'GOODWILL',
        });
        const sold = await till.concludes(part('FRANCS'));
        expect(sold.totals.grossMinor).toBe(588);
        expect(sold.tenders).toMatchObject([{ amountMinor: 588, tenderedMinor: 590, roundingMinor: 2 }]);
        expect(till.runtime.view()?.till.shift?.totals.tendersMinor).toEqual({ FRANCS: 590 });
      }),
    );

    test(
      'while a card is at the terminal the basket stays as it is, over a restart too',
      within(async (till) => {
        await till.do(intend('A'));
        const again = await till.reopened();
        expect(again.runtime.view()?.till.cart.cardIntent).toMatchObject({
          id: 'A',
          tender: { tenderedMinor: 590 },
        });
        for (const command of [
          scan('85123A'),
          { type: 'undo' },
          { type: 'suspend', note: null },
        ] as Command[])
          expect(await again.refused(command)).toEqual({ type: 'cartTendered' });
        for (const command of [pay, intend('B'), { type: 'voidTransaction' }] as Command[])
          expect(await again.refused(command)).toEqual({ type: 'cardPending' });
        expect(await again.refused(approved('B'))).toEqual({ type: 'noCardPending' });
        const sold = await again.concludes(approved('A'));
        expect(sold.tenders).toMatchObject([
          { tenderType: 'CARD', amountMinor: 590, card: { intent: 'A', reference: 'R7', lastFour: '4242' } },
        ]);
      }),
    );

    test(
      'a card that was not charged leaves the basket as it was',
      within(async (till) => {
        await till.do(intend('A'), { type: 'releaseCard', intent: 'A', outcome: 'declined' });
        expect(due(till)).toBe(590);
        await till.do(scan('85123A'));
        expect(await till.refused(approved('A'))).toEqual({ type: 'noCardPending' });
        expect((await till.concludes(pay)).tenders).toHaveLength(1);
      }),
    );

    test(
      'what a bank has paid is given back before the sale is voided',
      within(async (till) => {
        await till.do({ ...intend('A'), amountMinor: 100 } as Command, approved('A'));
        expect(await till.refused({ type: 'voidTransaction' })).toEqual({ type: 'cartTendered' });
        await till.do({ type: 'voidTender', line: 1 });
        expect(await till.refused({ type: 'voidTransaction' })).toEqual({ type: 'cardPending' });
        await till.do({ type: 'releaseCard', intent: 'A', outcome: 'notCharged' });
        const void_ = await till.concludes({ type: 'voidTransaction' });
        expect(void_).toMatchObject({ tenders: [], voidedTenders: [{ card: { intent: 'A' } }] });
      }),
    );

    test.each(ofBalance.map(([, { kind }]) => kind))(
      'nothing is paid from a balance that is not known, in part or for a terminal either: %s',
      async (kind) =>
        within(async (till) => {
          const refusal = { type: 'balanceUnknown', kind };
          expect(await till.refused(part(kind))).toEqual(refusal);
          expect(await till.refused(part(kind, 100))).toEqual(refusal);
          expect(await till.refused({ type: 'intendCard', tenderType: kind, intent: 'A' })).toEqual(refusal);
          const again = await till.reopened();
          expect(due(again)).toBe(590);
          expect(again.runtime.view()?.till.cart).toMatchObject({ tenders: [], cardIntent: null });
          expect((await again.concludes(pay)).tenders).toMatchObject([
            { tenderType: 'CASH', amountMinor: 590 },
          ]);
        })(),
    );

    test(
      'one that its terminal did not give back pays after all',
      within(async (till) => {
        await till.do({ ...intend('A'), amountMinor: 100 } as Command, approved('A'));
        await till.do({ type: 'voidTender', line: 1 });
        const again = await till.reopened();
        await again.do(approved('A'));
        expect(due(again)).toBe(490);
        const sold = await again.concludes(pay);
        expect(sold.tenders).toMatchObject([{ line: 1, card: { intent: 'A' } }, { line: 2 }]);
        expect(sold.voidedTenders).toEqual([]);
      }),
    );

    test(
      'what could not be paid is not asked of the terminal',
      within(async (till) => {
        expect(await till.refused({ ...intend('A'), amountMinor: 591 } as Command)).toEqual({
          type: 'tenderTooHigh',
          maximumMinor: 590,
        });
        expect(till.runtime.view()?.till.cart.cardIntent).toBeNull();
      }),
    );
  });
}
