import { expect, test } from 'vitest';
import { registerIndex } from './assign-register.ts';

test.each([
  ['536365', 4, 1],
  ['536368', 4, 0],
  ['C536379', 4, 3],
  ['A563185', 4, 1],
  ['536365', 1, 0],
  ['000007', 4, 3],
  ['90071992547409930000000001', 4, 1],
  ['90071992547409930000000003', 1000, 3],
])('invoice %s goes to one of %i registers, number %i', (invoiceNo, registers, index) => {
  expect(registerIndex(invoiceNo, registers)).toBe(index);
});

test('a number without digits is a bug', () => {
  expect(() => registerIndex('C', 4)).toThrow('an invoice number has digits');
});
