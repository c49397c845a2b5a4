import { expect, test } from 'vitest';
import type { PriceAgreement } from '../../../../../commerce/pricing/price-agreement.ts';
import { calendarLanes } from './calendar-lanes.ts';

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
const lanes = (prices: readonly PriceAgreement[]) =>
  calendarLanes(prices, '2026-11-01', '2026-11-30').map(({ minQuantityThousandths, spans }) => [
    minQuantityThousandths,
    spans.map(({ price: { id }, from, to }) => `${id} ${from.slice(8)}-${to.slice(8)}`),
  ]);

test('an offer for some days stands between two spans of the price it replaces', () => {
  const offer = price('offer', { validFrom: '2026-11-10', validTo: '2026-11-15', amountMinor: 250 });
  expect(lanes([price('list'), offer])).toEqual([[1000, ['list 01-09', 'offer 10-15', 'list 16-30']]]);
});

test('quantities have lanes of their own, and days without a price are gaps', () => {
  const ends = price('ends', { validTo: '2026-11-05' });
  const begins = price('begins', { validFrom: '2026-11-20' });
  const dozen = price('dozen', { minQuantityThousandths: 12_000 });
  expect(lanes([dozen, begins, ends])).toEqual([
    [1000, ['ends 01-05', 'begins 20-30']],
    [12_000, ['dozen 01-30']],
  ]);
});

test('a price of other times has no lane', () => {
  expect(
    lanes([price('old', { validTo: '2026-10-31' }), price('next', { validFrom: '2026-12-01' })]),
  ).toEqual([]);
});
