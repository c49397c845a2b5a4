import { WorkerEntrypoint } from 'cloudflare:workers';
import { distributePublished, publishDue } from '../../../db/hq/publish-change-request.ts';
import { type PublishStore, publishStore } from '../../../db/hq/publish-store.ts';
import { importSigningKey } from '../../../protocol/signed-document.ts';
import type { GatewayRpc } from '../../../protocol/worker-calls.ts';
import { keepHouse } from './keep-house.ts';
import { publish } from './publish.ts';

export interface Env {
  readonly MASTERS: D1Database;
  readonly PACKAGES: R2Bucket;
  readonly GATEWAY: GatewayRpc;
  /** Ed25519, PKCS #8, base64url. */
  readonly SIGNING_KEY: string;
  /** Runs that go on in an invocation of their own. */
  readonly PUBLISHING: Queue<PublishingNotice>;
}

interface PublishingNotice {
  readonly job: string;
}

/** Longer than a run may take; a run that died frees the next one after this. */
const LEASE_MS = 60_000;
/** D1 runs a thousand in an invocation; the rest is for what a run does besides. */
const STATEMENTS_MAX = 700;
/** Below what an invocation may take, so that a run never dies in the middle of what it counts. */
const RUN_MS_MAX = 30_000;
const GATEWAYS_A_CALL = 500;

async function run(env: Env, masters: PublishStore, job: string, trigger: 'cron' | 'demand') {
  const id = crypto.randomUUID();
  const startedAt = new Date().toISOString();
  if (!(await masters.takeLease(id, Date.now(), LEASE_MS))) return { run: null, state: 'busy' as const };
  const begun = await masters.unfinishedRun();
  const started = begun ?? { id, job, trigger, startedAt, streams: 0, rows: 0, bytes: 0 };
  const endMs = Date.now() + RUN_MS_MAX;
  try {
    const { isDone, ...published } = await publish({
      masters,
      packages: env.PACKAGES,
      key: await importSigningKey(env.SIGNING_KEY),
      now: () => new Date().toISOString(),
      notify: (stores) => notify(env.GATEWAY, stores),
      isSpent: () => masters.statements > STATEMENTS_MAX || Date.now() > endMs,
    });
    const result = {
      streams: started.streams + published.streams,
      rows: started.rows + published.rows,
      bytes: started.bytes + published.bytes,
    };
    const state = isDone ? ('done' as const) : ('running' as const);
    const finishedAt = isDone ? new Date().toISOString() : null;
    if (begun || !isDone || trigger === 'demand' || published.streams > 0)
      await masters.saveRun({ ...started, ...result, state, finishedAt });
    if (!isDone) await env.PUBLISHING.send({ job: started.job });
    return { run: started.id, state, ...result };
  } catch (problem) {
    const error = problem instanceof Error ? problem.message : String(problem);
    await masters.saveRun({ ...started, state: 'failed', finishedAt: new Date().toISOString(), error });
    throw problem;
  } finally {
    await masters.releaseLease(id);
  }
}

/** The cron is the safety net for a gateway that could not be told: registers ask by themselves too. */
async function notify(gateway: GatewayRpc, stores: readonly string[]): Promise<void> {
  for (let from = 0; from < stores.length; from += GATEWAYS_A_CALL) {
    const some = stores.slice(from, from + GATEWAYS_A_CALL);
    await gateway
      .packagesChanged(some)
      .catch((problem) => console.error('notify', some.length, String(problem)));
  }
}

async function runWhenFree(env: Env, masters: PublishStore, job: string) {
  for (let attempt = 0; ; attempt++) {
    const result = await run(env, masters, job, 'demand');
    if (result.state !== 'busy' || attempt >= 100) return result;
    await scheduler.wait(100);
  }
}

/** What other workers may ask of the scheduler. */
export class SchedulerCalls extends WorkerEntrypoint<Env> {
  /** Publishes now, waiting for a run in progress, because that one may have read before the change. */
  publishNow(job: string) {
    return runWhenFree(this.env, publishStore(this.env.MASTERS), job);
  }
}

export default {
  async fetch() {
    return new Response('not found', { status: 404 });
  },
  async scheduled(controller, env) {
    const masters = publishStore(env.MASTERS);
    const nowMs = controller.scheduledTime;
    await keepHouse(env.MASTERS, env.PACKAGES, nowMs);
    await publishDue(env.MASTERS, nowMs);
    await distributePublished(env.MASTERS, (job) => runWhenFree(env, masters, job), nowMs);
    for (const job of await masters.jobs()) {
      if (job.everyMinutes === 0) continue;
      const last = await masters.lastRunOf(job.id);
      const dueMs = last ? Date.parse(last.startedAt) + job.everyMinutes * 60_000 : 0;
      if (controller.scheduledTime + 1000 >= dueMs || !last) await run(env, masters, job.id, 'cron');
    }
  },
  async queue(batch, env) {
    for (const { body } of batch.messages) await runWhenFree(env, publishStore(env.MASTERS), body.job);
  },
} satisfies ExportedHandler<Env, PublishingNotice>;
