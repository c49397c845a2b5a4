import { getTableName } from 'drizzle-orm';
import type { ExchangeKind } from '../../commerce/exchange/kinds.ts';
import { type MasterTable, masterTables, type ValueList } from './master-tables.ts';
import { ASSORTMENTS_MAX, BARCODES_MAX } from './pricing-masters.ts';

/** What a kind of file holds: rows of a master, or one list of the products. */
export type ExchangeTarget =
  | { readonly holds: 'rows'; readonly master: MasterTable }
  | { readonly holds: 'list'; readonly master: MasterTable; readonly list: ProductList };

export interface ProductList extends ValueList {
  /** The column of the file that holds the list's values. */
  readonly valueColumn: 'barcode' | 'assortment';
  /** How many of them one product has at most. */
  readonly valuesMax: number;
  /** Whether a value belongs to one product only, and moves there with its newest row. */
  readonly isOnce: boolean;
}

export function exchangeTarget(kind: ExchangeKind): ExchangeTarget {
  switch (kind) {
    case 'barcodes':
      return productList('barcodes', { valueColumn: 'barcode', valuesMax: BARCODES_MAX, isOnce: true });
    case 'assortment-products':
      return productList('assortments', {
        valueColumn: 'assortment',
        valuesMax: ASSORTMENTS_MAX,
        isOnce: false,
      });
    default:
      return { holds: 'rows', master: masterOf(kind) };
  }
}

function productList(field: string, more: Omit<ProductList, keyof ValueList>): ExchangeTarget {
  const master = masterOf('products');
  const list = master.lists[field];
  if (!list) throw new Error(`${getTableName(master.table)} has no list ${field}`);
  return { holds: 'list', master, list: { ...list, ...more } };
}

function masterOf(noun: string): MasterTable {
  const master = masterTables.find((one) => one.noun === noun);
  if (!master) throw new Error(`there is no master ${noun}`);
  return master;
}
