import { desc, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import type { StreamHead } from '../../protocol/package-documents.ts';
import { changeLog } from './change-log-schema.ts';
import * as m from './masters-schema.ts';
import { affectedStreamsSql, streamSources } from './stream-content.ts';
import {
  changedSql,
  pageSql,
  parseStreamName,
  rowsByKeySql,
  type StreamSource,
  streamName,
} from './stream-sources.ts';

/** Rows read at a time: bounds the memory of a run, whatever the size of a stream. */
const PAGE_ROWS = 2000;

/** The masters as the publisher reads and marks them. */
export function publishStore(database: D1Database) {
  const db = drizzle(database, { schema: m });
  const rows = async <T>(text: string, ...params: unknown[]) =>
    (
      await database
        .prepare(text)
        .bind(...params)
        .all<T>()
    ).results;

  return {
    /** Takes the lease for `holder` if nobody else's is still running. */
    async takeLease(holder: string, nowMs: number, lengthMs: number): Promise<boolean> {
      const taken = await db
        .update(m.publisher)
        .set({ leaseHolder: holder, leaseUntilMs: nowMs + lengthMs })
        .where(sql`${m.publisher.leaseUntilMs} < ${nowMs} OR ${m.publisher.leaseHolder} = ${holder}`)
        .returning();
      return taken.length > 0;
    },
    async releaseLease(holder: string): Promise<void> {
      await db.update(m.publisher).set({ leaseUntilMs: 0 }).where(eq(m.publisher.leaseHolder, holder));
    },
    async publishedVersion(): Promise<number> {
      return (await db.select().from(m.publisher))[0]?.changeVersion ?? 0;
    },
    async newestVersion(): Promise<number> {
      const [newest] = await db
        .select({ version: changeLog.version })
        .from(changeLog)
        .orderBy(desc(changeLog.version))
        .limit(1);
      return newest?.version ?? 0;
    },
    async affectedStreams(from: number, to: number): Promise<string[]> {
      const bound = affectedStreamsSql.map((text) => database.prepare(text).bind(from, to));
      const results = await database.batch<{ stream: string }>(bound);
      return results.flatMap((result) => result.results.map(({ stream }) => stream));
    },
    stores: () => db.select().from(m.store),
    async published(stream: string) {
      return (await db.select().from(m.stream).where(eq(m.stream.stream, stream)))[0] ?? null;
    },
    async manifests() {
      return new Map((await db.select().from(m.manifest)).map((manifest) => [manifest.store, manifest]));
    },
    /** Every row of a stream as blob lines, a page at a time. */
    async *snapshotLines(stream: string): AsyncGenerator<string[]> {
      const { kind, scope } = parseStreamName(stream);
      for (const source of streamSources[kind]) {
        let after = '';
        for (;;) {
          const page = await rows<{ k: string; line: string }>(pageSql(source), scope, after, PAGE_ROWS);
          if (page.length > 0) yield page.map(({ line }) => line);
          if (page.length < PAGE_ROWS) break;
          after = page.at(-1)?.k ?? '';
        }
      }
    },
    /** What changed in a stream between two versions of the log: rows as they are now, and removals. */
    async *deltaLines(stream: string, from: number, to: number): AsyncGenerator<string[]> {
      const { kind, scope } = parseStreamName(stream);
      for (const source of streamSources[kind]) {
        let after = '';
        for (;;) {
          const keys = (await rows<{ k: string }>(changedSql(source), scope, from, to, after, PAGE_ROWS)).map(
            ({ k }) => k,
          );
          if (keys.length > 0) yield await linesOfKeys(source, scope, keys);
          if (keys.length < PAGE_ROWS) break;
          after = keys.at(-1) ?? '';
        }
      }
    },
    async saveHead(head: StreamHead, changeVersion: number): Promise<void> {
      const row = { stream: head.stream, version: head.version, changeVersion, head };
      await db.insert(m.stream).values(row).onConflictDoUpdate({ target: m.stream.stream, set: row });
    },
    async saveManifest(store: string, version: number, streams: string[]): Promise<void> {
      const row = { store, version, streams };
      await db.insert(m.manifest).values(row).onConflictDoUpdate({ target: m.manifest.store, set: row });
    },
    async markPublished(changeVersion: number): Promise<void> {
      await db.update(m.publisher).set({ changeVersion });
    },
    async rememberKey(keyId: string, publicKey: string, at: string): Promise<void> {
      await db.insert(m.signingKey).values({ keyId, publicKey, firstUsedAt: at }).onConflictDoNothing();
    },
    async job(id: string) {
      return (await db.select().from(m.distributionJob).where(eq(m.distributionJob.id, id)))[0] ?? null;
    },
    jobs: () => db.select().from(m.distributionJob),
    async lastRunOf(job: string) {
      const runs = db.select().from(m.distributionRun).where(eq(m.distributionRun.job, job));
      return (await runs.orderBy(desc(m.distributionRun.startedAt)).limit(1))[0] ?? null;
    },
    async saveRun(run: typeof m.distributionRun.$inferInsert): Promise<void> {
      await db
        .insert(m.distributionRun)
        .values(run)
        .onConflictDoUpdate({ target: m.distributionRun.id, set: run });
    },
  };

  async function linesOfKeys(source: StreamSource, scope: string, keys: string[]): Promise<string[]> {
    const found = await rows<{ k: string; line: string }>(rowsByKeySql(source), scope, JSON.stringify(keys));
    const lineByKey = new Map(found.map(({ k, line }) => [k, line]));
    return keys.map((k) => lineByKey.get(k) ?? JSON.stringify({ t: source.table, k }));
  }
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
    streamName('assortment', store.assortment),
    ...[...priceGroups].map((group) => streamName('price-group', group)),
    streamName('customers', store.customerGroup),
  ];
}
