import * as z from 'zod';
import type { HqClient } from '../hq-client.ts';
import type { Invoice } from './invoice.ts';
import { planCatalogue } from './plan-catalogue.ts';
import type { RegisterPlace } from './prepare-stores.ts';
import type { PriceAgreement } from './price-book.ts';
import { readList } from './read-list.ts';

const product = z.looseObject({ sku: z.string() });
const customer = z.looseObject({ number: z.string() });
const price: z.ZodType<PriceAgreement> = z.looseObject({
  id: z.string(),
  sku: z.string(),
  priceGroup: z.string().nullable(),
  currency: z.string(),
  minQuantityThousandths: z.int(),
  amountMinor: z.int(),
  priceUnitThousandths: z.int(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
});

export interface Catalogue {
  /** As headquarters gives them out after everything was written. */
  readonly agreements: readonly PriceAgreement[];
  /** The stream versions that registers have to sell from. */
  readonly versions: ReadonlyMap<string, number>;
}

/** Tells headquarters what it does not know of the invoices' products, prices and customers, and publishes. */
export async function enterCatalogue(
  hq: HqClient,
  invoices: readonly Invoice[],
  places: readonly RegisterPlace[],
  say: (line: string) => void,
): Promise<Catalogue> {
  const known = {
    skus: new Set((await readList(hq, '/v1/products', product)).map(({ sku }) => sku)),
    customers: new Set((await readList(hq, '/v1/customers', customer)).map(({ number }) => number)),
    agreements: await readList(hq, '/v1/prices', price),
  };
  const currency = places[0]?.currency ?? 'GBP';
  const customerGroup = places[0]?.customerGroup ?? '';
  const plan = planCatalogue(invoices, known, currency);
  const { products, prices, customers } = plan;
  say(`catalogue: ${products.length} new codes, ${prices.length} prices, ${customers.length} new customers`);
  const assortments = [...new Set(places.map(({ assortment }) => assortment))];
  await hq.putAll(
    'products',
    products.map((each) => ({ ...each, taxCode: 'STANDARD', assortments })),
  );
  await hq.putAll('prices', prices);
  await hq.putAll(
    'customers',
    customers.map(({ number, country }) => ({ number, name: `Customer ${number}`, country, customerGroup })),
  );
  // Also what others wrote and nobody has published yet: the registers have to have all of it.
  await hq.publish();
  const { items } = await hq.get<{ items: { stream: string; version: number }[] }>('/v1/streams');
  return {
    agreements: prices.length > 0 ? await readList(hq, '/v1/prices', price) : known.agreements,
    versions: new Map(items.map(({ stream, version }) => [stream, version])),
  };
}
