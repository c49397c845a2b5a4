import type { FieldError } from '../../app/problem.ts';

/** Headquarters' faults by the place of the barcode in the list (`/barcodes/1`). */
export function barcodeFaults(errors: readonly FieldError[]): ReadonlyMap<number, string> {
  const faults = new Map<number, string>();
  for (const { pointer, detail } of errors) {
    const place = /^\/barcodes\/(\d+)$/.exec(pointer)?.[1];
    if (place !== undefined) faults.set(Number(place), `This barcode ${detail}.`);
  }
  return faults;
}
