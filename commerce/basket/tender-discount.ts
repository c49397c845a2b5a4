import { multiplyDivide } from '../money/multiply-divide.ts';
import { spreadDiscount } from '../promotions/apply-discount.ts';
import type { TenderRule } from '../promotions/offer.ts';
import type { UnitRun } from '../promotions/unit-run.ts';
import type { Basket } from './basket.ts';
import type { BasketOffers } from './choose-offers.ts';
import type { LineAtPrice } from './price-lines.ts';

/**
 * Discounts for how the basket is paid: for each tender the best one, on top of everything else; nothing before
 * it is looked at again. A tender that pays a part is rewarded for that part. Lines with a price set by hand
 * take none.
 */
export function applyTenderDiscounts(
  runs: readonly UnitRun[],
  basket: Basket,
  lines: readonly LineAtPrice[],
  { matches }: Pick<BasketOffers, 'matches'>,
): readonly UnitRun[] {
  let after = runs;
  for (const tender of basket.tenders) {
    let best: { runs: UnitRun[]; amountMinor: number } | null = null;
    matches.forEach(({ offer, lines: matched }, position) => {
      const { rule } = offer;
      if (rule.type !== 'tender' || !rule.tenderTypes.includes(tender.tenderType)) return;
      const inOffer = new Set(matched.map(({ line }) => line));
      const pieces = after.map((run) => ({
        run,
        perTime: run.count,
        takes: inOffer.has(run.line) && takesTenderDiscount(lines[run.line]),
      }));
      const costMinor = pieces.reduce(
        (sum, piece) => sum + (piece.takes ? piece.run.unitMinor * piece.perTime : 0),
        0,
      );
      const amountMinor = discountMinor(rule, costMinor, tender.amountMinor);
      if (amountMinor <= (best?.amountMinor ?? 0)) return;
      const spread = spreadDiscount(pieces, (piece) => piece.takes, 1, position, amountMinor);
      best = { amountMinor, runs: spread.map(({ run, perTime }) => ({ ...run, count: perTime })) };
    });
    after = (best as { runs: UnitRun[] } | null)?.runs ?? after;
  }
  return after;
}

function discountMinor({ tiers }: TenderRule, costMinor: number, paidMinor: number | null): number {
  const tier = tiers.findLast(({ minAmountMinor }) => minAmountMinor <= costMinor);
  if (!tier) return 0;
  const rewarded = paidMinor === null ? costMinor : Math.min(costMinor, Math.max(0, paidMinor));
  return multiplyDivide(rewarded, tier.basisPoints, 10_000);
}

function takesTenderDiscount(line: LineAtPrice | undefined): boolean {
  return (
    line !== undefined &&
    line.line.quantityThousandths > 0 &&
    line.line.fixedPrice?.how !== 'overridden' &&
    !line.product?.blocks.tender
  );
}
