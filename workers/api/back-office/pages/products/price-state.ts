import type { PriceAgreement } from '../../../../../commerce/pricing/price-agreement.ts';

/** Whether a price is in force today: it may be over, begin later, or stand behind a newer one of its kind. */
export type PriceState = 'now' | 'later' | 'ended' | 'replaced';

export function priceState(price: PriceAgreement, all: readonly PriceAgreement[], today: string): PriceState {
  if (price.validTo !== null && price.validTo < today) return 'ended';
  if (price.validFrom > today) return 'later';
  return all.some((other) => sameKind(other, price) && holds(other, today) && goesFirst(other, price))
    ? 'replaced'
    : 'now';
}

/** The price that one piece has today without any price group, or null. */
export function basePrice(
  prices: readonly PriceAgreement[],
  currency: string | undefined,
  today: string,
): PriceAgreement | null {
  const base = prices.filter(
    (price) =>
      price.priceGroup === null &&
      price.minQuantityThousandths <= 1000 &&
      (currency === undefined || price.currency === currency) &&
      priceState(price, prices, today) === 'now',
  );
  return base.sort((a, b) => b.minQuantityThousandths - a.minQuantityThousandths)[0] ?? null;
}

/** Base prices first, then groups; within them by quantity, the newest start first. */
export function inOrder(prices: readonly PriceAgreement[]): readonly PriceAgreement[] {
  return [...prices].sort(
    (a, b) =>
      byText(a.priceGroup ?? '', b.priceGroup ?? '') ||
      byText(a.currency, b.currency) ||
      a.minQuantityThousandths - b.minQuantityThousandths ||
      byText(b.validFrom, a.validFrom) ||
      byText(a.id, b.id),
  );
}

function sameKind(a: PriceAgreement, b: PriceAgreement): boolean {
  return (
    a.id !== b.id &&
    a.sku === b.sku &&
    a.priceGroup === b.priceGroup &&
    a.currency === b.currency &&
    a.minQuantityThousandths === b.minQuantityThousandths
  );
}

function holds(price: PriceAgreement, today: string): boolean {
  return price.validFrom <= today && (price.validTo === null || today <= price.validTo);
}

/** The latest start, then the lower price, then the id: as registers decide it. */
function goesFirst(a: PriceAgreement, b: PriceAgreement): boolean {
  if (a.validFrom !== b.validFrom) return a.validFrom > b.validFrom;
  const left = BigInt(a.amountMinor) * BigInt(b.priceUnitThousandths);
  const right = BigInt(b.amountMinor) * BigInt(a.priceUnitThousandths);
  return left === right ? a.id < b.id : left < right;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
