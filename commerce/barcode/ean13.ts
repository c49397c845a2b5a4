import { assert } from '../assert.ts';

/** The check digit of a GTIN-13 (GS1 General Specifications 7.9): weights 1 and 3, from the left. */
export function ean13CheckDigit(twelveDigits: string): number {
  assert(/^\d{12}$/.test(twelveDigits), 'a GTIN-13 without its check digit has twelve digits');
  let sum = 0;
  for (let index = 0; index < 12; index++) sum += Number(twelveDigits[index]) * (index % 2 === 0 ? 1 : 3);
  return (10 - (sum % 10)) % 10;
}

/** A GTIN-13 of the restricted range `prefix` (for shops: 20 to 29), numbered from 0. */
export function restrictedEan13(prefix: string, number: number): string {
  const digits = prefix + String(number).padStart(12 - prefix.length, '0');
  return digits + ean13CheckDigit(digits);
}
