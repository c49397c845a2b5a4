import { multiplyDivide } from '../money/multiply-divide.ts';
import type {
  Deal,
  DealMember,
  LeastExpensiveDeal,
  PackageDeal,
  QuantityDeal,
  UnitClass,
} from './best-price/packing.ts';
import { mergeRuns } from './merge-runs.ts';
import type { LeastExpensiveRule, MixAndMatchRule, QuantityRule, Reward, SimpleRule } from './offer.ts';
import type { OfferMatch } from './offer-matches.ts';
import { unitSavingScaled } from './reward.ts';
import {
  type AloneSaving,
  type Compounding,
  compoundSaving,
  type LineReward,
  stageOf,
} from './simple-savings.ts';
import { SCALE, type UnitRun } from './unit-run.ts';

/** A run that takes part in a round, with what it saves outside of deals. */
export interface RoundRun {
  readonly run: UnitRun;
  readonly alone: AloneSaving;
  /** Compound rewards that also apply to a unit in a compound deal. */
  readonly bundle: readonly LineReward[];
  /** False for products that take no discount: they can only make a set complete. */
  readonly isDiscountable: boolean;
}

/** A deal of the round, before equal units are merged: members name positions among the round's runs. */
export interface RoundDeal {
  readonly match: number;
  readonly deal: Deal;
}

/** The search's view of a round: classes of equal units, each with the runs that it stands for. */
export interface RoundProblem {
  readonly classes: readonly UnitClass[];
  readonly classRuns: readonly (readonly number[])[];
  readonly deals: readonly RoundDeal[];
  /** False where a deal's worth could only be put down nearly: nothing found is proven then. */
  readonly isExact: boolean;
}

/** Writes a round's deals as numbers. */
export function roundProblem(
  runs: readonly RoundRun[],
  matches: readonly OfferMatch[],
  positions: readonly number[],
  compounds: (match: OfferMatch) => boolean,
  compounding: Compounding,
): RoundProblem {
  const byLine: number[][] = [];
  runs.forEach(({ run }, index) => {
    const same = byLine[run.line];
    if (same) same.push(index);
    else byLine[run.line] = [index];
  });
  const deals: RoundDeal[] = [];
  let isExact = true;
  for (const position of positions) {
    const match = matches[position];
    if (!match) continue;
    const writer = new DealWriter(runs, byLine, match, compounds(match), compounding);
    for (const deal of writer.deals()) deals.push({ match: position, deal });
    isExact &&= writer.isExact;
  }
  return { ...mergeRuns(runs, deals), isExact };
}

class DealWriter {
  isExact = true;
  readonly #runs: readonly RoundRun[];
  readonly #byLine: readonly (readonly number[])[];
  readonly #match: OfferMatch;
  readonly #compounds: boolean;
  readonly #compounding: Compounding;

  constructor(
    runs: readonly RoundRun[],
    byLine: readonly (readonly number[])[],
    match: OfferMatch,
    compounds: boolean,
    compounding: Compounding,
  ) {
    this.#runs = runs;
    this.#byLine = byLine;
    this.#match = match;
    this.#compounds = compounds;
    this.#compounding = compounding;
  }

  deals(): Deal[] {
    const { rule } = this.#match.offer;
    switch (rule.type) {
      case 'simple':
        return this.#limitedSimple(rule);
      case 'mixAndMatch':
        return [
          rule.reward === null || rule.reward.type === 'percent'
            ? this.#unitPackage(rule)
            : this.#setPackage(rule, rule.reward),
        ];
      case 'leastExpensive':
        return [this.#leastExpensive(rule)];
      case 'quantity':
        return this.#quantity(rule);
      default:
        return [];
    }
  }

  /** A simple offer for a limited number of units: one unit each time. */
  #limitedSimple({ reward }: SimpleRule): Deal[] {
    const { unitsMax, applicationsMax } = this.#match.offer.limits;
    const members = this.#members(0, (run, own) => this.#saving(run, own ?? reward));
    const most = Math.min(unitsMax ?? Number.MAX_SAFE_INTEGER, applicationsMax ?? Number.MAX_SAFE_INTEGER);
    return [{ kind: 'package', applicationsMax: most, constantScaled: 0, groups: [{ units: 1, members }] }];
  }

  /** Every unit is rewarded by itself. */
  #unitPackage(rule: MixAndMatchRule): PackageDeal {
    const groups = rule.groups.map(({ units, reward }, group) => ({
      units,
      members: this.#members(
        group,
        (run, own) => this.#saving(run, own ?? reward ?? rule.reward),
        rule.countNonDiscountable,
      ),
    }));
    return { kind: 'package', applicationsMax: this.#applicationsMax, constantScaled: 0, groups };
  }

  /** The set has one price, or one amount off it. */
  #setPackage(rule: MixAndMatchRule, reward: Exclude<Reward, { type: 'percent' }>): PackageDeal {
    const isPrice = reward.type === 'price';
    if (this.#compounds && !this.#sharesAreClear(isPrice)) this.isExact = false;
    const retained = this.#retained(reward.amountMinor * SCALE);
    const saves = (round: RoundRun) => {
      if (!this.#compounds) return isPrice ? round.run.valueScaled : 0;
      const saving = compoundSaving(round.run, round.bundle, this.#compounding);
      // Of a set's price each unit gives up its own price first; its percentages then take a share of the set's.
      return isPrice ? round.run.valueScaled + this.#besidesPercent(round) : saving;
    };
    const groups = rule.groups.map(({ units }, group) => ({
      units,
      members: this.#members(group, saves, rule.countNonDiscountable),
    }));
    return {
      kind: 'package',
      applicationsMax: this.#applicationsMax,
      constantScaled: isPrice ? -retained : retained,
      groups,
    };
  }

  #leastExpensive(rule: LeastExpensiveRule): LeastExpensiveDeal {
    const members = this.#members(0, (round) =>
      this.#compounds ? compoundSaving(round.run, round.bundle, this.#compounding) : 0,
    ).map((member) => {
      const round = this.#runs[member.unitClass] as RoundRun;
      return { ...member, rewardedScaled: this.#saving(round, rule.reward) };
    });
    const { units, rewarded } = rule;
    return { kind: 'leastExpensive', applicationsMax: this.#applicationsMax, units, rewarded, members };
  }

  #quantity({ pool, stepped, tiers }: QuantityRule): QuantityDeal[] {
    if (stepped) return [];
    const deal = (only: number | null): QuantityDeal => ({
      kind: 'quantity',
      tiers: tiers.map(({ minUnits, reward }) => ({
        minUnits,
        members: this.#members(0, (run, own) => this.#saving(run, own ?? reward)).filter(
          ({ unitClass }) => only === null || this.#runs[unitClass]?.run.line === only,
        ),
      })),
    });
    if (pool === 'offer') return [deal(null)];
    return [...new Set(this.#match.lines.map(({ line }) => line))].map(deal);
  }

  get #applicationsMax(): number | null {
    return this.#match.offer.limits.applicationsMax;
  }

  /** The runs of the lines of a group, by their position among the round's runs. */
  #members(
    group: number,
    saves: (round: RoundRun, own: Reward | null) => number,
    countNonDiscountable = false,
  ): DealMember[] {
    const members: DealMember[] = [];
    for (const { line, group: inGroup, reward } of this.#match.lines) {
      if (inGroup !== group) continue;
      for (const index of this.#byLine[line] ?? []) {
        const round = this.#runs[index] as RoundRun;
        if (round.isDiscountable) members.push({ unitClass: index, savesScaled: saves(round, reward) });
        else if (countNonDiscountable) members.push({ unitClass: index, savesScaled: 0 });
      }
    }
    return members;
  }

  /** What a unit saves when the offer rewards it, with its compound offers where the deal compounds. */
  #saving({ run, bundle, isDiscountable }: RoundRun, reward: Reward | null): number {
    if (!isDiscountable) return 0;
    if (reward === null) return this.#compounds ? compoundSaving(run, bundle, this.#compounding) : 0;
    if (!this.#compounds || bundle.length === 0)
      return unitSavingScaled(
        reward,
        run.valueScaled,
        run.quantityThousandths,
        this.#compounding === 'original' ? run.originalScaled : run.valueScaled,
      );
    const entry = { match: -1, reward };
    const at = bundle.findIndex((other) => stageOf(other.reward) >= stageOf(reward));
    const rewards = at < 0 ? [...bundle, entry] : [...bundle.slice(0, at), entry, ...bundle.slice(at)];
    return compoundSaving(run, rewards, this.#compounding);
  }

  /** What amounts of compound offers, less their percentages, take off beside the set's price. */
  #besidesPercent({ run, bundle }: RoundRun): number {
    let saving = 0;
    for (const { reward } of bundle) {
      if (reward.type === 'percent')
        saving =
          this.#compounding === 'original'
            ? saving + multiplyDivide(run.originalScaled, reward.basisPoints, 10_000)
            : saving - multiplyDivide(saving, reward.basisPoints, 10_000);
      else saving += unitSavingScaled(reward, run.valueScaled, run.quantityThousandths);
    }
    return saving;
  }

  /**
   * Whether it is known beforehand that no unit's own offers take more than its share of the set: what they could
   * not take is saved by nobody.
   */
  #sharesAreClear(isPrice: boolean): boolean {
    return this.#match.lines.every(({ line }) =>
      (this.#byLine[line] ?? []).every((index) =>
        (this.#runs[index]?.bundle ?? []).every(
          ({ reward }) =>
            (!isPrice || reward.type === 'percent') &&
            (this.#compounding === 'running' || reward.type === 'amount'),
        ),
      ),
    );
  }

  /** What the units' percentages leave of an amount of the whole set. Where they differ it is only nearly known. */
  #retained(amountScaled: number): number {
    if (!this.#compounds || this.#compounding === 'original') return amountScaled;
    let most: number | null = null;
    for (const { line } of this.#match.lines) {
      for (const index of this.#byLine[line] ?? []) {
        let left = amountScaled;
        for (const { reward } of this.#runs[index]?.bundle ?? []) {
          if (reward.type === 'percent') left -= multiplyDivide(left, reward.basisPoints, 10_000);
        }
        if (most !== null && most !== left) this.isExact = false;
        most = Math.max(most ?? left, left);
      }
    }
    return most ?? amountScaled;
  }
}
