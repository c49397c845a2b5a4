import type { Basket } from '../../../../commerce/basket/basket.ts';
import { priceBasket } from '../../../../commerce/basket/price-basket.ts';
import type { PricedBasket } from '../../../../commerce/basket/priced-basket.ts';
import type { Solve } from '../../../../commerce/promotions/offer-round.ts';
import { booksStore } from '../../../../db/hq/books-store.ts';
import type { LaidRow } from '../../../../db/hq/channel-versions.ts';
import { hqPricingData, type PricingRead } from '../../../../db/hq/pricing-data.ts';
import type { RecentBasket } from '../../../../db/hq/recent-sales.ts';
import type { UsageImpact } from '../../../../protocol/change-impact.ts';
import type { Env } from '../env.ts';
import type { ImpactItem } from './impact-items.ts';

/** Real baskets that are looked at: enough to see what an offer does, and priced within a request. */
const BASKETS = 200;
const LINES_MAX = 60;
const STORES_MAX = 5;
const SKUS_MAX = 1000;
const NOON = 12 * 60;

const priced = new Set([
  ...['products', 'prices', 'offers', 'coupons', 'price-groups', 'categories', 'stores'],
  ...['tax-codes', 'tax-rates'],
]);

/** Prices the newest real baskets with and without the draft. */
export async function impactOnUsage(
  env: Pick<Env, 'MASTERS' | 'BOOKS'>,
  items: readonly ImpactItem[],
  date: string,
  solve: Solve,
): Promise<UsageImpact | null> {
  const drafts = items.filter(({ noun }) => priced.has(noun));
  if (drafts.length === 0) return null;
  const baskets = await booksStore(env.BOOKS).recentBaskets(BASKETS, LINES_MAX);
  const coupons = drafts.filter(({ noun, row }) => noun === 'coupons' && row !== null).map(({ key }) => key);
  const overlay: LaidRow[] = drafts.map(({ noun, key, row }) => ({ noun, key, row }));
  const usage = new Usage(new Set(drafts.filter(({ noun }) => noun === 'offers').map(({ key }) => key)));
  const byStore = [...Map.groupBy(baskets, ({ store }) => store)].slice(0, STORES_MAX);
  for (const [store, sold] of byStore) {
    const skus = [...new Set(sold.flatMap(({ lines }) => lines.map(({ sku }) => sku)))].slice(0, SKUS_MAX);
    const wanted = { skus, coupons, customer: null, loyaltyCard: null };
    const before = await hqPricingData(env.MASTERS, { store, current: true }, { ...wanted, coupons: [] });
    const after = await hqPricingData(env.MASTERS, { store, overlay, current: true }, wanted);
    if (!before || !after) continue;
    for (const basket of sold) {
      if (!basket.lines.every(({ sku }) => before.data.products.has(sku))) continue;
      const price = ({ channel, data }: PricingRead, shown: readonly string[]) =>
        priceBasket(asBasket(basket, date, shown), channel, data, solve);
      usage.add(price(before, []), price(after, coupons));
    }
  }
  return usage.baskets === 0 ? null : usage.summary(date);
}

function asBasket({ lines }: RecentBasket, date: string, coupons: readonly string[]): Basket {
  return {
    ...{ date, minuteOfDay: NOON, customer: null, coupons, discount: null, isTaxExempt: false },
    ...{ delivery: null, tenders: [] },
    lines: lines.map(({ sku, quantityThousandths }, index) => ({
      ...{ id: String(index), sku, quantityThousandths, unitOfMeasure: null, fixedPrice: null },
      ...{ discount: null, taxCode: null, isTaxExempt: false, settled: null },
    })),
  };
}

interface OfferUse {
  name: string;
  baskets: number;
  discountMinor: number;
}

class Usage {
  baskets = 0;
  readonly #drafts: ReadonlySet<string>;
  readonly #uses = { before: new Map<string, OfferUse>(), after: new Map<string, OfferUse>() };
  #changed = 0;
  #oldGrossMinor = 0;
  #newGrossMinor = 0;
  #proven = true;

  constructor(drafts: ReadonlySet<string>) {
    this.#drafts = drafts;
  }

  add(before: PricedBasket, after: PricedBasket): void {
    this.baskets += 1;
    if (before.totals.grossMinor !== after.totals.grossMinor) this.#changed += 1;
    this.#oldGrossMinor += before.totals.grossMinor;
    this.#newGrossMinor += after.totals.grossMinor;
    this.#proven &&= before.search.proven && after.search.proven;
    note(this.#uses.before, before);
    note(this.#uses.after, after);
  }

  summary(date: string): UsageImpact {
    const { before, after } = this.#uses;
    const nothing: OfferUse = { name: '', baskets: 0, discountMinor: 0 };
    const offers = [...new Set([...this.#drafts, ...before.keys(), ...after.keys()])].map((offer) => {
      const [was, is] = [before.get(offer) ?? nothing, after.get(offer) ?? nothing];
      return {
        ...{ offer, name: is.name || was.name, isDraft: this.#drafts.has(offer) },
        ...{ oldBaskets: was.baskets, newBaskets: is.baskets },
        ...{ oldDiscountMinor: was.discountMinor, newDiscountMinor: is.discountMinor },
      };
    });
    return {
      ...{ baskets: this.baskets, date, changed: this.#changed, proven: this.#proven },
      ...{ oldGrossMinor: this.#oldGrossMinor, newGrossMinor: this.#newGrossMinor },
      offers: offers.filter(
        ({ isDraft, oldBaskets, newBaskets, oldDiscountMinor, newDiscountMinor }) =>
          isDraft || oldBaskets !== newBaskets || oldDiscountMinor !== newDiscountMinor,
      ),
    };
  }
}

function note(uses: Map<string, OfferUse>, { lines }: PricedBasket): void {
  const saved = new Map<string, { name: string; discountMinor: number }>();
  for (const { offer, name, amountMinor } of lines.flatMap(({ discounts }) => discounts)) {
    if (offer === null) continue;
    saved.set(offer, { name, discountMinor: (saved.get(offer)?.discountMinor ?? 0) + amountMinor });
  }
  for (const [offer, { name, discountMinor }] of saved) {
    const use = uses.get(offer) ?? { name, baskets: 0, discountMinor: 0 };
    uses.set(offer, { name, baskets: use.baskets + 1, discountMinor: use.discountMinor + discountMinor });
  }
}
