import { type HqClient, HqRefusal } from '../hq-client.ts';

const POLL_MS = 2000;
const SAY_EVERY_MS = 10_000;
/** A run that says nothing new for so long has ended without saying so. */
const STALL_MS = 600_000;

export interface PublishedRun {
  readonly run: string;
  readonly streams: number;
  readonly rows: number;
  readonly bytes: number;
}

interface Run {
  readonly id: string;
  readonly startedAt: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly streams: number;
  readonly rows: number;
  readonly bytes: number;
  readonly error: string | null;
}

/** Logged, but in no package: each start of the system issues activation codes. */
const notDistributed = new Set(['activation_code', 'employee_pin']);

/** Whether the newest run began after the newest change of what is distributed, and ended. */
export async function isPublished(hq: HqClient): Promise<boolean> {
  const { items } = await hq.get<{ items: Run[] }>('/v1/distribution-jobs/all/runs?limit=1');
  const run = items[0];
  if (run?.state !== 'done') return false;
  for await (const { tableName, at } of hq.all<{ tableName: string; at: string }>('/v1/changes'))
    if (!notDistributed.has(tableName)) return Date.parse(run.startedAt) >= Date.parse(at);
  return true;
}

/**
 * Starts a run and waits until it is done. One of this size takes many invocations: it goes on by itself, and its
 * state is asked for, so that no request has to last as long.
 */
export async function publishAll(hq: HqClient, say: (line: string) => void): Promise<PublishedRun> {
  const id = await startRun(hq);
  let saidMs = performance.now();
  let rowsSeen = -1;
  let seenMs = saidMs;
  for (;;) {
    const { items } = await hq.get<{ items: Run[] }>('/v1/distribution-jobs/all/runs?limit=50');
    const run = items.find((each) => each.id === id);
    if (run?.state === 'done') return { run: id, streams: run.streams, rows: run.rows, bytes: run.bytes };
    if (run?.state === 'failed') throw new Error(`The distribution run ${id} failed: ${run.error}`);
    const nowMs = performance.now();
    if (run && run.rows !== rowsSeen) {
      rowsSeen = run.rows;
      seenMs = nowMs;
    }
    if (nowMs - seenMs > STALL_MS) throw new Error(`The distribution run ${id} stands still.`);
    if (nowMs - saidMs >= SAY_EVERY_MS) {
      saidMs = nowMs;
      say(`seed: publishing: ${run?.rows ?? 0} rows of ${run?.streams ?? 0} streams so far`);
    }
    await new Promise((wake) => setTimeout(wake, POLL_MS));
  }
}

async function startRun(hq: HqClient): Promise<string> {
  for (;;) {
    try {
      return (await hq.publish()).run;
    } catch (problem) {
      // A run of the cron is under way: the next one takes what it did not see.
      if (!(problem instanceof HqRefusal) || problem.status !== 409) throw problem;
      await new Promise((wake) => setTimeout(wake, POLL_MS));
    }
  }
}
