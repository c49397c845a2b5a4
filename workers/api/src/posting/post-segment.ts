import { assert } from '../../../../commerce/assert.ts';
import type { Branch, OfferedRecord } from '../../../../commerce/journal/branches.ts';
import { hqStep } from '../../../../commerce/journal/hq-end.ts';
import type { Place } from '../../../../commerce/journal/watermarks.ts';
import type { BooksStore } from '../../../../db/hq/books-store.ts';
import { noteCouponUses } from '../../../../db/hq/coupon-uses.ts';
import { projectRecords, type VerifiedRecord } from '../../../../db/hq/project-records.ts';
import type { SegmentNotice } from '../../../../protocol/worker-calls.ts';
import { booksOf } from '../books.ts';
import type { Env } from '../env.ts';
import { readSegment } from './read-segment.ts';

/** Lines that one batch of D1 takes: keeps a batch's time and memory bounded. */
const BATCH_LINES_MAX = 4000;

/** `early`: what comes before it is not booked yet; nothing of it was, and it is tried again later. */
export type PostResult = { readonly type: 'booked'; readonly place: Place } | { readonly type: 'early' };

type Offered = OfferedRecord & { readonly verified: VerifiedRecord };

/** Books a segment's records, each once and in order on its branch, whoever repeats the notice. */
export async function postSegment(env: Env, notice: SegmentNotice, now: () => string): Promise<PostResult> {
  // A terminal's branches live with the books of the store; a date takes part when books are split by date.
  const books = booksOf(env, notice.store);
  if (notice.hash !== undefined) {
    const held = await books.hashes(notice, notice.epoch, notice.to, notice.to);
    const known = (await books.branches(notice, notice.epoch)).some(
      ({ branch }) => held(branch, notice.to) === notice.hash,
    );
    if (known) return { type: 'booked', place: { seq: notice.to, hash: notice.hash } };
  }
  const records = (await readSegment(env.PACKAGES, notice)).map(offered);
  const branches = await books.branches(notice, notice.epoch);
  const effects = hqStep(branches, records, await heldOf(books, notice, branches));
  for (const effect of effects) {
    if (effect.type === 'commit') await bookRun(env, books, notice, effect, now());
    else if (effect.answer.type === 'lacking') return { type: 'early' };
    else return { type: 'booked', place: effect.answer.place };
  }
  throw new Error('a step of headquarters ends with its answer');
}

const offered = (verified: VerifiedRecord): Offered => ({
  seq: verified.header.seq,
  prev: verified.header.prev,
  hash: verified.hash,
  verified,
});

/** What is booked at the segment's places. A segment that continues what is booked needs none of it. */
async function heldOf(books: BooksStore, notice: SegmentNotice, branches: readonly Branch[]) {
  const newest = Math.max(0, ...branches.map(({ seq }) => seq));
  if (notice.from > newest) return () => undefined;
  return books.hashes(notice, notice.epoch, notice.from - 1, notice.to);
}

async function bookRun(
  env: Env,
  books: BooksStore,
  notice: SegmentNotice,
  { branch, records, forked }: { branch: Branch; records: readonly Offered[]; forked: boolean },
  postedAt: string,
): Promise<void> {
  const { store, terminal, epoch } = notice;
  if (forked) console.error('a journal forks', store, terminal, epoch, branch.sharedSeq + 1);
  for (const run of runsOf(records)) {
    const [first, last] = [run[0], run.at(-1)];
    assert(first && last, 'a run has records');
    const verified = run.map((record) => record.verified);
    const projection = projectRecords(verified, postedAt, branch.branch);
    // Before the books, where a repeated run is refused: whoever stops between the two tries both again.
    await noteCouponUses(env.MASTERS, projection.couponUses);
    await books.post(
      {
        ...{
          store,
          terminal,
          epoch,
          branch: branch.branch,
          parent: branch.parent,
          sharedSeq: branch.sharedSeq,
        },
        ...{ fromSeq: first.seq, toSeq: last.seq, prev: first.prev, hash: last.hash },
        receiptMax: Math.max(0, ...verified.map(({ header }) => header.receiptNumber ?? 0)),
        ...{ segment: notice.segment, postedAt },
      },
      run.map(({ hash }) => hash),
      projection,
    );
  }
}

function* runsOf(records: readonly Offered[]): Generator<Offered[]> {
  let run: Offered[] = [];
  let bytes = 0;
  for (const record of records) {
    run.push(record);
    bytes += record.verified.body.length;
    // A transaction line is 300 bytes of body or more.
    if (bytes > BATCH_LINES_MAX * 300) {
      yield run;
      run = [];
      bytes = 0;
    }
  }
  if (run.length > 0) yield run;
}
