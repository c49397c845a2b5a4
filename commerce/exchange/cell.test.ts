import { describe, expect, test } from 'vitest';
import * as c from './cell.ts';

const kit = [
  { sku: '9', quantityThousandths: 1000 },
  { sku: '10|=\\', quantityThousandths: 2500 },
];
const units = [{ unitOfMeasure: 'BOX', numerator: 12, denominator: 1 }];

describe('a value is written, and read again', () => {
  test.each<[string, c.Cell, unknown, string]>([
    ['text', c.textCell, 'White heart', 'White heart'],
    ['nothing', c.optionalTextCell, null, ''],
    ['a name that may be missing', c.optionalTextCell, 'HEART', 'HEART'],
    ['the usual unit', c.textCellOr('EA'), 'EA', 'EA'],
    ['yes', c.flagCell, true, 'true'],
    ['no', c.optionalFlagCell, false, 'false'],
    ['an amount', c.numberCell(295), -5, '-5'],
    ['no amount', c.numberCell(295, null), null, ''],
    ['a day', c.dayCell, '2024-02-29', '2024-02-29'],
    ['no end', c.optionalDayCell, null, ''],
    ['a list', c.listCell, ['a', 'b|c', 'd\\'], 'a|b\\|c|d\\\\'],
    ['an empty list', c.listCell, [], ''],
    ['names and values', c.pairsCell, { size: ' L ', colour: 'r=d' }, 'colour=r\\=d|size= L '],
    ['a kit, in its order', c.kitCell, kit, '9=1000|10\\|\\=\\\\=2500'],
    ['units', c.conversionsCell, units, 'BOX=12/1'],
    ['what has no shape', c.jsonListCell, [{ of: 'product' }], '[{"of":"product"}]'],
  ])('%s', (_, cell, value, text) => {
    expect(cell.write(value)).toBe(text);
    expect(cell.read(text)).toEqual({ ok: true, value });
  });
});

test.each<[string, c.Cell, string, unknown]>([
  ['an empty unit is the usual one', c.textCellOr('EA'), '', 'EA'],
  ['an empty flag is no', c.optionalFlagCell, '', false],
  ['an empty number is the usual one', c.numberCell(1, 1000), '', 1000],
  ['yes in other words', c.flagCell, 'YES', true],
  ['no in other words', c.flagCell, '0', false],
])('%s', (_, cell, text, value) => expect(cell.read(text)).toEqual({ ok: true, value }));

test.each<[c.Cell, string, string]>([
  [c.flagCell, 'perhaps', 'is "perhaps": write true or false'],
  [c.numberCell(295), '2.95', 'is "2.95": write a whole number without separators, such as 295'],
  [c.numberCell(295), '', 'is empty: write a whole number without separators, such as 295'],
  [c.numberCell(295), '1,000', 'is "1,000": write a whole number without separators, such as 295'],
  [c.dayCell, '2023-02-29', 'is "2023-02-29": write a day as YYYY-MM-DD, such as 2026-11-27'],
  [c.dayCell, '27.11.2026', 'is "27.11.2026": write a day as YYYY-MM-DD, such as 2026-11-27'],
  [c.pairsCell, 'red', 'is "red": write each name once, such as colour=red|size=L'],
  [c.pairsCell, 'a=1|a=2', 'is "a=1|a=2": write each name once, such as colour=red|size=L'],
  [
    c.kitCell,
    'A=1.5',
    'is "A=1.5": write each component with its thousandths, such as 85123A=2000|22086=1000',
  ],
  [c.conversionsCell, 'BOX=12', 'is "BOX=12": write each unit with how many it holds, such as BOX=12/1'],
  [c.jsonListCell, '{}', 'is "{}": write a JSON list, or leave it empty'],
  [c.jsonListCell, '[', 'is "[": write a JSON list, or leave it empty'],
])('%# is refused with the fix', (cell, text, error) =>
  expect(cell.read(text)).toEqual({ ok: false, error }),
);
