import type { Reward } from '../../../../../commerce/promotions/offer.ts';
import { err, ok, type Result } from '../../../../../commerce/result.ts';
import { decimalText, fractionDigits } from '../../parts/money.ts';
import { parseAmount, parsePercent } from '../../parts/parse-amount.ts';

/** A reward as it is typed. Free is a reward of its own to people, and all of the price to the rule. */
export interface RewardDraft {
  readonly type: Reward['type'] | 'free';
  readonly value: string;
}

export const noReward: RewardDraft = { type: 'percent', value: '' };

export function rewardDraftOf(reward: Reward, currency: string): RewardDraft {
  if (reward.type === 'percent')
    return reward.basisPoints === 10_000
      ? { type: 'free', value: '' }
      : { type: 'percent', value: plainPercent(reward.basisPoints) };
  return { type: reward.type, value: plainAmount(reward.amountMinor, currency) };
}

/** The reward that was typed, or what is wrong with it as a sentence. */
export function readReward({ type, value }: RewardDraft, currency: string): Result<Reward, string> {
  if (type === 'free') return ok({ type: 'percent', basisPoints: 10_000 });
  if (type === 'percent') {
    const read = parsePercent(value);
    return read.ok ? ok({ type, basisPoints: read.value }) : read;
  }
  const read = parseAmount(value, fractionDigits(currency));
  if (!read.ok) return read;
  if (type === 'amount' && read.value === 0) return err('An amount off is above nothing.');
  return ok({ type, amountMinor: read.value });
}

/** `5` or `5.50`: as people type it. */
export function plainAmount(amountMinor: number, currency: string): string {
  return decimalText(amountMinor, fractionDigits(currency)).replace(/\.0+$/, '');
}

export function plainPercent(basisPoints: number): string {
  return String(basisPoints / 100);
}
