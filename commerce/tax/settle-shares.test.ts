import { describe, expect, test } from 'vitest';
import type { RoundingMode } from '../money/rounding-mode.ts';
import { plannedTaxes } from './planned-taxes.ts';
import { settleLines } from './settle-lines.ts';
import { settleShares } from './settle-shares.ts';
import type { TaxComponent } from './tax-components.ts';
import { makeTaxPlan, type TaxPlan } from './tax-plan.ts';
import { type TaxRounding, usualTaxRounding } from './tax-setup.ts';

const component = (ratePpm: number, more: Partial<TaxComponent> = {}): TaxComponent => ({
  ...{ code: `T${ratePpm}`, exempt: false, included: false, base: 'net', taxOf: null, joinsNextBase: false },
  ...{ rounding: null, minimumMinor: null, maximumMinor: null, brackets: null },
  rates: [{ taxCode: `T${ratePpm}`, validFrom: '2010-01-01', ratePpm }],
  ...more,
});
const planOf = (...components: TaxComponent[]): TaxPlan => {
  const plan = makeTaxPlan('T', components);
  if (!plan.ok) throw new Error('the taxes have an answer');
  return plan.value;
};
const inPrice = { included: true };
const up = { mode: 'up' as RoundingMode, stepMinor: 5 };
const one = planOf(component(200_000));
const oneInPrice = planOf(component(200_000, inPrice));
const two = planOf(component(62_500), component(10_000));
const half = planOf(component(62_500, inPrice), component(10_000));
const own = planOf(component(62_500, { rounding: up }), component(10_000));
const ownInPrice = planOf(component(175_000, { ...inPrice, rounding: up }));
const exemptInPrice = planOf(component(175_000, { ...inPrice, exempt: true, rates: [] }));

describe('shares that are rounded line by line', () => {
  test.each<[string, TaxPlan, Partial<TaxRounding>]>([
    ['one tax on top', one, {}],
    ['one tax in the price', oneInPrice, {}],
    ['one tax in the price, of which the net is rounded', oneInPrice, { target: 'net', mode: 'down' }],
    ['two taxes', two, {}],
    ['two taxes on top, where a net in the price would be rounded', two, { target: 'net' }],
    ['two taxes with a rounding of their own', own, {}],
    ['a rounding of its own that a net does not follow', ownInPrice, { target: 'net' }],
    ['one tax as a combination', one, { by: 'combination' }],
    ['a rounding of its own that a combination does not follow', ownInPrice, { by: 'combination' }],
    ['to five', oneInPrice, { stepMinor: 5, mode: 'halfEven' }],
    ['nothing of an exempt one', exemptInPrice, { target: 'net' }],
  ])('%s, as settled with all others', (_, plan, more) => {
    const rounding = { ...usualTaxRounding, ...more };
    for (const amountMinor of [0, 1, 3, 1530, 1999, -1999, 123_457]) {
      const settled = settleShares(plan, amountMinor, rounding);
      expect(settled).not.toBeNull();
      expect(settled).toEqual(settleLines([plannedTaxes(plan, amountMinor, 1000)], rounding)[0]);
    }
  });

  test.each<[string, TaxPlan, Partial<TaxRounding>]>([
    ['the whole document is rounded', one, { scope: 'document' }],
    ['a unit is rounded', one, { scope: 'unit' }],
    ['several are rounded together', two, { by: 'combination' }],
    ['the net beside another tax is rounded', half, { target: 'net' }],
    ['the quantity plays a part', planOf(component(0, { brackets: null, rates: [perPiece()] })), {}],
    ['a step is beyond what integers hold', one, { stepMinor: Number.MAX_SAFE_INTEGER }],
    ['brackets decide', planOf(component(1, { minimumMinor: 5 })), {}],
  ])('are not for a line where %s', (_, plan, more) => {
    expect(settleShares(plan, 1530, { ...usualTaxRounding, ...more })).toBeNull();
  });
});

function perPiece() {
  return {
    taxCode: 'T0',
    validFrom: '2010-01-01',
    ratePpm: 0,
    amountPerUnit: { amountMinor: 25, priceUnitThousandths: 1000 },
  };
}

test('a plan says what share of the amount each tax is', () => {
  expect(one.shares).toEqual([{ numerator: 1, denominator: 5 }]);
  expect(oneInPrice.shares).toEqual([{ numerator: 1, denominator: 6 }]);
  expect(two.shares).toEqual([
    { numerator: 1, denominator: 16 },
    { numerator: 1, denominator: 100 },
  ]);
  // Every tax that is taken of those before makes the fraction finer, until integers no longer hold it.
  const chain = (count: number) => {
    const compound = { ...inPrice, base: 'netAndTaxesBefore', joinsNextBase: true } as const;
    return planOf(...Array.from({ length: count }, (_, at) => component(123_457 + 2 * at, compound)));
  };
  expect(chain(1).shares).toEqual([{ numerator: 123_457, denominator: 1_123_457 }]);
  expect(chain(4).linear).not.toBeNull();
  expect(chain(4).shares).toBeNull();
});
