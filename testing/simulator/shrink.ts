import { runHistory } from './simulate.ts';
import type { Plan } from './world.ts';

/** Runs that shrinking may take: each is a whole history. */
const RUNS_MAX = 80;

/** A smaller history that still fails: fewer days, and only the faults that it takes. */
export function shrink(failing: Plan): Plan {
  let runs = 0;
  const fails = (plan: Plan) => runs++ < RUNS_MAX && runHistory(plan).failures.length > 0;
  let smallest = failing;
  for (let days = 1; days < failing.days.length; days++) {
    const shorter = { ...failing, days: failing.days.slice(0, days) };
    if (!fails(shorter)) continue;
    smallest = shorter;
    break;
  }
  for (
    let size = Math.ceil(smallest.faults.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let start = 0; start < smallest.faults.length; ) {
      const without = smallest.faults.filter((_, index) => index < start || index >= start + size);
      const fewer = { ...smallest, faults: without };
      if (fails(fewer)) smallest = fewer;
      else start += size;
    }
  }
  return smallest;
}
