import { minor } from '../money/minor.ts';
import { multiplyDivide } from '../money/multiply-divide.ts';
import type { Reward } from '../promotions/offer.ts';
import type { OfferMatch } from '../promotions/offer-matches.ts';
import type { UnitRun } from '../promotions/unit-run.ts';
import type { Delivery } from './basket.ts';
import type { LineDiscount } from './priced-basket.ts';

/**
 * The discounts of a delivery's charge, by what the offer's lines cost after their own: the best single offer,
 * or all compound ones together where they save more.
 */
export function deliveryDiscounts(
  delivery: Delivery,
  runs: readonly UnitRun[],
  matches: readonly OfferMatch[],
): LineDiscount[] {
  let best: LineDiscount[] = [];
  const together: LineDiscount[] = [];
  let left = delivery.chargeMinor;
  for (const match of matches) {
    const reward = rewardReached(delivery, runs, match);
    if (!reward) continue;
    const isCompound = match.offer.concurrency === 'compound';
    const amountMinor = minor(savingMinor(reward, isCompound ? left : delivery.chargeMinor));
    if (amountMinor === 0) continue;
    const discount = { kind: 'offer', offer: match.offer.id, name: match.offer.name, amountMinor } as const;
    if (isCompound) {
      together.push(discount);
      left -= amountMinor;
    } else if (amountMinor > (best[0]?.amountMinor ?? 0)) {
      best = [discount];
    }
  }
  return delivery.chargeMinor - left > (best[0]?.amountMinor ?? 0) ? together : best;
}

function rewardReached(
  delivery: Delivery,
  runs: readonly UnitRun[],
  { offer, lines }: OfferMatch,
): Reward | null {
  const { rule } = offer;
  if (rule.type !== 'shipping') return null;
  if (rule.deliveryModes.length > 0 && !rule.deliveryModes.includes(delivery.mode)) return null;
  const inOffer = new Set(lines.map(({ line }) => line));
  const goodsMinor = runs.reduce(
    (sum, run) => sum + (inOffer.has(run.line) ? run.unitMinor * run.count : 0),
    0,
  );
  return rule.tiers.findLast(({ minAmountMinor }) => minAmountMinor <= goodsMinor)?.reward ?? null;
}

function savingMinor(reward: Reward, chargeMinor: number): number {
  switch (reward.type) {
    case 'percent':
      return multiplyDivide(chargeMinor, reward.basisPoints, 10_000);
    case 'amount':
      return Math.min(chargeMinor, reward.amountMinor);
    case 'price':
      return Math.max(0, chargeMinor - reward.amountMinor);
  }
}
