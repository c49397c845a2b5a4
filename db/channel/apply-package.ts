import { eq } from 'drizzle-orm';
import {
  neverApplied,
  type StreamPosition,
  type UpdateStep,
} from '../../commerce/distribution/plan-update.ts';
import { type BlobLine, parseBlobLine, type RefusedRow } from '../../protocol/blob.ts';
import { channelDrizzle } from './channel-database.ts';
import type { ChunkTimer } from './chunk-timer.ts';
import { endRows, putRows } from './row-statements.ts';
import * as t from './schema.ts';
import type { SqlDatabase, SqlStatement } from './sql-database.ts';
import { inSweep, type SweepPort, sweepRows } from './sweep-rows.ts';

export interface ApplyPort<Blob> {
  readonly database: SqlDatabase;
  readonly machineTimeMs: () => number;
  readonly chunks: ChunkTimer;
  /** The lines of one blob, checked against its digest. */
  readonly blobLines: (blob: Blob) => Promise<readonly string[]>;
  /** Called after each transaction with the rows it stored; a chance to let a scan go first. */
  readonly afterChunk?: (rows: number) => Promise<void> | void;
}

/** No load goes on from here: what was begun is being taken back. */
const DISCARDING = -1;

export async function streamPosition(database: SqlDatabase, stream: string): Promise<StreamPosition> {
  const [found] = await channelDrizzle(database)
    .select()
    .from(t.streamCursor)
    .where(eq(t.streamCursor.stream, stream));
  return found ?? neverApplied;
}

type Step = Pick<UpdateStep<unknown>, 'version' | 'base' | 'from'>;

/** Says what a stream will be brought to, before the first of its rows is there. */
export const beginStep = (stream: string, step: Step) => moveCursor(stream, step, step.from);

/**
 * Applies one step from where it stopped. Rows are stored in short transactions that move the cursor, invisible
 * until the last one makes the version the visible one: whole, or not at all. Answers the rows that could not be
 * stored, by name.
 */
export async function applyStep<Blob>(
  port: ApplyPort<Blob>,
  stream: string,
  step: UpdateStep<Blob>,
): Promise<readonly RefusedRow[]> {
  const { database } = port;
  const { version, kind, from } = step;
  const refused: RefusedRow[] = [];
  const said = new Set<string>();
  for (const blob of step.blobs.slice(0, Math.min(from.blob, step.overlaid)))
    for (const key of keysOf(await port.blobLines(blob))) said.add(key);
  for (const [index, blob] of [...step.blobs.entries()].slice(from.blob)) {
    const lines = await port.blobLines(blob);
    for (let row = index === from.blob ? from.row : 0; row < lines.length; ) {
      const first = row;
      const texts = lines.slice(first, first + port.chunks.rows);
      row += texts.length;
      const next = row < lines.length ? { blob: index, row } : { blob: index + 1, row: 0 };
      await port.chunks.time(async () => {
        const parsed = texts.map((text, line) => parseBlobLine(text, first + line + 1));
        for (const line of parsed) if (!line.ok) refused.push(line.error);
        const counted = parsed.flatMap((line) =>
          line.ok && !said.has(keyOf(line.value)) ? [line.value] : [],
        );
        const rows = [
          ...(kind === 'load' ? [] : endRows(stream, version, counted)),
          ...putRows(stream, version, counted),
          // A repair begins anew when it was interrupted: what it has put right stays right.
          ...(kind === 'repair' ? [] : [moveCursor(stream, step, next)]),
        ];
        // A power cut may take the newest chunks back: the cursor goes with them, and they are stored again.
        await database.commit(rows, 'withNext');
      });
      await port.afterChunk?.(texts.length);
    }
    if (index < step.overlaid) for (const key of keysOf(lines)) said.add(key);
  }
  if (kind !== 'delta') await endOlderRows(port, stream, version);
  await database.commit(showVersion(stream, version, port.machineTimeMs()));
  return refused;
}

/** Which row a line is about. */
const keyOf = ({ t: table, k }: Pick<BlobLine, 't' | 'k'>) => `${table} ${k}`;

function keysOf(lines: readonly string[]): string[] {
  return lines.flatMap((text, index) => {
    const line = parseBlobLine(text, index + 1);
    return line.ok ? [keyOf(line.value)] : [];
  });
}

/** A load holds everything that there is: what it replaces and what it does not have ends with it. */
async function endOlderRows(port: SweepPort, stream: string, version: number): Promise<void> {
  const before = await streamPosition(port.database, stream);
  if (before.version === 0) return;
  await sweepRows(port, (table, from, upTo) => [
    {
      sql: `UPDATE ${table} SET until = ? WHERE ${inSweep} AND until IS NULL AND since < ?`,
      params: [version, from, upTo, stream, version],
    },
  ]);
}

/** Takes back the stored rows of a version that will not be finished. */
export async function discardUnfinished(port: SweepPort, stream: string): Promise<void> {
  const { database } = port;
  const { version } = await streamPosition(database, stream);
  const setCursor = (set: string): SqlStatement => ({
    sql: `UPDATE stream_cursor SET ${set} WHERE stream = ?`,
    params: [stream],
  });
  await database.commit([setCursor(`base = ${DISCARDING}`), forgetLookedUp(stream)]);
  await sweepRows(port, (table, from, upTo) => [
    {
      sql: `DELETE FROM ${table} WHERE ${inSweep} AND since > ?`,
      params: [from, upTo, stream, version],
    },
    {
      sql: `UPDATE ${table} SET until = NULL WHERE ${inSweep} AND until > ?`,
      params: [from, upTo, stream, version],
    },
  ]);
  await database.commit([setCursor('applying = version, base = 0, blob = 0, row = 0')]);
}

/** Takes a stream's rows away when the store no longer follows it. */
export async function forgetStream(port: SweepPort, stream: string): Promise<void> {
  const { database } = port;
  // Out of sight at once; the rows go one stretch after the other.
  await database.commit([
    {
      sql: `UPDATE stream_cursor SET version = 0, applying = 1, base = ${DISCARDING} WHERE stream = ?`,
      params: [stream],
    },
  ]);
  await sweepRows(port, (table, from, upTo) => [
    { sql: `DELETE FROM ${table} WHERE ${inSweep}`, params: [from, upTo, stream] },
  ]);
  await database.commit([{ sql: 'DELETE FROM stream_cursor WHERE stream = ?', params: [stream] }]);
}

function moveCursor(
  stream: string,
  { version, base }: Step,
  { blob, row }: { readonly blob: number; readonly row: number },
): SqlStatement {
  return {
    sql: `INSERT INTO stream_cursor (stream, version, applying, base, blob, row, visible_at_ms) VALUES (?, 0, ?, ?, ?, ?, 0)
      ON CONFLICT (stream) DO UPDATE SET applying = excluded.applying, base = excluded.base, blob = excluded.blob, row = excluded.row`,
    params: [stream, version, base, blob, row],
  };
}

function showVersion(stream: string, version: number, nowMs: number): SqlStatement[] {
  return [
    {
      sql: `INSERT INTO stream_cursor (stream, version, applying, base, blob, row, visible_at_ms) VALUES (?1, ?2, ?2, 0, 0, 0, ?3)
        ON CONFLICT (stream) DO UPDATE SET version = ?2, applying = ?2, base = 0, blob = 0, row = 0, visible_at_ms = ?3`,
      params: [stream, version, nowMs],
    },
    forgetLookedUp(stream),
  ];
}

/** Products that were looked up while their stream was loading are there for all from now on, or gone with it. */
function forgetLookedUp(stream: string): SqlStatement {
  return { sql: 'DELETE FROM looked_up WHERE stream = ?', params: [stream] };
}
