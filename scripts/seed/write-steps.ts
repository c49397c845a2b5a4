import type { Row } from '../../db/demo/profiles/retailer.ts';
import { type HqClient, HqRefusal } from '../hq-client.ts';
import { keyOf, type Plan, type PlannedStep } from './plan-steps.ts';
import { writtenBatches } from './written-batches.ts';

const SAY_EVERY_MS = 2000;
const ATTEMPTS = 5;

export interface Written {
  /** Rows of this run; settings that were missing among them. */
  readonly written: number;
  /** Rows that were there already. */
  readonly found: number;
}

/** Writes what headquarters does not have yet, in order. A run that was killed goes on where it was. */
export async function writeSteps(hq: HqClient, plan: Plan, say: (line: string) => void): Promise<Written> {
  let written = await writeMissing(hq, plan.shared);
  let found = 0;
  for (const step of plan.steps) {
    const { noun, batchEnds } = step;
    const there = await writtenBatches(batchEnds, async (key) => (await hq.find(noun, key)) !== null);
    const rows = await writeFrom(hq, step, there, say);
    written += rows;
    found += step.rows - rows;
  }
  written += await writeMissing(hq, plan.last);
  return { written, found };
}

/** Answers how many rows it wrote. */
async function writeFrom(
  hq: HqClient,
  { noun, rows, batches, batchEnds }: PlannedStep,
  there: number,
  say: (line: string) => void,
): Promise<number> {
  if (there === batchEnds.length) return 0;
  if (there > 0) say(`seed: ${noun}: goes on after ${batchEnds[there - 1]}`);
  let index = 0;
  let done = 0;
  let before = 0;
  let saidMs = performance.now();
  const startedMs = saidMs;
  for (const batch of batches()) {
    done += batch.length;
    if (index++ < there) {
      before = done;
      continue;
    }
    await patiently(() => hq.request('PUT', `/v1/${noun}`, { items: batch }));
    const nowMs = performance.now();
    // What takes one write is not worth a line.
    if (batchEnds.length === 1 || (done < rows && nowMs - saidMs < SAY_EVERY_MS)) continue;
    saidMs = nowMs;
    const seconds = (nowMs - startedMs) / 1000;
    const speed = Math.round((done - before) / Math.max(seconds, 0.001));
    say(`seed: ${noun}: ${done} of ${rows}, ${Math.round(seconds)} s, ${speed} a second`);
  }
  return done - before;
}

async function writeMissing(
  hq: HqClient,
  settings: readonly { readonly noun: string; readonly row: Row }[],
): Promise<number> {
  let written = 0;
  for (const { noun, row } of settings) {
    if (await hq.find(noun, keyOf(noun, row))) continue;
    await hq.request('PUT', `/v1/${noun}`, { items: [row] });
    written += 1;
  }
  return written;
}

/** A write may be repeated: a server that is busy or a line that broke is asked again, with growing waits. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (problem) {
      const isFinal = problem instanceof HqRefusal && problem.status < 500 && problem.status !== 429;
      if (isFinal || attempt === ATTEMPTS) throw problem;
      await new Promise((wake) => setTimeout(wake, 500 * 2 ** attempt));
    }
  }
}
