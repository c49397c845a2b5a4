import { assert } from '../../../../commerce/assert.ts';
import { noteCouponUses } from '../../../../db/hq/coupon-uses.ts';
import { projectRecords, type VerifiedRecord } from '../../../../db/hq/project-records.ts';
import type { SegmentNotice } from '../../../../protocol/worker-calls.ts';
import { booksOf } from '../books.ts';
import type { Env } from '../env.ts';
import { readSegment } from './read-segment.ts';

/** Lines that one batch of D1 takes: keeps a batch's time and memory bounded. */
const BATCH_LINES_MAX = 4000;

/** `early`: the segments before it are not booked yet; try again later. */
export type PostResult =
  | { readonly type: 'booked'; readonly seq: number }
  | { readonly type: 'early'; readonly seq: number };

/** Books a segment's records, each once and in order, whoever repeats the notice. */
export async function postSegment(env: Env, notice: SegmentNotice, now: () => string): Promise<PostResult> {
  // A terminal's cursor lives with the books of the store; a date takes part when books are split by date.
  const books = booksOf(env, notice.store);
  const cursor = await books.cursor(notice, notice.epoch);
  const bookedSeq = cursor?.seq ?? 0;
  if (bookedSeq >= notice.to) return { type: 'booked', seq: bookedSeq };
  if (notice.from > bookedSeq + 1) return { type: 'early', seq: bookedSeq };
  const records = (await readSegment(env.PACKAGES, notice)).slice(bookedSeq + 1 - notice.from);
  const first = records[0];
  assert(!cursor || first?.header.prev === cursor.hash, `${notice.segment} continues what is booked`);
  for (const run of runsOf(records)) {
    const last = run.at(-1) as VerifiedRecord;
    const { store, terminal, epoch } = notice;
    const postedAt = now();
    const projection = projectRecords(run, postedAt);
    // Before the books, where a repeated run is refused: whoever stops between the two tries both again.
    await noteCouponUses(env.MASTERS, projection.couponUses);
    await books.post(
      {
        store,
        terminal,
        epoch,
        fromSeq: (run[0] as VerifiedRecord).header.seq,
        toSeq: last.header.seq,
        hash: last.hash,
        segment: notice.segment,
        postedAt,
      },
      projection,
    );
  }
  return { type: 'booked', seq: notice.to };
}

function* runsOf(records: readonly VerifiedRecord[]): Generator<VerifiedRecord[]> {
  let run: VerifiedRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    run.push(record);
    bytes += record.body.length;
    // A transaction line is 300 bytes of body or more.
    if (bytes > BATCH_LINES_MAX * 300) {
      yield run;
      run = [];
      bytes = 0;
    }
  }
  if (run.length > 0) yield run;
}
