import fc from 'fast-check';
import { expect, test } from 'vitest';
import { basketText, readBasket } from './basket-address.ts';

test('a basket comes back from its address', () => {
  const row = fc.record({ sku: fc.string({ minLength: 1 }), units: fc.integer({ min: 1, max: 9999 }) });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 50 }), (rows) => {
      expect(readBasket(basketText(rows))).toEqual(rows);
    }),
  );
});

test.each([
  ['', []],
  [',,', []],
  ['85123A*0', []],
  ['85123A', [{ sku: '85123A', units: 1 }]],
  ['%E0%A4%A*3', [{ sku: '%E0%A4%A', units: 3 }]],
])('%s', (text, rows) => {
  expect(readBasket(text)).toEqual(rows);
});
