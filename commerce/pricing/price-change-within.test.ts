import { expect, test } from 'vitest';
import { priceChangeWithin } from './price-change-within.ts';

const each = (amountMinor: number) => ({ amountMinor, priceUnitThousandths: 1000 });
const dozen = (amountMinor: number) => ({ amountMinor, priceUnitThousandths: 12_000 });

test.each([
  { name: 'to the limit below', before: each(1000), asked: each(800), maximum: 2000, within: true },
  { name: 'a penny beyond', before: each(1000), asked: each(799), maximum: 2000, within: false },
  { name: 'to the limit above', before: each(1000), asked: each(1200), maximum: 2000, within: true },
  { name: 'beyond it above', before: each(1000), asked: each(1201), maximum: 2000, within: false },
  {
    name: 'as it was, where nothing may change',
    before: each(1000),
    asked: each(1000),
    maximum: 0,
    within: true,
  },
  { name: 'by the dozen', before: each(100), asked: dozen(1080), maximum: 1000, within: true },
  { name: 'a dozen beyond', before: each(100), asked: dozen(1079), maximum: 1000, within: false },
  { name: 'no price before', before: null, asked: each(1), maximum: 9999, within: false },
  { name: 'no price before, and no limit', before: null, asked: each(1), maximum: 10_000, within: true },
  { name: 'no limit', before: each(1), asked: each(99_999), maximum: 10_000, within: true },
])('$name', ({ before, asked, maximum, within }) => {
  expect(priceChangeWithin(before, asked, maximum)).toBe(within);
});
