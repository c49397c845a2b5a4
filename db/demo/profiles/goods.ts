import { assert } from '../../../commerce/assert.ts';
import { restrictedEan13 } from '../../../commerce/barcode/ean13.ts';
import { Chance } from './chance.ts';
import type { Department } from './departments.ts';
import { pricesOf, shelfPrice } from './prices.ts';
import { numbered, type Retailer, type Row } from './retailer.ts';

/** Products without variants; the first of them are weighed. */
export function* goodsOf(retailer: Retailer, seed: number): Generator<Row> {
  for (let index = 0; index < retailer.goods; index++) {
    const { department, chance, sku } = goodAt(retailer, seed, index);
    const name = nameOf(department, chance);
    const isWeighed = department.isWeighed;
    yield {
      sku,
      name,
      taxCode: `${retailer.code}-${department.tax}`,
      stocked: true,
      categories: [`${retailer.code}-${department.id}`],
      unitOfMeasure: isWeighed ? 'KG' : 'EA',
      isWeighed,
      costMinor: Math.round(priceAt(retailer, seed, index) * (0.45 + chance.below(30) / 100)),
      barcodes: [isWeighed ? weighedCode(retailer, index) : restrictedEan13(retailer.barcodePrefix, index)],
      assortments: [retailer.code],
    };
  }
}

export function* goodsPricesOf(retailer: Retailer, seed: number): Generator<Row> {
  for (let index = 0; index < retailer.goods; index++) {
    const { department, sku } = goodAt(retailer, seed, index);
    const amountMinor = priceAt(retailer, seed, index);
    const chance = new Chance(seed, 3, index);
    yield* pricesOf(retailer, sku, amountMinor, chance, department.isWeighed ? 'KG' : 'EA');
  }
}

function goodAt(retailer: Retailer, seed: number, index: number) {
  const departments = index < retailer.weighed ? retailer.weighedDepartments : retailer.departments;
  const department = departments[index % departments.length];
  assert(department !== undefined, `${retailer.profile} has departments for what it sells`);
  return { department, chance: new Chance(seed, 1, index), sku: `${retailer.code}-${numbered(index, 6)}` };
}

function priceAt(retailer: Retailer, seed: number, index: number): number {
  const { department } = goodAt(retailer, seed, index);
  return shelfPrice(new Chance(seed, 2, index), department.fromMinor, department.toMinor);
}

function nameOf({ brands, kinds, nouns, packs }: Department, chance: Chance): string {
  const words = [chance.pick(brands), chance.pick(kinds), chance.pick(nouns), chance.pick(packs)];
  return words.join(' ').trim();
}

/**
 * What a scale prints for goods of no weight: 02, the item's five digits, five digits of weight. A register that
 * learns to read the weight out of a code finds the item under this one.
 */
function weighedCode({ firstWeighedItem }: Retailer, index: number): string {
  return restrictedEan13('02', (firstWeighedItem + index) * 100_000);
}
