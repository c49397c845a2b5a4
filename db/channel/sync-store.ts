import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { JournalHead, JournalRecord, RecordHeader } from '../../commerce/journal/journal-record.ts';
import type { RegisterState } from '../../commerce/journal/register-end.ts';
import type { Marks } from '../../commerce/journal/watermarks.ts';
import type { Snapshot } from '../../commerce/runtime/channel-port.ts';
import {
  type ActivationAnswer,
  BATCH_MAX_BYTES,
  BATCH_MAX_RECORDS,
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

/** Records that one transaction drops: a few milliseconds. */
const PRUNE_PIECE = 200;

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
        db
          .insert(t.watermark)
          .values({ epoch, gatewaySeq: 0, gatewayHash: '', hqSeq: 0, hqHash: '' })
          .toSQL(),
        db
          .insert(t.journal)
          .values({ ...first, prev, ...counters })
          .toSQL(),
        noteStatement('deviceToken', answer.deviceToken),
      ]);
    },
    /** Where the journal stands: what its next record continues. */
    async journalHead(): Promise<JournalHead> {
      const [head] = await db.select().from(t.journalHead);
      if (!head) throw new Error('an activated register has a journal');
      const { id: _, ...place } = head;
      return place;
    },
    /** The epochs that are kept here, ascending, and what the others hold of each. */
    async journalState(): Promise<RegisterState> {
      const rows = (await database.query({
        sql: `SELECT w.epoch, w.gateway_seq, w.gateway_hash, w.hq_seq, w.hq_hash,
            (SELECT min(seq) FROM journal WHERE epoch = w.epoch), h.seq, h.hash
          FROM watermark w JOIN journal h
            ON h.epoch = w.epoch AND h.seq = (SELECT max(seq) FROM journal WHERE epoch = w.epoch) ORDER BY w.epoch`,
        params: [],
      })) as [number, number, string, number, string, number, number, string][];
      const epochs = rows.map(
        ([epoch, gatewaySeq, gatewayHash, hqSeq, hqHash, keptFrom, headSeq, headHash]) => ({
          ...{ epoch, keptFrom, prunableSeq: 0, head: { seq: headSeq, hash: headHash } },
          ...{ gateway: { seq: gatewaySeq, hash: gatewayHash }, hq: { seq: hqSeq, hash: hqHash } },
        }),
      );
      return { epochs, fenced: (await this.note<boolean>('fenced')) ?? false };
    },
    async hashAt(epoch: number, seq: number): Promise<string | undefined> {
      const [found] = await db
        .select({ hash: t.journal.hash })
        .from(t.journal)
        .where(and(eq(t.journal.epoch, epoch), eq(t.journal.seq, seq)));
      return found?.hash;
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
    saveMarks: ({ epoch, gateway, hq }: Marks): Promise<void> =>
      database.commit([
        db
          .update(t.watermark)
          .set({ gatewaySeq: gateway.seq, gatewayHash: gateway.hash, hqSeq: hq.seq, hqHash: hq.hash })
          .where(eq(t.watermark.epoch, epoch))
          .toSQL(),
      ]),
    /** Drops the records of an epoch up to here, with what is kept to find them. In pieces, so that nobody waits. */
    async prune(epoch: number, upTo: number): Promise<void> {
      for (;;) {
        const rows = (await database.query({
          sql: 'SELECT max(seq), count(*) FROM (SELECT seq FROM journal WHERE epoch = ? AND seq <= ? ORDER BY seq LIMIT ?)',
          params: [epoch, upTo, PRUNE_PIECE],
        })) as [number | null, number][];
        const [last, count] = rows[0] ?? [null, 0];
        if (last === null) return;
        const params = [epoch, last];
        await database.commit([
          { sql: 'DELETE FROM retail_transaction WHERE epoch = ? AND seq <= ?', params },
          { sql: 'DELETE FROM journal WHERE epoch = ? AND seq <= ?', params },
        ]);
        if (count < PRUNE_PIECE) return;
      }
    },
    async counts(): Promise<JournalCounts> {
      const rows = (await database.query({
        // Never below 0: a gateway holds more than a register whose database was restored.
        sql: `SELECT coalesce(sum(max(0, head - gateway_seq)), 0), coalesce(sum(max(0, head - hq_seq)), 0) FROM (
          SELECT gateway_seq, hq_seq, (SELECT max(seq) FROM journal WHERE epoch = w.epoch) AS head FROM watermark w)`,
        params: [],
      })) as [number, number][];
      const [waiting, unbooked] = rows[0] ?? [0, 0];
      return { waiting, unbooked };
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
