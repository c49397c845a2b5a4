import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { JournalRecord, RecordHeader } from '../../commerce/journal/journal-record.ts';
import type { Snapshot } from '../../commerce/runtime/channel-port.ts';
import {
  type ActivationAnswer,
  BATCH_MAX_BYTES,
  BATCH_MAX_RECORDS,
  type Watermarks,
  type WireRecord,
} from '../../protocol/journal-messages.ts';
import { channelDrizzle } from './channel-database.ts';
import * as t from './schema.ts';
import type { SqlDatabase, SqlStatement } from './sql-database.ts';

export interface StoredDevice {
  readonly store: string;
  readonly terminal: string;
  readonly installId: string;
  readonly trustedKeys: Readonly<Record<string, string>>;
}

export interface JournalCounts {
  /** Records that the gateway does not hold yet. */
  readonly waiting: number;
  /** Records that headquarters has not booked yet. */
  readonly unbooked: number;
}

/** What synchronising reads and writes: the device, the journal on its way up, and how far streams have come. */
export function syncStore(database: SqlDatabase) {
  const db = channelDrizzle(database);
  return {
    async device(): Promise<StoredDevice | null> {
      return (await db.select().from(t.device))[0] ?? null;
    },
    /** Makes the database a terminal's: its identity, the head it continues from, and its first record. */
    async activate(
      answer: ActivationAnswer,
      installId: string,
      now: string,
      first: JournalRecord,
    ): Promise<void> {
      const { store, terminal, epoch, trustedKeys } = answer;
      const head = { epoch, seq: 0, hash: answer.predecessor.hash };
      const counters = { nextReceiptNumber: answer.nextReceiptNumber, perpetualMinor: answer.perpetualMinor };
      const { prev } = JSON.parse(first.header) as RecordHeader;
      await database.commit([
        db
          .insert(t.device)
          .values({ id: 1, store, terminal, installId, trustedKeys, activatedAt: now })
          .toSQL(),
        db
          .insert(t.journalHead)
          .values({ id: 1, ...head, ...counters })
          .toSQL(),
        db.insert(t.watermark).values({ epoch, gatewaySeq: 0, hqSeq: 0 }).toSQL(),
        db
          .insert(t.journal)
          .values({ ...first, prev, ...counters })
          .toSQL(),
        noteStatement('deviceToken', answer.deviceToken),
      ]);
    },
    async epoch(): Promise<number> {
      return (await db.select({ epoch: t.journalHead.epoch }).from(t.journalHead))[0]?.epoch ?? 0;
    },
    async head(): Promise<{ seq: number; hash: string }> {
      const [head] = await db
        .select({ seq: t.journalHead.seq, hash: t.journalHead.hash })
        .from(t.journalHead);
      return head ?? { seq: 0, hash: '' };
    },
    /** The next records to send, after `after`: a batch within its bounds, but always at least one. */
    async batchAfter(epoch: number, after: number): Promise<WireRecord[]> {
      const { seq, header, body, hash } = t.journal;
      const rows = await db
        .select({ seq, header, body, hash })
        .from(t.journal)
        .where(and(eq(t.journal.epoch, epoch), gt(t.journal.seq, after)))
        .orderBy(asc(t.journal.seq))
        .limit(BATCH_MAX_RECORDS);
      let bytes = 0;
      const end = rows.findIndex((row) => {
        bytes += row.header.length + row.body.length;
        return bytes > BATCH_MAX_BYTES;
      });
      return end < 0 ? rows : rows.slice(0, Math.max(1, end));
    },
    async watermarks(epoch: number): Promise<Watermarks> {
      const [found] = await db.select().from(t.watermark).where(eq(t.watermark.epoch, epoch));
      return found ?? { epoch, gatewaySeq: 0, hqSeq: 0 };
    },
    /** Watermarks rise only: an answer that was overtaken by a newer one changes nothing. */
    async raiseWatermarks({ epoch, gatewaySeq, hqSeq }: Watermarks): Promise<void> {
      await database.commit([
        {
          sql: `INSERT INTO watermark (epoch, gateway_seq, hq_seq) VALUES (?, ?, ?) ON CONFLICT (epoch) DO UPDATE
            SET gateway_seq = max(gateway_seq, excluded.gateway_seq), hq_seq = max(hq_seq, excluded.hq_seq)`,
          params: [epoch, gatewaySeq, hqSeq],
        },
      ]);
    },
    async counts(): Promise<JournalCounts> {
      const [found] = await db
        .select({
          // Never below 0: a gateway holds more than a register whose database was restored.
          waiting: sql<number>`max(0, ${t.journalHead.seq} - coalesce(${t.watermark.gatewaySeq}, 0))`,
          unbooked: sql<number>`max(0, ${t.journalHead.seq} - coalesce(${t.watermark.hqSeq}, 0))`,
        })
        .from(t.journalHead)
        .leftJoin(t.watermark, eq(t.watermark.epoch, t.journalHead.epoch));
      return found ?? { waiting: 0, unbooked: 0 };
    },
    cursors: () => db.select().from(t.streamCursor),
    /** The version of a stream that the open cart reads, or null. */
    async versionOfCart(stream: string): Promise<number | null> {
      const [start] = await db.select().from(t.cartStep).where(eq(t.cartStep.position, 0));
      return (start?.detail as Snapshot | undefined)?.[stream] ?? null;
    },
    async offlineProfile(terminal: string) {
      const [found] = await db
        .select({ profile: t.offlineProfile })
        .from(t.offlineProfile)
        .innerJoin(t.streamCursor, eq(t.streamCursor.stream, t.offlineProfile.stream))
        .where(
          and(
            eq(t.offlineProfile.rowKey, terminal),
            sql`${t.offlineProfile.since} <= ${t.streamCursor.version}`,
            sql`(${t.offlineProfile.until} IS NULL OR ${t.offlineProfile.until} > ${t.streamCursor.version})`,
          ),
        );
      return found?.profile ?? null;
    },
    async note<T>(name: string): Promise<T | null> {
      const [found] = await db.select().from(t.note).where(eq(t.note.name, name));
      return (found?.detail as T | undefined) ?? null;
    },
    async notes<T>(prefix: string): Promise<Map<string, T>> {
      const found = await db
        .select()
        .from(t.note)
        .where(sql`substr(${t.note.name}, 1, ${prefix.length}) = ${prefix}`);
      return new Map(found.map(({ name, detail }) => [name.slice(prefix.length), detail as T]));
    },
    /** Trusts these keys from now on, and no others. */
    trust: (trustedKeys: StoredDevice['trustedKeys'], version: number) =>
      database.commit([
        db.update(t.device).set({ trustedKeys }).toSQL(),
        noteStatement('keyRingVersion', version),
      ]),
    saveNote: (name: string, detail: unknown) => database.commit([noteStatement(name, detail)]),
  };

  function noteStatement(name: string, detail: unknown): SqlStatement {
    return db
      .insert(t.note)
      .values({ name, detail })
      .onConflictDoUpdate({ target: t.note.name, set: { detail } })
      .toSQL();
  }
}

export type SyncStore = ReturnType<typeof syncStore>;
