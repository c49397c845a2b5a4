import type { Offer, OfferLine, OfferRule } from '../../../../../commerce/promotions/offer.ts';
import { timeText } from '../../../../../commerce/promotions/offer-time-words.ts';
import { noReward, plainAmount, plainPercent, type RewardDraft, rewardDraftOf } from './reward-draft.ts';

/** An offer as headquarters' API gives and takes it. */
export interface OfferRow extends Offer {
  readonly lines: readonly OfferRowLine[];
}
export type OfferRowLine = Omit<OfferLine, 'offer' | 'line'>;
export type OfferType = OfferRule['type'];

export interface TierDraft {
  /** Pieces or an amount, as the type counts. */
  readonly from: string;
  readonly reward: RewardDraft;
}

export interface GroupDraft {
  readonly units: string;
  readonly reward: RewardDraft;
}

export interface LineDraft {
  readonly kind: 'all' | 'product' | 'category' | 'label';
  readonly key: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unitOfMeasure: string | null;
  readonly exclude: boolean;
  readonly group: number;
  readonly reward: RewardDraft | null;
}

export interface PeriodDraft {
  readonly weekdays: readonly number[];
  /** `HH:MM`; both empty for the whole day. */
  readonly from: string;
  readonly to: string;
}

/**
 * An offer as it is typed. It holds the fields of every type side by side, so that what was typed is still there
 * when somebody comes back to a type.
 */
export interface OfferDraft {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly type: OfferType;
  readonly reward: RewardDraft;
  readonly tiers: readonly TierDraft[];
  readonly stepped: boolean;
  readonly pool: 'line' | 'offer';
  readonly groups: readonly GroupDraft[];
  readonly rewardOf: 'set' | 'groups';
  readonly units: string;
  readonly rewarded: string;
  readonly favour: 'customer' | 'retailer';
  readonly distribute: boolean;
  readonly repeat: boolean;
  readonly countNonDiscountable: boolean;
  readonly gifts: readonly GroupDraft[];
  readonly tenderTypes: readonly string[];
  readonly deliveryModes: string;
  readonly change: {
    readonly type: 'percent' | 'amount' | 'price';
    readonly way: 'lower' | 'higher';
    readonly value: string;
  };
  readonly mode: 'best' | 'compound';
  readonly base: 'running' | 'original';
  readonly sequence: string;
  readonly lines: readonly LineDraft[];
  readonly validFrom: string;
  readonly validTo: string;
  readonly periods: readonly PeriodDraft[];
  readonly priceGroups: readonly string[];
  readonly allPriceGroups: boolean;
  readonly couponNeeded: boolean;
  readonly priority: string;
  readonly concurrency: Offer['concurrency'];
  readonly applicationsMax: string;
  readonly unitsMax: string;
  readonly discountMax: string;
}

const emptyLine: Omit<LineDraft, 'kind' | 'key'> = {
  dimensions: {},
  unitOfMeasure: null,
  exclude: false,
  group: 0,
  reward: null,
};
export const lineFor = (kind: LineDraft['kind'], key: string, more: Partial<LineDraft> = {}): LineDraft => ({
  ...emptyLine,
  kind,
  key,
  ...more,
});

export function newOffer(currency: string, today: string, priceGroups: readonly string[]): OfferDraft {
  return {
    id: '',
    name: '',
    currency,
    type: 'leastExpensive',
    reward: { type: 'free', value: '' },
    tiers: [{ from: '', reward: noReward }],
    stepped: false,
    pool: 'offer',
    groups: [
      { units: '1', reward: noReward },
      { units: '1', reward: noReward },
    ],
    rewardOf: 'set',
    units: '3',
    rewarded: '1',
    favour: 'customer',
    distribute: false,
    repeat: false,
    countNonDiscountable: false,
    gifts: [],
    tenderTypes: [],
    deliveryModes: '',
    change: { type: 'percent', way: 'lower', value: '' },
    mode: 'best',
    base: 'running',
    sequence: '0',
    lines: [],
    validFrom: today,
    validTo: '',
    periods: [],
    priceGroups,
    allPriceGroups: false,
    couponNeeded: false,
    priority: '',
    concurrency: 'bestPrice',
    applicationsMax: '',
    unitsMax: '',
    discountMax: '',
  };
}

export function draftOfOffer(offer: OfferRow): OfferDraft {
  const { currency, limits } = offer;
  const amount = (value: number | null) => (value === null ? '' : plainAmount(value, currency));
  const whole = (value: number | null) => (value === null ? '' : String(value));
  const fresh = newOffer(currency, offer.validFrom, offer.priceGroups);
  return {
    ...fresh,
    ...ruleFields(offer.rule, currency),
    id: offer.id,
    name: offer.name,
    type: offer.rule.type,
    lines: offer.lines.map((line) => lineDraftOf(line, currency)),
    validTo: offer.validTo ?? '',
    periods: offer.periods.map(({ weekdays, fromMinute, toMinute }) => {
      const isAllDay = fromMinute === 0 && toMinute >= 1440;
      return {
        weekdays,
        from: isAllDay ? '' : timeText(fromMinute),
        to: isAllDay ? '' : timeText(toMinute % 1440),
      };
    }),
    allPriceGroups: offer.allPriceGroups,
    couponNeeded: offer.couponNeeded,
    priority: whole(offer.priority),
    concurrency: offer.concurrency,
    applicationsMax: whole(limits.applicationsMax),
    unitsMax: whole(limits.unitsMax),
    discountMax: amount(limits.discountMaxMinor),
  };
}

function lineDraftOf(line: OfferRowLine, currency: string): LineDraft {
  const { target, dimensions, unitOfMeasure, exclude, group, reward } = line;
  const at = target.indexOf(':');
  return {
    kind: (at < 0 ? 'all' : target.slice(0, at)) as LineDraft['kind'],
    key: at < 0 ? '' : target.slice(at + 1),
    ...{ dimensions, unitOfMeasure, exclude, group },
    reward: reward && rewardDraftOf(reward, currency),
  };
}

function ruleFields(rule: OfferRule, currency: string): Partial<OfferDraft> {
  const reward = (value: Parameters<typeof rewardDraftOf>[0] | null) =>
    value === null ? noReward : rewardDraftOf(value, currency);
  const amountTiers = (
    tiers: readonly { minAmountMinor: number; reward: Parameters<typeof rewardDraftOf>[0] }[],
  ) =>
    tiers.map((tier) => ({ from: plainAmount(tier.minAmountMinor, currency), reward: reward(tier.reward) }));
  switch (rule.type) {
    case 'simple':
      return { reward: reward(rule.reward) };
    case 'quantity': {
      const { stepped, pool, tiers } = rule;
      return {
        ...{ stepped, pool },
        tiers: tiers.map((tier) => ({ from: String(tier.minUnits), reward: reward(tier.reward) })),
      };
    }
    case 'mixAndMatch':
      return {
        reward: reward(rule.reward),
        rewardOf: rule.reward === null ? 'groups' : 'set',
        groups: rule.groups.map((group) => ({ units: String(group.units), reward: reward(group.reward) })),
        countNonDiscountable: rule.countNonDiscountable,
      };
    case 'leastExpensive': {
      const { favour, distribute } = rule;
      return {
        ...{ units: String(rule.units), rewarded: String(rule.rewarded) },
        ...{ reward: reward(rule.reward), favour, distribute },
      };
    }
    case 'threshold': {
      const { repeat, countNonDiscountable } = rule;
      return {
        ...{ repeat, countNonDiscountable, tiers: amountTiers(rule.tiers) },
        gifts: rule.gifts.map((gift) => ({
          units: gift.unitsMax === null ? '' : String(gift.unitsMax),
          reward: reward(gift.reward),
        })),
      };
    }
    case 'tender':
      return {
        tenderTypes: rule.tenderTypes,
        tiers: rule.tiers.map(({ minAmountMinor, basisPoints }) => ({
          from: plainAmount(minAmountMinor, currency),
          reward: { type: 'percent', value: plainPercent(basisPoints) },
        })),
      };
    case 'shipping':
      return { deliveryModes: rule.deliveryModes.join(', '), tiers: amountTiers(rule.tiers) };
    case 'priceAdjustment': {
      const { calculation, mode, base, sequence } = rule;
      const size = calculation.type === 'percent' ? calculation.basisPoints : calculation.amountMinor;
      return {
        change: {
          type: calculation.type,
          way: calculation.type !== 'price' && size > 0 ? 'higher' : 'lower',
          value:
            calculation.type === 'percent'
              ? plainPercent(Math.abs(size))
              : plainAmount(Math.abs(size), currency),
        },
        ...{ mode, base, sequence: String(sequence) },
      };
    }
  }
}
