import { allocate } from '../money/allocate.ts';
import { minor } from '../money/minor.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';
import type { RoundingMode } from '../money/rounding-mode.ts';
import { spreadDiscount } from '../promotions/apply-discount.ts';
import type { UnitRun } from '../promotions/unit-run.ts';
import type { LineTax, TaxedLine } from '../tax/taxed-document.ts';
import type { ManualDiscount } from './basket.ts';
import { MANUAL_TOTAL } from './manual-discounts.ts';

/** Lines as they are taxed, a kit by its components; `takes` says which of them bear a part of the discount. */
export interface TaxedSale {
  readonly lines: readonly (readonly TaxedLine[])[];
  readonly takes: (line: number) => boolean;
}

/**
 * A discount by hand of what the sale costs with tax, where prices are without: the gross becomes smaller by just
 * that, every tax in the same proportion, rounded once each, and the net is the rest. Lines bear what they have
 * of the gross and of each tax, by largest remainder. Units bear what their line's net loses.
 */
export function takeOffGross(
  { lines, takes }: TaxedSale,
  runs: readonly UnitRun[],
  discount: ManualDiscount,
  rounding: RoundingMode | undefined,
): { readonly lines: readonly (readonly TaxedLine[])[]; readonly runs: readonly UnitRun[] } {
  const open = lines.flatMap((parts, line) => (takes(line) ? parts : []));
  const gross = open.reduce((sum, { grossMinor }) => sum + grossMinor, 0);
  if (gross <= 0) return { lines, runs };
  const wanted =
    discount.type === 'percent'
      ? multiplyDivide(gross, discount.basisPoints, 10_000, rounding)
      : discount.amountMinor;
  const off = Math.min(wanted, gross);
  const shares = allocate(
    off,
    open.map(({ grossMinor }) => grossMinor),
  );
  const taxes = smallerTaxes(open, gross - off, gross);
  const reduced = new Map(
    open.map((part, index) => [part, reducedLine(part, shares[index] ?? 0, taxes[index] ?? [])]),
  );
  const after = lines.map((parts) => parts.map((part) => reduced.get(part) ?? part));
  return { lines: after, runs: reducedRuns(runs, lines, after) };
}

/** Each line's taxes after the document's have shrunk to `part` of `whole`. */
function smallerTaxes(open: readonly TaxedLine[], part: number, whole: number): LineTax[][] {
  const after = open.map(({ taxes }) => [...taxes]);
  const places = open.flatMap(({ taxes }, line) => taxes.map((tax, position) => ({ tax, line, position })));
  for (const same of Map.groupBy(places, ({ tax }) => `${tax.code} ${tax.ratePpm}`).values()) {
    const all = same.reduce((sum, { tax }) => sum + tax.taxMinor, 0);
    const lost = allocate(
      all - multiplyDivide(all, part, whole),
      same.map(({ tax }) => Math.abs(tax.taxMinor)),
    );
    same.forEach(({ tax, line, position }, index) => {
      const row = after[line];
      const baseMinor = multiplyDivide(tax.baseMinor, part, whole);
      if (row) row[position] = { ...tax, baseMinor, taxMinor: tax.taxMinor - (lost[index] ?? 0) };
    });
  }
  return after;
}

function reducedLine(line: TaxedLine, off: number, taxes: readonly LineTax[]): TaxedLine {
  const grossMinor = minor(line.grossMinor - off);
  const taxMinor = minor(taxes.reduce((sum, tax) => sum + tax.taxMinor, 0));
  return { ...line, grossMinor, taxMinor, netMinor: minor(grossMinor - taxMinor), taxes };
}

function reducedRuns(
  runs: readonly UnitRun[],
  before: readonly (readonly TaxedLine[])[],
  after: readonly (readonly TaxedLine[])[],
): UnitRun[] {
  const netOf = (parts: readonly TaxedLine[] = []) => parts.reduce((sum, { netMinor }) => sum + netMinor, 0);
  const byLine = Map.groupBy(runs, ({ line }) => line);
  return [...byLine].flatMap(([line, ofLine]) => {
    const lost = netOf(before[line]) - netOf(after[line]);
    const pieces = ofLine.map((run) => ({ run, perTime: run.count }));
    return spreadDiscount(pieces, () => true, 1, MANUAL_TOTAL, lost).map(({ run, perTime }) => ({
      ...run,
      count: perTime,
    }));
  });
}
