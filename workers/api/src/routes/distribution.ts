import { and, desc, eq, getTableColumns, lt, max, or, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { nextRunMs } from '../../../../commerce/distribution/job-due.ts';
import { changeLog } from '../../../../db/hq/change-log-schema.ts';
import * as m from '../../../../db/hq/masters-schema.ts';
import * as p from '../../../../db/hq/publishing-schema.ts';
import { storeMoment } from '../../../../protocol/store-moment.ts';
import type { ApiContext } from '../authorise.ts';
import { notFound, Problem } from '../problem.ts';
import { optionalJsonBody, page, pageOf, position } from '../request.ts';

const runRequest = z.object({ streams: z.array(z.string().min(1).max(120)).min(1).max(100).optional() });

/** Runs of distribution jobs, and the change log they publish. */
export const distribution = new Hono<ApiContext>()
  .post('/distribution-jobs/:id/runs', async (c) => {
    const id = await knownJob(c);
    // Published by hand, some streams alone: a step that failed is tried again.
    const { streams } = await optionalJsonBody(c, runRequest);
    if (streams) await knownStreams(c, streams);
    const result = await c.env.SCHEDULER.publishNow(id, streams).catch((failure) => {
      // The run is on record as failed, with the same words: what it was about is no secret from an admin.
      console.error('run failed', id, String(failure));
      const why = failure instanceof Error ? failure.message : String(failure);
      throw new Problem(502, 'run-failed', `The run failed: ${why.slice(0, 500)}`);
    });
    if (result.state === 'busy') {
      throw new Problem(409, 'run-in-progress', 'Another run has not finished. Try again.', {
        headers: { 'retry-after': '5' },
      });
    }
    return c.json(result, 201);
  })
  .get('/distribution-runs', async (c) => c.json(await runsPage(c)))
  .get('/distribution-jobs/:id/runs', async (c) => c.json(await runsPage(c, await knownJob(c))))
  .get('/distribution-schedule', async (c) => c.json({ items: await schedule(c, Date.now()), next: null }))
  .post('/distribution-jobs/:id/runs/:run/stop', async (c) => {
    const id = await knownJob(c);
    const run = c.req.param('run');
    const db = drizzle(c.env.MASTERS);
    const r = p.distributionRun;
    const isOfJob = and(eq(r.id, run), eq(r.job, id));
    const [known] = await db.select().from(r).where(isOfJob);
    if (!known) throw notFound(`run ${run} of distribution job ${id}`);
    const asked = await db
      .update(r)
      .set({ stopAskedBy: c.get('admin').id })
      .where(and(isOfJob, eq(r.state, 'running')))
      .returning();
    if (asked.length === 0)
      throw new Problem(409, 'run-has-ended', `The run has ended already: it is ${known.state}.`);
    return c.json(asked[0], 202);
  })
  .get('/distribution-jobs/:id/preview', async (c) =>
    c.json(await c.env.SCHEDULER.preview(await knownJob(c))),
  )
  .get('/refused-rows', async (c) => {
    const { limit, after } = page(c);
    const from = position(after, z.tuple([z.string(), z.string(), z.string(), z.string()]));
    const r = p.refusedRow;
    const rows = await drizzle(c.env.MASTERS)
      .select()
      .from(r)
      .where(
        from &&
          sql`(${r.refusedAt} < ${from[0]} OR (${r.refusedAt} = ${from[0]}
          AND (${r.stream}, ${r.tableName}, ${r.rowKey}) > (${from[1]}, ${from[2]}, ${from[3]})))`,
      )
      .orderBy(desc(r.refusedAt), r.stream, r.tableName, r.rowKey)
      .limit(limit + 1);
    return c.json(
      pageOf(rows, limit, ({ refusedAt, stream, tableName, rowKey }) => [
        refusedAt,
        stream,
        tableName,
        rowKey,
      ]),
    );
  })
  .get('/signing-keys', async (c) => {
    const db = drizzle(c.env.MASTERS);
    const [keys, [publisher]] = await Promise.all([
      db.select().from(p.signingKey).orderBy(p.signingKey.firstUsedAt),
      db.select({ keyId: p.publisher.signingKeyId }).from(p.publisher),
    ]);
    const items = keys.map((key) => ({ ...key, signs: key.keyId === publisher?.keyId }));
    return c.json({ items, next: null });
  })
  .get('/changes', async (c) => {
    const { limit, after } = page(c);
    const from = position(after, z.int());
    const log = changeLog;
    const { lookup: _, before: __, ...told } = getTableColumns(log);
    const changes = await drizzle(c.env.MASTERS)
      .select(told)
      .from(log)
      .where(from === undefined ? undefined : lt(log.version, from))
      .orderBy(desc(log.version))
      .limit(limit + 1);
    return c.json(pageOf(changes, limit, (change) => change.version));
  })
  .get('/streams', async (c) => {
    const rows = await drizzle(c.env.MASTERS)
      .select({ stream: p.stream.stream, version: p.stream.version })
      .from(p.stream)
      .orderBy(p.stream.stream);
    return c.json({ items: rows, next: null });
  });

/** Of every job, when its last run began and how it ended, and when the clock starts the next one. */
async function schedule(c: Context<ApiContext>, nowMs: number): Promise<JobTimes[]> {
  const db = drizzle(c.env.MASTERS);
  const r = p.distributionRun;
  const last = await db
    .select({ job: r.job, state: r.state, startedAt: max(r.startedAt) })
    .from(r)
    .groupBy(r.job);
  const lastOf = new Map(last.map((run) => [run.job, run]));
  const jobs = await db.select().from(m.distributionJob).orderBy(m.distributionJob.id);
  return jobs.map((job) => {
    const run = lastOf.get(job.id);
    const startedAt = run?.startedAt ?? null;
    const minuteOfDayAt = (ms: number) => storeMoment(new Date(ms).toISOString(), job.timeZone).minuteOfDay;
    const nextMs = nextRunMs(job, startedAt === null ? null : Date.parse(startedAt), nowMs, minuteOfDayAt);
    return {
      job: job.id,
      lastRunAt: startedAt,
      lastState: run?.state ?? null,
      nextRunAt: nextMs === null ? null : new Date(nextMs).toISOString(),
    };
  });
}

interface JobTimes {
  readonly job: string;
  readonly lastRunAt: string | null;
  readonly lastState: string | null;
  /** Null for a job that is paused or runs on demand only. */
  readonly nextRunAt: string | null;
}

/** Runs of one job or of all, newest first. */
async function runsPage(c: Context<ApiContext>, job?: string) {
  const { limit, after } = page(c);
  const from = position(after, z.object({ startedAt: z.string(), id: z.string() }));
  const r = p.distributionRun;
  const older =
    from && or(lt(r.startedAt, from.startedAt), and(eq(r.startedAt, from.startedAt), lt(r.id, from.id)));
  const runs = await drizzle(c.env.MASTERS)
    .select()
    .from(r)
    .where(and(job === undefined ? undefined : eq(r.job, job), older))
    .orderBy(desc(r.startedAt), desc(r.id))
    .limit(limit + 1);
  return pageOf(runs, limit, (run) => ({ startedAt: run.startedAt, id: run.id }));
}

/** Refuses a stream that no store follows and nobody has published: it would be published as nothing, and seem done. */
async function knownStreams(c: Context<ApiContext>, streams: readonly string[]): Promise<void> {
  const { results } = await c.env.MASTERS.prepare(
    `SELECT j.key AS at, j.value AS stream FROM json_each(?) j
      WHERE j.value NOT IN (SELECT stream FROM stream UNION SELECT stream FROM due_stream) ORDER BY j.key`,
  )
    .bind(JSON.stringify(streams))
    .all<{ at: number; stream: string }>();
  const errors = results.map(({ at, stream }) => ({
    pointer: `/streams/${at}`,
    detail: `there is no stream ${stream}; GET /v1/streams lists them`,
  }));
  const [first] = errors;
  if (first) throw new Problem(422, 'invalid-field', `${first.pointer}: ${first.detail}`, { errors });
}

async function knownJob(c: Context<ApiContext>): Promise<string> {
  const id = c.req.param('id') ?? '';
  const [job] = await drizzle(c.env.MASTERS)
    .select()
    .from(m.distributionJob)
    .where(eq(m.distributionJob.id, id));
  if (!job) throw notFound(`distribution job ${id}`);
  return id;
}
