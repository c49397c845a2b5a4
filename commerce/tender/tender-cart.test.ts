import { describe, expect, test } from 'vitest';
import { type TenderType, tenderCart } from './tender-cart.ts';

const cash: TenderType = { id: 'CASH', name: 'Cash', kind: 'cash', givesChange: true, opensDrawer: true };
const card: TenderType = { id: 'CARD', name: 'Card', kind: 'card', givesChange: false, opensDrawer: false };

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
