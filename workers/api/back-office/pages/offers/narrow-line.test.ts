import { expect, test } from 'vitest';
import { narrowChoices, narrowed } from './narrow-line.ts';
import { lineFor } from './offer-draft.ts';

const shirt = lineFor('product', 'SHIRT');
const choices = {
  dimensions: [
    ['colour', ['blue', 'red']],
    ['size', ['L', 'M']],
  ],
  units: ['pcs'],
} as const;
const shown = (...parts: Parameters<typeof narrowChoices>) =>
  narrowChoices(...parts).map(({ of, values, value }) => [of, values.join(' '), value]);

test('a line can be narrowed by what its products differ in', () => {
  expect(shown(shirt, choices)).toEqual([
    ['colour', 'blue red', ''],
    ['size', 'L M', ''],
  ]);
  expect(shown(shirt, { dimensions: [], units: ['box', 'pcs'] })).toEqual([[null, 'box pcs', '']]);
  expect(shown(shirt, undefined)).toEqual([]);
});

test('what is chosen stays to be seen, also where no product is left with it', () => {
  const green = { ...shirt, dimensions: { colour: 'green' }, unitOfMeasure: 'box' };
  expect(shown(green, choices)).toEqual([
    ['colour', 'blue red green', 'green'],
    ['size', 'L M', ''],
    [null, 'pcs box', 'box'],
  ]);
  expect(shown(green, undefined)).toEqual([
    ['colour', 'green', 'green'],
    [null, 'box', 'box'],
  ]);
});

test('a choice is made and taken back without touching the others', () => {
  const red = narrowed(narrowed(shirt, 'size', 'M'), 'colour', 'red');
  expect(red.dimensions).toEqual({ size: 'M', colour: 'red' });
  expect(narrowed(red, 'colour', '').dimensions).toEqual({ size: 'M' });
  const boxes = narrowed(red, null, 'box');
  expect([boxes.unitOfMeasure, narrowed(boxes, null, '').unitOfMeasure]).toEqual(['box', null]);
});
