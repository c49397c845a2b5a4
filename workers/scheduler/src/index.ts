import { WorkerEntrypoint } from 'cloudflare:workers';
import { distributePublished, publishDue } from '../../../db/hq/publish-change-request.ts';
import { type PublishStore, publishStore } from '../../../db/hq/publish-store.ts';
import { importSigningKey } from '../../../protocol/signed-document.ts';
import type { GatewayRpc } from '../../../protocol/worker-calls.ts';
import { publish } from './publish.ts';

export interface Env {
  readonly MASTERS: D1Database;
  readonly PACKAGES: R2Bucket;
  readonly GATEWAY: GatewayRpc;
  /** Ed25519, PKCS #8, base64url. */
  readonly SIGNING_KEY: string;
}

/** Longer than a run may take; a run that died frees the next one after this. */
const LEASE_MS = 60_000;

async function run(env: Env, masters: PublishStore, job: string, trigger: 'cron' | 'demand') {
  const id = crypto.randomUUID();
  const startedAt = new Date().toISOString();
  if (!(await masters.takeLease(id, Date.now(), LEASE_MS))) return { run: null, state: 'busy' as const };
  const started = { id, job, trigger, startedAt, streams: 0, rows: 0, bytes: 0 };
  try {
    const result = await publish({
      masters,
      packages: env.PACKAGES,
      key: await importSigningKey(env.SIGNING_KEY),
      now: () => new Date().toISOString(),
      // The cron is the safety net for a gateway that could not be told: registers ask by themselves too.
      notify: (store) =>
        env.GATEWAY.packagesChanged(store).catch((problem) =>
          console.error('notify', store, String(problem)),
        ),
    });
    const finished = { ...started, ...result, state: 'done' as const, finishedAt: new Date().toISOString() };
    if (trigger === 'demand' || result.streams > 0) await masters.saveRun(finished);
    return { run: id, state: 'done' as const, ...result };
  } catch (problem) {
    const error = problem instanceof Error ? problem.message : String(problem);
    await masters.saveRun({ ...started, state: 'failed', finishedAt: new Date().toISOString(), error });
    throw problem;
  } finally {
    await masters.releaseLease(id);
  }
}

async function runWhenFree(env: Env, masters: PublishStore, job: string) {
  for (let attempt = 0; ; attempt++) {
    const result = await run(env, masters, job, 'demand');
    if (result.state === 'done' || attempt >= 100) return result;
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
    await publishDue(env.MASTERS, nowMs);
    await distributePublished(env.MASTERS, (job) => runWhenFree(env, masters, job), nowMs);
    for (const job of await masters.jobs()) {
      if (job.everyMinutes === 0) continue;
      const last = await masters.lastRunOf(job.id);
      const dueMs = last ? Date.parse(last.startedAt) + job.everyMinutes * 60_000 : 0;
      if (controller.scheduledTime + 1000 >= dueMs || !last) await run(env, masters, job.id, 'cron');
    }
  },
} satisfies ExportedHandler<Env>;
