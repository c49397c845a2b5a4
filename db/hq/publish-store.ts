import { desc, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { BlobReference, StreamHead } from '../../protocol/package-documents.ts';
import { changeLog } from './change-log-schema.ts';
import { dueStreams } from './due-streams.ts';
import { keyRing } from './key-ring.ts';
import * as m from './masters-schema.ts';
import * as p from './publishing-schema.ts';
import { streamChangesSql } from './stream-content.ts';
import { streamRows } from './stream-rows.ts';
import { streamName } from './stream-sources.ts';

const MANIFESTS_A_STATEMENT = 500;

interface StreamChange {
  readonly stream: string;
  readonly version: number;
}

export interface PublishedHead {
  readonly head: StreamHead;
  /** How far the change log is in it. */
  readonly changeVersion: number;
}

export type SnapshotWork = typeof p.snapshotWork.$inferSelect;
export type StoredManifest = typeof p.manifest.$inferSelect;

/** The masters as the publisher reads and marks them. */
export function publishStore(database: D1Database) {
  const db = drizzle(database, { schema: m });
  let statements = 0;
  const counted = <T>(count: number, work: () => Promise<T>): Promise<T> => {
    statements += count;
    return work();
  };
  const rows = async <T>(text: string, ...params: unknown[]) => {
    const statement = database.prepare(text).bind(...params);
    return (await counted(1, () => statement.all<T>())).results;
  };

  return {
    /** Takes the lease for `holder` if nobody else's is still running. */
    async takeLease(holder: string, nowMs: number, lengthMs: number): Promise<boolean> {
      const taken = await db
        .update(p.publisher)
        .set({ leaseHolder: holder, leaseUntilMs: nowMs + lengthMs })
        .where(sql`${p.publisher.leaseUntilMs} < ${nowMs} OR ${p.publisher.leaseHolder} = ${holder}`)
        .returning();
      return taken.length > 0;
    },
    async releaseLease(holder: string): Promise<void> {
      await db.update(p.publisher).set({ leaseUntilMs: 0 }).where(eq(p.publisher.leaseHolder, holder));
    },
    async collectedVersion(): Promise<number> {
      return (await db.select().from(p.publisher))[0]?.changeVersion ?? 0;
    },
    async newestVersion(): Promise<number> {
      const [newest] = await db
        .select({ version: changeLog.version })
        .from(changeLog)
        .orderBy(desc(changeLog.version))
        .limit(1);
      return newest?.version ?? 0;
    },
    /** The streams that changes in (from, to] may touch, and the version of the last of them. */
    async streamChanges(from: number, to: number): Promise<ReadonlyMap<string, number>> {
      const bound = streamChangesSql.map((text) => database.prepare(text).bind(from, to));
      const changes = new Map<string, number>();
      for (const { results } of await counted(bound.length, () => database.batch<StreamChange>(bound)))
        for (const { stream, version } of results)
          changes.set(stream, Math.max(version, changes.get(stream) ?? 0));
      return changes;
    },
    stores: () => db.select().from(m.store),
    /** Heads by stream, of those that have one. */
    async heads(streams: readonly string[]): Promise<ReadonlyMap<string, PublishedHead>> {
      const listed = sql`${p.stream.stream} IN (SELECT value FROM json_each(${JSON.stringify(streams)}))`;
      const found = await counted(1, () => db.select().from(p.stream).where(listed));
      return new Map(found.map(({ stream, head, changeVersion }) => [stream, { head, changeVersion }]));
    },
    async manifests() {
      return new Map((await db.select().from(p.manifest)).map((manifest) => [manifest.store, manifest]));
    },
    ...streamRows(rows, () => new Date().toISOString()),
    ...dueStreams(database),
    async saveHead(head: StreamHead, changeVersion: number): Promise<void> {
      const row = { stream: head.stream, version: head.version, changeVersion, head };
      await counted(1, () =>
        db.insert(p.stream).values(row).onConflictDoUpdate({ target: p.stream.stream, set: row }),
      );
    },
    /** A change that touched nothing of the stream after all. */
    async markSeen(stream: string, changeVersion: number): Promise<void> {
      await counted(1, () => db.update(p.stream).set({ changeVersion }).where(eq(p.stream.stream, stream)));
    },
    snapshotWork: () => db.select().from(p.snapshotWork).orderBy(p.snapshotWork.stream),
    async saveSnapshotWork(work: SnapshotWork): Promise<void> {
      await counted(1, () =>
        db
          .insert(p.snapshotWork)
          .values(work)
          .onConflictDoUpdate({ target: p.snapshotWork.stream, set: work }),
      );
    },
    async endSnapshotWork(stream: string): Promise<void> {
      await counted(1, () => db.delete(p.snapshotWork).where(eq(p.snapshotWork.stream, stream)));
    },
    /** Blobs that a head has just stopped naming. */
    async retire(blobs: readonly BlobReference[], at: string): Promise<void> {
      if (blobs.length === 0) return;
      const named = JSON.stringify(blobs.map(({ sha256 }) => sha256));
      await rows(
        'INSERT OR REPLACE INTO retired_blob (sha256, retired_at) SELECT value, ?2 FROM json_each(?1)',
        named,
        at,
      );
    },
    async saveManifests(manifests: readonly StoredManifest[]): Promise<void> {
      for (let from = 0; from < manifests.length; from += MANIFESTS_A_STATEMENT)
        await rows(
          `INSERT INTO manifest (store, version, streams)
            SELECT value ->> 'store', value ->> 'version', value -> 'streams' FROM json_each(?1) WHERE true
            ON CONFLICT (store) DO UPDATE SET version = excluded.version, streams = excluded.streams`,
          JSON.stringify(manifests.slice(from, from + MANIFESTS_A_STATEMENT)),
        );
    },
    /** Statements run so far by what grows with the work. An invocation may run a thousand. */
    get statements() {
      return statements;
    },
    ...keyRing(database),
    async job(id: string) {
      return (await db.select().from(m.distributionJob).where(eq(m.distributionJob.id, id)))[0] ?? null;
    },
    jobs: () => db.select().from(m.distributionJob),
    async lastRunOf(job: string) {
      const runs = db.select().from(p.distributionRun).where(eq(p.distributionRun.job, job));
      return (await runs.orderBy(desc(p.distributionRun.startedAt)).limit(1))[0] ?? null;
    },
    /** The runs that go on in their next invocation. */
    unfinishedRuns: () => db.select().from(p.distributionRun).where(eq(p.distributionRun.state, 'running')),
    /** Who asked for the run to stop, if anybody did. */
    async stopAskedBy(run: string): Promise<string | null> {
      const [found] = await db
        .select({ by: p.distributionRun.stopAskedBy })
        .from(p.distributionRun)
        .where(eq(p.distributionRun.id, run));
      return found?.by ?? null;
    },
    async saveRun(run: typeof p.distributionRun.$inferInsert): Promise<void> {
      await db
        .insert(p.distributionRun)
        .values(run)
        .onConflictDoUpdate({ target: p.distributionRun.id, set: run });
    },
  };
}

export type PublishStore = ReturnType<typeof publishStore>;

type StoreStreams = Pick<
  typeof m.store.$inferSelect,
  | 'store'
  | 'taxRegion'
  | 'employeeGroup'
  | 'assortment'
  | 'priceGroups'
  | 'memberPriceGroups'
  | 'customerGroup'
>;

/** The streams a store follows, what a sale needs first; also of groups that only its customers bring. */
export function streamsOfStore(store: StoreStreams): string[] {
  const priceGroups = new Set([...store.priceGroups, ...store.memberPriceGroups]);
  return [
    streamName('store', store.store),
    streamName('global', ''),
    streamName('tax', store.taxRegion),
    streamName('employees', store.employeeGroup),
    ...[...priceGroups].map((group) => streamName('price-group', group)),
    streamName('assortment', store.assortment),
    streamName('customers', store.customerGroup),
  ];
}
