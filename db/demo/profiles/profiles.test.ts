import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ean13CheckDigit } from '../../../commerce/barcode/ean13.ts';
import { Chance } from './chance.ts';
import { charmPrice } from './charm-price.ts';
import { profileOf } from './profile-of.ts';
import { keyFieldOf, type Row } from './retailer.ts';
import { retailers } from './retailers.ts';

function digestOf(profile: string, seed: number): string {
  const hash = createHash('sha256');
  for (const { noun, rows } of stepsOf(profile, seed))
    for (const row of rows()) hash.update(`${noun} ${JSON.stringify(row)}\n`);
  return hash.digest('hex');
}

function stepsOf(profile: string, seed = 1) {
  const retailer = retailers.find((each) => each.profile === profile);
  if (!retailer) throw new Error(`no profile ${profile}`);
  return profileOf(retailer, seed).steps;
}

function rowsOf(profile: string, noun: string): Iterable<Row> {
  return (
    stepsOf(profile)
      .find((step) => step.noun === noun)
      ?.rows() ?? []
  );
}

const sold = { kiosk: 300, fashion: 75_961, grocer: 20_000, chain: 100_000, stress: 500_000 };
const masters = { kiosk: 0, fashion: 8000, grocer: 0, chain: 2000, stress: 8000 };

describe.each(Object.keys(sold) as (keyof typeof sold)[])('profile %s', (profile) => {
  test('sells as many products as it says, each with a barcode of its own and a valid check digit', () => {
    const codes = new Set<string>();
    const skus = new Set<string>();
    let mastersSeen = 0;
    for (const { sku, barcodes = [] } of rowsOf(profile, 'products')) {
      skus.add(String(sku));
      const [code, ...others] = barcodes as string[];
      if (code === undefined) mastersSeen += 1;
      else codes.add(code);
      const isValid = code === undefined || ean13CheckDigit(code.slice(0, 12)) === Number(code[12]);
      const isRestricted = code === undefined || /^(02|2[1-9])\d{11}$/.test(code);
      if (others.length > 0 || !isValid || !isRestricted) expect.fail(`${sku}: ${barcodes}`);
    }
    expect({ codes: codes.size, masters: mastersSeen, skus: skus.size }).toEqual({
      codes: sold[profile],
      masters: masters[profile],
      skus: sold[profile] + masters[profile],
    });
  });

  test('gives every product that is sold a price, under an id of its own', () => {
    const ids = new Set<string>();
    const priced = new Set<string>();
    let rows = 0;
    for (const { id, sku, amountMinor } of rowsOf(profile, 'prices')) {
      rows += 1;
      ids.add(String(id));
      priced.add(String(sku));
      if (Number(amountMinor) < 1) expect.fail(`${id} costs ${amountMinor}`);
    }
    expect(ids.size).toBe(rows);
    expect(priced.size).toBe(sold[profile]);
  });

  test('has every other row under a key of its own', () => {
    for (const { noun, rows } of stepsOf(profile)) {
      if (noun === 'products' || noun === 'prices') continue;
      const keys = [...rows()].map((row) => row[keyFieldOf(noun)]);
      expect(new Set(keys).size, noun).toBe(keys.length);
    }
  });
});

test('the same seed gives the same bytes, another seed others', () => {
  expect(digestOf('kiosk', 1)).toBe(digestOf('kiosk', 1));
  expect(digestOf('grocer', 7)).toBe(digestOf('grocer', 7));
  expect(digestOf('kiosk', 2)).not.toBe(digestOf('kiosk', 1));
});

test('the bytes of a seed stay what they are from version to version', () => {
  expect(digestOf('kiosk', 1)).toMatchInlineSnapshot(
    `"12d46fc489dbc2da64f4ec4815e51b8cd623b1c0c449e3bdaa7d15903e8ad400"`,
  );
  expect(digestOf('fashion', 1)).toMatchInlineSnapshot(
    `"472aa690864be9a5ab692996fb78d18b9c69652bcc84ee168b49bf989c80ec7c"`,
  );
});

test('no two profiles share a code, a range of barcodes or a digit of employees', () => {
  for (const field of ['code', 'barcodePrefix', 'employeeDigit', 'profile'] as const)
    expect(new Set(retailers.map((each) => each[field])).size, field).toBe(retailers.length);
  const weighed = retailers
    .filter((each) => each.weighed > 0)
    .map(({ firstWeighedItem, weighed: items }) => ({ from: firstWeighedItem, to: firstWeighedItem + items }))
    .sort((a, b) => a.from - b.from);
  for (const [index, { from, to }] of weighed.entries()) {
    expect(to).toBeLessThan(100_000);
    expect(from).toBeGreaterThanOrEqual(weighed[index - 1]?.to ?? 0);
  }
});

test('variants stand behind their style, and a colour and size belong to one of them only', () => {
  let style: unknown;
  let seen = new Set<string>();
  for (const { sku, variantOf, variant } of rowsOf('fashion', 'products')) {
    if (variantOf === undefined) {
      style = sku;
      seen = new Set();
      continue;
    }
    const place = JSON.stringify(variant);
    if (variantOf !== style || seen.has(place)) expect.fail(`${sku}: ${place} of ${variantOf}`);
    seen.add(place);
  }
});

test('goods that are weighed are priced by the kilogram, from the first gram on', () => {
  const weighed = [...rowsOf('grocer', 'products')].filter(({ isWeighed }) => isWeighed);
  expect(weighed).toHaveLength(1500);
  expect(weighed.every(({ unitOfMeasure }) => unitOfMeasure === 'KG')).toBe(true);
  const skus = new Set(weighed.map(({ sku }) => sku));
  for (const { sku, minQuantityThousandths } of rowsOf('grocer', 'prices'))
    expect(minQuantityThousandths === 1).toBe(skus.has(sku));
});

test('a charm price is near what was asked, above nothing, and ends as prices do', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50_000 }), (amountMinor) => {
      const price = charmPrice(amountMinor);
      expect(price).toBeGreaterThan(0);
      expect(price % 10 === 9 || price % 10 === 5 || (amountMinor >= 10_000 && price % 100 === 0)).toBe(true);
      expect(Math.abs(price - amountMinor)).toBeLessThanOrEqual(amountMinor < 10_000 ? 51 : 300);
    }),
  );
});

test('chance is even enough, and a place has the same numbers whatever was asked before', () => {
  const counts = new Array<number>(10).fill(0);
  for (let index = 0; index < 10_000; index++) {
    const number = new Chance(1, 2, index).below(10);
    counts[number] = (counts[number] ?? 0) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(900);
  expect(Math.max(...counts)).toBeLessThan(1100);
  expect(new Chance(5, 1, 77).below(1000)).toBe(new Chance(5, 1, 77).below(1000));
});
