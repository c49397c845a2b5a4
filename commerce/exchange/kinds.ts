import {
  type Cell,
  conversionsCell,
  dayCell,
  flagCell,
  jsonListCell,
  kitCell,
  listCell,
  numberCell,
  optionalDayCell,
  optionalFlagCell,
  optionalTextCell,
  pairsCell,
  textCell,
  textCellOr,
} from './cell.ts';

export const exchangeKinds = [
  'products',
  'prices',
  'barcodes',
  'customers',
  'assortments',
  'assortment-products',
] as const;
export type ExchangeKind = (typeof exchangeKinds)[number];

export const isExchangeKind = (text: string): text is ExchangeKind =>
  exchangeKinds.some((kind) => kind === text);

/** One column of a file: its name, and where in a master's row its value stands. */
export interface ExchangeColumn {
  readonly name: string;
  readonly path: readonly [string, ...string[]];
  readonly cell: Cell;
  readonly need: Need;
}

/** `key`: every file has it. `new`: a row that is not there yet cannot do without. `optional`: has a usual value. */
export type Need = 'key' | 'new' | 'optional';

const column = (
  need: Need,
  name: string,
  cell: Cell = textCell,
  path: ExchangeColumn['path'] = [name],
): ExchangeColumn => ({ name, path, cell, need });
const key = (name: string) => column('key', name);
const needed = (name: string, cell?: Cell) => column('new', name, cell);
const optional = (name: string, cell: Cell, path?: ExchangeColumn['path']) =>
  column('optional', name, cell, path);

/** The columns of every kind, in the order in which they are exported. */
export const exchangeColumns: Readonly<Record<ExchangeKind, readonly ExchangeColumn[]>> = {
  products: [
    key('sku'),
    needed('name'),
    needed('taxCode'),
    needed('stocked', flagCell),
    optional('variantOf', optionalTextCell),
    optional('variant', pairsCell),
    optional('categories', listCell),
    optional('labels', listCell),
    optional('attributes', pairsCell),
    optional('unitOfMeasure', textCellOr('EA')),
    optional('unitConversions', conversionsCell),
    optional('isWeighed', optionalFlagCell),
    optional('blockOffers', optionalFlagCell, ['blocks', 'offers']),
    optional('blockManual', optionalFlagCell, ['blocks', 'manual']),
    optional('blockTender', optionalFlagCell, ['blocks', 'tender']),
    optional('kitQuantityThousandths', kitCell, ['kit']),
    optional('costMinor', numberCell(120, null)),
  ],
  prices: [
    key('id'),
    needed('sku'),
    optional('priceGroup', optionalTextCell),
    optional('customer', optionalTextCell),
    needed('currency'),
    needed('amountMinor', numberCell(295)),
    optional('priceUnitThousandths', numberCell(1000, 1000)),
    optional('unitOfMeasure', optionalTextCell),
    optional('minQuantityThousandths', numberCell(1000, 1000)),
    needed('validFrom', dayCell),
    optional('validTo', optionalDayCell),
    optional('dimensions', pairsCell),
    optional('attributesJson', jsonListCell, ['attributes']),
    optional('headerRank', numberCell(0, 0)),
    optional('lineRank', numberCell(0, 0)),
  ],
  barcodes: [key('barcode'), key('sku')],
  customers: [
    key('number'),
    needed('name'),
    needed('country'),
    needed('customerGroup'),
    optional('priceGroups', listCell),
    optional('attributes', pairsCell),
    optional('isTaxExempt', optionalFlagCell),
  ],
  assortments: [key('id'), needed('name')],
  'assortment-products': [key('assortment'), key('sku')],
};

/** The last column of a file of rejected rows; an import leaves it out. */
export const REASON_COLUMN = 'reason';
