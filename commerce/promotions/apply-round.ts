import { assert, unreachable } from '../assert.ts';
import { giveRewards, type PercentTerms, type Piece, spreadDiscount } from './apply-discount.ts';
import type { DealApplication } from './best-price/packing.ts';
import { type DealRule, isDealRule, type QuantityRule, type Reward } from './offer.ts';
import type { OfferMatch } from './offer-matches.ts';
import type { RoundProblem, RoundRun } from './round-deals.ts';
import { type LineReward, noRewards, stageOf } from './simple-savings.ts';
import { type Changed, type Taken, type UnitRun, withoutDiscount } from './unit-run.ts';

/** How a round treats its offers, and leaves the units that it gave something. */
export interface RoundTerms extends PercentTerms {
  readonly priority: number;
  readonly taken: (match: OfferMatch) => Taken;
  readonly compounds: (match: OfferMatch) => boolean;
}

interface PartPiece extends Piece {
  readonly bundle: readonly LineReward[];
  /** Whether the deal rewards these units, and whether a part of its discount may lie on them. */
  readonly rewarded: boolean;
  readonly carries: boolean;
  /** Of the offer's line or group, instead of the rule's. */
  readonly reward: Reward | null;
}

/** Units that the round gives the same to: an application's, or one line's that save alone. */
interface Part {
  readonly deal: number | null;
  readonly times: number;
  readonly pieces: readonly PartPiece[];
}

/**
 * Gives the round's units what the search decided: deals to the units they take, in the basket's order, the
 * rest what it saves alone. Compound offers apply in their stages: prices, amounts, percentages.
 */
export function applyRound(
  runs: readonly RoundRun[],
  problem: RoundProblem,
  applications: readonly DealApplication[],
  matches: readonly OfferMatch[],
  terms: RoundTerms,
): UnitRun[] {
  const left = runs.map(({ run }) => run.count);
  const done: UnitRun[] = [];
  for (const application of togetherWhereSimple(applications, problem, matches)) {
    const position = problem.deals[application.deal]?.match ?? -1;
    const match = matches[position];
    assert(match, 'an application is of a deal of the round');
    for (let times = application.times; times > 0; ) {
      const part = takeUnits(application, times, position, match, runs, problem, left, terms);
      if (isSimple(match)) for (const ofLine of partsByLine(part)) applyPart(ofLine, matches, terms, done);
      else applyPart(part, matches, terms, done);
      times -= part.times;
    }
  }
  giveAlone(runs, left, matches, terms, done);
  return done;
}

const isSimple = ({ offer }: OfferMatch) => offer.rule.type === 'simple';

/** Units of a limited simple offer are found one by one; they are given together, so that a line is rounded once. */
function togetherWhereSimple(
  applications: readonly DealApplication[],
  problem: RoundProblem,
  matches: readonly OfferMatch[],
): readonly DealApplication[] {
  const isOfSimple = ({ deal }: DealApplication) => {
    const match = matches[problem.deals[deal]?.match ?? -1];
    return match !== undefined && isSimple(match);
  };
  if (!applications.some(isOfSimple)) return applications;
  const simple = new Map<number, DealApplication>();
  const others: DealApplication[] = [];
  for (const application of applications) {
    if (!isOfSimple(application)) {
      others.push(application);
      continue;
    }
    const { deal, times, savesScaled } = application;
    const before = simple.get(deal);
    const takes = application.takes.map((take) => ({ ...take, units: take.units * times }));
    simple.set(deal, {
      deal,
      times: 1,
      takes: [...(before?.takes ?? []), ...takes],
      savesScaled: (before?.savesScaled ?? 0) + savesScaled * times,
    });
  }
  return [...others, ...simple.values()].sort((a, b) => a.deal - b.deal);
}

function partsByLine({ deal, times, pieces }: Part): Part[] {
  const byLine = Map.groupBy(pieces, ({ run }) => run.line);
  return [...byLine.values()].map((ofLine) => ({ deal, times, pieces: ofLine }));
}

/** Takes one application's units in the basket's order, and as many further ones as take from the same runs. */
function takeUnits(
  application: DealApplication,
  timesMax: number,
  deal: number,
  match: OfferMatch,
  runs: readonly RoundRun[],
  problem: RoundProblem,
  left: number[],
  terms: RoundTerms,
): Part {
  const pieces: (PartPiece & { readonly index: number })[] = [];
  const usedOf = (run: number) => {
    let used = 0;
    for (const { index, perTime } of pieces) if (index === run) used += perTime;
    return used;
  };
  for (const take of application.takes) {
    let needed = take.units;
    for (const index of problem.classRuns[take.unitClass] ?? []) {
      if (needed === 0) break;
      const perTime = Math.min(needed, (left[index] ?? 0) - usedOf(index));
      const round = runs[index];
      if (perTime <= 0 || !round) continue;
      const bundle = terms.compounds(match) ? round.bundle : noRewards;
      const { rewarded, carries, reward } = dealTerms(match, round, take);
      pieces.push({ index, run: round.run, perTime, bundle, rewarded, carries, reward });
      needed -= perTime;
    }
    assert(needed === 0, 'the search takes no more units than there are');
  }
  let times = timesMax;
  for (const { index } of pieces) times = Math.min(times, Math.floor((left[index] ?? 0) / usedOf(index)));
  assert(times > 0, 'an application takes units that are left');
  for (const { index, perTime } of pieces) left[index] = (left[index] ?? 0) - perTime * times;
  return { deal, times, pieces: pieces.sort((a, b) => a.index - b.index) };
}

function dealTerms(
  { offer: { rule }, lines }: OfferMatch,
  { run, isDiscountable }: RoundRun,
  take: { readonly group: number; readonly rewarded: boolean },
): Pick<PartPiece, 'rewarded' | 'carries' | 'reward'> {
  const own = lines.find(({ line, group }) => line === run.line && group === take.group)?.reward;
  const ofGroup = rule.type === 'mixAndMatch' ? rule.groups[take.group]?.reward : null;
  const rewarded = isDiscountable && (rule.type !== 'leastExpensive' || take.rewarded);
  const carries = rewarded || (isDiscountable && rule.type === 'leastExpensive' && rule.distribute);
  return { rewarded, carries, reward: own ?? ofGroup ?? null };
}

/** What no deal took, each line's units together: a line is rounded once, however its units came apart. */
function giveAlone(
  runs: readonly RoundRun[],
  left: readonly number[],
  matches: readonly OfferMatch[],
  terms: RoundTerms,
  done: UnitRun[],
): void {
  let pieces: PartPiece[] = [];
  const giveThem = () => {
    if (pieces.length > 0) applyPart({ deal: null, times: 1, pieces }, matches, terms, done);
    pieces = [];
  };
  runs.forEach(({ run, alone: { rewards } }, index) => {
    const perTime = left[index] ?? 0;
    if (perTime === 0) return;
    const [first] = pieces;
    if (first && (first.run.line !== run.line || !sameRewards(first.bundle, rewards))) giveThem();
    if (rewards.length === 0) done.push(counted(run, perTime));
    else pieces.push({ run, perTime, bundle: rewards, rewarded: true, carries: true, reward: null });
  });
  giveThem();
}

function sameRewards(a: readonly LineReward[], b: readonly LineReward[]): boolean {
  return a.length === b.length && a.every(({ match }, index) => match === b[index]?.match);
}

/** Adds the part's units to those that are done, with what the round gives them. */
function applyPart(part: Part, matches: readonly OfferMatch[], terms: RoundTerms, done: UnitRun[]): void {
  const { deal, times } = part;
  const winner = matches[deal ?? part.pieces[0]?.bundle[0]?.match ?? -1];
  let pieces: readonly PartPiece[] = part.pieces;
  if (!winner) {
    for (const { run, perTime } of pieces) done.push(counted(run, perTime * times));
    return;
  }
  const { rule } = winner.offer;
  assert(isDealRule(rule), 'a round gives only what units save, alone or in deals');
  const only = onlyReward(part);
  if (only) {
    pieces = giveRewards(pieces, () => only.reward, times, only.match, terms);
  } else {
    for (let stage = 0; stage < 3; stage++) {
      const giveIt = () => {
        if (deal !== null) pieces = giveDeal(rule, stage, pieces, times, deal, terms);
      };
      // An amount off a set lies on what the units' own amounts leave of them.
      const isLast = rule.type === 'mixAndMatch' && rule.reward?.type === 'amount';
      if (!isLast) giveIt();
      for (const { match, line, reward } of bundledRewards(pieces, stage)) {
        const rewardOf = (piece: PartPiece) => (piece.run.line === line ? reward : null);
        pieces = giveRewards(pieces, rewardOf, times, match, terms);
      }
      if (isLast) giveIt();
    }
    if (deal !== null && rule.type === 'leastExpensive' && rule.distribute)
      pieces = distribute(pieces, times, deal);
  }
  const taken = terms.taken(winner);
  for (const { run, perTime } of pieces) {
    const after: Changed<UnitRun> = { ...run };
    after.count = perTime * times;
    after.taken = taken;
    after.priorities = [...run.priorities, terms.priority];
    done.push(after);
  }
}

function counted(run: UnitRun, count: number): UnitRun {
  return run.count === count ? run : { ...run, count };
}

/** The usual case: one line's units alone, under one offer. */
function onlyReward({ deal, pieces }: Part): LineReward | null {
  const [first] = pieces;
  return deal === null && first?.bundle.length === 1 ? (first.bundle[0] ?? null) : null;
}

/** The compound offers of a stage, one entry for each offer and line. */
function bundledRewards(pieces: readonly PartPiece[], stage: number) {
  if (pieces.every(({ bundle }) => bundle.length === 0)) return [];
  const found = new Map<string, LineReward & { readonly line: number }>();
  for (const { run, bundle } of pieces) {
    for (const entry of bundle)
      if (stageOf(entry.reward) === stage)
        found.set(`${entry.match} ${run.line}`, { ...entry, line: run.line });
  }
  return found.values();
}

/**
 * Takes a deal's discount of one stage off its units: of a set by what they cost, else off each what its reward
 * says.
 */
function giveDeal(
  rule: DealRule,
  stage: number,
  pieces: readonly PartPiece[],
  times: number,
  deal: number,
  terms: PercentTerms,
): readonly PartPiece[] {
  const ofStage = (reward: Reward | null) => (reward && stageOf(reward) === stage ? reward : null);
  const each = (fallback: Reward | null) => {
    const rewardOf = ({ rewarded, reward }: PartPiece) => (rewarded ? ofStage(reward ?? fallback) : null);
    if (!pieces.some(rewardOf)) return pieces;
    return giveRewards(pieces, rewardOf, times, deal, terms);
  };
  const together = (amountMinor: number) =>
    spreadDiscount(pieces, ({ carries }) => carries, times, deal, amountMinor);
  switch (rule.type) {
    case 'simple':
      return each(rule.reward);
    case 'leastExpensive':
      return each(rule.reward);
    case 'quantity':
      return each(tierReached(rule, pieces)?.reward ?? null);
    case 'mixAndMatch': {
      if (rule.reward === null || rule.reward.type === 'percent') return each(rule.reward);
      if (!ofStage(rule.reward)) return pieces;
      if (rule.reward.type === 'amount') return together(rule.reward.amountMinor);
      const paid = pieces
        .filter(({ rewarded }) => rewarded)
        .reduce((sum, { run, perTime }) => sum + run.unitMinor * perTime, 0);
      return together(Math.max(0, paid - rule.reward.amountMinor));
    }
    default:
      return unreachable(rule);
  }
}

/** A deal's discount taken off its rewarded units again, and spread over all of its units by what these cost then. */
function distribute(pieces: readonly PartPiece[], times: number, deal: number): PartPiece[] {
  let amountMinor = 0;
  const without = pieces.map((piece) => {
    const { run, perTime } = piece;
    const given = run.discounts.find(({ match }) => match === deal)?.amountMinor ?? 0;
    amountMinor += given * perTime;
    return given === 0 ? piece : { ...piece, run: withoutDiscount(run, deal) };
  });
  return spreadDiscount(without, ({ carries }) => carries, times, deal, amountMinor);
}

function tierReached({ tiers }: QuantityRule, pieces: readonly Piece[]) {
  const units = pieces.reduce((sum, { perTime }) => sum + perTime, 0);
  return tiers.findLast(({ minUnits }) => minUnits <= units);
}
