import { type ExchangeKind, exchangeColumns } from './kinds.ts';

/** Columns of a kind that name rows of the same kind: a product's master and a kit's components. */
export function ownNameColumns(kind: ExchangeKind): readonly string[] {
  return kind === 'products' ? ['variantOf', 'kitQuantityThousandths'] : [];
}

/** The keys of the same kind that a row names. What cannot be read names nothing. */
export function ownNamesOf(
  kind: ExchangeKind,
  header: readonly string[],
  cells: readonly string[],
): string[] {
  return ownNameColumns(kind).flatMap((name) => {
    const text = cells[header.indexOf(name)]?.trim() ?? '';
    const read = exchangeColumns[kind].find((column) => column.name === name)?.cell.read(text);
    if (!read?.ok || read.value === null) return [];
    if (typeof read.value === 'string') return [read.value];
    return (read.value as readonly { sku: string }[]).map(({ sku }) => sku);
  });
}
