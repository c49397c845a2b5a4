import { describe, expect, test } from 'vitest';
import type { UnitPrice } from '../money/unit-price.ts';
import type { TaxCode } from './tax-code.ts';
import { taxDocument } from './tax-document.ts';
import type { TaxRate } from './tax-rate.ts';
import { type TaxRounding, usualTaxRounding } from './tax-setup.ts';
import type { TaxableLine } from './taxed-document.ts';
import arithmetic from './vectors/arithmetic.json' with { type: 'json' };
import d365 from './vectors/d365.json' with { type: 'json' };
import peers from './vectors/peers.json' with { type: 'json' };

/** Numbers that others published, each with its source; amounts are in minor units. */
interface Vector {
  readonly id: string;
  readonly source: string;
  readonly what?: string;
  readonly pricesIncludeTax: boolean;
  readonly inclusiveAmountKeeps?: 'gross' | 'net';
  readonly rounding?: Partial<TaxRounding>;
  readonly taxes: readonly VectorTax[];
  /** Lines that name no code bear all taxes. */
  readonly combinations?: Readonly<Record<string, readonly string[]>>;
  readonly lines: readonly Partial<TaxableLine>[];
  readonly expected: object;
}

interface VectorTax extends Partial<TaxCode> {
  readonly code: string;
  readonly ratePpm?: number;
  readonly amountPerUnit?: UnitPrice;
  /** From, up to (0: no end), parts per million. */
  readonly brackets?: readonly (readonly [number, number, number])[];
}

const validFrom = '2020-01-01';

function codesOf(vector: Vector): TaxCode[] {
  const { taxes, combinations = {} } = vector;
  const all = { every: taxes.map(({ code }) => code), ...combinations };
  return [
    ...taxes.map(({ code, ratePpm: _, amountPerUnit: __, brackets: ___, ...rest }) => ({
      id: code,
      name: code,
      parts: [],
      ...rest,
    })),
    ...Object.entries(all).map(([id, parts]) => ({ id, name: id, parts })),
  ];
}

function ratesOf({ code, ratePpm = 0, amountPerUnit, brackets }: VectorTax): TaxRate[] {
  if (!brackets) return [{ taxCode: code, validFrom, ratePpm, amountPerUnit: amountPerUnit ?? null }];
  return brackets.map(([fromMinor, upToMinor, ppm]) => ({
    taxCode: code,
    validFrom,
    ratePpm: ppm,
    fromMinor,
    upToMinor,
  }));
}

function compute(vector: Vector) {
  const lines = vector.lines.map((line) => ({
    amountMinor: 0,
    quantityThousandths: 1000,
    taxCode: 'every',
    ...line,
  }));
  return taxDocument(
    { date: '2026-01-01', lines },
    {
      pricesIncludeTax: vector.pricesIncludeTax,
      codes: codesOf(vector),
      rates: vector.taxes.flatMap(ratesOf),
      rounding: { ...usualTaxRounding, ...vector.rounding },
      inclusiveAmountKeeps: vector.inclusiveAmountKeeps ?? 'gross',
    },
  );
}

describe.each([
  { name: 'documented by Dynamics 365', vectors: d365 },
  { name: 'other systems', vectors: peers },
  { name: 'arithmetic', vectors: arithmetic },
])('$name', ({ vectors }) => {
  test.each(vectors as unknown as Vector[])('$id', (vector) => {
    const document = compute(vector);
    expect(document).toMatchObject(vector.expected);
    expect(document.lines.every(({ fault }) => fault === null)).toBe(true);
  });
});
