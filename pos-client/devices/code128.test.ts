import { expect, test } from 'vitest';
import { code128 } from './code128.ts';

const black = (text: string) => {
  const barcode = code128(text);
  const modules = Array.from({ length: barcode?.width ?? 0 }, () => ' ');
  for (const { at, width } of barcode?.bars ?? []) modules.fill('#', at, at + width);
  return modules.join('');
};

test('a text has a start, its signs, a check and a stop, 11 modules each', () => {
  // PJJ123C is the worked example of the standard's check character: value 55.
  const modules = black('PJJ123C');
  expect(modules).toHaveLength(11 * 9 + 13);
  expect(modules.startsWith('## #  #    ')).toBe(true);
  expect(modules.slice(11 * 8, 11 * 9)).toBe('### #   ## ');
  expect(modules.endsWith('##   ### # ##')).toBe(true);
});

test('every sign has an even number of black modules', () => {
  for (let code = 32; code < 127; code++) {
    const sign = black(String.fromCharCode(code)).slice(11, 22);
    expect([...sign].filter((module) => module === '#').length % 2).toBe(0);
  }
});

test('what the set does not have is no barcode', () => {
  expect(code128('é')).toBeNull();
  expect(code128('')).toBeNull();
  expect(code128('x'.repeat(61))).toBeNull();
});
