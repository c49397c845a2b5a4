import { type PublishStore, publishStore } from '../../../db/hq/publish-store.ts';
import { importSigningKey } from '../../../protocol/signed-document.ts';
import type { GatewayRpc, PublishAnswer } from '../../../protocol/worker-calls.ts';
import { announceKeys } from './announce-keys.ts';
import type { Env } from './env.ts';
import { publish, StreamsFailed } from './publish.ts';
import { reasonOf } from './reason-of.ts';

/** Longer than a run may take; a run that died frees the next one after this. */
const LEASE_MS = 60_000;
/** D1 runs a thousand in an invocation; the rest is for what a run does besides. */
const STATEMENTS_MAX = 700;
/** Below what an invocation may take, so that a run never dies in the middle of what it counts. */
const RUN_MS_MAX = 30_000;
const GATEWAYS_A_CALL = 500;
const ASK_WHETHER_TO_STOP_MS = 1000;

export interface RunOrder {
  readonly job: string;
  readonly trigger: 'cron' | 'demand';
  /** These streams only, whatever the job is for. */
  readonly only?: readonly string[] | undefined;
}

/** Publishes what a job is for, as far as one invocation goes; a notice has the next one go on. */
export async function runJob(env: Env, masters: PublishStore, order: RunOrder): Promise<PublishAnswer> {
  const id = crypto.randomUUID();
  const now = () => new Date().toISOString();
  const startedAt = now();
  if (!(await masters.takeLease(id, Date.now(), LEASE_MS))) return { run: null, state: 'busy' };
  const begun = (await masters.unfinishedRuns()).find(({ job }) => job === order.job);
  const { job, trigger, only } = order;
  const started = begun ?? { id, job, trigger, startedAt, streams: 0, rows: 0, bytes: 0 };
  const watch = watchForStop(masters, started.id, begun?.stopAskedBy != null);
  const endMs = Date.now() + RUN_MS_MAX;
  const counted = (published: { streams: number; rows: number; bytes: number }) => ({
    streams: started.streams + published.streams,
    rows: started.rows + published.rows,
    bytes: started.bytes + published.bytes,
  });
  try {
    const key = await importSigningKey(env.SIGNING_KEY);
    const overlap = env.SIGNING_KEY_OVERLAP ? await importSigningKey(env.SIGNING_KEY_OVERLAP) : null;
    const packages = env.PACKAGES;
    await announceKeys({ masters, packages, key, overlap, now });
    let isSaved = begun !== undefined;
    const { isDone, ...published } = await publish(
      {
        ...{ masters, packages, key, now },
        notify: (stores) => notify(env.GATEWAY, stores),
        isSpent: () => watch.isStopped() || masters.statements > STATEMENTS_MAX || Date.now() > endMs,
        begun: async () => {
          if (isSaved || trigger === 'cron') return;
          isSaved = true;
          await masters.saveRun({ ...started, state: 'running' });
        },
      },
      { kinds: (await masters.job(job))?.streamKinds ?? [], ...(only && { only }) },
    );
    const state = isDone ? 'done' : watch.isStopped() ? 'stopped' : 'running';
    const result = counted(published);
    if (isSaved || state !== 'done' || trigger === 'demand' || published.streams > 0) {
      const finishedAt = state === 'running' ? null : now();
      await masters.saveRun({ ...started, ...result, state, finishedAt });
    }
    if (state === 'running') await env.PUBLISHING.send({ job: started.job });
    return { run: started.id, state, ...result };
  } catch (problem) {
    const error = reasonOf(problem).slice(0, 2000);
    const result = problem instanceof StreamsFailed ? counted(problem.result) : {};
    await masters.saveRun({ ...started, ...result, state: 'failed', finishedAt: now(), error });
    throw problem;
  } finally {
    watch.end();
    await masters.releaseLease(id);
  }
}

/** Asks now and then whether an admin has stopped the run. */
function watchForStop(masters: Pick<PublishStore, 'stopAskedBy'>, run: string, isAsked: boolean) {
  let isStopped = isAsked;
  const timer = setInterval(() => {
    masters.stopAskedBy(run).then(
      (by) => {
        isStopped ||= by !== null;
      },
      () => undefined,
    );
  }, ASK_WHETHER_TO_STOP_MS);
  return { isStopped: () => isStopped, end: () => clearInterval(timer) };
}

/**
 * Side by side: the last of ten thousand stores is not to wait for all the others. The cron is the safety net for a
 * gateway that could not be told: registers ask by themselves too.
 */
async function notify(gateway: GatewayRpc, stores: readonly string[]): Promise<void> {
  const parts = Array.from({ length: Math.ceil(stores.length / GATEWAYS_A_CALL) }, (_, part) =>
    stores.slice(part * GATEWAYS_A_CALL, (part + 1) * GATEWAYS_A_CALL),
  );
  await Promise.all(
    parts.map((some) =>
      gateway.packagesChanged(some).catch((problem) => console.error('notify', some.length, String(problem))),
    ),
  );
}

/** Waits for a run in progress, because that one may have read before the change. */
export async function runWhenFree(env: Env, order: RunOrder): Promise<PublishAnswer> {
  for (let attempt = 0; ; attempt++) {
    const result = await runJob(env, publishStore(env.MASTERS), order);
    if (result.state !== 'busy' || attempt >= 100) return result;
    await scheduler.wait(100);
  }
}
