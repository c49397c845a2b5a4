import { describe, expect, test } from 'vitest';
import { csvLine } from './csv-line.ts';
import { exchangeColumns, exchangeKinds } from './kinds.ts';
import { type FileColumns, readColumns } from './read-columns.ts';
import { readRow, rowWith } from './read-row.ts';
import { writeRow } from './write-row.ts';

const product = {
  sku: '-20',
  name: '=HEART()',
  taxCode: 'STANDARD',
  stocked: true,
  variantOf: null,
  variant: {},
  categories: ['lights', '+more'],
  labels: [],
  attributes: { '=brand': 'Oak' },
  unitOfMeasure: 'EA',
  unitConversions: [{ unitOfMeasure: 'BOX', numerator: 12, denominator: 1 }],
  isWeighed: false,
  blocks: { offers: true, manual: false, tender: false },
  kit: [{ sku: 'LAMP', quantityThousandths: 1000 }],
  costMinor: 120,
};
const price = {
  id: 'P1',
  sku: 'HEART',
  priceGroup: null,
  customer: '17850',
  currency: 'GBP',
  amountMinor: 295,
  priceUnitThousandths: 1000,
  unitOfMeasure: null,
  minQuantityThousandths: 3000,
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  dimensions: { size: 'L' },
  attributes: [{ of: 'product', name: 'season', anyOf: ['winter'], noneOf: [] }],
  headerRank: 1,
  lineRank: 2,
};
const customer = {
  number: '17850',
  name: '@home',
  country: 'France',
  customerGroup: 'customers',
  priceGroups: ['members', 'trade'],
  attributes: {},
  isTaxExempt: true,
};
const rows = {
  products: product,
  prices: price,
  customers: customer,
  barcodes: { barcode: '5010', sku: 'HEART' },
  assortments: { id: 'gifts', name: 'Gifts' },
  'assortment-products': { assortment: 'gifts', sku: 'HEART' },
};

const columnsOf = (kind: (typeof exchangeKinds)[number], names: string[]): FileColumns => {
  const read = readColumns(kind, names);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};

test.each(exchangeKinds)('%s: what is exported is imported', (kind) => {
  const columns = exchangeColumns[kind];
  const cells = writeRow(columns, rows[kind]);
  const read = readRow(
    columnsOf(
      kind,
      columns.map(({ name }) => name),
    ),
    cells,
  );
  expect(read.ok && rowWith({}, read.value)).toEqual(rows[kind]);
  expect(cells.filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([]);
});

test('what a file has no column for stays, inside of parts too', () => {
  const read = readRow(columnsOf('products', ['sku', 'blockManual', 'reason']), ['-20', 'yes', 'was wrong']);
  expect(read.ok && rowWith(product, read.value)).toEqual({
    ...product,
    blocks: { offers: true, manual: true, tender: false },
  });
});

describe('every fault of a row by its column', () => {
  const columns = columnsOf('prices', ['id', 'sku', 'amountMinor', 'validFrom']);
  test.each([
    [
      ['P1', 'A', '1', '2026-01-01', ''],
      [[null, expect.stringMatching(/^has 5 cells where the header has 4/)]],
    ],
    [['P1', 'A'], [[null, expect.stringMatching(/^has 2 cells where the header has 4/)]]],
    [
      ['', ' ', '1.5', 'today'],
      [
        ['id', 'is empty: write a value'],
        ['sku', 'is empty: write a value'],
        ['amountMinor', expect.stringMatching(/^is "1.5": write a whole number/)],
        ['validFrom', expect.stringMatching(/^is "today": write a day/)],
      ],
    ],
  ])('%j', (cells, faults) => {
    const read = readRow(columns, cells);
    expect(read.ok ? [] : read.error.map(({ column, reason }) => [column, reason])).toEqual(faults);
  });
});

test.each<[string[], [number, unknown][]]>([
  [['sku', 'Name'], [[1, 'column Name is written name']]],
  [['name'], [[1, 'column sku is missing: add it']]],
  [['sku', 'sku'], [[1, 'column sku is there twice: remove one']]],
  [['sku', 'colour'], [[1, expect.stringMatching(/^column colour is not one of products: .*taxCode/)]]],
  [['sku', ''], [[1, expect.stringMatching(/^column without a name is not one of products/)]]],
])('the header %j', (header, faults) => {
  const read = readColumns('products', header);
  expect(read.ok ? [] : read.error.map(({ at, reason }) => [at, reason])).toEqual(faults);
});

test.each([
  [['a', 'b'], 'a,b\n'],
  [['a,b', 'c"d', 'e\nf', ' g', ''], '"a,b","c""d","e\nf"," g",\n'],
  [[''], '""\n'],
])('the line of %j', (cells, line) => expect(csvLine(cells)).toBe(line));
