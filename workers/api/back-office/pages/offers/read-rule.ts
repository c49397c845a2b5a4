import type { OfferRule, Reward } from '../../../../../commerce/promotions/offer.ts';
import { fractionDigits } from '../../parts/money.ts';
import { parseAmount, parseCount, parsePercent } from '../../parts/parse-amount.ts';
import type { OfferDraft, TierDraft } from './offer-draft.ts';
import type { OfferReader } from './offer-reader.ts';

const free: Reward = { type: 'percent', basisPoints: 10_000 };

/** The rule of the draft's type; null where a part of it is missing, which the reader then knows. */
export function readRule(draft: OfferDraft, reader: OfferReader): OfferRule | null {
  switch (draft.type) {
    case 'simple': {
      const reward = reader.reward(draft.reward, 'rule/reward');
      return reward && { type: 'simple', reward };
    }
    case 'quantity': {
      const tiers = rising(draft.tiers, 'minUnits', reader, (text, path) =>
        reader.take(path, parseCount(text, 'pieces')),
      );
      return {
        type: 'quantity',
        stepped: draft.stepped,
        pool: draft.pool,
        tiers: tiers.map(({ from, reward }) => ({ minUnits: from, reward })),
      };
    }
    case 'mixAndMatch':
      return readMixAndMatch(draft, reader);
    case 'leastExpensive':
      return readLeastExpensive(draft, reader);
    case 'threshold':
      return readThreshold(draft, reader);
    case 'tender':
      return readTender(draft, reader);
    case 'shipping': {
      const tiers = amountTiers(draft, reader);
      const deliveryModes = draft.deliveryModes.split(',').map((mode) => mode.trim());
      return { type: 'shipping', deliveryModes: deliveryModes.filter(Boolean), tiers };
    }
    case 'priceAdjustment':
      return readAdjustment(draft, reader);
  }
}

function readMixAndMatch(draft: OfferDraft, reader: OfferReader): OfferRule {
  const ofSet = draft.rewardOf === 'set';
  const groups = draft.groups.map(({ units, reward }, group) => ({
    units: reader.take(`rule/groups/${group}/units`, parseCount(units, 'pieces')) ?? 1,
    reward:
      ofSet || (reward.type !== 'free' && reward.value.trim() === '')
        ? null
        : reader.reward(reward, `rule/groups/${group}/reward`),
  }));
  if (!ofSet && groups.every(({ reward }) => reward === null))
    reader.fault('rule/groups/0/reward', 'Say what one of the groups gets, or reward the whole set.');
  return {
    type: 'mixAndMatch',
    groups,
    reward: ofSet ? reader.reward(draft.reward, 'rule/reward') : null,
    countNonDiscountable: draft.countNonDiscountable,
  };
}

function readLeastExpensive(draft: OfferDraft, reader: OfferReader): OfferRule | null {
  const units = reader.take('rule/units', parseCount(draft.units, 'pieces'));
  const rewarded = reader.take('rule/rewarded', parseCount(draft.rewarded, 'pieces'));
  const reward = reader.reward(draft.reward, 'rule/reward');
  if (units === null || rewarded === null || reward === null) return null;
  if (rewarded >= units)
    reader.fault(
      'rule/rewarded',
      units === 1
        ? 'A set of one piece has none to pay for. Make the set larger.'
        : `Of ${units} pieces ${units - 1} can be rewarded at most: the others pay for them.`,
    );
  const { favour, distribute } = draft;
  return { type: 'leastExpensive', units, rewarded, reward, favour, distribute };
}

function readThreshold(draft: OfferDraft, reader: OfferReader): OfferRule {
  const hasGifts = draft.gifts.length > 0;
  const tiers = hasGifts
    ? draft.tiers.slice(0, 1).map(({ from }) => ({
        minAmountMinor: amount(from, 'rule/tiers/0/minAmountMinor', reader) ?? 0,
        reward: free,
      }))
    : amountTiers(draft, reader);
  const repeat = draft.repeat && !hasGifts;
  tiers.forEach(({ minAmountMinor }, tier) => {
    if (repeat && minAmountMinor === 0)
      reader.fault(
        `rule/tiers/${tier}/minAmountMinor`,
        'What is given again and again starts above nothing.',
      );
  });
  return {
    type: 'threshold',
    tiers,
    repeat,
    countNonDiscountable: draft.countNonDiscountable,
    gifts: draft.gifts.map(({ units, reward }, gift) => ({
      unitsMax:
        units.trim() === '' ? null : reader.take(`rule/gifts/${gift}/unitsMax`, parseCount(units, 'pieces')),
      reward: reader.reward(reward, `rule/gifts/${gift}/reward`) ?? free,
    })),
  };
}

function readTender(draft: OfferDraft, reader: OfferReader): OfferRule {
  if (draft.tenderTypes.length === 0) reader.fault('rule/tenderTypes', 'Choose how it has to be paid.');
  const tiers = amountTiers(draft, reader).flatMap(({ minAmountMinor, reward }) =>
    reward.type === 'percent' ? [{ minAmountMinor, basisPoints: reward.basisPoints }] : [],
  );
  return { type: 'tender', tenderTypes: draft.tenderTypes, tiers };
}

function readAdjustment(draft: OfferDraft, reader: OfferReader): OfferRule | null {
  const { change, mode, base } = draft;
  const sign = change.way === 'lower' ? -1 : 1;
  const sequence = /^\d{1,6}$/.test(draft.sequence.trim()) ? Number(draft.sequence) : null;
  if (sequence === null) reader.fault('rule/sequence', 'Type a whole number from 0.');
  const rest = { mode, base, sequence: sequence ?? 0 };
  if (change.type === 'percent') {
    const percent = reader.take('rule/calculation', parsePercent(change.value));
    if (percent === null) return null;
    const calculation = { type: 'percent', basisPoints: sign * percent } as const;
    return { type: 'priceAdjustment', calculation, ...rest };
  }
  const amountMinor = amount(change.value, 'rule/calculation', reader);
  if (amountMinor === null) return null;
  const signed = change.type === 'price' ? amountMinor : sign * amountMinor;
  return { type: 'priceAdjustment', calculation: { type: change.type, amountMinor: signed }, ...rest };
}

function amountTiers(draft: OfferDraft, reader: OfferReader) {
  const tiers = rising(draft.tiers, 'minAmountMinor', reader, (text, path) => amount(text, path, reader));
  return tiers.map(({ from, reward }) => ({ minAmountMinor: from, reward }));
}

function amount(text: string, path: string, reader: OfferReader): number | null {
  return reader.take(path, parseAmount(text, fractionDigits(reader.currency)));
}

/** Tiers in their order, each above the one before. */
function rising(
  tiers: readonly TierDraft[],
  field: string,
  reader: OfferReader,
  read: (text: string, path: string) => number | null,
): { from: number; reward: Reward }[] {
  let before: number | null = null;
  return tiers.map(({ from, reward }, tier) => {
    const path = `rule/tiers/${tier}`;
    const start = read(from, `${path}/${field}`);
    if (start !== null && before !== null && start <= before)
      reader.fault(
        `${path}/${field}`,
        'A step begins above the one before it. Raise this one, or remove it.',
      );
    before = start ?? before;
    return { from: start ?? 0, reward: reader.reward(reward, `${path}/reward`) ?? free };
  });
}
