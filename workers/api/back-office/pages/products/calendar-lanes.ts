import type { PriceAgreement } from '../../../../../commerce/pricing/price-agreement.ts';
import { shiftDay } from '../../parts/dates.ts';
import { inOrder, priceState } from './price-state.ts';

/** Days on which one price counts, both ends within. */
export interface Span {
  readonly price: PriceAgreement;
  readonly from: string;
  readonly to: string;
}

/** Prices of one group, currency and quantity. */
export interface Lane {
  readonly priceGroup: string | null;
  readonly currency: string;
  readonly minQuantityThousandths: number;
  readonly spans: readonly Span[];
}

/** Which price counts on each day from `from` to `to`, a lane for each kind of price that counts on any of them. */
export function calendarLanes(prices: readonly PriceAgreement[], from: string, to: string): readonly Lane[] {
  const kinds = new Map<string, PriceAgreement[]>();
  for (const price of inOrder(prices)) {
    const kind = JSON.stringify([price.priceGroup, price.currency, price.minQuantityThousandths]);
    kinds.set(kind, [...(kinds.get(kind) ?? []), price]);
  }
  const lanes: Lane[] = [];
  for (const own of kinds.values()) {
    const [first] = own;
    const spans = spansOf(own, from, to);
    if (!first || spans.length === 0) continue;
    const { priceGroup, currency, minQuantityThousandths } = first;
    lanes.push({ priceGroup, currency, minQuantityThousandths, spans });
  }
  return lanes;
}

function spansOf(prices: readonly PriceAgreement[], from: string, to: string): readonly Span[] {
  const spans: Span[] = [];
  for (let date = from; date <= to; date = shiftDay(date, 1)) {
    const price = prices.find((one) => priceState(one, prices, date) === 'now');
    if (!price) continue;
    const last = spans.at(-1);
    if (last?.price.id === price.id && shiftDay(last.to, 1) === date)
      spans[spans.length - 1] = { ...last, to: date };
    else spans.push({ price, from: date, to: date });
  }
  return spans;
}
