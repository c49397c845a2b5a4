import { describe, expect, test } from 'vitest';
import { noRules, type TenderType, tenderCart } from './tender-cart.ts';

const cash: TenderType = {
  id: 'CASH',
  name: 'Cash',
  kind: 'cash',
  givesChange: true,
  opensDrawer: true,
  connector: 'none',
  ...noRules,
};
const card: TenderType = {
  id: 'CARD',
  name: 'Card',
  kind: 'card',
  givesChange: false,
  opensDrawer: false,
  connector: 'none',
  ...noRules,
};

describe('tenderCart', () => {
  test.each([
    {
      name: 'exact by default',
      due: 1530,
      tender: cash,
      amount: undefined,
      expected: { amountMinor: 1530, tenderedMinor: 1530, changeMinor: 0 },
    },
    {
      name: 'cash gives change',
      due: 1530,
      tender: cash,
      amount: 2000,
      expected: { amountMinor: 1530, tenderedMinor: 2000, changeMinor: 470 },
    },
    {
      name: 'part of the total',
      due: 1530,
      tender: card,
      amount: 1000,
      expected: { amountMinor: 1000, tenderedMinor: 1000, changeMinor: 0 },
    },
    {
      name: 'a refund by default',
      due: -500,
      tender: cash,
      amount: undefined,
      expected: { amountMinor: -500, tenderedMinor: -500, changeMinor: 0 },
    },
    {
      name: 'nothing due',
      due: 0,
      tender: cash,
      amount: undefined,
      expected: { amountMinor: 0, tenderedMinor: 0, changeMinor: 0 },
    },
    {
      name: 'a very large sale in cash, exactly',
      due: 2_000_000_000,
      tender: cash,
      amount: undefined,
      expected: { amountMinor: 2_000_000_000, tenderedMinor: 2_000_000_000, changeMinor: 0 },
    },
  ])('$name', ({ due, tender, amount, expected }) => {
    expect(tenderCart(due, tender, amount, 1)).toEqual({
      ok: true,
      value: { line: 1, tenderType: tender.id, ...expected },
    });
  });

  test.each([
    {
      name: 'nothing',
      due: 1530,
      tender: cash,
      amount: 0,
      expected: { type: 'tenderTooLow', minimumMinor: 1 },
    },
    {
      name: 'a negative amount for a sale',
      due: 1530,
      tender: cash,
      amount: -5,
      expected: { type: 'tenderTooLow', minimumMinor: 1 },
    },
    {
      name: 'more than the total on a card',
      due: 1530,
      tender: card,
      amount: 1531,
      expected: { type: 'tenderTooHigh', maximumMinor: 1530 },
    },
    {
      name: 'a barcode typed into the amount',
      due: 1530,
      tender: cash,
      amount: 5_012_345_678_900,
      expected: { type: 'tenderTooHigh', maximumMinor: 1_000_000_000 },
    },
    {
      name: 'a refund above what is due',
      due: -500,
      tender: cash,
      amount: -501,
      expected: { type: 'tenderTooLow', minimumMinor: -500 },
    },
    {
      name: 'money in where money goes out',
      due: -500,
      tender: cash,
      amount: 500,
      expected: { type: 'tenderTooHigh', maximumMinor: -1 },
    },
  ])('refuses $name', ({ due, tender, amount, expected }) => {
    expect(tenderCart(due, tender, amount, 1)).toEqual({ ok: false, error: expected });
  });
});

describe('what headquarters sets', () => {
  const francs: TenderType = { ...cash, roundingStepMinor: 5 };
  const voucher: TenderType = { ...card, minimumMinor: 500, maximumMinor: 5000, paysPart: false };

  test.each([
    {
      name: 'rounded down',
      due: 1532,
      amount: undefined,
      line: { amountMinor: 1532, tenderedMinor: 1530, roundingMinor: -2 },
    },
    {
      name: 'rounded up',
      due: 1533,
      amount: undefined,
      line: { amountMinor: 1533, tenderedMinor: 1535, roundingMinor: 2 },
    },
    {
      name: 'with change',
      due: 1532,
      amount: 2000,
      line: { amountMinor: 1532, tenderedMinor: 2000, changeMinor: 470, roundingMinor: -2 },
    },
    {
      name: 'a part is not rounded',
      due: 1532,
      amount: 1000,
      line: { amountMinor: 1000, tenderedMinor: 1000 },
    },
    {
      name: 'a refund',
      due: -1532,
      amount: undefined,
      line: { amountMinor: -1532, tenderedMinor: -1530, roundingMinor: 2 },
    },
    {
      name: 'to nothing',
      due: 2,
      amount: undefined,
      line: { amountMinor: 2, tenderedMinor: 0, roundingMinor: -2 },
    },
  ])('small coins out of use: $name', ({ due, amount, line }) => {
    expect(tenderCart(due, francs, amount, 1)).toMatchObject({ ok: true, value: line });
  });

  test.each([
    {
      name: 'below the least',
      due: 400,
      tender: voucher,
      amount: undefined,
      error: { type: 'tenderTooLow', minimumMinor: 500 },
    },
    {
      name: 'above the most',
      due: 6000,
      tender: voucher,
      amount: undefined,
      error: { type: 'tenderTooHigh', maximumMinor: 5000 },
    },
    {
      name: 'a part of what it pays whole',
      due: 2000,
      tender: voucher,
      amount: 1000,
      error: { type: 'paysNoPart', dueMinor: 2000 },
    },
    {
      name: 'more change than it gives',
      due: 100,
      tender: { ...cash, changeMaxMinor: 5000 },
      amount: 10_000,
      error: { type: 'changeTooHigh', maximumMinor: 5000 },
    },
    {
      name: 'a refund above the most',
      due: -6000,
      tender: voucher,
      amount: undefined,
      error: { type: 'tenderTooHigh', maximumMinor: 5000 },
    },
    {
      name: 'a gift card whose balance is not known',
      due: 2000,
      tender: { ...card, kind: 'giftCard' as const },
      amount: 1,
      error: { type: 'balanceUnknown', kind: 'giftCard' },
    },
    {
      name: 'a refund to an account that is not known',
      due: -2000,
      tender: { ...card, kind: 'onAccount' as const },
      amount: undefined,
      error: { type: 'balanceUnknown', kind: 'onAccount' },
    },
  ])('refuses $name', ({ due, tender, amount, error }) => {
    expect(tenderCart(due, tender, amount, 1)).toEqual({ ok: false, error });
  });
});
