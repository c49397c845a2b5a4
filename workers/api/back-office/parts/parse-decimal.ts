import { err, ok, type Result } from '../../../../commerce/result.ts';

/** A typed decimal as its digits: `2.55` is 255 with 2 digits behind the mark. */
export interface Decimal {
  readonly units: bigint;
  readonly digits: number;
}

/**
 * Reads a decimal exactly as typed; both `.` and `,` mark the fraction. A comma that may part thousands is
 * refused, because `1,234` means two things. Zeros at the end of the fraction are not kept.
 */
export function parseDecimal(text: string): Result<Decimal, string> {
  const typed = text.trim();
  if (typed === '') return err('Type an amount, such as 2.55.');
  if (/^[1-9]\d{0,2},\d{3}$/.test(typed))
    return err(
      `${typed} can be read in two ways. Write ${typed.replace(',', '')} or ${typed.replace(',', '.')}.`,
    );
  const match = /^(\d{1,12})(?:[.,](\d{1,9}))?$/.exec(typed);
  if (!match) return err('Type digits with one point or comma, such as 2.55.');
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  return ok({ units: BigInt(`${match[1]}${fraction}`), digits: fraction.length });
}
