/**
 * The register that rings an invoice up: the digits of its number modulo `registers` (stores × registers per
 * store), from 0. Exact for any number of digits.
 */
export function registerIndex(invoiceNo: string, registers: number): number {
  const digits = invoiceNo.replace(/\D/g, '');
  if (digits === '') throw new RangeError(`an invoice number has digits, not ${JSON.stringify(invoiceNo)}`);
  return Number(BigInt(digits) % BigInt(registers));
}
