import { expect, test } from 'vitest';
import type { PriceAgreement } from '../../../../../commerce/pricing/price-agreement.ts';
import { resolvePrice } from '../../../../../commerce/pricing/resolve-price.ts';
import { basePrice, inOrder, priceState } from './price-state.ts';

const today = '2026-11-20';
const price = (id: string, change: Partial<PriceAgreement> = {}): PriceAgreement => ({
  id,
  sku: 'A1',
  priceGroup: null,
  currency: 'GBP',
  minQuantityThousandths: 1000,
  amountMinor: 295,
  priceUnitThousandths: 1000,
  validFrom: '2010-12-01',
  validTo: null,
  ...change,
});

const all = [
  price('old'),
  price('new', { validFrom: '2026-11-01', amountMinor: 250 }),
  price('next', { validFrom: '2026-12-01' }),
  price('over', { validFrom: '2026-01-01', validTo: '2026-11-19' }),
  price('last-day', { minQuantityThousandths: 5000, validTo: today }),
  price('dozen', { minQuantityThousandths: 12_000 }),
  price('group', { priceGroup: 'standard' }),
  price('euro', { currency: 'EUR' }),
];

test.each([
  ['old', 'replaced'],
  ['new', 'now'],
  ['next', 'later'],
  ['over', 'ended'],
  ['last-day', 'now'],
  ['dozen', 'now'],
  ['group', 'now'],
  ['euro', 'now'],
])('%s: %s', (id, state) => {
  const found = all.find((one) => one.id === id);
  expect(found && priceState(found, all, today)).toBe(state);
});

test('the base price is what a register would ask for one', () => {
  const asked = { sku: 'A1', currency: 'GBP', quantityThousandths: 1000, date: today, priceGroups: [] };
  expect(basePrice(all, 'GBP', today)?.id).toBe('new');
  expect(resolvePrice(all, asked)?.id).toBe('new');
});

test('of two with one start the lower goes first', () => {
  const two = [
    price('a', { amountMinor: 300 }),
    price('b', { amountMinor: 2500, priceUnitThousandths: 10_000 }),
  ];
  expect(basePrice(two, 'GBP', today)?.id).toBe('b');
});

test('a product without a price in force has no base price', () => {
  expect(basePrice([price('next', { validFrom: '2026-12-01' })], 'GBP', today)).toBeNull();
});

test('prices stand by group, quantity and start', () => {
  expect(inOrder(all).map(({ id }) => id)).toEqual([
    'euro',
    'next',
    'new',
    'over',
    'old',
    'last-day',
    'dozen',
    'group',
  ]);
});
