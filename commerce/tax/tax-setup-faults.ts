import type { TaxCode } from './tax-code.ts';
import { type TaxComponent, taxComponents } from './tax-components.ts';
import { makeTaxPlan } from './tax-plan.ts';
import { lowerBound, type TaxRate, upperBound } from './tax-rate.ts';

/** What is wrong with tax codes and rates before any line is taxed with them. */
export type TaxSetupFault =
  | { readonly type: 'unknownPart'; readonly taxCode: string; readonly part: string }
  | { readonly type: 'circularTaxCode'; readonly taxCode: string }
  /** From that day its taxes have no joint answer; lines would be without tax. */
  | { readonly type: 'taxNotComputable'; readonly taxCode: string; readonly validFrom: string }
  /** A tax of a tax that comes later is nothing. */
  | { readonly type: 'taxedTaxComesLater'; readonly taxCode: string; readonly part: string }
  | { readonly type: 'bracketsOverlap'; readonly taxCode: string; readonly validFrom: string }
  | { readonly type: 'limitsCross'; readonly taxCode: string };

/** For those who keep the masters: an empty list where every code can be taxed once it has a rate. */
export function taxSetupFaults(codes: readonly TaxCode[], rates: readonly TaxRate[]): TaxSetupFault[] {
  const ids = new Set([...codes.map(({ id }) => id), ...rates.map(({ taxCode }) => taxCode)]);
  return [
    ...codes.flatMap((code) => definitionFaults(code, ids)),
    ...[...ids].flatMap((id) => combinationFaults(id, codes, rates)),
    ...overlaps(rates),
  ];
}

function definitionFaults(code: TaxCode, ids: ReadonlySet<string>): TaxSetupFault[] {
  const { id: taxCode, minimumMinor, maximumMinor } = code;
  const faults: TaxSetupFault[] = code.parts
    .filter((part) => !ids.has(part))
    .map((part) => ({ type: 'unknownPart', taxCode, part }));
  if ((minimumMinor ?? 0) > (maximumMinor ?? Number.POSITIVE_INFINITY))
    faults.push({ type: 'limitsCross', taxCode });
  return faults;
}

/** Tries the code on every day on which something changes, in a price and on top of it. */
function combinationFaults(
  taxCode: string,
  codes: readonly TaxCode[],
  rates: readonly TaxRate[],
): TaxSetupFault[] {
  const days = [...new Set(rates.map(({ validFrom }) => validFrom))].sort();
  for (const validFrom of days.length > 0 ? days : ['']) {
    for (const pricesIncludeTax of [false, true]) {
      const setup = { pricesIncludeTax, codes, rates };
      const found = taxComponents(taxCode, validFrom, pricesIncludeTax, false, setup);
      if (!found.ok && found.error.type === 'circularTaxCode') return [{ type: 'circularTaxCode', taxCode }];
      if (!found.ok) continue;
      if (!makeTaxPlan(taxCode, found.value).ok) return [{ type: 'taxNotComputable', taxCode, validFrom }];
      const early = taxedTooEarly(found.value);
      if (early) return [{ type: 'taxedTaxComesLater', taxCode, part: early.code }];
    }
  }
  return [];
}

function taxedTooEarly(components: readonly TaxComponent[]): TaxComponent | undefined {
  return components.find(
    ({ base, taxOf }, index) => base === 'tax' && components.findIndex(({ code }) => code === taxOf) >= index,
  );
}

function overlaps(rates: readonly TaxRate[]): TaxSetupFault[] {
  const sorted = [...rates].sort(
    (a, b) =>
      compareText(a.taxCode, b.taxCode) ||
      compareText(a.validFrom, b.validFrom) ||
      lowerBound(a) - lowerBound(b),
  );
  return sorted.flatMap((rate, index): TaxSetupFault[] => {
    const before = sorted[index - 1];
    const { taxCode, validFrom } = rate;
    if (before?.taxCode !== taxCode || before.validFrom !== validFrom) return [];
    return upperBound(before) > lowerBound(rate) ? [{ type: 'bracketsOverlap', taxCode, validFrom }] : [];
  });
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
