import { Chance, mixSeed } from './chance.ts';
import { DAY_MS, type FaultKind, planFaults } from './faults.ts';
import { judge, type Verdict } from './judge.ts';
import { OPEN_HOURS, type Plan, World } from './world.ts';

export interface HistoryResult extends Verdict {
  readonly registers: number;
  readonly transactions: number;
  readonly faultKinds: Partial<Record<FaultKind, number>>;
  readonly invariantChecks: number;
  readonly failures: readonly string[];
}

/** The plan of one history: a store over some days, the longer ones with weeks between them. */
export function planHistory(seed: number, index: number, daysMax: number): Plan {
  const own = mixSeed(seed, index);
  const chance = new Chance(mixSeed(own, 0));
  const count = Math.min(daysMax, chance.pick([1, 1, 2, 3]));
  const registers = chance.between(3, 5);
  const days: { opensMs: number; transactions: number }[] = [];
  let opensMs = 8 * 3600_000;
  for (let day = 0; day < count; day++) {
    days.push({ opensMs, transactions: chance.between(300, 360) });
    opensMs += chance.happens(0.3) ? 40 * DAY_MS : DAY_MS;
  }
  const faults = days.flatMap((day) => planFaults(chance, day.opensMs, OPEN_HOURS));
  // Sometimes headquarters hears nothing for so long that a gateway which did not wait would prune.
  const rare = new Chance(mixSeed(own, 3));
  for (const [index, day] of days.entries()) {
    const closedForWeeks = (days[index + 1]?.opensMs ?? 0) - day.opensMs > 30 * DAY_MS;
    const atMs = day.opensMs + rare.below(OPEN_HOURS * 3600_000);
    if (closedForWeeks && rare.happens(0.3))
      faults.push({ kind: 'cutGateway', atMs, lastsMs: 41 * DAY_MS, register: 0, rate: 0 });
    // A device that goes on in an epoch of its own, and a gateway that then forgets some of the one before.
    if (!rare.happens(0.2)) continue;
    const [register, rate] = [rare.below(8), rare.next() * 0.5 + 0.4];
    const laterMs = atMs + rare.between(60, 180) * 60_000;
    faults.push({ kind: 'restoreRegister', atMs, lastsMs: 0, register, rate: 0.5 });
    faults.push({ kind: 'restoreGateway', atMs: laterMs, lastsMs: 0, register: 0, rate });
  }
  return { seed: own, days, registers, faults };
}

export function runHistory(plan: Plan): HistoryResult {
  const world = new World(plan);
  try {
    const witness = world.run();
    const verdict = judge(world);
    return {
      ...verdict,
      registers: plan.registers,
      transactions: witness.transactions,
      faultKinds: Object.fromEntries(witness.faults),
      invariantChecks: witness.checks,
      failures: witness.failures,
    };
  } catch (problem) {
    const { witness } = world;
    const sentence = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
    return {
      ...{ lost: 0, duplicated: 0, destroyed: 0, destroyedUndetected: 0, undetectedForks: 0 },
      ...{ imbalanceMinor: 0, gaps: 0, explainedGaps: 0 },
      registers: plan.registers,
      transactions: witness.transactions,
      faultKinds: Object.fromEntries(witness.faults),
      invariantChecks: witness.checks,
      failures: [...witness.failures, sentence],
    };
  }
}

export interface Simulation extends Verdict {
  readonly seed: number;
  readonly storeDays: number;
  readonly registers: number;
  readonly transactions: number;
  readonly faults: number;
  readonly faultKinds: Partial<Record<FaultKind, number>>;
  readonly invariantChecks: number;
  /** Histories that broke an invariant. */
  readonly failures: number;
}

export interface Failure {
  readonly history: number;
  readonly plan: Plan;
  readonly sentences: readonly string[];
}

/** Runs histories until enough store-days are done, or until `stop` says so; sums them up. */
export function simulate(
  seed: number,
  storeDays: number,
  onFailure: (failure: Failure) => void,
  stop: (done: number) => boolean = () => false,
): Simulation {
  const sums = {
    ...{ storeDays: 0, registers: 0, transactions: 0, faults: 0, lost: 0, duplicated: 0, destroyed: 0 },
    ...{ destroyedUndetected: 0, undetectedForks: 0, imbalanceMinor: 0, gaps: 0, explainedGaps: 0 },
    ...{ invariantChecks: 0, failures: 0 },
  };
  const kinds: Partial<Record<FaultKind, number>> = {};
  for (let history = 0; sums.storeDays < storeDays && !stop(sums.storeDays); history++) {
    const plan = planHistory(seed, history, storeDays - sums.storeDays);
    const { failures, faultKinds: happened, ...result } = runHistory(plan);
    sums.storeDays += plan.days.length;
    for (const [name, value] of Object.entries(result)) sums[name as keyof typeof result] += value;
    for (const [kind, times] of Object.entries(happened) as [FaultKind, number][]) {
      kinds[kind] = (kinds[kind] ?? 0) + times;
      sums.faults += times;
    }
    if (failures.length === 0) continue;
    sums.failures += 1;
    onFailure({ history, plan, sentences: failures });
  }
  const { storeDays: days, registers, transactions, faults, ...rest } = sums;
  const { lost, duplicated, destroyed, destroyedUndetected, undetectedForks, imbalanceMinor, ...end } = rest;
  const faultKindsSorted = Object.fromEntries(Object.entries(kinds).sort());
  return {
    ...{ seed, storeDays: days, registers, transactions, faults, faultKinds: faultKindsSorted },
    ...{ lost, duplicated, destroyed, destroyedUndetected, undetectedForks, imbalanceMinor, ...end },
  };
}
