import { employeeGroupsOf, employeesOf, registersOf, storesOf } from './estate.ts';
import { goodsOf, goodsPricesOf } from './goods.ts';
import { offersOf } from './offers.ts';
import type { Retailer, Row, SeedProfile, SeedStep } from './retailer.ts';
import { assortmentOf, publishing, settingsOf, sharedSettings } from './settings.ts';
import { stylePricesOf, stylesOf } from './styles.ts';

/**
 * A retailer as writes of headquarters' API. Nobody follows its streams before its stores are there, and they come
 * last: what is half written is not published, and is published once.
 */
export function profileOf(retailer: Retailer, seed: number): SeedProfile {
  const { profile, name } = retailer;
  const step = (noun: string, rows: () => Iterable<Row>): SeedStep => ({ noun, rows });
  return {
    profile,
    name,
    marker: { noun: 'assortments', row: assortmentOf(retailer, seed) },
    steps: [
      ...sharedSettings,
      ...settingsOf(retailer, seed),
      step('products', () => oneAfterAnother(goodsOf(retailer, seed), stylesOf(retailer, seed))),
      step('prices', () => oneAfterAnother(goodsPricesOf(retailer, seed), stylePricesOf(retailer, seed))),
      step('offers', () => offersOf(retailer)),
      step('employee-groups', () => employeeGroupsOf(retailer)),
      step('employees', () => employeesOf(retailer, seed)),
      step('stores', () => storesOf(retailer)),
      step('registers', () => registersOf(retailer)),
      publishing,
    ],
  };
}

function* oneAfterAnother(...parts: Iterable<Row>[]): Generator<Row> {
  for (const part of parts) yield* part;
}
