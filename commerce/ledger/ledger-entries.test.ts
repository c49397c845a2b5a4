import { expect, test } from 'vitest';
import type { RetailTransaction } from '../transaction/retail-transaction.ts';
import { balance, ledgerEntries } from './ledger-entries.ts';

test('what small coins leave over stands in an account of its own', () => {
  const taxes = [{ code: 'STANDARD', ratePpm: 200_000, baseMinor: 1277, taxMinor: 255 }];
  const sale = {
    type: 'sale',
    lines: [{ voided: false, netMinor: 1277, taxMinor: 255, grossMinor: 1532, taxes }],
    tenders: [
      { tenderType: 'CARD', amountMinor: 500, tenderedMinor: 500, changeMinor: 0 },
      { tenderType: 'CASH', amountMinor: 1032, tenderedMinor: 1030, changeMinor: 0, roundingMinor: -2 },
    ],
  } as unknown as RetailTransaction;
  const entries = ledgerEntries(sale);
  expect(balance(entries)).toBe(0);
  expect(
    Object.fromEntries(
      entries.map(({ account, debitMinor, creditMinor }) => [account, debitMinor - creditMinor]),
    ),
  ).toEqual({ 'tender.CARD': 500, 'tender.CASH': 1030, rounding: 2, sales: -1277, 'tax.STANDARD': -255 });
});
