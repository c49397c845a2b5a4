import { expect, test } from 'vitest';
import { changeUrl, tableWords } from './change-words.ts';

test('a table is named in words', () => {
  expect([tableWords('tax_rate'), tableWords('product')]).toEqual(['Tax rate', 'Product']);
});

test.each([
  ['product', '85123A', '', '/hq/products/85123A/'],
  ['base_price', '85123A@2010-12-01@1000', '85123A', '/hq/products/85123A/'],
  ['barcode', '2000000000008', '85123A', '/hq/products/85123A/'],
  ['activation_code', 'S1-1', '', '/hq/registers/S1-1/'],
  ['register', '2', 'S1', '/hq/registers/'],
  ['store', 'S1', 'S1', '/hq/registers/'],
  ['price', '85123A@2010-12-01@1000@standard', 'standard', null],
  ['tax_rate', 'UK-STANDARD', 'UK', null],
])('a change of %s %s', (tableName, rowKey, scope, url) => {
  expect(changeUrl({ tableName, rowKey, scope })).toBe(url);
});
