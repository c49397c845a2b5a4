import { add, divide, type Fraction, fraction, roundFraction, sign, zero } from '../money/fraction.ts';
import { shareByLargestRemainder, shareByRunningSum } from '../money/share-out.ts';
import type { CodeRounding } from './tax-code.ts';
import type { TaxRounding } from './tax-setup.ts';

/** A line's taxes before they are rounded. */
export interface ExactLine {
  readonly amountMinor: number;
  readonly quantityThousandths: number;
  readonly net: Fraction;
  readonly taxes: readonly ExactTax[];
}

export interface ExactTax {
  readonly code: string;
  readonly included: boolean;
  readonly rounding: CodeRounding | null;
  readonly exact: Fraction;
}

interface Part {
  readonly line: number;
  readonly position: number;
  readonly exact: Fraction;
}

/**
 * Rounds the taxes of the lines, together where the document is rounded, else line by line. Answers minor units
 * per line and tax, in their order.
 */
export function roundTaxes(lines: readonly ExactLine[], rounding: TaxRounding): number[][] {
  if (rounding.scope === 'document') return roundTogether(lines, rounding, 1);
  return lines.flatMap((line) => roundTogether([line], rounding, unitsOf(line, rounding)));
}

/** How many equal units a line is rounded as. */
function unitsOf(line: ExactLine, rounding: TaxRounding): number {
  const units = Math.abs(line.quantityThousandths) / 1000;
  return rounding.scope === 'unit' && Number.isInteger(units) && units > 0 ? units : 1;
}

function roundTogether(lines: readonly ExactLine[], rounding: TaxRounding, units: number): number[][] {
  const rounded = lines.map((line) => line.taxes.map(() => 0));
  const put = (parts: readonly Part[], shares: readonly number[]) => {
    for (const [index, { line, position }] of parts.entries()) {
      const row = rounded[line];
      if (row) row[position] = shares[index] ?? 0;
    }
  };
  const fromNet = rounding.target === 'net';
  for (const parts of groupsOf(lines, rounding, (tax) => !(fromNet && tax.included)))
    put(parts, roundGroup(parts, { ...rounding, ...ownRounding(parts, lines, rounding) }, units));
  if (!fromNet) return rounded;
  for (const group of linesOfSameTaxes(lines)) {
    const parts = group.flatMap((line) => partsOf(lines, line, (tax) => tax.included));
    put(parts, restOfNet(parts, lines, group, rounding, units));
  }
  return rounded;
}

function ownRounding(parts: readonly Part[], lines: readonly ExactLine[], rounding: TaxRounding) {
  const first = parts[0];
  return rounding.by === 'code' && first ? lines[first.line]?.taxes[first.position]?.rounding : null;
}

function roundGroup(parts: readonly Part[], rounding: TaxRounding, units: number): number[] {
  const { mode, stepMinor } = rounding;
  const exact = parts.map((part) => (units === 1 ? part.exact : divide(part.exact, fraction(units))));
  const single = exact.length === 1 ? exact[0] : undefined;
  if (single) return [roundFraction(single, mode, stepMinor) * units];
  const shares =
    rounding.spread === 'runningSum'
      ? shareByRunningSum(exact, mode, stepMinor)
      : shareByLargestRemainder(exact, roundFraction(exact.reduce(add, zero), mode, stepMinor), stepMinor);
  return units === 1 ? shares : shares.map((share) => share * units);
}

/** The net is rounded, and what the amounts leave is the tax. */
function restOfNet(
  parts: readonly Part[],
  lines: readonly ExactLine[],
  group: readonly number[],
  { mode, stepMinor }: TaxRounding,
  units: number,
): number[] {
  let net = zero;
  let amountMinor = 0;
  for (const index of group) {
    const line = lines[index];
    if (!line) continue;
    net = add(net, line.net);
    amountMinor += line.amountMinor;
  }
  const netMinor = roundFraction(divide(net, fraction(units)), mode, stepMinor) * units;
  return shareByLargestRemainder(
    parts.map((part) => part.exact),
    amountMinor - netMinor,
  );
}

/** Line numbers by the codes in their price; lines that pay no tax in it are left out. */
function linesOfSameTaxes(lines: readonly ExactLine[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const included = line.taxes.filter((tax) => tax.included);
    if (included.some(({ exact }) => sign(exact) !== 0)) append(groups, keyOf(included), [index]);
  }
  return [...groups.values()];
}

/**
 * What is rounded as one: a code, or the codes that lines bear together. Taxes in the price and taxes on top are
 * rounded apart, because the net of a line gives way to the ones only.
 */
function groupsOf(
  lines: readonly ExactLine[],
  rounding: TaxRounding,
  counts: (tax: ExactTax) => boolean,
): Part[][] {
  const groups = new Map<string, Part[]>();
  for (const [index, line] of lines.entries()) {
    const together = rounding.by === 'combination' ? keyOf(line.taxes) : null;
    for (const part of partsOf(lines, index, counts)) {
      const tax = line.taxes[part.position];
      append(groups, `${tax?.included} ${together ?? tax?.code}`, [part]);
    }
  }
  return [...groups.values()];
}

function partsOf(lines: readonly ExactLine[], line: number, counts: (tax: ExactTax) => boolean): Part[] {
  const taxes = lines[line]?.taxes ?? [];
  return taxes.flatMap((tax, position) => (counts(tax) ? [{ line, position, exact: tax.exact }] : []));
}

const keyOf = (taxes: readonly ExactTax[]) => JSON.stringify(taxes.map(({ code }) => code).sort());

function append<T>(groups: Map<string, T[]>, key: string, more: readonly T[]): void {
  const group = groups.get(key);
  if (group) group.push(...more);
  else groups.set(key, [...more]);
}
