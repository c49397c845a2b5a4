import { expect, test } from 'vitest';
import { barcodeFaults } from './barcode-faults.ts';

test('a fault stands with the barcode it is about', () => {
  const faults = barcodeFaults([
    { pointer: '/name', detail: 'is needed' },
    { pointer: '/barcodes/1', detail: 'has neither a slash nor a space at its ends' },
  ]);
  expect([...faults]).toEqual([[1, 'This barcode has neither a slash nor a space at its ends.']]);
});
