import { describe, expect, test } from 'vitest';
import type { Command } from '../../commerce/runtime/command.ts';
import { pay, rowsOf, scan, signOn, type TestTill, total, type WithDatabase, withTill } from './test-till.ts';

const cheaper: Command = {
  type: 'overridePrice',
  line: 1,
  unitPrice: { amountMinor: 100, priceUnitThousandths: 1000 },
  reasonCode: 'AGREED',
};
const half: Command = {
  type: 'discountLine',
  line: 1,
  discount: { type: 'percent', basisPoints: 1500 },
  reasonCode: 'GOODWILL',
};

const approvals = async ({ database }: TestTill) =>
  (await rowsOf(database, `SELECT body FROM journal WHERE kind = 'approval' ORDER BY seq`)).map(
    ([body]) => JSON.parse(String(body)) as object,
  );

/** What one employee may not do, with another one's right, on every host's channel database. */
export function channelApprovalContract(host: string, withDatabase: WithDatabase): void {
  const open = withTill(withDatabase);
  const within = (use: (till: TestTill) => Promise<void>) =>
    open(async (till) => {
      await till.do({ type: 'startSession', employee: '2' }, scan('85123A'));
      await use(till);
    });

  describe(`approvals on ${host}`, () => {
    test(
      'the command is done, the employee stays who they are, and the record says who approved what',
      within(async (till) => {
        expect(await till.refused(cheaper)).toEqual({ type: 'notPermitted', permission: 'overridePrice' });
        expect(await till.runtime.execute(cheaper, '1')).toMatchObject({ ok: true });
        expect(total(till)).toBe(100);
        expect(await till.refused(cheaper)).toMatchObject({ type: 'notPermitted' });
        expect(await approvals(till)).toEqual([
          {
            ...{ store: 'S1', terminal: '1', operation: 'overridePrice', line: 1, shift: 1 },
            ...{ employee: '2', approvedBy: '1', at: till.at, nextReceiptNumber: 1 },
          },
        ]);
        expect((await till.concludes(pay)).employee).toBe('2');
      }),
    );

    test(
      'what was given by an approved limit still holds when it is paid',
      within(async (till) => {
        expect(await till.runtime.execute(half, '1')).toMatchObject({ ok: true });
        const again = await till.reopened();
        expect((await again.concludes(pay)).totals.grossMinor).toBe(251);
      }),
    );

    test(
      'nothing is on record where no approval was needed, or none was enough',
      within(async (till) => {
        expect(await till.runtime.execute(scan('85123A'), '1')).toMatchObject({ ok: true });
        const tooMuch = { ...half, discount: { type: 'percent', basisPoints: 2100 } } as Command;
        expect(await till.runtime.execute(tooMuch, '1')).toMatchObject({
          ok: false,
          error: { type: 'discountTooHigh', maximumBasisPoints: 2000 },
        });
        expect(await till.runtime.execute(cheaper, '77')).toEqual({
          ok: false,
          error: { type: 'unknownEmployee', employee: '77' },
        });
        expect(await till.runtime.execute(cheaper, '2')).toEqual({
          ok: false,
          error: { type: 'ownApproval' },
        });
        await till.do(signOn);
        expect(await approvals(till)).toEqual([]);
      }),
    );
  });
}
