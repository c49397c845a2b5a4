import type { Chance } from '../../db/demo/profiles/chance.ts';
import { product, smallRetailer } from '../contract/hq-fixture.ts';
import { scope } from './chain.ts';

export type Edit =
  | { readonly type: 'put'; readonly noun: string; readonly row: object }
  | { readonly type: 'remove'; readonly noun: string; readonly key: string }
  /** A run of so many statements at most. */
  | { readonly type: 'publish'; readonly statementsMax: number }
  /** Some registers fetch what there is. */
  | { readonly type: 'pull'; readonly stores: readonly string[] };

const skus = ['HEART', 'LAMP', 'BEAR', 'CUP', 'DISH', 'VASE'] as const;
const first = (noun: string) => smallRetailer.find((write) => write.noun === noun)?.items[0] ?? {};

/** The next thing that somebody at headquarters, the publisher or a register does. */
export function nextEdit(chance: Chance): Edit {
  const some = <T>(values: readonly T[]) => values.filter(() => chance.happens(50));
  const someOf = <T>(values: readonly [T, ...T[]]) => {
    const chosen = some(values);
    return chosen.length > 0 ? chosen : [chance.pick(values)];
  };
  const put = (noun: string, row: object): Edit => ({ type: 'put', noun, row: { ...first(noun), ...row } });
  const edits: [weight: number, edit: () => Edit][] = [
    [
      18,
      () => ({
        ...{ type: 'put', noun: 'products' },
        row: product(
          chance.pick(skus),
          `Name ${chance.below(50)}`,
          some(['11', '22', '33', '44']),
          some(scope.assortments),
        ),
      }),
    ],
    [
      18,
      () =>
        put('prices', {
          ...{ id: `p${chance.below(9)}`, sku: chance.pick(skus), amountMinor: chance.below(500) },
          ...(chance.happens(20)
            ? { priceGroup: null, customer: '17850' }
            : { priceGroup: chance.pick([null, ...scope.priceGroups]), customer: null }),
        }),
    ],
    [
      8,
      () =>
        put('stores', {
          store: chance.pick(scope.stores),
          name: `Store ${chance.below(9)}`,
          assortment: chance.pick(scope.assortments),
          priceGroups: some(scope.priceGroups),
          memberPriceGroups: some(scope.priceGroups),
          taxRegion: chance.pick(scope.taxRegions),
          customerGroup: chance.pick(scope.customerGroups),
          employeeGroup: chance.pick(scope.employeeGroups),
        }),
    ],
    [
      8,
      () =>
        put('customers', {
          ...{ number: chance.pick(['17850', 'C2', 'C3']), name: `Customer ${chance.below(9)}` },
          customerGroup: chance.pick(scope.customerGroups),
        }),
    ],
    [
      5,
      () =>
        put('employees', {
          ...{ number: chance.pick(['1001', '1002', '1003']), name: `Employee ${chance.below(9)}` },
          employeeGroup: chance.pick(scope.employeeGroups),
        }),
    ],
    [
      5,
      () => {
        const region = chance.pick(scope.taxRegions);
        const year = 2010 + chance.below(4);
        return put('tax-rates', {
          ...{ id: `${region}-${year}`, region, validFrom: `${year}-01-01` },
          ratePpm: 100_000 + chance.below(9) * 10_000,
        });
      },
    ],
    [
      8,
      () =>
        put('offers', {
          ...{ id: chance.pick(['o1', 'o2', 'LIGHTS10']), name: `Offer ${chance.below(9)}` },
          priceGroups: someOf(scope.priceGroups),
          lines: some([{ target: 'all' }, { target: 'category:lights' }, { target: 'label:a' }] as const),
        }),
    ],
    [
      3,
      () =>
        put('coupons', {
          ...{ code: chance.pick(['c1', 'c2']), offer: chance.pick(['o1', 'o2', 'LIGHTS10']) },
        }),
    ],
    [
      3,
      () =>
        put('loyalty-cards', {
          ...{ card: chance.pick(['7001', '7002']), customer: null },
          customerGroup: chance.pick(scope.customerGroups),
        }),
    ],
    [
      3,
      () =>
        put('price-groups', {
          id: chance.pick(scope.priceGroups),
          name: `Group ${chance.below(9)}`,
          priority: chance.below(5),
        }),
    ],
    [2, () => put('registers', { id: 'R1', store: chance.pick(scope.stores), terminal: '9' })],
    [1, () => put('categories', { id: 'lights', name: `Lights ${chance.below(9)}` })],
    [4, () => ({ type: 'remove', noun: 'products', key: chance.pick(skus) })],
    [4, () => ({ type: 'remove', noun: 'prices', key: `p${chance.below(9)}` })],
    [1, () => ({ type: 'remove', noun: 'offers', key: chance.pick(['o1', 'o2']) })],
    [1, () => ({ type: 'remove', noun: 'coupons', key: chance.pick(['c1', 'c2']) })],
    [1, () => ({ type: 'remove', noun: 'customers', key: chance.pick(['C2', 'C3']) })],
    [1, () => ({ type: 'remove', noun: 'employees', key: chance.pick(['1002', '1003']) })],
    [4, () => ({ type: 'publish', statementsMax: chance.pick([15, 25, 700]) })],
    [3, () => ({ type: 'pull', stores: some(scope.stores) })],
  ];
  let at = chance.below(edits.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, edit] of edits) {
    if (at < weight) return edit();
    at -= weight;
  }
  throw new Error('the weights add up to what was chosen from');
}
