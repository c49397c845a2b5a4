import type { RoundingMode } from '../money/rounding-mode.ts';
import { favourRetailer, limitDiscount, stepped, waitsForSearch } from './after-search.ts';
import type { PercentTerms } from './apply-discount.ts';
import type { RoundTerms } from './apply-round.ts';
import { isDealRule } from './offer.ts';
import type { OfferMatch } from './offer-matches.ts';
import { addFacts, noSearch, offerRound, type SearchFacts, type Solve } from './offer-round.ts';
import type { Compounding } from './simple-savings.ts';
import { applyThreshold, type ConcurrencyModel, type ThresholdTerms } from './thresholds.ts';
import type { Taken, UnitRun } from './unit-run.ts';

export interface OfferSettings {
  /** Whether a unit that a priority gave something is closed to lower ones, or gets each priority's winner. */
  readonly concurrency: ConcurrencyModel;
  readonly compounding: Compounding;
  /** How a discount that is a percentage goes to the minor unit; half away from zero when not given. */
  readonly discountRounding?: RoundingMode;
  /** Lets an exclusive threshold win over the exclusive offers of its priority where it saves more. */
  readonly exclusiveThresholdsCompete: boolean;
}

/** What takes part in the choice besides the units. */
export interface OfferChoice {
  readonly matches: readonly OfferMatch[];
  /** Of each match, by position. */
  readonly priorities: readonly number[];
  readonly isDiscountable: (line: number) => boolean;
  readonly settings: OfferSettings;
  readonly solve: Solve;
}

export interface ChosenOffers {
  readonly runs: readonly UnitRun[];
  readonly facts: SearchFacts;
}

/**
 * Which offers apply to which units. Priorities from the highest down, in each: exclusive offers; then best
 * price and compound ones against each other; what waits for the search after each of the two. Then the
 * thresholds, from the highest priority down.
 */
export function selectOffers(runs: readonly UnitRun[], choice: OfferChoice): ChosenOffers {
  let chosen: ChosenOffers = { runs, facts: noSearch };
  const rising = [...new Set(choice.priorities)].sort((a, b) => a - b);
  for (const priority of rising.toReversed()) chosen = choosePriority(chosen, priority, choice);
  for (const priority of rising.toReversed()) chosen = chooseThresholds(chosen, priority, choice);
  return { runs: inOrder(chosen.runs), facts: chosen.facts };
}

function choosePriority(before: ChosenOffers, priority: number, choice: OfferChoice): ChosenOffers {
  const { matches, settings } = choice;
  const of = positionsOf(choice, priority, ({ offer: { rule } }) => isDealRule(rule));
  const [exclusive, open] = apart(of, (position) => matches[position]?.offer.concurrency === 'exclusive');
  let chosen = before;
  if (exclusive.length > 0) {
    if (settings.exclusiveThresholdsCompete)
      chosen = letThresholdsCompete(chosen, exclusive, priority, choice);
    const isOpen = (run: UnitRun) => run.taken === 'free' && run.discounts.length === 0;
    chosen = chooseRound(chosen, exclusive, isOpen, priority, choice);
  }
  return open.length > 0 ? chooseRound(chosen, open, isOpenTo(priority, choice), priority, choice) : chosen;
}

function isOpenTo(priority: number, { settings }: OfferChoice): (run: UnitRun) => boolean {
  return settings.concurrency === 'withinPriority'
    ? (run) => run.taken === 'free'
    : (run) => run.taken !== 'exclusive' && !run.priorities.includes(priority);
}

function chooseRound(
  before: ChosenOffers,
  positions: readonly number[],
  isOpen: (run: UnitRun) => boolean,
  priority: number,
  choice: OfferChoice,
): ChosenOffers {
  const { matches, settings, isDiscountable, solve } = choice;
  const within = settings.concurrency === 'withinPriority';
  const terms: RoundTerms = {
    priority,
    ...percentTerms(settings),
    // Across priorities one winner stacks upon another: within a priority all of them compete.
    compounds: ({ offer }) => within && offer.concurrency === 'compound',
    taken: takenBy(settings),
  };
  const [waiting, searched] = apart(positions, (at) => waitsForSearch(matches[at] as OfferMatch));
  let { runs, facts } = before;
  if (searched.length > 0) {
    const [open, closed] = apart(runs, isOpen);
    const round = offerRound(open, matches, searched, isDiscountable, terms, solve);
    runs = closed.length > 0 ? [...closed, ...round.runs] : round.runs;
    facts = addFacts(facts, round.facts);
  }
  for (const position of waiting) {
    const match = matches[position] as OfferMatch;
    const lines = new Set(match.lines.map(({ line }) => line));
    const { rule, limits } = match.offer;
    const countsAll = rule.type === 'mixAndMatch' && rule.countNonDiscountable;
    const takesPart = (run: UnitRun) =>
      isOpen(run) && lines.has(run.line) && (countsAll || isDiscountable(run.line));
    const [part, others] = apart(runs, takesPart);
    part.sort((a, b) => a.line - b.line);
    let given: readonly UnitRun[];
    if (rule.type === 'leastExpensive' && rule.favour === 'retailer')
      given = favourRetailer(part, position, rule, limits.applicationsMax, terms, terms.taken(match));
    else if (rule.type === 'quantity' && rule.stepped)
      given = stepped(part, position, rule, terms, terms.taken(match));
    else given = offerRound(part, matches, [position], isDiscountable, terms, solve).runs;
    if (limits.discountMaxMinor !== null) given = limitDiscount(given, position, limits.discountMaxMinor);
    runs = [...others, ...given];
  }
  return { runs: inOrder(runs), facts };
}

/** Those that are, and those that are not. */
function apart<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  const those: T[] = [];
  const others: T[] = [];
  for (const one of all) (is(one) ? those : others).push(one);
  return [those, others];
}

function percentTerms({ compounding, discountRounding }: OfferSettings): PercentTerms {
  return { compounding, rounding: discountRounding };
}

function takenBy({ concurrency }: OfferSettings): (match: OfferMatch) => Taken {
  return ({ offer }) =>
    concurrency === 'acrossPriorities' && offer.concurrency === 'bestPrice' ? 'compound' : offer.concurrency;
}

/** Runs of a line stay together, so that units are always counted in the basket's order. */
function inOrder(runs: readonly UnitRun[]): readonly UnitRun[] {
  const isSorted = runs.every(({ line }, index) => index === 0 || (runs[index - 1]?.line ?? 0) <= line);
  return isSorted ? runs : runs.toSorted((a, b) => a.line - b.line);
}

function positionsOf(
  { matches, priorities }: OfferChoice,
  priority: number,
  is: (match: OfferMatch) => boolean,
): number[] {
  const positions: number[] = [];
  matches.forEach((match, position) => {
    if (priorities[position] === priority && is(match)) positions.push(position);
  });
  return positions;
}

function chooseThresholds(before: ChosenOffers, priority: number, choice: OfferChoice): ChosenOffers {
  const { matches } = choice;
  const positions = positionsOf(choice, priority, ({ offer: { rule } }) => rule.type === 'threshold');
  if (positions.length === 0) return before;
  const of = (mode: string) => positions.filter((position) => matches[position]?.offer.concurrency === mode);
  let runs = before.runs;
  for (const position of of('exclusive')) runs = give(runs, position, priority, choice);
  // The best of the best-price thresholds against all compound ones together.
  const together = of('compound').reduce((given, position) => give(given, position, priority, choice), runs);
  let best = together;
  for (const position of of('bestPrice')) {
    const alone = give(runs, position, priority, choice);
    if (costMinor(alone) < costMinor(best)) best = alone;
  }
  return { runs: best, facts: before.facts };
}

function give(
  runs: readonly UnitRun[],
  position: number,
  priority: number,
  { matches, settings, isDiscountable }: OfferChoice,
): readonly UnitRun[] {
  const match = matches[position] as OfferMatch;
  const { rule } = match.offer;
  // Once for a basket: an exclusive one may have won against the offers of its priority already.
  const isGiven = runs.some(({ discounts }) => discounts.some((discount) => discount.match === position));
  if (rule.type !== 'threshold' || isGiven) return runs;
  const model = settings.concurrency;
  const terms: ThresholdTerms = { model, ...percentTerms(settings), priority, isDiscountable };
  return applyThreshold(runs, match, position, rule, terms);
}

/** Applies exclusive thresholds first where they save more than the exclusive offers of their priority would. */
function letThresholdsCompete(
  before: ChosenOffers,
  exclusive: readonly number[],
  priority: number,
  choice: OfferChoice,
): ChosenOffers {
  const thresholds = positionsOf(
    choice,
    priority,
    ({ offer }) => offer.rule.type === 'threshold' && offer.concurrency === 'exclusive',
  );
  if (thresholds.length === 0) return before;
  const isOpen = (run: UnitRun) => run.taken === 'free' && run.discounts.length === 0;
  const offers = chooseRound(before, exclusive, isOpen, priority, choice);
  let best = before;
  for (const position of thresholds) {
    const runs = give(before.runs, position, priority, choice);
    if (costMinor(runs) < Math.min(costMinor(offers.runs), costMinor(best.runs))) best = { ...before, runs };
  }
  return best;
}

export function costMinor(runs: readonly UnitRun[]): number {
  return runs.reduce((sum, { unitMinor, count }) => sum + unitMinor * count, 0);
}
