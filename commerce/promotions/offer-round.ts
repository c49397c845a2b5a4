import { applyRound, type RoundTerms } from './apply-round.ts';
import type { PackingInstance, PackingSolution } from './best-price/packing.ts';
import type { OfferMatch } from './offer-matches.ts';
import { type RoundRun, roundProblem } from './round-deals.ts';
import {
  aloneSaving,
  isSimple,
  noRewards,
  type SimpleRewards,
  savesNothing,
  simpleRewards,
} from './simple-savings.ts';
import type { UnitRun } from './unit-run.ts';

/** Finds what saves most. Handed in, so that its budget and its memory are the caller's. */
export type Solve = (instance: PackingInstance) => PackingSolution;

export interface RoundResult {
  readonly runs: readonly UnitRun[];
  readonly facts: SearchFacts;
}

/** What the searches of a basket found out. */
export interface SearchFacts {
  /** Saved by the search's reckoning, in ten-thousandths of a minor unit: before anything is rounded. */
  readonly savedScaled: number;
  /** Nothing can save more than this. */
  readonly boundScaled: number;
  readonly proven: boolean;
  readonly nodes: number;
  readonly components: number;
}

export const noSearch: SearchFacts = {
  savedScaled: 0,
  boundScaled: 0,
  proven: true,
  nodes: 0,
  components: 0,
};

export function addFacts(a: SearchFacts, b: SearchFacts): SearchFacts {
  return {
    savedScaled: a.savedScaled + b.savedScaled,
    boundScaled: a.boundScaled + b.boundScaled,
    proven: a.proven && b.proven,
    nodes: a.nodes + b.nodes,
    components: a.components + b.components,
  };
}

/**
 * One round of one priority: the offers at these positions compete for the runs, every unit in one deal at most
 * or saving alone, so that the basket saves most.
 */
export function offerRound(
  runs: readonly UnitRun[],
  matches: readonly OfferMatch[],
  positions: readonly number[],
  isDiscountable: (line: number) => boolean,
  terms: RoundTerms,
  solve: Solve,
): RoundResult {
  const simple = simpleRewards(matches, positions, terms.compounds);
  const round = runs.map((run) => roundRun(run, simple, isDiscountable(run.line), terms));
  const multiple = positions.filter((position) => {
    const match = matches[position];
    return match !== undefined && !isSimple(match);
  });
  if (multiple.length === 0) {
    const savedScaled = round.reduce((sum, { run, alone }) => sum + alone.savesScaled * run.count, 0);
    const nothing = { classes: [], classRuns: [], deals: [], isExact: true };
    return {
      runs: applyRound(round, nothing, [], matches, terms),
      facts: { ...noSearch, savedScaled, boundScaled: savedScaled },
    };
  }
  const problem = roundProblem(round, matches, multiple, terms.compounds, terms.compounding);
  const solution = solve({ classes: problem.classes, deals: problem.deals.map(({ deal }) => deal) });
  const { valueScaled, boundScaled, proven, nodes, components } = solution;
  return {
    runs: applyRound(round, problem, solution.applications, matches, terms),
    facts: {
      savedScaled: valueScaled,
      boundScaled,
      proven: proven && problem.isExact,
      nodes,
      components,
    },
  };
}

function roundRun(
  run: UnitRun,
  simple: SimpleRewards,
  isDiscountable: boolean,
  { compounding }: RoundTerms,
): RoundRun {
  if (!isDiscountable) return { run, alone: savesNothing, bundle: [], isDiscountable };
  const bundle = simple.compounding.get(run.line) ?? noRewards;
  return { run, alone: aloneSaving(run, simple, compounding), bundle, isDiscountable };
}
