import type { PriceAgreement } from '../../../../../commerce/pricing/price-agreement.ts';
import { getAll } from '../../app/api.ts';

/** All prices of a product. The search finds ids that hold the SKU, so longer SKUs come with it. */
export async function loadPrices(sku: string, signal: AbortSignal): Promise<readonly PriceAgreement[]> {
  const found = await getAll<PriceAgreement>('/v1/prices', { search: sku }, signal);
  return found.filter((price) => price.sku === sku);
}
