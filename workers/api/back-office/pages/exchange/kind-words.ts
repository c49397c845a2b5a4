import type { ExchangeKind } from '../../../../../commerce/exchange/kinds.ts';

/** In the order in which files are imported: what a row names has to be there. */
export const kindWords: readonly (readonly [kind: ExchangeKind, words: string])[] = [
  ['assortments', 'Assortments'],
  ['customers', 'Customers'],
  ['products', 'Products'],
  ['prices', 'Prices'],
  ['barcodes', 'Barcodes'],
  ['assortment-products', 'Products of assortments'],
];

export const wordsOfKind = (kind: ExchangeKind): string =>
  kindWords.find(([one]) => one === kind)?.[1] ?? kind;
