import { plainBasket, plainLine } from '../../commerce/basket/basket.ts';
import { contextGroups, priceLines } from '../../commerce/basket/price-lines.ts';
import type { ChannelPort, ChannelSetup, Snapshot } from '../../commerce/runtime/channel-port.ts';
import { channelPricing, PricingCache } from '../../commerce/runtime/pricing-cache.ts';
import type { ProductTile } from '../model/register-host.ts';

/** Products with the list price of one of each, as of today in the store. */
export async function productTiles(
  channel: ChannelPort,
  setup: ChannelSetup | null,
  today: (timeZone: string) => string,
  find: (snapshot: Snapshot) => Promise<readonly { sku: string; name: string }[]>,
): Promise<ProductTile[]> {
  const snapshot = await channel.snapshot();
  const products = await find(snapshot);
  if (!setup || products.length === 0) return products.map(({ sku, name }) => ({ sku, name, price: null }));
  const pricing = new PricingCache(channel, snapshot);
  await pricing.keepProducts(products.map(({ sku }) => sku));
  const lines = products.map(({ sku }) => plainLine(sku, sku, 1000));
  const basket = plainBasket(today(setup.timeZone), lines);
  const [prices, data] = [channelPricing(setup), pricing.data(setup)];
  const priced = priceLines(basket, prices, data, contextGroups(basket, prices, data));
  return products.map(({ sku, name }, index) => ({
    sku,
    name,
    price: priced[index]?.fault === null ? priced[index].unitPrice : null,
  }));
}
