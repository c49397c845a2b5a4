import type { RoundingMode } from '../../commerce/money/rounding-mode.ts';
import { type TaxRounding, usualTaxRounding } from '../../commerce/tax/tax-setup.ts';

/** How taxes are rounded, from the words of a vector: "line, per code, round up", "document", "per_line half-up" … */
export function taxRoundingOf(words: string): TaxRounding {
  const says = (pattern: RegExp) => pattern.test(words);
  const isDocument = says(/document|total|invoice|globally|subtotal/);
  return {
    ...usualTaxRounding,
    scope: isDocument ? 'document' : says(/per.unit|each unit/) ? 'unit' : 'line',
    by: says(/combination/) ? 'combination' : 'code',
    mode: roundingModeOf(words),
    spread: 'largestRemainder',
  };
}

export function roundingModeOf(words: string): RoundingMode {
  if (/half.?even|banker/.test(words)) return 'halfEven';
  if (/half.?down/.test(words)) return 'halfTowardZero';
  if (/half/.test(words)) return 'halfAwayFromZero';
  if (/\bup\b|upward|ceil/.test(words)) return 'up';
  if (/\bdown|floor|trunc/.test(words)) return 'down';
  return 'halfAwayFromZero';
}
