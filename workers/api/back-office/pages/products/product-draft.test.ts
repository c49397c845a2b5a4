import { expect, test } from 'vitest';
import { changedFields, tidied } from './product-draft.ts';

const product = { name: 'Glass bauble', stocked: true, barcodes: ['2000000000008', '2000000000015'] };

test.each([
  [{}, []],
  [{ name: ' Glass bauble ' }, []],
  [{ name: 'Glass bauble, smoked', stocked: false }, ['name', 'stock']],
  [{ barcodes: ['2000000000015', '2000000000008', ''] }, []],
  [{ barcodes: ['2000000000008'] }, ['barcodes']],
])('%j changes %j', (draft, changed) => {
  expect(changedFields(product, { ...product, ...draft })).toEqual(changed);
});

test('a draft is written without what typing leaves over', () => {
  const draft = { name: ' Glass bauble ', stocked: false, barcodes: [' 2000000000008', '', '  '] };
  expect(tidied(draft)).toEqual({ name: 'Glass bauble', stocked: false, barcodes: ['2000000000008'] });
});
