import type { BasketLine } from '../../commerce/basket/basket.ts';
import type { OfferRule, Reward } from '../../commerce/promotions/offer.ts';
import type { VectorBasket, VectorOffer } from '../pricing/vector-basket.ts';
import { lineOf, type OfferSpec, type WorldSpec } from './world.ts';

/** A best-price basket as a world of its lines' products: each is its own product, found by its position. */
export function worldOfBasket({ lines, offers }: VectorBasket): WorldSpec {
  return {
    products: lines.map(({ price }, index) => ({ sku: skuOf(index), price })),
    offers: offers.map(offerOf),
  };
}

export function linesOfBasket({ lines }: VectorBasket): BasketLine[] {
  return lines.flatMap(({ qty }, index) => (qty > 0 ? [lineOf(skuOf(index), qty)] : []));
}

function offerOf(offer: VectorOffer): OfferSpec {
  const sets = offer.kind === 'mm' ? offer.groups.map(({ elig }) => elig) : [offer.elig];
  return {
    id: offer.id,
    rule: ruleOf(offer),
    groups: sets.map((lines) => lines.map(skuOf)),
    limits: { applicationsMax: 'max' in offer ? (offer.max ?? null) : null },
  };
}

function ruleOf(offer: VectorOffer): OfferRule {
  switch (offer.kind) {
    case 'simple':
      return { type: 'simple', reward: rewardOf(offer.calc, offer.v) };
    case 'mm':
      return {
        type: 'mixAndMatch',
        groups: offer.groups.map(({ n }) => ({ units: n, reward: null })),
        reward: rewardOf(offer.calc, offer.v),
        countNonDiscountable: false,
      };
    case 'least':
      return leastExpensive(offer.n, offer.m, rewardOf(offer.calc, offer.v));
    case 'qty':
      return {
        type: 'quantity',
        stepped: false,
        pool: 'offer',
        tiers: offer.tiers.map(({ min, calc, v }) => ({ minUnits: min, reward: rewardOf(calc, v) })),
      };
  }
}

/** Of `units` units the `rewarded` cheapest, for the shopper's good. */
export function leastExpensive(units: number, rewarded: number, reward: Reward): OfferRule {
  return { type: 'leastExpensive', units, rewarded, reward, favour: 'customer', distribute: false };
}

const skuOf = (line: number) => `line ${line}`;

function rewardOf(calc: 'pct' | 'amt' | 'deal' | 'price', v: number): Reward {
  if (calc === 'pct') return { type: 'percent', basisPoints: v };
  return { type: calc === 'amt' ? 'amount' : 'price', amountMinor: v };
}
