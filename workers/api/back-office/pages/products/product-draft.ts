import type { ProductRow } from '../../app/master-rows.ts';

/** What can be edited of a product. */
export type ProductDraft = Pick<ProductRow, 'name' | 'stocked' | 'barcodes'>;

/** As it is written: no spaces at the ends, no empty barcodes. */
export function tidied({ name, stocked, barcodes }: ProductDraft): ProductDraft {
  return {
    name: name.trim(),
    stocked,
    barcodes: barcodes.map((code) => code.trim()).filter((code) => code !== ''),
  };
}

/** In words, what a draft would change. The order of barcodes says nothing. */
export function changedFields(product: ProductDraft, draft: ProductDraft): readonly string[] {
  const { name, stocked, barcodes } = tidied(draft);
  const changed: string[] = [];
  if (name !== product.name) changed.push('name');
  if (stocked !== product.stocked) changed.push('stock');
  const listed = (codes: readonly string[]) => [...codes].sort().join('\n');
  if (listed(barcodes) !== listed(product.barcodes)) changed.push('barcodes');
  return changed;
}
