import { standardGroup } from './prices.ts';
import type { Retailer, Row } from './retailer.ts';

/** A few offers on a retailer's categories: any three of the first, a percentage off, and an amount off a basket. */
export function offersOf(retailer: Retailer): Row[] {
  const [first, second] = retailer.departments;
  const offer = (id: string, name: string, target: string, rule: Row): Row => ({
    id: `${retailer.code}-${id}`,
    name,
    currency: 'GBP',
    validFrom: '2026-01-01',
    priceGroups: [standardGroup(retailer)],
    rule,
    lines: [{ target }],
  });
  const category = (id: string) => `category:${retailer.code}-${id}`;
  const threeForTwo = {
    type: 'leastExpensive',
    units: 3,
    rewarded: 1,
    reward: { type: 'percent', basisPoints: 10_000 },
  };
  const tenOff = { type: 'simple', reward: { type: 'percent', basisPoints: 1000 } };
  const fiveOffFifty = {
    type: 'threshold',
    tiers: [{ minAmountMinor: 5000, reward: { type: 'amount', amountMinor: 500 } }],
  };
  return [
    ...(first ? [offer('THREE', `${first.name}, 3 for 2`, category(first.id), threeForTwo)] : []),
    ...(second ? [offer('TEN', `${second.name} 10% off`, category(second.id), tenOff)] : []),
    ...(retailer.styles > 0
      ? [offer('ACCESSORIES', 'Accessories, 3 for 2', category('accessories'), threeForTwo)]
      : []),
    offer('FIFTY', '£5 off from £50', category('all'), fiveOffFifty),
  ];
}
