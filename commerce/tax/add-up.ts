import { assert } from '../assert.ts';
import { minor } from '../money/minor.ts';
import type { LineTax, TaxedDocument, TaxedLine } from './taxed-document.ts';

/** The document of lines: sums, nothing rounded any more. */
export function addUp(lines: readonly TaxedLine[]): TaxedDocument {
  let netMinor = 0;
  let taxMinor = 0;
  let grossMinor = 0;
  const taxes: { -readonly [K in keyof LineTax]: LineTax[K] }[] = [];
  for (const line of lines) {
    netMinor += line.netMinor;
    taxMinor += line.taxMinor;
    grossMinor += line.grossMinor;
    for (const tax of line.taxes) {
      const same = taxes.find(({ code, ratePpm }) => code === tax.code && ratePpm === tax.ratePpm);
      if (same) {
        same.baseMinor += tax.baseMinor;
        same.taxMinor += tax.taxMinor;
      } else taxes.push({ ...tax });
    }
  }
  const ofCodes = taxes.reduce((sum, tax) => sum + tax.taxMinor, 0);
  assert(netMinor + taxMinor === grossMinor, 'net and tax of a document add up to its gross');
  assert(ofCodes === taxMinor, 'the taxes of all codes are the tax of the document');
  return {
    lines,
    netMinor: minor(netMinor),
    taxMinor: minor(taxMinor),
    grossMinor: minor(grossMinor),
    taxes,
  };
}
