import { restrictedEan13 } from '../../commerce/barcode/ean13.ts';

/**
 * The barcode of the demo retailer's product number `index` (0 to 9,999,999,999): a GTIN-13 in prefix 20,
 * which GS1 leaves to each shop, so that it never is a real product's.
 */
export function demoBarcode(index: number): string {
  return restrictedEan13('20', index);
}
