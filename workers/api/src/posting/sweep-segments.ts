import { storeJournals } from '../../../../db/hq/store-journals.ts';
import { readSegmentKey, segmentsOf } from '../../../../protocol/package-keys.ts';
import type { SegmentNotice } from '../../../../protocol/worker-calls.ts';
import { booksOf } from '../books.ts';
import type { Env } from '../env.ts';
import { postSegment } from './post-segment.ts';

/** Segments that one sweep looks at: each that is not booked costs a read of R2 and some of D1. */
const SWEEP_MAX = 100;
/** Pages of one run of a due sweep that need nothing but a look. */
const PAGES_MAX = 50;

export interface Sweep {
  /** Segments that were looked at. */
  readonly segments: number;
  readonly booked: number;
  /** What comes before them is not there (yet): the next sweep tries again. */
  readonly waiting: readonly string[];
  /** Where the next sweep goes on, or null when the store's segments are done. */
  readonly next: string | null;
}

/**
 * Books the segments of a store that lie in R2 and that nobody announces any more: their gateway was set back, or the
 * books were. One after the other, because each continues the one before it. What is booked already changes nothing.
 */
export async function sweepSegments(
  env: Env,
  store: string,
  after: string | null,
  now: () => string,
): Promise<Sweep> {
  const prefix = segmentsOf(store);
  const listed = await env.PACKAGES.list({
    prefix,
    limit: SWEEP_MAX,
    ...(after ? { startAfter: after } : {}),
  });
  const keys = listed.objects.map(({ key }) => key);
  const posted = await booksOf(env, store).postedSegments(keys);
  const notices = keys
    .filter((key) => !posted.has(key))
    .flatMap((segment): SegmentNotice[] => {
      const said = readSegmentKey(segment);
      return said ? [{ ...said, segment }] : [];
    })
    .sort((a, b) => a.terminal.localeCompare(b.terminal) || a.epoch - b.epoch || a.from - b.from);
  let booked = 0;
  const waiting: string[] = [];
  for (const notice of notices) {
    const result = await postSegment(env, notice, now);
    if (result.type === 'early') waiting.push(notice.segment);
    else {
      booked += 1;
      const { terminal, epoch } = notice;
      await env.GATEWAY_CALLS.posted(store, terminal, epoch, result.place);
    }
  }
  // R2 lists by text, not by number: a segment that waits for one of a later page is met again.
  return { segments: keys.length, booked, waiting, next: listed.truncated ? (keys.at(-1) ?? null) : null };
}

/** Goes on with a store's sweep, where one is due: it ends when a whole pass has found nothing that is not booked. */
export async function goOnSweeping(env: Env, store: string, now: () => string): Promise<void> {
  const journals = storeJournals(env.MASTERS);
  let cursor = await journals.dueSweep(store);
  for (let page = 0; cursor !== undefined && page < PAGES_MAX; page++) {
    const { booked, waiting, next } = await sweepSegments(env, store, cursor, now);
    const found = booked + waiting.length > 0;
    // Where something was found the pass begins anew: what waited may follow it.
    await journals.saveSweep(store, found || next !== null, found && next === null ? null : next);
    if (found || next === null) return;
    cursor = next;
  }
}
