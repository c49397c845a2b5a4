import { expect, test } from 'vitest';
import { trialBalances } from './trial-balance.ts';

const account = (currency: string, name: string, debitMinor: number, creditMinor: number) => ({
  currency,
  account: name,
  debitMinor,
  creditMinor,
});

test('every currency balances by itself', () => {
  const balances = trialBalances([
    account('EUR', 'sales', 0, 500),
    account('EUR', 'tender.CASH', 499, 0),
    account('GBP', 'sales', 0, 1000),
    account('GBP', 'tax.STANDARD', 0, 200),
    account('GBP', 'tender.CASH', 1200, 0),
  ]);
  expect(balances).toMatchObject([
    { currency: 'EUR', debitMinor: 499, creditMinor: 500, balanced: false },
    { currency: 'GBP', debitMinor: 1200, creditMinor: 1200, balanced: true },
  ]);
});

test('no entry, no balance', () => {
  expect(trialBalances([])).toEqual([]);
});
