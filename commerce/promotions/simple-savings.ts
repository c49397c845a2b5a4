import type { Reward, SimpleRule } from './offer.ts';
import type { OfferMatch } from './offer-matches.ts';
import { unitSavingScaled } from './reward.ts';
import type { UnitRun } from './unit-run.ts';

/** How percentages of compound offers stack: on what is left of the price, or on the price before offers. */
export type Compounding = 'running' | 'original';

/** An offer as it meets one basket line. */
export interface LineReward {
  /** Position among the basket's offer matches. */
  readonly match: number;
  readonly reward: Reward;
}

/** What a unit saves when no deal takes it, and by which offers: one, or several that compound. */
export interface AloneSaving {
  readonly savesScaled: number;
  readonly rewards: readonly LineReward[];
}

export const noRewards: readonly LineReward[] = [];

export const savesNothing: AloneSaving = { savesScaled: 0, rewards: noRewards };

/** The simple offers of a round by basket line: those of which the best one applies, and those that compound. */
export interface SimpleRewards {
  readonly competing: ReadonlyMap<number, readonly LineReward[]>;
  readonly compounding: ReadonlyMap<number, readonly LineReward[]>;
}

/** Whether an offer's saving is each unit's own affair: then it needs no search. */
export function isSimple({ offer }: OfferMatch): boolean {
  const { rule, limits } = offer;
  return rule.type === 'simple' && limits.unitsMax === null && limits.applicationsMax === null;
}

/** Compound offers in the order they apply in: prices, amounts, percentages; among equals by their position. */
export function simpleRewards(
  matches: readonly OfferMatch[],
  positions: readonly number[],
  compounds: (match: OfferMatch) => boolean,
): SimpleRewards {
  const competing = new Map<number, LineReward[]>();
  const compounding = new Map<number, LineReward[]>();
  for (const position of positions) {
    const match = matches[position];
    if (!match || !isSimple(match)) continue;
    const { reward } = match.offer.rule as SimpleRule;
    const byLine = compounds(match) ? compounding : competing;
    for (const { line, reward: own } of match.lines) {
      const rewards = byLine.get(line);
      const entry = { match: position, reward: own ?? reward };
      if (rewards) rewards.push(entry);
      else byLine.set(line, [entry]);
    }
  }
  for (const rewards of compounding.values()) {
    if (rewards.length > 1)
      rewards.sort((a, b) => stageOf(a.reward) - stageOf(b.reward) || a.match - b.match);
  }
  return { competing, compounding };
}

export function stageOf(reward: Reward): number {
  return reward.type === 'price' ? 0 : reward.type === 'amount' ? 1 : 2;
}

/** What the compound rewards of a unit save together, in their order. */
export function compoundSaving(
  run: Pick<UnitRun, 'valueScaled' | 'originalScaled' | 'quantityThousandths'>,
  rewards: readonly LineReward[],
  compounding: Compounding,
): number {
  let value = run.valueScaled;
  for (const { reward } of rewards) {
    const base = compounding === 'original' ? run.originalScaled : value;
    value -= unitSavingScaled(reward, value, run.quantityThousandths, base);
  }
  return run.valueScaled - value;
}

/** The better of the best single offer and all compound ones together; equal, the single one. */
export function aloneSaving(run: UnitRun, simple: SimpleRewards, compounding: Compounding): AloneSaving {
  let best = savesNothing;
  const baseScaled = compounding === 'original' ? run.originalScaled : run.valueScaled;
  for (const entry of simple.competing.get(run.line) ?? noRewards) {
    const savesScaled = unitSavingScaled(entry.reward, run.valueScaled, run.quantityThousandths, baseScaled);
    if (savesScaled > best.savesScaled) best = { savesScaled, rewards: [entry] };
  }
  const rewards = simple.compounding.get(run.line);
  if (rewards) {
    const savesScaled = compoundSaving(run, rewards, compounding);
    if (savesScaled > best.savesScaled) best = { savesScaled, rewards };
  }
  return best;
}
