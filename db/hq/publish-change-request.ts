import { and, asc, eq, isNull, lte, or, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { changeRequestStore, type StoredRequest } from './change-request-store.ts';
import { workStatements } from './change-request-work.ts';
import { type CheckedItems, checkItems, refusalOf } from './check-change-request.ts';
import * as g from './governance-schema.ts';
import * as m from './masters-schema.ts';

/** Who the system is in a history. */
export const SYSTEM = 'system';

export type PublishOutcome =
  | { readonly type: 'published' }
  | { readonly type: 'failed'; readonly reason: string }
  /** It is not to be published now, or somebody else has just done it. */
  | { readonly type: 'notDue' };

/** Masters that are written between the check and the transaction make it start again. */
const TRIES = 8;
/** After a failure that may pass by itself, in minutes. */
const RETRY_MINUTES = [1, 5, 15, 60] as const;
const DUE_AT_ONCE = 20;

/**
 * Publishes an approved request whose time has come: every row in one transaction, which begins by claiming the
 * request's only publication. So it is applied whole or not at all, and once, however many try at the same time.
 */
export async function publishChangeRequest(
  database: D1Database,
  id: string,
  nowMs: number,
): Promise<PublishOutcome> {
  const store = changeRequestStore(database);
  for (let tries = 0; ; tries++) {
    const request = await store.get(id);
    if (!request || !isDue(request, nowMs)) return { type: 'notDue' };
    const checked = await checkItems(database, await store.itemsToPublish(id));
    const obstacle = obstacleOf(checked);
    if (obstacle !== null) return fail(database, request, obstacle, nowMs, 'person');
    try {
      await database.batch(publishStatements(database, request, checked, nowMs));
      return { type: 'published' };
    } catch (problem) {
      const text = String(problem);
      if (await isPublished(database, id)) return { type: 'published' };
      if (text.includes('notApproved')) return { type: 'notDue' };
      if (text.includes('mastersMoved') && tries + 1 < TRIES) continue;
      const refusal = refusalOf(text);
      if (refusal) return fail(database, request, refusal.detail, nowMs, 'person');
      const reason = text.includes('mastersMoved') ? 'masters were being written all the time' : text;
      return fail(database, request, reason, nowMs, 'cron');
    }
  }
}

/** Publishes what is due, the longest due first. What fails does not hold up the others. */
export async function publishDue(database: D1Database, nowMs: number): Promise<number> {
  const now = new Date(nowMs).toISOString();
  const r = g.changeRequest;
  const due = await drizzle(database)
    .select({ id: r.id })
    .from(r)
    .where(
      or(
        and(eq(r.state, 'approved'), or(isNull(r.publishAt), lte(r.publishAt, now))),
        and(eq(r.state, 'failed'), lte(r.retryAt, now)),
      ),
    )
    .orderBy(asc(r.publishAt), asc(r.number))
    .limit(DUE_AT_ONCE);
  let published = 0;
  for (const { id } of due) {
    const outcome = await publishChangeRequest(database, id, nowMs).catch((problem) => {
      console.error('publish', id, String(problem));
      return null;
    });
    if (outcome?.type === 'published') published++;
  }
  return published;
}

/**
 * Tells registers of what was published: one run of the first distribution job for all of it. Where that fails,
 * the reason is kept and the next cron tries again.
 */
export async function distributePublished(
  database: D1Database,
  run: (job: string) => Promise<{ readonly run: string | null; readonly state: string }>,
  nowMs: number,
): Promise<void> {
  const db = drizzle(database);
  const p = g.publication;
  const waiting = await db.select({ request: p.request }).from(p).where(isNull(p.distributedAt));
  if (waiting.length === 0) return;
  const of = sql`${p.request} IN (SELECT value FROM json_each(${JSON.stringify(waiting.map(({ request }) => request))}))`;
  // A job that is for every kind of stream, and runs.
  const isLimited = sql`${m.distributionJob.streamKinds} <> '[]'`;
  const jobs = db.select().from(m.distributionJob);
  const [job] = await jobs.orderBy(m.distributionJob.paused, isLimited, asc(m.distributionJob.id)).limit(1);
  try {
    const result = await run(job?.id ?? 'all');
    if (result.state !== 'done') return;
    const distributedAt = new Date(nowMs).toISOString();
    await db.update(p).set({ run: result.run, distributedAt, error: null }).where(of);
  } catch (problem) {
    const error = problem instanceof Error ? problem.message : String(problem);
    await db.update(p).set({ error }).where(of);
  }
}

function isDue({ state, publishAt }: StoredRequest, nowMs: number): boolean {
  if (state === 'failed') return true;
  return state === 'approved' && (publishAt === null || Date.parse(publishAt) <= nowMs);
}

function publishStatements(
  database: D1Database,
  request: StoredRequest,
  { work, checkedAt }: CheckedItems,
  nowMs: number,
): D1PreparedStatement[] {
  const at = new Date(nowMs).toISOString();
  const { id, version, proposedBy, decidedBy } = request;
  const settled = { failureReason: null, failedAt: null, retryAt: null };
  return [
    database
      .prepare(
        `INSERT INTO publication (request, version, checked_at, at, log_from, log_to)
          SELECT ?, ?, ?, ?, coalesce(max(version), 0), 0 FROM change_log`,
      )
      .bind(id, version, checkedAt, at),
    ...workStatements(database, proposedBy, work),
    database
      .prepare(
        `UPDATE change_log SET request = ?1, approved_by = ?2
          WHERE version > (SELECT log_from FROM publication WHERE request = ?1)`,
      )
      .bind(id, decidedBy),
    database
      .prepare(
        'UPDATE publication SET log_to = (SELECT coalesce(max(version), 0) FROM change_log) WHERE request = ?',
      )
      .bind(id),
    ...changeRequestStore(database).stepStatements(request, {
      ...{ event: 'published', admin: SYSTEM, at },
      set: { ...settled, state: 'published', publishedAt: at },
    }),
  ];
}

function obstacleOf({ faults, conflicts }: CheckedItems): string | null {
  const [fault] = faults;
  const [conflict] = conflicts;
  if (fault) return `${fault.noun} ${fault.key}${fault.pointer}: ${fault.detail}${more(faults.length)}`;
  if (conflict)
    return `${conflict.noun} ${conflict.key} has changed since the draft was made: ${conflict.fields.join(', ')}${more(conflicts.length)}`;
  return null;
}

function more(all: number): string {
  return all > 1 ? `, and ${all - 1} more` : '';
}

async function fail(
  database: D1Database,
  request: StoredRequest,
  reason: string,
  nowMs: number,
  next: 'cron' | 'person',
): Promise<PublishOutcome> {
  const at = new Date(nowMs).toISOString();
  const minutes = next === 'cron' ? RETRY_MINUTES[request.attempts] : undefined;
  const retryAt = minutes === undefined ? null : new Date(nowMs + minutes * 60_000).toISOString();
  const advanced = await changeRequestStore(database).advance(request, {
    ...{ event: 'failed', admin: SYSTEM, at, note: reason },
    set: {
      ...{ state: 'failed', failureReason: reason, failedAt: at, retryAt },
      attempts: request.attempts + 1,
    },
  });
  return advanced ? { type: 'failed', reason } : { type: 'notDue' };
}

async function isPublished(database: D1Database, id: string): Promise<boolean> {
  const p = g.publication;
  const [found] = await drizzle(database).select().from(p).where(eq(p.request, id));
  return found !== undefined;
}
