import { expect, test } from 'vitest';
import { ean13CheckDigit, restrictedEan13 } from './ean13.ts';

test.each([
  { digits: '400638133393', check: 1 },
  { digits: '978030640615', check: 7 },
  { digits: '629104150021', check: 3 },
])('check digit of $digits', ({ digits, check }) => {
  expect(ean13CheckDigit(digits)).toBe(check);
});

test('a restricted number carries its prefix and a valid check digit', () => {
  expect(restrictedEan13('20', 0)).toBe('2000000000008');
  expect(restrictedEan13('20', 1)).toBe('2000000000015');
});
