import { WorkerEntrypoint } from 'cloudflare:workers';
import { isJobDue } from '../../../commerce/distribution/job-due.ts';
import { distributePublished, publishDue } from '../../../db/hq/publish-change-request.ts';
import { publishStore } from '../../../db/hq/publish-store.ts';
import { storeMoment } from '../../../protocol/store-moment.ts';
import type { RunPreview, SchedulerRpc } from '../../../protocol/worker-calls.ts';
import type { Env, PublishingNotice } from './env.ts';
import { keepHouse } from './keep-house.ts';
import { previewRun } from './preview-run.ts';
import { SIGNED_ANEW_AFTER_MS } from './publish.ts';
import { runJob, runWhenFree } from './run-job.ts';

/** Heads signed anew by one cron: a day has room for ten thousand stores and their groups. */
const SIGNED_ANEW_A_MINUTE = 100;

/** What other workers may ask of the scheduler. */
export class SchedulerCalls extends WorkerEntrypoint<Env> implements SchedulerRpc {
  publishNow(job: string, only?: readonly string[]) {
    return runWhenFree(this.env, { job, trigger: 'demand', only });
  }
  preview(job: string): Promise<RunPreview> {
    return previewRun(this.env.MASTERS, job);
  }
}

export default {
  async fetch() {
    return new Response('not found', { status: 404 });
  },
  async scheduled(controller, env) {
    const masters = publishStore(env.MASTERS);
    const nowMs = controller.scheduledTime;
    const at = (ms: number) => new Date(ms).toISOString();
    await keepHouse(env.MASTERS, env.PACKAGES, nowMs);
    await masters.signOldAnew(at(nowMs - SIGNED_ANEW_AFTER_MS), at(nowMs), SIGNED_ANEW_A_MINUTE);
    await publishDue(env.MASTERS, nowMs);
    await distributePublished(env.MASTERS, (job) => runWhenFree(env, { job, trigger: 'demand' }), nowMs);
    // A run whose notice was lost goes on here.
    const unfinished = new Set((await masters.unfinishedRuns()).map(({ job }) => job));
    for (const job of await masters.jobs()) {
      const last = await masters.lastRunOf(job.id);
      const lastMs = last ? Date.parse(last.startedAt) : null;
      const { minuteOfDay } = storeMoment(at(nowMs), job.timeZone);
      if (unfinished.has(job.id) || isJobDue(job, lastMs, nowMs, minuteOfDay))
        await runJob(env, publishStore(env.MASTERS), { job: job.id, trigger: 'cron' });
    }
  },
  async queue(batch, env) {
    for (const { body } of batch.messages) {
      // One that was stopped, or that another notice has ended, does not begin again.
      const unfinished = await publishStore(env.MASTERS).unfinishedRuns();
      if (unfinished.some(({ job }) => job === body.job))
        await runWhenFree(env, { job: body.job, trigger: 'demand' });
    }
  },
} satisfies ExportedHandler<Env, PublishingNotice>;
